"""The mapping from skin to photograph or scan as the outline page carries it: a lattice for bicubic interpolation.

The page takes the 4 x 4 nodes round a place and runs the cubic through them (Lagrange) along each axis. On a limb of
radius R that appears f px from its axis to its border, a step h leaves an error of about f (h/R)^4 3/128: at
h = 2 mm, R = 40 mm and f = 800 px that is 0.0001 px. What counts is measured in tests/report/test_outline_lattice.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mesoject.skinmap import Region, SkinMap

AXES = {"photo": ("x", "y"), "scan": ("xs", "ys", "zs")}
STEP_MM = 2.0
"""Nodes are at most this far apart."""
NEAREST_DENSE_MM = 0.5
"""Edges are cut at least this finely before they go to the photograph, where a straight edge on skin is curved."""


def lattice(skin: SkinMap, region: Region) -> dict[str, Any]:
    """Return nodes over ``region`` as plain data.

    Returns
    -------
    dict
        ``s`` and ``z``: first node, step (mm) and number of nodes of each axis. ``x``, ``y`` (photo px) or, of a scan,
        ``xs``, ``ys``, ``zs`` (its own axes, mm, on the limb's form), ``element`` (area element) and ``cosine`` (of the
        viewing angle; -1 where nothing was scanned): one number a node, s fastest.
    """
    s, z = _axis(region.s_low, region.s_high), _axis(region.z_low, region.z_high)
    mm = np.stack(np.meshgrid(s, z), -1)
    return {
        "s": _described(s),
        "z": _described(z),
        **_native(skin, mm),
        "element": _rounded(skin.area_element(mm), 5),
        "cosine": _rounded(_seen(skin, mm), 5),
    }


def _native(skin: SkinMap, mm: np.ndarray) -> dict[str, list[float]]:
    """The nodes in the coordinates of what the outline is drawn on."""
    places = skin.to_photo(mm) if skin.relief is None else skin.relief.place.to_scan(mm)
    return {name: _rounded(places[..., k], 4) for k, name in enumerate(AXES[skin.source])}


def _seen(skin: SkinMap, mm: np.ndarray) -> np.ndarray:
    """Cosine of the viewing angle; of a scan 1 where there is a surface and -1 where there is none."""
    if skin.relief is None:
        return skin.visible(mm)
    px = skin.to_photo(mm).astype(np.float32)
    near = STEP_MM / skin.relief.pitch_mm  # a hole smaller than the lattice's step is bridged when it is measured
    return np.where(np.isfinite(skin.relief.sampled(px, near)), 1.0, -1.0)


def _axis(low: float, high: float) -> np.ndarray:
    return np.linspace(low, high, max(4, int(np.ceil((high - low) / STEP_MM)) + 1))


def _described(axis: np.ndarray) -> dict[str, float]:
    return {"first": float(axis[0]), "step": float(axis[1] - axis[0]), "count": len(axis)}


def _rounded(values: np.ndarray, digits: int) -> list[float]:
    numbers: list[float] = np.round(values, digits).ravel().tolist()
    return numbers
