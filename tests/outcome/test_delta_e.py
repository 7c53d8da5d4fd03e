"""The size of a colour difference: its interval is not symmetric, never below zero, and holds the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from mesoject.outcome.delta_e import difference_interval, size_interval


def test_the_bounds_are_those_under_which_what_was_seen_is_a_quantile():
    low, high = size_interval(4.0, 1.0)
    assert stats.ncx2.cdf(16 + 3, 3, low**2) == pytest.approx(0.975)
    assert stats.ncx2.cdf(16 + 3, 3, high**2) == pytest.approx(0.025)


def test_far_from_zero_it_is_nearly_that_of_a_plain_number():
    assert size_interval(50.0, 1.0) == pytest.approx((50 - 1.96, 50 + 1.96), abs=0.03)


def test_near_zero_it_starts_at_zero_and_is_longer_above():
    low, high = size_interval(0.3, 1.0)
    assert low == 0
    assert high - 0.3 > 1.5
    assert size_interval(2.0, 0.0) == (2.0, 2.0)


@pytest.mark.parametrize("true", [0.5, 2.0, 6.0])
def test_95_of_100_intervals_hold_the_true_size(true):
    r = np.random.default_rng(4)
    inside = 0
    for _ in range(1500):
        seen = float(np.sum((np.array([true, 0, 0]) + r.standard_normal(3)) ** 2))
        if seen < 3:  # the debiased estimate is cut at 0
            low, high = size_interval(0.0, 1.0)
        else:
            low, high = size_interval(math.sqrt(seen - 3), 1.0)
        inside += low <= true <= high
    assert inside / 1500 > 0.93


def test_a_difference_recovers_each_sides_own_variance():
    """Two symmetric intervals give the root of the sum of squares (Zou & Donner 2008)."""
    assert difference_interval((5.0, 3.0, 7.0), (9.0, 7.5, 10.5)) == pytest.approx((4 - 2.5, 4 + 2.5))
    low, high = difference_interval((1.0, 0.0, 3.0), (4.0, 3.0, 5.0))
    assert 3 - low == pytest.approx(math.hypot(1, 2))
    assert high - 3 == pytest.approx(math.hypot(1, 1))
