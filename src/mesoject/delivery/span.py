"""How long a concentration stays above a threshold, from its values at a few times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def above(history: NDArray[np.float32], times_h: Array, threshold: float) -> Array:
    """Hours above a threshold.

    Between two times the concentration is taken as exponential where it falls and as a line where it rises.

    Parameters
    ----------
    history : (n_times, ...) array
    times_h : (n_times,) array
    threshold : float

    Returns
    -------
    (...) array of float64
    """
    hours = np.zeros(history.shape[1:])
    limit = np.float32(threshold)
    for before, after, span in zip(history[:-1], history[1:], np.diff(times_h), strict=True):
        over, still = before > limit, after > limit
        hours += span * (over & still)
        falls, rises = over & ~still, still & ~over
        if falls.any():
            hours[falls] += span * _falling(before[falls], after[falls], limit)
        if rises.any():
            hours[rises] += span * (after[rises] - limit) / (after[rises] - before[rises])
    return hours


def _falling(before: NDArray[np.float32], after: NDArray[np.float32], limit: np.float32) -> Array:
    least = np.maximum(after, 1e-9 * before)
    return np.asarray(np.log(before / limit) / np.log(before / least), dtype=float)
