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
    course = history.reshape(len(times_h), -1)
    limit, spans = np.float32(threshold), np.diff(times_h)
    over = course > limit
    hours = spans.astype(np.float32) @ (over[:-1] & over[1:]).astype(np.float32)
    step, place = np.divmod(np.flatnonzero(over[:-1] != over[1:]), course.shape[1])
    before, after = course[step, place].astype(float), course[step + 1, place].astype(float)
    falls = before > limit
    share = np.where(falls, _falling(before, after, threshold), _rising(before, after, threshold))
    hours = hours + np.bincount(place, spans[step] * share, minlength=course.shape[1])
    return np.asarray(hours.reshape(history.shape[1:]), dtype=float)


def _falling(before: Array, after: Array, limit: float) -> Array:
    high, low = np.maximum(before, limit), np.maximum(after, 1e-9 * before)
    ratio = np.log(high / np.minimum(low, limit))
    return np.asarray(np.log(high / limit) / np.where(ratio > 0, ratio, 1.0))


def _rising(before: Array, after: Array, limit: float) -> Array:
    gap = after - before
    return np.asarray((after - limit) / np.where(gap > 0, gap, 1.0))
