"""One quantity at one follow-up visit against the first."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mesoject.outcome.change import Change
from mesoject.outcome.delta_e import difference_interval
from mesoject.outcome.direction import growth_quantities
from mesoject.outcome.estimate import SIZE_OF_DIFFERENCE, estimate
from mesoject.outcome.evidence import Evidence
from mesoject.outcome.pooled import Pooled, relative
from mesoject.outcome.testing import ALPHA, Decision, Hypothesis, Ruling, ruling
from mesoject.outcome.word import choose_word
from mesoject.outcome.wording import sessions_text
from mesoject.records.course import Course
from mesoject.records.outcome import Estimate, Verdict

Bounds = tuple[float, float]


def verdict(found: Evidence, after: Pooled, decisions: Mapping[Hypothesis, Decision], course: Course) -> Verdict:
    """Put numbers and word together."""
    history, first, seen = found.history, found.history.points[0], found.changes[after.visit]
    before_value, after_value = (estimate(history, p, found.component) for p in (first, after))
    ruled = ruling(history.name, after.visit, decisions)
    word, why = choose_word(history.name, first, after, seen, ruled, course)
    low, high = _bounds(found, seen, ALPHA, before_value, after_value)
    adjusted_low, adjusted_high = _bounds(found, seen, _alpha(ruled), before_value, after_value)
    sessions = sum(first.day <= session.date < after.day for session in course.sessions)
    return Verdict(
        quantity=history.name,
        visit=after.visit,
        day=after.day,
        before=before_value,
        after=after_value,
        change=relative(seen.value, history.scale),
        low=low,
        high=high,
        adjusted_low=adjusted_low,
        adjusted_high=adjusted_high,
        **_detectable(seen, found),
        degrees_of_freedom=seen.degrees_of_freedom,
        p=ruled.decision.p if ruled.decision else seen.p,
        p_adjusted=ruled.decision.p_adjusted if ruled.decision else None,
        tested=ruled.decision is not None,
        exceeds=abs(seen.value) > seen.detectable,
        reliable_change=seen.reliable,
        adverse=word == "worsened" and seen.value > 0 and history.name in growth_quantities(course, {history.name}),
        sessions=sessions,
        word=word,
        why=f"{why}; {sessions_text(sessions)}",
    )


def _alpha(ruled: Ruling) -> float:
    """Level of the adjusted interval; one-sided growth uses the lower bound of an interval at twice its level."""
    if ruled.decision is None:
        return ALPHA
    return 2 * ruled.decision.alpha if ruled.of_growth else ruled.decision.alpha


def _bounds(found: Evidence, seen: Change, alpha: float, before: Estimate, after: Estimate) -> Bounds:
    if found.history.name == SIZE_OF_DIFFERENCE:
        return difference_interval((before.value, before.low, before.high), (after.value, after.low, after.high))
    half = seen.half_width(alpha)
    low, high = (relative(seen.value + side * half, found.history.scale) for side in (-1, 1))
    return low, high


def _detectable(seen: Change, found: Evidence) -> dict[str, float]:
    scale = found.history.scale
    low, high = seen.detectable_interval
    sizes = {"fall": -seen.detectable, "rise": seen.detectable, "low": -low, "high": -high}
    return {f"detectable_{key}": math.fabs(relative(size, scale)) for key, size in sizes.items()}
