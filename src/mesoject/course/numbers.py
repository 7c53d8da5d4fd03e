"""From photographs' results to what the outcome is told of each visit."""

from __future__ import annotations

from collections.abc import Sequence

from mesoject.course.result import VisitResult
from mesoject.records import ErrorPart, Quantity
from mesoject.records.course import Course, ManualValue, Subject, Visit
from mesoject.records.outcome import VisitNumbers


def visit_numbers(course: Course, visits: Sequence[VisitResult]) -> list[VisitNumbers]:
    """Put each visit's numbers together; refused photographs stay among them, without numbers."""
    return [_of(written, found) for written, found in zip(course.visits, visits, strict=True)]


def _of(written: Visit, found: VisitResult) -> VisitNumbers:
    return VisitNumbers(
        day=found.day,
        measurements=_measurements(found, "scar"),
        control=_measurements(found, "control"),
        print_batch=written.print_batch,
        carried=any(photo.carried for photo in found.photos if photo.of == "scar"),
        typed=tuple(_typed(value) for value in written.values),
    )


def _measurements(visit: VisitResult, of: Subject) -> tuple:  # type: ignore[type-arg]
    return tuple(photo.measurement for photo in visit.photos if photo.of == of)


def _typed(value: ManualValue) -> Quantity:
    """Take a reading of an instrument at its word: the stated error belongs to the reading of that visit."""
    part = ErrorPart(part="method", se=value.standard_error, scope="visit")
    return Quantity(name=value.quantity, value=value.value, unit=value.unit, parts=(part,))
