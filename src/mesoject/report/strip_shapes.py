"""A strip as filled polygons: what a printer, or a picture of a strip, has to paint."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, unary_union

from mesoject.capture.target import Marker, Piece, dictionary

Ring = list[tuple[float, float]]
Rgb = tuple[int, int, int]

BLACK: Rgb = (0, 0, 0)

ARROW_U_MM = tuple(14.0 * k for k in range(1, 14))
"""Where the arrows stand: between the markers."""
ARROW_V_MM = (0.3, 1.5)
"""Tip and base of an arrow; the tip points at the edge v = 0."""
ARROW_HALF_WIDTH_MM = 0.7

LABEL = "mesoject strips v1"
"""Printed on each strip, followed by the strip's letter."""
LABEL_BOX_MM = (86.0, 28.0, 103.0, 29.6)
"""Where the label stands: u and v of its top left, then of its bottom right."""

CUT_LINE_MM = 0.25
"""How far outside the strip the cut line runs."""

_MARKER_CELLS = 6  # DICT_4X4_50: four cells and a border of one on each side


@dataclass(frozen=True)
class Shape:
    """Rings of one colour, filled by the even-odd rule, in strip millimetres."""

    rgb: Rgb
    rings: list[Ring]


def strip_shapes(piece: Piece) -> list[Shape]:
    """All shapes of a strip except its label, in strip coordinates (u right, v down, mm)."""
    patches = [Shape(p.srgb8, [_ring(p.corners_mm)]) for p in piece.patches if p.srgb8 is not None]
    markers = [Shape(BLACK, _marker_rings(m)) for m in piece.markers]
    return [*patches, *markers, Shape(BLACK, _arrows())]


def _marker_rings(marker: Marker) -> list[Ring]:
    """Outline of the black area: adjacent cells are merged, so that no renderer shows a seam between them."""
    bits = cv2.aruco.generateImageMarker(dictionary(), marker.id, _MARKER_CELLS, borderBits=1)
    black = unary_union([Polygon(_cell(marker.corners_mm, i, j)) for i, j in np.argwhere(bits == 0).tolist()])
    parts = black.geoms if isinstance(black, MultiPolygon) else [black]
    return [_ring(np.asarray(r.coords)[:-1]) for part in parts for r in (part.exterior, *part.interiors)]


def _cell(corners_mm: NDArray[np.float64], row: int, column: int) -> NDArray[np.float64]:
    """Corners (4, 2) of one cell of a marker; ``corners_mm`` run from top left clockwise."""
    right = (corners_mm[1] - corners_mm[0]) / _MARKER_CELLS
    down = (corners_mm[3] - corners_mm[0]) / _MARKER_CELLS
    steps = np.add([[0, 0], [1, 0], [1, 1], [0, 1]], (column, row))
    # rounded to a nanometre, so that neighbours share their corners exactly
    corners: NDArray[np.float64] = np.round(corners_mm[0] + steps @ np.array([right, down]), 6)
    return corners


def _arrows() -> list[Ring]:
    tip, base = ARROW_V_MM
    w = ARROW_HALF_WIDTH_MM
    return [[(u, tip), (u + w, base), (u - w, base)] for u in ARROW_U_MM]


def _ring(points: NDArray[np.float64]) -> Ring:
    return [(float(x), float(y)) for x, y in points]
