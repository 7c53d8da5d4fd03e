"""A printed sheet as the tests look at it: its raster, and millimetres to pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.target import Piece, load_target
from mesoject.report.strips import Sheet

DPI = 300


@dataclass
class Print:
    """The PDF of one paper size and its pages as pictures; lengths in mm from the top left corner."""

    path: Path
    layout: Sheet
    pages: list[NDArray[np.uint8]]

    def px(self, mm: object) -> NDArray[np.float64]:
        """Page millimetres to pixels, pixel centres at whole numbers."""
        height, width = self.pages[0].shape[:2]
        return np.asarray(mm) * (width, height) / self.layout.size_mm - 0.5

    def mm(self, px: object) -> NDArray[np.float64]:
        height, width = self.pages[0].shape[:2]
        return (np.asarray(px) + 0.5) * self.layout.size_mm / (width, height)

    def at(self, piece: Piece, uv: object) -> NDArray[np.float64]:
        """Strip millimetres to page millimetres."""
        return np.asarray(uv) + self.layout.strips_mm[piece.name]

    def crop(self, corner_mm: object, opposite_mm: object) -> NDArray[np.uint8]:
        """Pixels that lie wholly inside a box of page 1."""
        (x0, y0), (x1, y1) = (
            np.ceil(self.px(corner_mm) + 0.5).astype(int),
            np.floor(self.px(opposite_mm) - 0.5).astype(int),
        )
        return self.pages[0][y0 : y1 + 1, x0 : x1 + 1]


def pieces() -> tuple[Piece, ...]:
    return load_target("strips").pieces
