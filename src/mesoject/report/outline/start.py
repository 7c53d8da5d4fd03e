"""An earlier outline on the skin of today's page: in millimetres, wherever it was drawn before."""

from __future__ import annotations

from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.measuring.border import SOURCE_WORDS, on_skin
from mesoject.measuring.polygons import from_shapely, to_shapely
from mesoject.records import Outline, Refused, reason
from mesoject.records.outline import Polygons
from mesoject.report.outline.lattice import NEAREST_DENSE_MM
from mesoject.skinmap import Place, SkinMap

SAME_PLACE_PX = 0.5
SAME_PLACE = {"photo": SAME_PLACE_PX, "scan": 0.3}
"""Millimetres are taken at their word while they lead this near to the px, or a scan's mm, beside them."""
THIN_MM = 0.02
"""How far a border that comes from pixels may move when points that bear no shape are left out."""


def start_in_mm(outline: Outline, skin: SkinMap) -> Polygons:
    """Return the polygons of ``outline`` in [s, z] mm of ``skin``.

    An outline that was drawn on this map keeps its points to the last bit. One from pixels, or from a map that has
    changed since, is mapped from its pixels and thinned to points worth dragging.

    Raises
    ------
    Refused
        ``outline_foreign``: of another photograph or scan. ``outline_outside``: not on the skin in view.
    """
    _check_source(outline, skin)
    if skin.relief is not None:
        return _on_scan(outline, skin, skin.relief.place)
    if outline.frame == "skin_mm" and (outline.photo_px is None or _still_true(outline, skin)):
        return outline.polygons
    px = outline.polygons if outline.frame == "photo_px" else cast(Polygons, outline.photo_px)
    mm = shapely.transform(to_shapely(px), lambda points: _all_seen(skin.to_mm(points)))
    return from_shapely(shapely.multipolygons(shapely.get_parts(shapely.simplify(mm, THIN_MM))))


def _check_source(outline: Outline, skin: SkinMap) -> None:
    drawn = "scan" if outline.frame == "scan_xyz_mm" or outline.scan_xyz_mm else "photo"
    if drawn != skin.source and not (outline.frame == "skin_mm" and outline.photo_px is None and drawn == "photo"):
        message = f"The outline to start from was drawn on a {SOURCE_WORDS[drawn]}."
        raise Refused([reason("outline_foreign", message)])
    if outline.source_sha256 not in (None, skin.source_sha256):
        message = f"The outline to start from was drawn on another {SOURCE_WORDS[skin.source]}."
        raise Refused([reason("outline_foreign", message)])


def _on_scan(outline: Outline, skin: SkinMap, place: Place) -> Polygons:
    """The polygons as they are while their millimetres lead to the places saved beside them, else from those places."""
    if outline.frame == "skin_mm" and (outline.scan_xyz_mm is None or _still_there(outline, place)):
        return outline.polygons
    mm = to_shapely(on_skin(skin, outline).polygons)
    return from_shapely(shapely.multipolygons(shapely.get_parts(shapely.simplify(mm, THIN_MM))))


def _still_there(outline: Outline, place: Place) -> bool:
    saved = np.array([point for polygon in outline.scan_xyz_mm or () for ring in polygon for point in ring])
    back = shapely.points(place.to_mm(saved))
    return bool(shapely.distance(to_shapely(outline.polygons).boundary, back).max() <= SAME_PLACE["scan"])


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
