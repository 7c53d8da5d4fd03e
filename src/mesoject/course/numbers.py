"""From photographs' results to what the outcome is told of each visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from mesoject.course.result import PhotoResult, VisitResult
from mesoject.outcome import published_scores
from mesoject.records import ErrorPart, Measurement, Quantity
from mesoject.records.course import Course, ManualValue, Subject, Visit
from mesoject.records.outcome import VisitNumbers


def visit_numbers(course: Course, visits: Sequence[VisitResult]) -> list[VisitNumbers]:
    """Put each visit's numbers together; refused photographs stay among them, without numbers.

    What photographs measure at any visit is taken from photographs alone: a scan beside them has another scale, another
    outline and uncalibrated colour, and a visit with a scan must not differ from one without for that reason.
    """
    by_photo = {of: _names(visits, of) for of in ("scar", "control")}
    legs = _legs(course, visits)
    return [_of(written, found, by_photo, leg) for written, found, leg in zip(course.visits, visits, legs, strict=True)]


def _legs(course: Course, visits: Sequence[VisitResult]) -> list[int | None]:
    """The first visit that each one is known to show the same leg as: by matched photographs, or as a person says."""
    shown = [any(p.of == "scar" and p.flat and p.flat.visit for p in visit.photos) for visit in visits]
    ground = shown.index(True) if True in shown else None
    legs: list[int | None] = []
    for k, (written, visit) in enumerate(zip(course.visits, visits, strict=True)):
        matched = visit.alignment is not None and visit.alignment.failed is None
        known = 0 if written.same_leg or k == 0 else k if k == ground else None
        legs.append(legs[ground] if matched and known is None and ground is not None else known)
    return legs


def _names(visits: Sequence[VisitResult], of: str) -> frozenset[str]:
    """Quantities that some photograph gave."""
    photos = (p for visit in visits for p in visit.photos if p.of == of and not is_scan(p))
    return frozenset(q.name for photo in photos for q in photo.measurement.quantities)


def is_scan(photo: PhotoResult) -> bool:
    """Whether a result, or a refusal, comes from a 3D scan."""
    provenance = photo.measurement.provenance
    return photo.scan or (provenance is not None and provenance.scan_sha256 is not None)


def _of(written: Visit, found: VisitResult, by_photo: dict[str, frozenset[str]], leg: int | None) -> VisitNumbers:
    return VisitNumbers(
        day=found.day,
        measurements=_measurements(found, "scar", by_photo["scar"]),
        control=_measurements(found, "control", by_photo["control"]),
        print_batch=written.print_batch,
        carried=any(photo.carried for photo in found.photos if photo.of == "scar"),
        typed=(*map(_typed, written.values), *_scores(written)),
        leg=leg,
    )


def _measurements(visit: VisitResult, of: Subject, by_photo: frozenset[str]) -> tuple[Measurement, ...]:
    return tuple(
        _without(photo.measurement, by_photo) if is_scan(photo) else photo.measurement
        for photo in visit.photos
        if photo.of == of
    )


def _without(measurement: Measurement, names: frozenset[str]) -> Measurement:
    kept = tuple(q for q in measurement.quantities if q.name not in names)
    return measurement.model_copy(update={"quantities": kept})


def _typed(value: ManualValue) -> Quantity:
    """Take a reading of an instrument at its word: the stated error belongs to the reading of that visit."""
    part = ErrorPart(part="method", se=value.standard_error, scope="visit")
    return Quantity(name=value.quantity, value=value.value, unit=value.unit, parts=(part,))


def _scores(visit: Visit) -> Iterator[Quantity]:
    """Totals of scales whose error was published; without one a score is shown and not judged."""
    published = {c.quantity: c for c in published_scores().components}
    for name, value in visit.scores.items():
        if name in published and value > 0:
            part = ErrorPart(part="method", se=value * sqrt(published[name].var_occasion), scope="visit")
            yield Quantity(name=name, value=value, unit=published[name].unit, scale="log", parts=(part,))
