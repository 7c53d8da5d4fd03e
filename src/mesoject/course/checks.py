"""What is odd about a course's photographs: a sentence each, for the report; a copy is put out of the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import hypot
from typing import TYPE_CHECKING, Final

from mesoject.course.numbers import is_scan
from mesoject.records import Measurement, reason

if TYPE_CHECKING:
    from mesoject.course.result import PhotoResult, VisitResult
    from mesoject.records.course import Course

MOVED_MM: Final = 4.0  # two raters put one scar's centre within about 1 mm; strips that are laid anew come within 10


def without_copies(visits: Sequence[VisitResult]) -> tuple[VisitResult, ...]:
    """Refuse every photograph whose file was given before for the same scar: a copy adds no information."""
    seen: dict[tuple[str, str], str] = {}
    return tuple(
        replace(visit, photos=tuple(_fresh(photo, visit.day, seen) for photo in visit.photos)) for visit in visits
    )


def without_strangers(course: Course, visits: Sequence[VisitResult]) -> tuple[VisitResult, ...]:
    """Refuse what was taken at a visit whose skin does not match the first one's: it may be another leg.

    A person who has looked says ``same_leg = true`` at that visit, and it counts.
    """
    return tuple(
        _strange(visit) if visit.alignment is not None and visit.alignment.unlike and not written.same_leg else visit
        for written, visit in zip(course.visits, visits, strict=True)
    )


def _strange(visit: VisitResult) -> VisitResult:
    assert visit.alignment is not None
    message = f"Its skin does not match the first visit's: {visit.alignment.failed}"
    why = reason("unlike_first_visit", message)
    photos = (
        replace(p, measurement=Measurement(status="refused", reasons=(why,), provenance=p.measurement.provenance))
        if p.of == "scar" and p.measurement.quantities
        else p
        for p in visit.photos
    )
    return replace(visit, photos=tuple(photos))


def oddities(visits: Sequence[VisitResult], taken: Sequence[Sequence[str | None]]) -> list[str]:
    """Sentences about photographs: refused ones with what to do, days that disagree, strips that moved.

    What follows from the numbers alone (single photographs, several prints, a first visit without a number) the outcome
    says itself.

    Parameters
    ----------
    taken : sequence of sequence of str or None
        When each photograph says it was taken (EXIF), visit by visit.
    """
    found = [line for visit in visits for line in _about_a_visit(visit)]
    found += [line for visit, times in zip(visits, taken, strict=True) for line in _wrong_days(visit, times)]
    if len(visits) < 2:
        found.append("There is one visit so far; a change needs two.")
    return found


def _fresh(photo: PhotoResult, day: date, seen: dict[tuple[str, str], str]) -> PhotoResult:
    provenance = photo.measurement.provenance
    if provenance is None or provenance.source_sha256 is None:
        return photo
    key = (provenance.source_sha256, photo.of)
    if key not in seen:
        seen[key] = f"{photo.name} of {day}"
        return photo
    why = reason("duplicate_photo", f"The file is the same as {seen[key]}; it is left out.", fatal=True)
    return replace(photo, measurement=Measurement(status="refused", reasons=(why,), provenance=provenance))


def _measured(visit: VisitResult) -> list[PhotoResult]:
    return [p for p in visit.photos if p.of == "scar" and p.measurement.quantities]


def _about_a_visit(visit: VisitResult) -> Iterator[str]:
    for photo in visit.photos:
        if photo.measurement.status == "refused":
            why = photo.measurement.reasons[0]
            yield f"{visit.day}, {photo.name}: not measured ({why.message.rstrip('.')}). {why.remedy}"
    apart = _apart_mm(_measured(visit))
    if apart > MOVED_MM:
        yield (
            f"{visit.day}: the scar lies {apart:.0f} mm apart against the strips in two photographs of the visit; "
            "the strips were moved between them, or an outline is of another place."
        )


def _apart_mm(photos: list[PhotoResult]) -> float:
    """Greatest distance between the centres of the outlines of one visit, in the strips' own millimetres."""
    centres = [_centre(p) for p in photos if p.flat is not None and p.flat.outline_mm and not is_scan(p)]
    return max((hypot(a[0] - b[0], a[1] - b[1]) for a in centres for b in centres), default=0.0)


def _centre(photo: PhotoResult) -> tuple[float, float]:
    assert photo.flat is not None
    ring = max((polygon[0] for polygon in photo.flat.outline_mm), key=len)
    s, z = zip(*ring, strict=True)
    return (min(s) + max(s)) / 2, (min(z) + max(z)) / 2


def _wrong_days(visit: VisitResult, times: Sequence[str | None]) -> Iterator[str]:
    """EXIF writes 2025:02:03 14:02:19."""
    for photo, time in zip(visit.photos, times, strict=True):
        day = (time or "")[:10].replace(":", "-")
        if day and day != visit.day.isoformat():
            yield f"{photo.name} says that it was taken on {day}, the course says {visit.day}; look which is right."
