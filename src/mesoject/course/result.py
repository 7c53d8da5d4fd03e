"""What a course gives to its report: every photograph with its numbers and its skin laid flat, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mesoject.records import Measurement
from mesoject.records.course import Course, Subject
from mesoject.records.outcome import Outcome
from mesoject.records.outline import Polygons
from mesoject.skinmap.region import Region


@dataclass(frozen=True)
class Flat:
    """The skin of one photograph laid flat and kept as pictures.

    Attributes
    ----------
    picture : Path
        PNG, RGBA: calibrated sRGB; alpha 255 where it is skin in view, 0 under paper, glare and outside.
    region : Region
        The rectangle of skin that it shows, mm; row 0 is proximal.
    mm_per_px : float
    outline_mm : polygons
        The scar's outline in the same millimetres; empty where none was drawn.
    visit : Path or None
        PNG of all skin between the strips, coarser, opaque where it is bare skin; ``visit_region`` and
        ``visit_mm_per_px`` belong to it.
    """

    picture: Path
    region: Region
    mm_per_px: float
    outline_mm: Polygons
    visit: Path | None = None
    visit_region: Region | None = None
    visit_mm_per_px: float = 0.25


@dataclass(frozen=True)
class PhotoResult:
    """One photograph or scan of a visit.

    ``relief`` is where a scan's :class:`mesoject.skinmap.relief_picture.ReliefPicture` is kept
    (:func:`mesoject.skinmap.relief_file.write_relief`); None of a photograph. ``scan`` tells a scan from a photograph
    where neither was measured.
    """

    name: str
    of: Subject
    measurement: Measurement
    flat: Flat | None
    drawn: bool
    carried: bool
    relief: Path | None = None
    scan: bool = False


@dataclass(frozen=True)
class Alignment:
    """How a visit was laid over the first one, or why it could not be.

    ``change`` is a picture (PNG, RGBA, on the first visit's region and scale) of the change of ``shows`` (``delta_a``
    or ``delta_l``), coloured from ``-limit`` to ``limit``, clear where it cannot be told; for the eye, never for a
    number. ``unlike``: the skin was compared and does not match, so it may be another leg.
    """

    visit: int
    residual_mm: float | None
    inliers: int
    change: Path | None
    shows: str
    limit: float
    failed: str | None
    notes: tuple[str, ...] = ()
    unlike: bool = False


@dataclass(frozen=True)
class VisitResult:
    """One visit."""

    day: date
    photos: tuple[PhotoResult, ...]
    alignment: Alignment | None


@dataclass(frozen=True)
class Stop:
    """Whether the protocol's stop rule speaks, with its words and source."""

    applies: bool
    sentence: str
    source: str


@dataclass(frozen=True)
class CourseResult:
    """Everything that the report shows."""

    course: Course
    title: str
    visits: tuple[VisitResult, ...]
    outcome: Outcome
    stop: Stop | None
    notes: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
