"""The page's lattice leads to the same photo pixels as the SkinMap it was taken from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mesoject.report.outline.lattice import STEP_MM, lattice
from mesoject.report.outline.picture import picture_region
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]


@pytest.fixture(scope="session")
def places(leg: SkinMap) -> Array:
    """Places all over the page that the camera saw."""
    region = picture_region(leg)
    random = np.random.default_rng(1)
    mm = random.uniform((region.s_low, region.z_low), (region.s_high, region.z_high), (50_000, 2))
    return mm[leg.visible(mm) > 0]


@pytest.fixture(scope="session")
def nodes(leg: SkinMap) -> dict[str, Any]:
    return lattice(leg, picture_region(leg))


def test_it_leads_to_the_same_pixels(leg: SkinMap, nodes: dict[str, Any], places: Array) -> None:
    drawn = np.stack([_read(nodes, name, places) for name in ("x", "y")], -1)
    off = np.hypot(*(drawn - leg.to_photo(places)).T)
    print(f"lattice: at most {off.max():.5f} px off, {np.median(off):.5f} in the median")
    assert off.max() < 0.05


@pytest.mark.parametrize(("name", "limit"), [("element", 2e-4), ("cosine", 2e-3)])
def test_it_knows_size_and_slant(leg: SkinMap, nodes: dict[str, Any], places: Array, name: str, limit: float) -> None:
    truth: dict[str, Callable[[Array], Array]] = {"element": leg.area_element, "cosine": leg.visible}
    assert np.abs(_read(nodes, name, places) - truth[name](places)).max() < limit


def test_its_nodes_cover_the_picture(leg: SkinMap, nodes: dict[str, Any]) -> None:
    region = picture_region(leg)
    for axis, low, high in (("s", region.s_low, region.s_high), ("z", region.z_low, region.z_high)):
        first, step, count = (nodes[axis][key] for key in ("first", "step", "count"))
        assert step <= STEP_MM
        assert first == low
        assert first + (count - 1) * step == pytest.approx(high)
    assert all(np.isfinite(nodes[name]).all() for name in ("x", "y", "element", "cosine"))


def _read(nodes: dict[str, Any], name: str, mm: Array) -> Array:
    """Read as the page does: the cubic through four nodes along each axis."""
    values = np.reshape(nodes[name], (nodes["z"]["count"], nodes["s"]["count"]))
    across, s_weights = _weights(nodes["s"], mm[:, 0])
    along, z_weights = _weights(nodes["z"], mm[:, 1])
    around = values[along[:, None, None] + np.arange(4)[:, None], across[:, None, None] + np.arange(4)]
    return np.asarray(np.einsum("nj,ni,nji->n", z_weights, s_weights, around))


def _weights(axis: dict[str, float], at: Array) -> tuple[NDArray[np.int64], Array]:
    steps = (at - axis["first"]) / axis["step"]
    first = np.clip(np.floor(steps).astype(int) - 1, 0, int(axis["count"]) - 4)
    t, k = (steps - first)[:, None], range(4)
    weights = [np.prod([(t - j) / (i - j) for j in k if j != i], axis=0) for i in k]
    return first, np.concatenate(weights, axis=1)
