"""What could not be judged in a course, and why: every gap is named."""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.course.result import CourseResult
from mesoject.outcome.direction import aim
from mesoject.report.course.words import moved, said
from mesoject.report.numbers import name_word


def unjudged(result: CourseResult) -> list[str]:
    """One line a gap: visits, photographs, quantities, alignment, and the notes of the course."""
    notes = map(said, (*result.outcome.notes, *result.notes))
    return list(dict.fromkeys([*_visits(result), *notes, *_quantities(result), *_alignments(result)]))


def _visits(result: CourseResult) -> Iterator[str]:
    for k, visit in enumerate(result.visits, 1):
        yield from (f"Visit {k}: no outline was drawn on {p.name}." for p in visit.photos if not p.drawn)


def _quantities(result: CourseResult) -> Iterator[str]:
    """Quantities that one reason keeps from being judged stand in one line."""
    because: dict[str, list[str]] = {}
    for series in result.outcome.series:
        last = series.verdicts[-1] if series.verdicts else None
        meant = last is None or not moved(last) or aim(series.quantity, result.course) != "none"
        if meant and (last is None or last.word == "cannot be judged"):
            why = series.not_judged or (last.why if last else "there is no later visit to compare")
            because.setdefault(why, []).append(name_word(series.quantity))
    yield from (f"{'; '.join(names)}: {said(why)}" for why, names in because.items())


def _alignments(result: CourseResult) -> Iterator[str]:
    for visit in result.visits:
        alignment = visit.alignment
        if alignment is not None and alignment.failed:
            yield f"Visit {alignment.visit + 1} could not be laid over the first: {said(alignment.failed)}"
        if alignment is not None:
            yield from (f"Visit {alignment.visit + 1}, laid over the first: {said(note)}" for note in alignment.notes)
