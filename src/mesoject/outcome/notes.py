"""What a reader of the outcome must know besides its numbers: refusals, gaps, changed prints, growth in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mesoject.outcome.direction import THICKNESS, aim
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
        *_prints(course, visits),
        *_raters(found),
        *_instruments(course, found),
        *_legs(visits, found),
        *_thickness(course, found),
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


def _prints(course: Course, visits: Sequence[VisitNumbers]) -> Iterator[str]:
    """Of visits with photographs; a scan needs no strips."""
    pairs = zip(course.visits, visits, strict=True)
    batches = [v.print_batch for written, v in pairs if v.measurements and (written.photos or not written.scans)]
    if len(set(batches)) > 1:
        yield "The visits used different prints of the strips: the print's error is in their differences."
    elif set(batches) == {None} and len(batches) > 1:
        yield "No print batch was named: the print's error is counted in the differences, as if each visit had its own."


def _raters(found: Mapping[str, Evidence]) -> Iterator[str]:
    """Other hands outline otherwise; a table made by one rater does not know by how much."""
    raters = sorted({r for e in found.values() if _one_rater(e.component) for p in e.history.points for r in p.raters})
    if len(raters) > 1:
        yield (
            f"{', '.join(raters)} outlined this scar, and the repeatability was made by one rater: how much they "
            "differ is not in the intervals."
        )


def _instruments(course: Course, found: Mapping[str, Evidence]) -> Iterator[str]:
    """An ultrasound sees the skin's layers and a calliper a fold: their difference is no change of the scar."""
    for name, one in found.items():
        by: dict[str, list[str]] = {}
        for point in one.history.points if one.history.origin == "typed" else ():
            for value in course.visits[point.visit].values:
                if value.quantity == name:
                    by.setdefault(" ".join(value.instrument.split()), []).append(str(point.visit + 1))
        if len({instrument.casefold() for instrument in by}) > 1:
            used = " and ".join(f"{instrument} (visit {', '.join(at)})" for instrument, at in by.items())
            yield (
                f"{name} was read with {used}: two instruments do not measure the same thing, and how far they differ "
                "is not in the interval of the change."
            )


def _legs(visits: Sequence[VisitNumbers], found: Mapping[str, Evidence]) -> Iterator[str]:
    """The skin of photographs is matched from visit to visit; that of scans is not."""
    apart: dict[tuple[int, int], None] = {}
    for one in found.values():
        if one.history.origin == "scan":
            first = one.history.points[0].visit
            apart |= {(first, k): None for k in one.changes if not _same_leg(visits, first, k)}
    if apart:
        at = sorted({k for pair in apart for k in pair})
        yield (
            f"Nobody checked that the scans of visits {', '.join(str(k + 1) for k in at)} show the same leg: scans are "
            "not matched with each other, and no photograph was matched between these visits. same_leg = true at a "
            "visit in course.toml says that a person has looked."
        )


def _same_leg(visits: Sequence[VisitNumbers], first: int, later: int) -> bool:
    known = visits[first].leg
    return visits[later].leg == (first if known is None else known)


def _thickness(course: Course, found: Mapping[str, Evidence]) -> Iterator[str]:
    """A thickness that changed, of a scar of which nobody said that it is raised."""
    typed = found.get(THICKNESS)
    if typed is not None and typed.changes and aim(THICKNESS, course) == "none":
        yield (
            'thickness: less counts as better only of a raised scar; where it is one, write profile = "raised", and '
            'primary = "thickness" if the course is to be judged on it.'
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
