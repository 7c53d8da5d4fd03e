"""A course beside its untreated control, and beside what its own past predicts."""

from __future__ import annotations

import math

from scipy import special

from mesoject.outcome.change import change, satterthwaite, visit_variance
from mesoject.outcome.evidence import Evidence
from mesoject.outcome.pooled import History, Pooled, relative
from mesoject.outcome.trend import weeks_between, weighted_line
from mesoject.records.course import Course
from mesoject.records.outcome import Component, Estimate
from mesoject.records.quantity import Scale

PREDICTION_WEEKS = 12
PREDICTION_POINTS = 3


def difference_in_differences(found: Evidence, control: History | None) -> Estimate | None:
    """Change of the scar less the change of its control from the first visit to the last; None where a day lacks one.

    On a log scale it is relative: -0.2 says that the scar lost a fifth more than its control. The errors of the two
    are taken as independent, though they share lamp and day; so the interval is rather too wide than too narrow.
    """
    if control is None or not found.changes:
        return None
    first, last = found.history.points[0], found.history.points[-1]
    beside = {p.visit: p for p in control.points}
    if first.visit not in beside or last.visit not in beside or control.scale != found.history.scale:
        return None
    treated = found.changes[last.visit]
    untreated = change(beside[first.visit], beside[last.visit], found.component)
    terms = [(c.standard_error**2, c.degrees_of_freedom) for c in (treated, untreated)]
    variance = math.fsum(v for v, _ in terms)
    return _reported(treated.value - untreated.value, variance, satterthwaite(variance, terms), found.history.scale)


def observed_minus_predicted(course: Course, found: Evidence) -> Estimate | None:
    """The last visit less what the line through the visits before treatment predicts for its day.

    None where there are fewer than three such visits, or they span less than 12 weeks. Redness and height fade along
    curves, not lines, so a line through early visits tends to predict too much: that is on the safe side.
    """
    points = run_in(course, found)
    last = found.history.points[-1]
    if len(points) < PREDICTION_POINTS or weeks_between(points[0].day, points[-1].day) < PREDICTION_WEEKS:
        return None
    if last in points or found.unknown:
        return None
    line = weighted_line(points, found.component)
    predicted, of_prediction = line.value(weeks_between(points[0].day, last.day))
    of_last, df = visit_variance(last, found.component)
    return _reported(
        last.value - predicted, of_last + of_prediction, min(df, line.degrees_of_freedom), found.history.scale
    )


def run_in(course: Course, found: Evidence) -> tuple[Pooled, ...]:
    """The visits up to the day of the first session, on which photographs are taken before treatment."""
    if not course.sessions:
        return ()
    start = min(session.date for session in course.sessions)
    return tuple(p for p in found.history.points if p.day <= start)


def run_in_is_stable(points: tuple[Pooled, ...], component: Component | None) -> bool:
    """Whether the line through the visits before treatment moves by less than the smallest detectable change."""
    line = weighted_line(points, component)
    moved = line.slope * weeks_between(points[0].day, points[-1].day)
    return abs(moved) <= change(points[0], points[-1], component).detectable


def _reported(value: float, variance: float, df: float, scale: Scale) -> Estimate:
    half = float(special.stdtrit(df, 0.975)) * math.sqrt(variance)
    low, mid, high = (relative(value + k * half, scale) for k in (-1, 0, 1))
    factor = 1 + mid if scale == "log" else 1.0
    return Estimate(value=mid, standard_error=math.sqrt(variance) * factor, low=low, high=high)
