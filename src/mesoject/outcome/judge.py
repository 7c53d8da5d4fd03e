"""From the numbers of all visits to the outcome of a course."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mesoject.outcome.attribution import attribute
from mesoject.outcome.course_word import course_word
from mesoject.outcome.direction import can_be_primary
from mesoject.outcome.evidence import Evidence, evidence
from mesoject.outcome.notes import notes
from mesoject.outcome.own_data import OWN
from mesoject.outcome.pooled import histories
from mesoject.outcome.primary import choose_primary
from mesoject.outcome.repeatability import published_scores, shipped_repeatability
from mesoject.outcome.series import series
from mesoject.outcome.testing import decide
from mesoject.records import UsageError
from mesoject.records.course import Course
from mesoject.records.outcome import Outcome, Repeatability, VisitNumbers
from mesoject.records.quantity import Scale


def judge(course: Course, visits: Sequence[VisitNumbers], repeatability: Repeatability | None = None) -> Outcome:
    """Judge a course: what changed against the first visit, by how much, how sure that is, and why.

    Parameters
    ----------
    course : Course
        The scar, its visits and sessions, and the quantity on which it is judged.
    visits : sequence of VisitNumbers
        The numbers of each visit of the course, in order.
    repeatability : Repeatability or None
        None: the shipped table. The course's own photographs take its place where they give 20 degrees of freedom.

    Raises
    ------
    UsageError
        When the visits are not those of the course, are out of order, or fall on one day.

    Notes
    -----
    docs/statistics.md gives every formula with its source.
    """
    _refuse_disorder(course, visits)
    table = shipped_repeatability() if repeatability is None else repeatability
    found = evidence(course, visits, table)
    judgeable = frozenset(name for name, e in found.items() if e.changes and can_be_primary(name, course))
    primary, because = choose_primary(course, judgeable, found)
    decisions = decide(found, primary, course)
    every = tuple(series(e, decisions, course) for e in found.values())
    word, why = course_word(primary, every)
    return Outcome(
        primary=primary,
        primary_because=because,
        word=word,
        because=why,
        series=every,
        attribution=attribute(course, found.get(primary), histories(visits, _scales(found), control=True), word),
        repeatability=_sources(table, found),
        notes=notes(course, visits, found, every),
    )


def _refuse_disorder(course: Course, visits: Sequence[VisitNumbers]) -> None:
    days = [visit.day for visit in visits]
    if days != [visit.date for visit in course.visits]:
        raise UsageError(f"{len(days)} visits with numbers for {len(course.visits)} in the course; give the same days")
    for before, after in pairwise(days):
        if after == before:
            raise UsageError(f"two visits on {after}; join the photographs of one day into one visit")
        if after < before:
            raise UsageError(f"the visit of {after} stands after that of {before}; put the visits in order of time")


def _scales(found: dict[str, Evidence]) -> dict[str, Scale]:
    return {name: e.history.scale for name, e in found.items()}


def _sources(table: Repeatability, found: dict[str, Evidence]) -> str:
    own = [name for name, e in found.items() if e.component is not None and e.component.source.startswith(OWN)]
    scores = [name for name, e in found.items() if e.component in published_scores().components]
    if found and all(e.component is None for e in found.values()):
        return "no table was needed: each number is judged by the standard error that is stated with it, or not at all"
    more = ((OWN, own), (published_scores().title, scores))
    return "; ".join([table.title, *(f"{source} for {', '.join(names)}" for source, names in more if names)])
