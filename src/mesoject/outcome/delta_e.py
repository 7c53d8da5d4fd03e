"""The size of a colour difference: never negative, biased upward by noise, so its interval is not symmetric.

It never decides. Decisions rest on the three signed differences.
"""

from __future__ import annotations

import math

from scipy import special

AXES = 3


def size_interval(size: float, standard_error: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of the length of a vector in three dimensions, each axis with the same standard error.

    Parameters
    ----------
    size : float
        The debiased estimate: its square is the square that was seen less what noise alone brings.
    standard_error : float

    Notes
    -----
    The squared length that was seen, over the variance, is noncentral chi-square with three degrees of freedom; the
    interval is found by inverting its distribution in the noncentrality (Johnson, Kotz & Balakrishnan 1995, ch. 29).
    """
    if standard_error <= 0:
        return size, size
    seen = (size / standard_error) ** 2 + AXES
    return tuple(standard_error * math.sqrt(_noncentrality(seen, 0.5 + side * level / 2)) for side in (1, -1))  # type: ignore[return-value]


def difference_interval(before: tuple[float, float, float], after: tuple[float, float, float]) -> tuple[float, float]:
    """Interval of after - before from two asymmetric intervals (value, low, high).

    Method of variance estimates recovery (Zou & Donner 2008, Statistics in Medicine 27:1693).
    """
    (a, a_low, a_high), (b, b_low, b_high) = before, after
    return b - a - math.hypot(b - b_low, a_high - a), b - a + math.hypot(b_high - b, a - a_low)


def _noncentrality(seen: float, probability: float) -> float:
    """The noncentrality under which ``seen`` is at the given quantile; 0 where even none is enough."""
    if special.chndtr(seen, AXES, 0.0) <= probability:
        return 0.0
    return float(special.chndtrinc(seen, AXES, probability))
