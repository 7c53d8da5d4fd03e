"""Straight line through the visits, each weighted by its known error. It is shown and decides nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from scipy import special

from mesoject.outcome.change import visit_variance
from mesoject.outcome.pooled import History, Pooled, from_scale
from mesoject.records.outcome import Component, Trend

FEWEST = 3
STEPS = 12


@dataclass(frozen=True)
class Line:
    """A weighted least-squares line ``at + slope * (weeks - centre)`` with the variances of its two coefficients.

    Attributes
    ----------
    slope, at, centre : float
        Per week, value at the weighted mean time, that time in weeks.
    var_slope, var_at : float
    degrees_of_freedom : float
        Those of the visits' known errors.
    """

    slope: float
    at: float
    centre: float
    var_slope: float
    var_at: float
    degrees_of_freedom: float

    def value(self, weeks: float) -> tuple[float, float]:
        """Value and its variance at a time."""
        away = weeks - self.centre
        return self.at + self.slope * away, self.var_at + self.var_slope * away**2


def weighted_line(points: tuple[Pooled, ...], component: Component | None) -> Line:
    """Fit a line when the standard errors are known (not estimated from the scatter about the line)."""
    weeks = [weeks_between(points[0].day, p.day) for p in points]
    spreads = [visit_variance(p, component) for p in points]
    weights = [1 / max(v, 1e-12) for v, _ in spreads]
    total = math.fsum(weights)
    centre = math.fsum(w * t for w, t in zip(weights, weeks, strict=True)) / total
    square = math.fsum(w * (t - centre) ** 2 for w, t in zip(weights, weeks, strict=True))
    slope = math.fsum(w * (t - centre) * p.value for w, t, p in zip(weights, weeks, points, strict=True)) / square
    at = math.fsum(w * p.value for w, p in zip(weights, points, strict=True)) / total
    return Line(slope, at, centre, 1 / square, 1 / total, min(df for _, df in spreads))


def trend(history: History, component: Component | None) -> Trend | None:
    """The line of a quantity over the course, with its 95 % band; None with fewer than three visits."""
    points = history.points
    if len(points) < FEWEST:
        return None
    line = weighted_line(points, component)
    t = float(special.stdtrit(line.degrees_of_freedom, 0.975))
    half = t * math.sqrt(line.var_slope)
    low, mid, high = (_per_week(line.slope + k * half, history) for k in (-1, 0, 1))
    days = (points[-1].day - points[0].day).days
    drawn = dict.fromkeys(points[0].day + timedelta(days=round(k * days / STEPS)) for k in range(STEPS + 1))
    return Trend(per_week=mid, low=low, high=high, line=tuple(_drawn(line, t, day, history) for day in drawn))


def weeks_between(first: date, day: date) -> float:
    """Weeks from one day to another."""
    return (day - first).days / 7


def _per_week(slope: float, history: History) -> float:
    return 100 * math.expm1(slope) if history.scale == "log" else slope


def _drawn(line: Line, t: float, day: date, history: History) -> tuple[date, float, float, float]:
    value, variance = line.value(weeks_between(history.points[0].day, day))
    low, mid, high = (from_scale(value + k * t * math.sqrt(variance), history.scale) for k in (-1, 0, 1))
    return day, mid, low, high
