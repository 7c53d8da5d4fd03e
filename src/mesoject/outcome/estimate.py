"""A visit's value as a person reads it: in its own unit, with standard error and interval."""

from __future__ import annotations

import math

from scipy import special

from mesoject.outcome.change import total_variance, visit_variance
from mesoject.outcome.delta_e import size_interval
from mesoject.outcome.pooled import History, Pooled, from_scale
from mesoject.records.outcome import Component, Estimate, Point

SIZE_OF_DIFFERENCE = "delta_e"


def estimate(history: History, point: Pooled, component: Component | None) -> Estimate:
    """Mean over the photographs with its 95 % interval, symmetric on the quantity's scale but for ``delta_e``."""
    se = math.sqrt(total_variance(point, component))
    half = float(special.stdtrit(visit_variance(point, component)[1], 0.975)) * se
    value = from_scale(point.value, history.scale)
    if history.name == SIZE_OF_DIFFERENCE:
        low, high = size_interval(value, se)
    else:
        low, high = (from_scale(point.value + side * half, history.scale) for side in (-1, 1))
    return Estimate(value=value, standard_error=se * (value if history.scale == "log" else 1.0), low=low, high=high)


def point(history: History, at: Pooled, component: Component | None) -> Point:
    """The same with its visit, for a trend."""
    value = estimate(history, at, component)
    return Point(**value.model_dump(), visit=at.visit, day=at.day, photos=at.photos)
