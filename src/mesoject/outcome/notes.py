"""What a reader of the outcome must know besides its numbers: refusals, gaps, changed prints, growth in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mesoject.outcome.evidence import Evidence
from mesoject.records.course import Course
from mesoject.records.outcome import VisitNumbers


def notes(course: Course, visits: Sequence[VisitNumbers], found: Mapping[str, Evidence]) -> tuple[str, ...]:
    """Every reservation, in the order of the visits."""
    return (*_refusals(visits), *_baselines(visits, found), *_prints(visits), *_typed(found), *_closure(course, visits))


def _refusals(visits: Sequence[VisitNumbers]) -> Iterator[str]:
    for k, visit in enumerate(visits):
        refused = [m for m in visit.measurements if m.status == "refused"]
        if not visit.measurements:
            yield f"Visit {k + 1} ({visit.day}) has no photograph or scan that was measured."
        elif refused:
            codes = ", ".join(dict.fromkeys(r.code for m in refused for r in m.reasons if r.fatal))
            count = f"{len(refused)} of {len(visit.measurements)}"
            yield f"Visit {k + 1} ({visit.day}): {count} refused ({codes}), not averaged."


def _baselines(visits: Sequence[VisitNumbers], found: Mapping[str, Evidence]) -> Iterator[str]:
    late: dict[int, list[str]] = {}
    for name, one in found.items():
        late.setdefault(one.history.points[0].visit, []).append(name)
    for first, names in sorted(late.items()):
        if first > 0:
            yield (
                f"{', '.join(names)}: no number at the first visit; change is counted from visit {first + 1} "
                f"({visits[first].day}), and what happened before is not seen."
            )


def _prints(visits: Sequence[VisitNumbers]) -> Iterator[str]:
    batches = {v.print_batch for v in visits if v.measurements}
    if len(batches) > 1:
        yield "The visits used different prints of the strips: the print's error is in their differences."
    elif batches == {None} and len(visits) > 1:
        yield "No print batch was named: the print's error is counted in the differences, as if each visit had its own."


def _typed(found: Mapping[str, Evidence]) -> Iterator[str]:
    names = [n for n, e in found.items() if e.history.typed and e.component is None and e.changes]
    if names:
        yield f"{', '.join(names)}: typed in, judged by the standard error that was stated with it."


def _closure(course: Course, visits: Sequence[VisitNumbers]) -> Iterator[str]:
    closed = course.scar.closed_on
    if closed is not None and visits and closed > visits[0].day:
        yield f"The wound closed on {closed}, after the first visit of {visits[0].day}: before it, this was no scar."
