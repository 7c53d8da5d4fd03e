"""A course put in order: visits by day, one a day, and only of a closed wound; nothing is changed in silence."""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.records.course import Course, Visit
from mesoject.records.record_file import RecordError

ONCE = ("print_batch", "bar_mm", "bar_sd_mm", "print_profile", "target", "girth_mm")


def tidied(course: Course, name: str) -> tuple[Course, tuple[str, ...]]:
    """Return the course with its visits and sessions in order, and a sentence for each thing that was done.

    Raises
    ------
    RecordError
        There is no visit, two visits of one day contradict each other, or every visit lies before the wound had closed.
    """
    if not course.visits:
        raise RecordError([f"{name}: there is no visit yet; add one with `mesoject course add-visit`"])
    notes: list[str] = []
    visits = sorted(course.visits, key=lambda visit: visit.date)
    if visits != list(course.visits):
        notes.append("The visits were not in order of time; they were put in order.")
    visits = list(_one_a_day(visits, notes, name))
    visits = _of_a_scar(course, visits, notes, name)
    sessions = tuple(sorted(course.sessions, key=lambda session: session.date))
    return course.model_copy(update={"visits": tuple(visits), "sessions": sessions}), tuple(notes)


def _one_a_day(visits: list[Visit], notes: list[str], name: str) -> Iterator[Visit]:
    """Visits of one day become one: the second adds its photographs to the first."""
    pending: Visit | None = None
    for visit in visits:
        if pending is not None and pending.date == visit.date:
            notes.append(f"Two visits are both on {visit.date}; they were taken as one visit.")
            pending = _joined(pending, visit, name)
            continue
        if pending is not None:
            yield pending
        pending = visit
    if pending is not None:
        yield pending


def _joined(first: Visit, second: Visit, name: str) -> Visit:
    differ = [key for key in ONCE if getattr(first, key) != getattr(second, key)]
    if differ or set(first.scores) & set(second.scores):
        what = ", ".join(differ) or "scores"
        fault = (
            f"{name}: two visits are both on {first.date} and differ in {what}; correct a date, or make them one visit"
        )
        raise RecordError([fault])
    return first.model_copy(
        update={
            "photos": first.photos + second.photos,
            "scans": first.scans + second.scans,
            "values": first.values + second.values,
            "scores": first.scores | second.scores,
            "notes": "\n".join(filter(None, (first.notes, second.notes))),
        }
    )


def _of_a_scar(course: Course, visits: list[Visit], notes: list[str], name: str) -> list[Visit]:
    """Leave out what was photographed while the wound was still open: a wound is no baseline for a scar."""
    closed = course.scar.closed_on
    early = [visit for visit in visits if closed is not None and visit.date < closed]
    if not early:
        return visits
    days = ", ".join(str(visit.date) for visit in early)
    if len(early) == len(visits):
        raise RecordError([f"{name}: every visit lies before the wound closed on {closed}; a wound is not a scar yet"])
    notes.append(
        f"The wound closed on {closed}, after the visit on {days}; an open wound is no baseline, so it is left out."
    )
    return [visit for visit in visits if visit not in early]
