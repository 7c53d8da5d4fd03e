"""A scar's relief for showing: the heights that were made, on the limb that was made, seen from outside."""

from __future__ import annotations

import numpy as np
import pytest

import scans
from mesoject.measuring.border import border
from mesoject.measuring.relief import relief
from mesoject.measuring.relief.picture import relief_picture
from mesoject.records import Refused
from mesoject.skinmap.relief_picture import ReliefPicture

NOISE_MM = 0.02


def _picture(height_mm: float, **how) -> ReliefPicture:
    skin = scans.skin(height_mm=height_mm, noise_mm=NOISE_MM, **how)
    return relief_picture(skin, border(skin, scans.circle())[0])


@pytest.fixture(scope="module")
def raised() -> ReliefPicture:
    return _picture(1.2, colour=True)


def _from_middle(picture: ReliefPicture) -> np.ndarray:
    """Distance of each pixel from the scar's middle."""
    ring = np.array(picture.outline_mm[0][0])
    return np.hypot(*np.moveaxis(picture.places() - ring.mean(0), -1, 0))


@pytest.mark.parametrize("height", [1.2, -0.8])
def test_heights_are_those_of_the_dome(height: float) -> None:
    picture = _picture(height)
    known = np.isfinite(picture.height_mm)
    true = scans.dome(_from_middle(picture), 0.0, height)
    off = (picture.height_mm - true)[known]
    assert abs(off.mean()) < 0.02
    assert np.sqrt((off**2).mean()) < 2 * NOISE_MM


def test_it_agrees_with_the_volume_that_is_measured(raised: ReliefPicture) -> None:
    skin = scans.skin(height_mm=1.2, noise_mm=NOISE_MM, colour=True)
    found = border(skin, scans.circle())[0]
    volume = next(q for q in relief(skin, found, border_sd_mm=0.3).quantities if q.name == "volume")
    inside = np.isfinite(raised.height_mm) & (_from_middle(raised) < scans.DOME_MM)
    shown = raised.height_mm[inside].sum() * raised.mm_per_px**2
    assert shown == pytest.approx(volume.value, rel=0.02)
    assert volume.value == pytest.approx(scans.dome_volume_mm3(1.2), rel=0.03)


def test_the_healthy_skin_is_the_limb_and_the_axes_stand_on_the_scar(raised: ReliefPicture) -> None:
    x, z = raised.base_mm[..., 0], raised.base_mm[..., 2]
    near = np.isfinite(raised.height_mm)
    assert np.hypot(x, z + scans.RADIUS_MM)[near] == pytest.approx(scans.RADIUS_MM, abs=0.12)
    middle = np.unravel_index(np.argmin(_from_middle(raised)), near.shape)
    assert raised.base_mm[middle] == pytest.approx([0, 0, 0], abs=0.5)
    assert raised.up[middle] == pytest.approx([0, 0, 1], abs=0.02)
    assert np.linalg.norm(raised.up, axis=-1) == pytest.approx(1)


def test_columns_run_to_the_right_rows_down_and_the_scar_towards_who_looks(raised: ReliefPicture) -> None:
    right, down = np.diff(raised.base_mm, axis=1)[..., 0], np.diff(raised.base_mm, axis=0)[..., 1]
    assert (right > 0).all()
    assert (down < 0).all()
    top = np.nanargmax(raised.height_mm)
    assert raised.xyz_mm.reshape(-1, 3)[top, 2] > 1.0


def test_lengths_on_the_surface_are_true(raised: ReliefPicture) -> None:
    step = np.linalg.norm(np.diff(raised.base_mm, axis=1), axis=-1)
    assert np.median(step) == pytest.approx(raised.mm_per_px, rel=0.01)


def test_noise_is_that_of_the_healthy_skin(raised: ReliefPicture) -> None:
    assert raised.noise_mm == pytest.approx(NOISE_MM, rel=0.35)
    inside = _from_middle(raised) < scans.DOME_MM
    assert 0 < np.median(raised.reference_sd_mm[inside]) < NOISE_MM


def test_beyond_the_ring_that_the_healthy_skin_is_known_by_nothing_is_said(raised: ReliefPicture) -> None:
    away = _from_middle(raised)
    assert np.isnan(raised.height_mm[away > scans.DOME_MM + 12.5]).all()
    assert np.isfinite(raised.height_mm[away < scans.DOME_MM + 11.5]).all()


def test_the_scanners_colours_come_along_where_there_are_any(raised: ReliefPicture) -> None:
    assert raised.rgb8 is not None
    scar = raised.rgb8[_from_middle(raised) < 6]
    assert np.median(scar, axis=0) == pytest.approx([160, 80, 80], abs=2)
    assert _picture(0.5).rgb8 is None


def test_a_scar_without_healthy_skin_round_it_is_refused_as_it_is_when_measured() -> None:
    skin = scans.skin(height_mm=1.0, half_mm=20.0)
    found = border(skin, scans.circle(19.0))[0]
    with pytest.raises(Refused) as refused:
        relief_picture(skin, found)
    assert [r.code for r in refused.value.reasons] == ["no_healthy_skin"]
