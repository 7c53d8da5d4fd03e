"""The mapping from skin to photograph as the outline page carries it: a lattice for bicubic interpolation.

The page takes the 4 x 4 nodes round a place and runs the cubic through them (Lagrange) along each axis. On a limb of
radius R that appears f px from its axis to its border, a step h leaves an error of about f (h/R)^4 3/128: at
h = 2 mm, R = 40 mm and f = 800 px that is 0.0001 px. What counts is measured in tests/report/test_outline_lattice.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mesoject.skinmap import Region, SkinMap

STEP_MM = 2.0
"""Nodes are at most this far apart."""
NEAREST_DENSE_MM = 0.5
"""Edges are cut at least this finely before they go to the photograph, where a straight edge on skin is curved."""


def lattice(skin: SkinMap, region: Region) -> dict[str, Any]:
    """Return nodes over ``region`` as plain data.

    Returns
    -------
    dict
        ``s`` and ``z``: first node, step (mm) and number of nodes of each axis. ``x``, ``y`` (photo px), ``element``
        (area element) and ``cosine`` (of the viewing angle): one number a node, s fastest.
    """
    s, z = _axis(region.s_low, region.s_high), _axis(region.z_low, region.z_high)
    mm = np.stack(np.meshgrid(s, z), -1)
    px = skin.to_photo(mm)
    return {
        "s": _described(s),
        "z": _described(z),
        "x": _rounded(px[..., 0], 4),
        "y": _rounded(px[..., 1], 4),
        "element": _rounded(skin.area_element(mm), 5),
        "cosine": _rounded(skin.visible(mm), 5),
    }


def _axis(low: float, high: float) -> np.ndarray:
    return np.linspace(low, high, max(4, int(np.ceil((high - low) / STEP_MM)) + 1))


def _described(axis: np.ndarray) -> dict[str, float]:
    return {"first": float(axis[0]), "step": float(axis[1] - axis[0]), "count": len(axis)}


def _rounded(values: np.ndarray, digits: int) -> list[float]:
    numbers: list[float] = np.round(values, digits).ravel().tolist()
    return numbers
