"""The record of one quantity over a course."""

from __future__ import annotations

from collections.abc import Mapping

from mesoject.outcome.estimate import point
from mesoject.outcome.evidence import Evidence
from mesoject.outcome.testing import Decision, Hypothesis
from mesoject.outcome.trend import trend
from mesoject.outcome.verdict import verdict
from mesoject.records.course import Course
from mesoject.records.outcome import Series


def series(found: Evidence, decisions: Mapping[Hypothesis, Decision], course: Course) -> Series:
    """Values of all visits, verdicts of all follow-up visits, and the trend."""
    history = found.history
    return Series(
        quantity=history.name,
        unit=history.unit,
        scale=history.scale,
        points=tuple(point(history, p, found.component) for p in history.points),
        verdicts=tuple(verdict(found, p, decisions, course) for p in history.points[1:] if p.visit in found.changes),
        trend=None if found.unknown else trend(history, found.component),
        repeatability=found.component,
        not_judged=found.unknown,
    )
