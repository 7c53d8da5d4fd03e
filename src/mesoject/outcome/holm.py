"""Holm's step-down test of several hypotheses (Holm 1979, Scandinavian Journal of Statistics 6:65)."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p: Sequence[float]) -> list[float]:
    """The factor by which each p-value is to be multiplied; their products, cut at 1, are the adjusted p-values.

    The smallest of m is multiplied by m, the next by m - 1 and so on; no adjusted value lies below one that came
    before it.

    Examples
    --------
    >>> factors = holm([0.01, 0.04, 0.03])
    >>> [round(f * p, 3) for f, p in zip(factors, [0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p)), key=lambda k: p[k])
    factors, worst = [1.0] * len(p), 0.0
    for rank, k in enumerate(order):
        worst = max(worst, (len(p) - rank) * p[k])
        factors[k] = worst / p[k] if p[k] > 0 else float(len(p) - rank)
    return factors
