"""Intraclass correlation of a table of subjects and repeats, with the intervals of McGraw and Wong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mesoject.records import UsageError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Icc:
    """An intraclass correlation with its 95 % interval."""

    kind: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class MeanSquares:
    """Two-way analysis of variance of n subjects and k repeats: subjects, repeats, residual; and within subjects."""

    n: int
    k: int
    subjects: float
    repeats: float
    residual: float
    within: float


def intraclass(table: Sequence[Sequence[float]]) -> tuple[Icc, Icc, Icc]:
    """ICC(1,1), ICC(A,1) and ICC(C,1) of single measurements.

    Parameters
    ----------
    table : (n, k) of float
        A row a subject, a column a rater or an occasion; complete.

    Returns
    -------
    tuple of Icc
        One-way (columns are interchangeable), absolute agreement and consistency (columns are the same raters for all).

    Raises
    ------
    UsageError
        With fewer than two subjects or two columns.

    Notes
    -----
    McGraw & Wong 1996, Psychological Methods 1:30, doi:10.1037/1082-989X.1.1.30; Shrout & Fleiss 1979, Psychological
    Bulletin 86:420. The value depends on how much the subjects of the sample differ: in one person there is none.

    Examples
    --------
    Six targets and four judges (Shrout & Fleiss 1979, table 2):

    >>> rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> [round(icc.value, 3) for icc in intraclass(rows)]
    [0.166, 0.29, 0.715]
    """
    squares = mean_squares(table)
    return _one_way(squares), _absolute(squares), _consistency(squares)


def mean_squares(table: Sequence[Sequence[float]]) -> MeanSquares:
    """Analysis of variance of a complete table.

    Raises
    ------
    UsageError
        With fewer than two subjects or two columns.
    """
    x = np.asarray(table, dtype=float)
    if x.ndim != 2 or min(x.shape) < 2:
        raise UsageError(f"a table of {' x '.join(map(str, x.shape))} has no ICC; give two subjects and two repeats")
    n, k = x.shape
    total = float(((x - x.mean()) ** 2).sum())
    subjects = float(k * ((x.mean(1) - x.mean()) ** 2).sum())
    repeats = float(n * ((x.mean(0) - x.mean()) ** 2).sum())
    return MeanSquares(
        n=n,
        k=k,
        subjects=subjects / (n - 1),
        repeats=repeats / (k - 1),
        residual=(total - subjects - repeats) / ((n - 1) * (k - 1)),
        within=(total - subjects) / (n * (k - 1)),
    )


def _one_way(m: MeanSquares) -> Icc:
    return _from_ratio("ICC(1,1)", m, m.within, m.n * (m.k - 1))


def _consistency(m: MeanSquares) -> Icc:
    return _from_ratio("ICC(C,1)", m, m.residual, (m.n - 1) * (m.k - 1))


def _from_ratio(kind: str, m: MeanSquares, error: float, df: int) -> Icc:
    value = (m.subjects - error) / (m.subjects + (m.k - 1) * error)
    if error <= 0:
        return Icc(kind, 1.0, 1.0, 1.0)
    ratio = m.subjects / error
    bounds = ratio / special.fdtri(m.n - 1, df, 0.975), ratio * special.fdtri(df, m.n - 1, 0.975)
    low, high = ((f - 1) / (f + m.k - 1) for f in bounds)
    return Icc(kind, value, float(low), float(high))


def _absolute(m: MeanSquares) -> Icc:
    n, k = m.n, m.k
    value = (m.subjects - m.residual) / (m.subjects + (k - 1) * m.residual + k * (m.repeats - m.residual) / n)
    if value >= 1:
        return Icc("ICC(A,1)", 1.0, 1.0, 1.0)
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    between, error = a * m.repeats, b * m.residual
    spread = between**2 / (k - 1) + error**2 / ((n - 1) * (k - 1))
    df = (between + error) ** 2 / spread
    rest = k * m.repeats + (k * n - k - n) * m.residual
    f_low, f_high = special.fdtri(n - 1, df, 0.975), special.fdtri(df, n - 1, 0.975)
    low = n * (m.subjects - f_low * m.residual) / (f_low * rest + n * m.subjects)
    high = n * (f_high * m.subjects - m.residual) / (rest + n * f_high * m.subjects)
    return Icc("ICC(A,1)", value, float(low), float(high))
