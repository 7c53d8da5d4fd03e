"""Limits of agreement of two measurements, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mesoject.outcome.components import effective_photos
from mesoject.records import UsageError

Array = NDArray[np.float64]
Z = 1.959963984540054
FEWEST = 3


@dataclass(frozen=True)
class Bound:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """Second minus first measurement over pairs.

    Attributes
    ----------
    pairs, subjects : int
    bias, lower, upper : Bound
        Mean difference and 95 % limits of agreement; as ratios (1 is equal) where the pairs were logarithms.
    sd : float
        Of a difference, between and within subjects together, on the scale of the pairs.
    slope, slope_p : float
        Of the difference on the mean of the pair, and how surprising it is when there is none.
    means, differences : tuple of float
        What a plot shows, on the scale of the pairs.
    ratio : bool
    """

    pairs: int
    subjects: int
    bias: Bound
    lower: Bound
    upper: Bound
    sd: float
    slope: float
    slope_p: float
    means: tuple[float, ...]
    differences: tuple[float, ...]
    ratio: bool


def limits_of_agreement(
    first: Sequence[float], second: Sequence[float], subject: Sequence[Hashable] | None = None, *, logs: bool = False
) -> Agreement:
    """Compare pairs of measurements.

    Parameters
    ----------
    first, second : sequence of float, length N
        On a linear scale, or natural logarithms where ``logs``.
    subject : sequence of labels, length N, or None
        Whose pair it is; None: every pair is of another subject.
    logs : bool
        Report ratios, second over first.

    Raises
    ------
    UsageError
        With fewer than three pairs or, of one subject each, three subjects.

    Notes
    -----
    Bland & Altman 1986, Lancet 327:307, doi:10.1016/S0140-6736(86)90837-8; intervals of the limits Bland & Altman 1999,
    Statistical Methods in Medical Research 8:135. Several pairs a subject: variance within and between subjects from
    one-way analysis of variance (Bland & Altman 2007, Journal of Biopharmaceutical Statistics 17:571), with
    Satterthwaite's degrees of freedom.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    labels = list(range(len(a))) if subject is None else list(subject)
    if len(a) < FEWEST or len(set(labels)) < 2:
        raise UsageError(f"{len(a)} pairs of {len(set(labels))} subjects have no limits of agreement; give three pairs")
    d, m = b - a, (a + b) / 2
    variance, of_mean, df, df_mean = _spread(d, labels)
    sd, bias = math.sqrt(variance), float(d.mean())
    around = float(special.stdtrit(df_mean, 0.975)) * math.sqrt(of_mean)
    limit = float(special.stdtrit(df, 0.975)) * math.sqrt(of_mean + Z**2 * variance / (2 * df))
    slope, slope_p = _slope(m, d)
    return Agreement(
        pairs=len(d),
        subjects=len(set(labels)),
        bias=_bound(bias, around, logs),
        lower=_bound(bias - Z * sd, limit, logs),
        upper=_bound(bias + Z * sd, limit, logs),
        sd=sd,
        slope=slope,
        slope_p=slope_p,
        means=tuple(m.tolist()),
        differences=tuple(d.tolist()),
        ratio=logs,
    )


def _bound(value: float, half: float, logs: bool) -> Bound:
    found = (value, value - half, value + half)
    return Bound(*(math.exp(v) for v in found)) if logs else Bound(*found)


def _spread(d: Array, labels: Sequence[Hashable]) -> tuple[float, float, float, float]:
    """Variance of one difference, variance of the mean difference, and the degrees of freedom of both."""
    groups = [d[[k for k, one in enumerate(labels) if one == label]] for label in dict.fromkeys(labels)]
    count, subjects = len(d), len(groups)
    between = sum(len(g) * (g.mean() - d.mean()) ** 2 for g in groups) / (subjects - 1)
    if subjects == count:
        return float(between), float(between / count), count - 1.0, count - 1.0
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (count - subjects)
    each = effective_photos([0] * count, labels)
    if between <= within:
        pooled = float(d.var(ddof=1))
        return pooled, pooled / count, count - 1.0, count - 1.0
    share = 1 / each
    variance = share * between + (1 - share) * within
    spread = (share * between) ** 2 / (subjects - 1) + ((1 - share) * within) ** 2 / (count - subjects)
    return float(variance), float(between / count), float(variance**2 / spread), subjects - 1.0


def _slope(m: Array, d: Array) -> tuple[float, float]:
    """Least-squares slope of difference on mean and its two-sided p-value; (0, 1) where all means are equal."""
    away = m - m.mean()
    square = float(away @ away)
    if square == 0:
        return 0.0, 1.0
    slope = float(away @ d) / square
    rest = d - d.mean() - slope * away
    df = len(d) - 2
    error = math.sqrt(float(rest @ rest) / df / square)
    if error == 0:
        return slope, 0.0 if slope else 1.0
    return slope, float(2 * special.stdtr(df, -abs(slope / error)))
