"""A rendered region of a scan as a surface of triangles, for pictures in three dimensions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesoject.records import UsageError
from mesoject.skinmap.map import SkinMap
from mesoject.skinmap.paint import Raster

Array = NDArray[np.float64]


class Surface(NamedTuple):
    """Points (N, 3) in mm, triangles (M, 3) that face outwards, and each point's pixel (row, column), (N, 2)."""

    points: Array
    triangles: NDArray[np.int64]
    pixels: NDArray[np.int64]


def surface(skin: SkinMap, raster: Raster, *, flat: bool = False) -> Surface:
    """The scan's surface over a raster, a point for each pixel that has a height.

    Parameters
    ----------
    skin : SkinMap
        Of a scan.
    raster : Raster
        Rendered from it; a coarser one gives a lighter surface.
    flat : bool
        [s, z, height] of the skin laid flat, in place of the scan's own x, y, z.

    Raises
    ------
    UsageError
        When the skin map is a photograph's.
    """
    if skin.relief is None or raster.height_mm is None:
        raise UsageError("a photograph has no surface; give the SkinMap of a scan")
    known = np.isfinite(raster.height_mm)
    mm, height = raster.places()[known], raster.height_mm[known].astype(float)
    points = np.column_stack([mm, height]) if flat else skin.relief.place.to_scan(mm, height)
    return Surface(points, _triangles(known), np.argwhere(known))


def _triangles(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Two triangles for each square of four known pixels; row 0 is the highest z, so this order faces outwards."""
    number = np.cumsum(known.ravel()).reshape(known.shape) - 1
    whole = known[:-1, :-1] & known[:-1, 1:] & known[1:, :-1] & known[1:, 1:]
    a, b, c, d = (n[whole] for n in (number[:-1, :-1], number[:-1, 1:], number[1:, :-1], number[1:, 1:]))
    return np.concatenate([np.stack([a, c, d], -1), np.stack([a, d, b], -1)]).astype(np.int64)
