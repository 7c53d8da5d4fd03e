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


def oddities(course: Course, visits: Sequence[VisitResult], taken: Sequence[Sequence[str | None]]) -> list[str]:
    """Sentences about visits that cannot be judged as well as they should be, or not at all.

    Parameters
    ----------
    taken : sequence of sequence of str or None
        When each photograph says it was taken (EXIF), visit by visit.
    """
    found = [line for visit in visits for line in _about_a_visit(visit)]
    found += [line for visit, times in zip(visits, taken, strict=True) for line in _wrong_days(visit, times)]
    found += _prints(course)
    if len(visits) < 2:
        found.append("There is one visit so far; a change needs two.")
    if visits and not _measured(visits[0]):
        found.append(f"The first visit ({visits[0].day}) gave no number, so nothing can be compared with it.")
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
    refused = [p for p in visit.photos if p.measurement.status == "refused"]
    for photo in refused:
        why = photo.measurement.reasons[0]
        yield f"{visit.day}, {photo.name}: not measured ({why.message.rstrip('.')}). {why.remedy}"
    good = _measured(visit)
    if len(good) == 1 and sum(p.of == "scar" for p in visit.photos) == 1 and not is_scan(good[0]):
        yield f"{visit.day}: one photograph only; a second one would make its numbers surer."
    if not good:
        yield f"{visit.day}: no photograph of the scar could be measured."
    apart = _apart_mm(good)
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


def _prints(course: Course) -> Iterator[str]:
    batches = {visit.print_batch for visit in course.visits if visit.photos}
    if len(batches) > 1:
        named = ", ".join(sorted(batch or "not named" for batch in batches))
        yield f"The strips come from several prints ({named}); a print's error does not cancel between those visits."
