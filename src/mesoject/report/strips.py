"""The printed strips: one page to print and cut, one page that shows their use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mesoject.capture.target import Piece, Target, load_target
from mesoject.records.files import write_atomically
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.pictograms import pictograms
from mesoject.report.strip_shapes import CUT_LINE_MM, LABEL, LABEL_BOX_MM, strip_shapes
from mesoject.report.typeset import pdf

Paper = Literal["a4", "letter"]
Point = tuple[float, float]

PAGE_MM: dict[Paper, Point] = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
"""Landscape width and height."""
BAR_MM = 100.0
"""The bar that proves the print's scale, from the middle of one end tick to the middle of the other."""
BAR_WORDS = "measure this bar: it must be 100 mm; write the length down:"

_LETTER_COLUMN_MM = 30.0
_STRIP_TOPS_MM = (50.0, 103.0)
_BAR_TOP_MM = 162.0


@dataclass(frozen=True)
class Sheet:
    """Where things stand on page 1, in mm from the page's top left corner.

    Attributes
    ----------
    size_mm : tuple of float
        Width and height of the page.
    strips_mm : dict
        Strip name to the place of its point (u, v) = (0, 0).
    bar_mm : tuple of float
        Left end of the bar, on its middle line.
    """

    size_mm: Point
    strips_mm: dict[str, Point]
    bar_mm: Point


def write_strips(path: Path, *, paper: Paper = "a4") -> None:
    """Write the strips as a tagged vector PDF of two landscape pages, to be printed at 100 %.

    Page 1 holds both strips, their cut lines and the bar that proves the scale; page 2 shows in pictures how they
    are used. The geometry is that of ``load_target("strips")``. Colours are device RGB with the nominal sRGB values.

    Parameters
    ----------
    path : Path
        Destination; an existing file is replaced, in one step.
    paper : {'a4', 'letter'}

    Raises
    ------
    UsageError
        When ``path`` cannot be written.
    """
    target = load_target("strips")
    write_atomically(path, pdf("strips", _data(target, sheet(target, paper))))


def sheet(target: Target, paper: Paper) -> Sheet:
    """Lay page 1 out: the strips one under the other, their letters to the left, the bar below."""
    width, height = PAGE_MM[paper]
    left = (width - max(p.size_mm[0] for p in target.pieces) + _LETTER_COLUMN_MM) / 2
    places = {p.name: (left, top) for p, top in zip(target.pieces, _STRIP_TOPS_MM, strict=True)}
    return Sheet(size_mm=(width, height), strips_mm=places, bar_mm=(left, _BAR_TOP_MM))


def _data(target: Target, page: Sheet) -> dict[str, Any]:
    """Everything that the template needs, as plain data."""
    return {
        "title": target.title,
        "page": page.size_mm,
        "pieces": [_piece(p, page.strips_mm[p.name]) for p in target.pieces],
        "letter_column": _LETTER_COLUMN_MM,
        "cut_line": CUT_LINE_MM,
        "label_box": LABEL_BOX_MM,
        "bar": {"at": page.bar_mm, "length": BAR_MM, "words": BAR_WORDS},
        "pictograms": pictograms(target),
        "intended_use": INTENDED_USE,
    }


def _piece(piece: Piece, at: Point) -> dict[str, Any]:
    return {
        "name": piece.name,
        "label": f"{LABEL} {piece.name}",
        "at": at,
        "size": piece.size_mm,
        "shapes": [{"rgb": s.rgb, "rings": s.rings} for s in strip_shapes(piece)],
    }
