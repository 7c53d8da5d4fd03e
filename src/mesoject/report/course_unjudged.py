"""What could not be judged in a course, and why: every gap is named."""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.course.result import CourseResult
from mesoject.report.course_words import day_word
from mesoject.report.numbers import name_word


def unjudged(result: CourseResult) -> list[str]:
    """One line a gap: visits, photographs, quantities, alignment, and the notes of the course."""
    lines = [*_visits(result), *_quantities(result), *_alignments(result), *result.outcome.notes, *result.notes]
    return list(dict.fromkeys(lines))


def _visits(result: CourseResult) -> Iterator[str]:
    if len(result.visits) == 1:
        yield "There is one visit only: no change can be judged before a second one."
    for k, visit in enumerate(result.visits, 1):
        refused = [p for p in visit.photos if p.measurement.status == "refused"]
        if not visit.photos:
            yield f"Visit {k} ({day_word(visit.day)}) has no photograph or scan."
        elif len(refused) == len(visit.photos):
            yield f"Visit {k} ({day_word(visit.day)}): every photograph was refused; see the table of capture quality."
        elif refused:
            yield f"Visit {k}: {len(refused)} of {len(visit.photos)} photographs refused; the visit's error is larger."
        yield from (f"Visit {k}: no outline was drawn on {p.name}." for p in visit.photos if not p.drawn)


def _quantities(result: CourseResult) -> Iterator[str]:
    for series in result.outcome.series:
        name = name_word(series.quantity)
        if series.not_judged:
            yield f"{name}: {series.not_judged}"
        elif series.verdicts and series.verdicts[-1].word == "cannot be judged":
            yield f"{name}: {series.verdicts[-1].why}"


def _alignments(result: CourseResult) -> Iterator[str]:
    for visit in result.visits:
        alignment = visit.alignment
        if alignment is not None and alignment.failed:
            yield f"Visit {alignment.visit + 1} could not be laid over the first: {alignment.failed}"
