"""Polygons of an Outline as shapely areas and back, and the checks that an outline must pass."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LinearRing, MultiPolygon, Polygon, STRtree
from shapely.validation import explain_validity

from mesoject.records import Refused, reason
from mesoject.records.outline import Polygons, Ring

_FARTHEST = 1e6  # px or mm; beyond any camera and any limb, far below where doubles lose hundredths
_LEAST_AREA = 1e-9  # px² or mm²; what rounding leaves of a line


def validated(polygons: Polygons) -> MultiPolygon:
    """Return the area that the polygons cover, after checking every ring; overlapping polygons become one.

    Parameters
    ----------
    polygons : tuple
        As in ``Outline.polygons``, two coordinates a point (px or mm). A closing point may be repeated.

    Returns
    -------
    shapely.MultiPolygon
        Valid and not empty, in the order and with the points given wherever nothing overlaps.

    Raises
    ------
    Refused
        ``empty_outline``: no polygon, a ring of fewer than three points, or no area.
        ``outline_invalid``: a coordinate out of bounds, a crossing (the place is named), a hole outside its polygon.

    Examples
    --------
    >>> validated(((((0.0, 0.0), (4.0, 0.0), (4.0, 3.0)),),)).area
    6.0
    """
    if not polygons:
        raise Refused([reason("empty_outline", "There is no polygon.")])
    for number, polygon in enumerate(polygons, 1):
        _check_polygon(polygon, f"Polygon {number} of {len(polygons)}")
    area = to_shapely(polygons)
    return area if area.is_valid else polygonal(shapely.unary_union(area.geoms))


def to_shapely(polygons: Polygons) -> MultiPolygon:
    """Return polygons that are known to be sound as shapely's; points and their order stay as they are."""
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons])


def from_shapely(area: MultiPolygon) -> Polygons:
    """Return the polygons of an area with open rings, as ``Outline.polygons`` wants them."""
    return tuple((_open(part.exterior), *map(_open, part.interiors)) for part in area.geoms)


def polygonal(area: shapely.Geometry) -> MultiPolygon:
    """Return the polygons in a geometry; lines and points, which hold no area, are left behind."""
    return MultiPolygon([part for part in shapely.get_parts(area) if isinstance(part, Polygon)])


def even_odd(rings: Sequence[NDArray[np.floating]]) -> MultiPolygon:
    """Return the area inside an odd number of rings: holes, islands in holes and rings that touch themselves.

    Parameters
    ----------
    rings : sequence of (n, 2) arrays
        In any order and direction; rings of fewer than three points enclose nothing and count for nothing.

    Raises
    ------
    Refused
        ``outline_invalid`` for a coordinate out of bounds.
    """
    for ring in rings:
        _check_coordinates(ring, "A ring")
    outlines = [LinearRing(ring) for ring in rings if len(np.unique(ring, axis=0)) >= 3]
    if not outlines:
        return MultiPolygon()
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.unary_union(outlines))))
    # A face lies wholly inside or wholly outside each ring, so that one point of it is enough to count by.
    inside = STRtree(shapely.point_on_surface(faces)).query(shapely.polygons(outlines), predicate="contains")[1]
    depth = np.bincount(inside, minlength=len(faces))
    return polygonal(shapely.unary_union(faces[depth % 2 == 1]))


def _open(ring: LinearRing) -> Ring:
    return tuple(map(tuple, shapely.get_coordinates(ring)[:-1].tolist()))


def _check_polygon(polygon: tuple[Ring, ...], name: str) -> None:
    for ring in polygon:
        _check_coordinates(np.array(ring, dtype=float), name)
        if len(set(ring)) < 3:
            raise Refused([reason("empty_outline", f"{name} has a ring of {len(set(ring))} different points.")])
    shape = Polygon(polygon[0], polygon[1:])
    if shape.convex_hull.area <= _LEAST_AREA:
        raise Refused([reason("empty_outline", f"{name} is a line: it encloses no area.")])
    if not shape.is_valid:
        raise Refused([reason("outline_invalid", f"{name} {_unsound(shape)}.")])


def _unsound(shape: Polygon) -> str:
    """What is wrong with a polygon, and where, to a tenth of its own unit."""
    found = re.fullmatch(r"(.*?)\[(\S+) (\S+)\]", explain_validity(shape))
    if found is None:
        return "is not sound"
    words = {"self-intersection": "crosses itself", "ring self-intersection": "touches itself"}
    what = words.get(found[1].lower(), f"is not sound ({found[1].lower()})")
    return f"{what} near ({float(found[2]):.1f}, {float(found[3]):.1f})"


def _check_coordinates(ring: NDArray[np.floating], name: str) -> None:
    far = ~(np.abs(ring) <= _FARTHEST)  # true of NaN as well
    if far.any():
        raise Refused([reason("outline_invalid", f"{name} has the coordinate {ring[far][0]}; the limit is ±1000000.")])
