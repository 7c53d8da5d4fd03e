"""What a reader of the outcome must know besides its numbers: refusals, gaps, changed prints, growth in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mesoject.outcome.evidence import Evidence
from mesoject.records.course import Course
from mesoject.records.outcome import Component, Series, VisitNumbers


def notes(
    course: Course, visits: Sequence[VisitNumbers], found: Mapping[str, Evidence], every: Sequence[Series]
) -> tuple[str, ...]:
    """Every reservation: what was refused or lacks, what the intervals do not hold, and growth that went back."""
    return (
        *_refusals(visits),
        *_lone(visits),
        *_baselines(visits, found),
        *_prints(visits),
        *_raters(found),
        *_control(course, visits),
        *_stated(found),
        *_closure(course, visits),
        *_growth(every),
    )


def _refusals(visits: Sequence[VisitNumbers]) -> Iterator[str]:
    for k, visit in enumerate(visits):
        refused = [m for m in visit.measurements if m.status == "refused"]
        if not visit.measurements:
            yield f"Visit {k + 1} ({visit.day}) has no photograph or scan that was measured."
        elif refused:
            codes = ", ".join(dict.fromkeys(r.code for m in refused for r in m.reasons if r.fatal))
            count = f"{len(refused)} of {len(visit.measurements)}"
            yield f"Visit {k + 1} ({visit.day}): {count} refused ({codes}), not averaged."


def _lone(visits: Sequence[VisitNumbers]) -> Iterator[str]:
    lone = [str(k + 1) for k, v in enumerate(visits) if sum(bool(m.quantities) for m in v.measurements) == 1]
    if lone:
        which = f"Visit {lone[0]} rests" if len(lone) == 1 else f"Visits {', '.join(lone)} rest"
        yield f"{which} on one photograph or scan: nothing averages its error, and nothing checks it."


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


def _raters(found: Mapping[str, Evidence]) -> Iterator[str]:
    """Other hands outline otherwise; a table made by one rater does not know by how much."""
    raters = sorted({r for e in found.values() if _one_rater(e.component) for p in e.history.points for r in p.raters})
    if len(raters) > 1:
        yield (
            f"{', '.join(raters)} outlined this scar, and the repeatability was made by one rater: how much they "
            "differ is not in the intervals."
        )


def _one_rater(component: Component | None) -> bool:
    return component is not None and "outline" in component.shows and component.var_rater == 0


def _control(course: Course, visits: Sequence[VisitNumbers]) -> Iterator[str]:
    if course.control is None and any(v.control for v in visits):
        yield "Photographs of a control were given, but the course declares none: they are not used."


def _stated(found: Mapping[str, Evidence]) -> Iterator[str]:
    words = {"typed": "typed in", "scan": "measured on scans"}
    for origin, word in words.items():
        names = [n for n, e in found.items() if e.history.origin == origin and e.component is None and e.changes]
        if names:
            yield (
                f"{', '.join(names)}: {word}, judged by the standard error stated with it; what a living leg changes "
                "from day to day is not in that."
            )


def _closure(course: Course, visits: Sequence[VisitNumbers]) -> Iterator[str]:
    closed = course.scar.closed_on
    if closed is not None and visits and closed > visits[0].day:
        yield f"The wound closed on {closed}, after the first visit of {visits[0].day}: before it, this was no scar."


def _growth(every: Sequence[Series]) -> Iterator[str]:
    for one in every:
        grown = [str(v.visit + 1) for v in one.verdicts if v.adverse]
        if grown and not one.verdicts[-1].adverse:
            when = f"visit {', '.join(grown)}"
            yield f"{one.quantity} had grown beyond measurement error at {when}; at the last it has not."
