"""Percentiles of values that do not weigh the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def weighted_percentiles(values: Array, weights: Array, percentiles: Sequence[float]) -> Array:
    """Least value that at least this share of the weight does not exceed.

    Examples
    --------
    >>> weighted_percentiles(np.array([3.0, 1.0]), np.array([0.9, 0.1]), (5, 50)).tolist()
    [1.0, 3.0]
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    places = np.searchsorted(reached, np.asarray(percentiles) / 100 * reached[-1])
    return np.asarray(values[order][np.minimum(places, len(order) - 1)], dtype=float)
