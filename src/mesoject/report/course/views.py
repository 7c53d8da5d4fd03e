"""Which photograph stands for a visit, and which piece of skin of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mesoject.course.numbers import is_scan
from mesoject.course.result import CourseResult, Flat, PhotoResult
from mesoject.records.course import Subject
from mesoject.skinmap import Region

LEAST_MM = 30.0
MARGIN_MM = (8.0, 25.0)
MARGIN_SHARE = 0.25
SLIMMEST = 0.3


@dataclass(frozen=True)
class View:
    """One photograph or scan of a visit, laid flat.

    Attributes
    ----------
    visit : int
        Counted from 0.
    day : date
    photo : str
        Name of the file; for the clinician's pages only.
    flat : Flat
    scan : bool
        Its colour is not calibrated.
    """

    visit: int
    day: date
    photo: str
    flat: Flat
    scan: bool = False


def views(result: CourseResult, of: Subject = "scar") -> list[View]:
    """The best photograph of each visit that has one laid flat; scans only where no visit has a photograph.

    A scan's colour is not calibrated: beside a photograph it would show a change that is none.
    """
    usable = [[p for p in visit.photos if p.of == of and p.flat is not None] for visit in result.visits]
    photographs = [[p for p in found if not is_scan(p)] for found in usable]
    best = [_best(found) for found in (photographs if any(photographs) else usable)]
    days = [visit.day for visit in result.visits]
    return [
        View(k, day, p.name, p.flat, is_scan(p))
        for k, (day, p) in enumerate(zip(days, best, strict=True))
        if p is not None and p.flat is not None
    ]


def windows(flats: Sequence[Flat]) -> list[Region]:
    """Rectangles of one size, each round the middle of its scar, that hold every scar with skin around it."""
    boxes = [_box(flat) for flat in flats]
    width = _side([b.s_high - b.s_low for b in boxes])
    height = _side([b.z_high - b.z_low for b in boxes])
    width, height = max(width, SLIMMEST * height), max(height, SLIMMEST * width)
    return [_around(box, width, height) for box in boxes]


def _best(usable: Sequence[PhotoResult]) -> PhotoResult | None:
    """Measured before warned, drawn on before not, the first before the second."""
    order = {"measured": 0, "warned": 1, "refused": 2}
    return min(usable, key=lambda p: (order[p.measurement.status], not p.drawn), default=None)


def _box(flat: Flat) -> Region:
    """The box round the outline; where none was drawn, round all that was laid flat."""
    points = [point for polygon in flat.outline_mm for ring in polygon for point in ring]
    if not points:
        return flat.region
    s, z = [p[0] for p in points], [p[1] for p in points]
    return Region(min(s), max(s), min(z), max(z))


def _side(lengths: Sequence[float]) -> float:
    greatest = max(lengths)
    margin = min(max(MARGIN_SHARE * greatest, MARGIN_MM[0]), MARGIN_MM[1])
    return max(greatest + 2 * margin, LEAST_MM)


def _around(box: Region, width: float, height: float) -> Region:
    s, z = (box.s_low + box.s_high) / 2, (box.z_low + box.z_high) / 2
    return Region(s - width / 2, s + width / 2, z - height / 2, z + height / 2)
