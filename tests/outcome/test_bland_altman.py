"""Limits of agreement against the worked examples of Bland and Altman."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mesoject.outcome.bland_altman import limits_of_agreement
from mesoject.records import UsageError

WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_the_two_peak_flow_meters_of_1986():
    """Lancet 327:307: -2.1 (-22.0 to 17.8) l/min, SD 38.8, limits -79.7 and 75.5 (with 1.96; they used 2), SE 16.3."""
    found = limits_of_agreement(MINI, WRIGHT)
    assert (found.bias.value, found.bias.low, found.bias.high) == pytest.approx((-2.1, -22.0, 17.8), abs=0.1)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert (found.lower.value, found.upper.value) == pytest.approx((-2.1 - 1.96 * 38.8, -2.1 + 1.96 * 38.8), abs=0.1)
    assert (found.upper.low, found.upper.high) == pytest.approx((75.5 - 1.6 - 34.5, 75.5 - 1.6 + 34.5), abs=0.8)
    assert (found.pairs, found.subjects, found.ratio) == (17, 17, False)


def test_several_pairs_a_subject_add_variance_between_and_within():
    """Balanced: the variance of one difference is (MSB + (m - 1) MSW) / m (Bland & Altman 2007)."""
    r = np.random.default_rng(3)
    d = 0.8 * r.standard_normal((10, 1)) + r.standard_normal((10, 4))
    between, within = 4 * d.mean(1).var(ddof=1), d.var(axis=1, ddof=1).mean()
    found = limits_of_agreement([0.0] * 40, d.ravel().tolist(), np.repeat(range(10), 4).tolist())
    assert found.sd**2 == pytest.approx((between + 3 * within) / 4)
    assert found.bias.high - found.bias.low > 2 * 1.96 * d.std() / math.sqrt(40)  # ten subjects are not forty


def test_logarithms_give_ratio_limits():
    first, second = np.log([100, 200, 300, 400]), np.log([110, 215, 340, 430])
    found = limits_of_agreement(first.tolist(), second.tolist(), logs=True)
    assert found.bias.value == pytest.approx(float(np.exp((second - first).mean())))
    assert found.lower.value * found.upper.value == pytest.approx(found.bias.value**2)


def test_a_difference_that_grows_with_the_mean_is_seen_as_a_slope():
    first = [10.0, 20.0, 30.0, 40.0, 50.0]
    grown = limits_of_agreement(first, [1.1 * v + e for v, e in zip(first, [0.1, -0.1, 0.05, -0.05, 0.0], strict=True)])
    assert grown.slope == pytest.approx(0.1 / 1.05, abs=0.01)
    assert grown.slope_p < 0.001
    level = limits_of_agreement(first, [v + e for v, e in zip(first, [1, -1, 0.5, -1, 1], strict=True)])
    assert level.slope_p > 0.5


def test_swapping_the_two_turns_everything_round():
    one, other = limits_of_agreement(MINI, WRIGHT), limits_of_agreement(WRIGHT, MINI)
    assert other.bias.value == pytest.approx(-one.bias.value)
    assert (other.lower.value, other.upper.value) == pytest.approx((-one.upper.value, -one.lower.value))


def test_the_limits_hold_their_share_of_new_differences():
    r = np.random.default_rng(9)
    inside = []
    for _ in range(100):
        d = r.standard_normal(30)
        found = limits_of_agreement([0.0] * 30, d.tolist())
        new = r.standard_normal(200)
        inside.append(((new > found.lower.value) & (new < found.upper.value)).mean())
    assert np.mean(inside) == pytest.approx(0.945, abs=0.012)


def test_fewer_than_three_pairs_have_no_limits():
    with pytest.raises(UsageError, match="2 pairs of 2 subjects"):
        limits_of_agreement([1.0, 2.0], [1.0, 3.0])
