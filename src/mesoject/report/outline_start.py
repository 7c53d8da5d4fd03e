"""An earlier outline on the skin of today's page: in millimetres, wherever it was drawn before."""

from __future__ import annotations

from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.measuring.polygons import from_shapely, to_shapely
from mesoject.records import Outline, Refused, reason
from mesoject.records.outline import Polygons
from mesoject.report.outline_lattice import NEAREST_DENSE_MM
from mesoject.skinmap import SkinMap

SAME_PLACE_PX = 0.5
"""Millimetres are taken at their word while they lead this near to the photo pixels beside them."""
THIN_MM = 0.02
"""How far a border that comes from pixels may move when points that bear no shape are left out."""


def start_in_mm(outline: Outline, skin: SkinMap) -> Polygons:
    """Return the polygons of ``outline`` in [s, z] mm of ``skin``.

    An outline that was drawn on this map keeps its points to the last bit. One from pixels, or from a map that has
    changed since, is mapped from its pixels and thinned to points worth dragging.

    Raises
    ------
    Refused
        ``outline_foreign``: of another photograph or of a scan. ``outline_outside``: not on the skin in view.
    """
    _check_source(outline, skin)
    if outline.frame == "skin_mm" and (outline.photo_px is None or _still_true(outline, skin)):
        return outline.polygons
    px = outline.polygons if outline.frame == "photo_px" else cast(Polygons, outline.photo_px)
    mm = shapely.transform(to_shapely(px), lambda points: _all_seen(skin.to_mm(points)))
    return from_shapely(shapely.multipolygons(shapely.get_parts(shapely.simplify(mm, THIN_MM))))


def _check_source(outline: Outline, skin: SkinMap) -> None:
    if outline.frame == "scan_xyz_mm":
        raise Refused([reason("outline_foreign", "The outline to start from was drawn on a scan.")])
    if outline.source_sha256 not in (None, skin.sources["photo_sha256"]):
        raise Refused([reason("outline_foreign", "The outline to start from was drawn on another photograph.")])


def _all_seen(mm: NDArray[np.float64]) -> NDArray[np.float64]:
    if not np.isfinite(mm).all():
        raise Refused([reason("outline_outside", "The outline to start from leaves the skin in view.")])
    return mm


def _still_true(outline: Outline, skin: SkinMap) -> bool:
    """Tell whether the millimetres still lead to the pixels that were saved beside them."""
    dense = shapely.segmentize(to_shapely(outline.polygons).boundary, NEAREST_DENSE_MM)
    drawn = shapely.transform(dense, skin.to_photo)
    saved = to_shapely(cast(Polygons, outline.photo_px)).boundary
    return bool(shapely.hausdorff_distance(drawn, saved) <= SAME_PLACE_PX)
