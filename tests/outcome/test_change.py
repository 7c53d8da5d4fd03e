"""The error of a change: which part counts, how often, and with how many degrees of freedom."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbered_courses import component
from scipy import stats

from mesoject.outcome.change import Change, change, total_variance, visit_variance
from mesoject.outcome.holm import holm
from mesoject.outcome.pooled import Pooled


def point(value=5.0, photos=2, parts=None, batch="b", carried=False, raters=(), scale="linear", visit=0):
    return Pooled(visit, date(2025, 1, 1 + visit), photos, scale, value, parts or {}, batch, carried, frozenset(raters))


def se(before, after, table):
    return change(before, after, table).standard_error


def test_two_photographs_halve_the_photo_variance_and_leave_the_occasion_whole():
    table = component("delta_a", sd_photo=0.4, sd_occasion=0.3)
    assert se(point(), point(), table) == pytest.approx(math.sqrt(2 * 0.3**2 + 0.4**2 / 2 + 0.4**2 / 2))
    assert se(point(photos=1), point(photos=4), table) == pytest.approx(math.sqrt(2 * 0.3**2 + 0.4**2 * (1 + 1 / 4)))


def test_in_the_design_of_the_data_the_degrees_of_freedom_are_those_of_the_visits():
    table = component("delta_a", sd_photo=0.4, sd_occasion=0.3, df=20)
    assert change(point(), point(), table).degrees_of_freedom == pytest.approx(20)
    assert change(point(photos=1), point(photos=1), table).degrees_of_freedom > 20  # photographs bring their own


@pytest.mark.parametrize(
    ("before", "after", "batches", "variance"),
    [
        (0.2, 0.2, ("b", "b"), 0.0),  # one print: the same error at both visits
        (0.2, 0.1, ("b", "b"), 0.1**2),  # in proportion to the value: the difference stays
        (0.2, 0.1, ("b", "c"), 0.2**2 + 0.1**2),
        (0.2, 0.2, (None, None), 2 * 0.2**2),  # not named: nothing says that it is one print
    ],
)
def test_a_print_error_cancels_between_visits_that_share_the_print(before, after, batches, variance):
    table = component("delta_a", sd_occasion=0.3)
    a = point(parts={("print", "print"): before}, batch=batches[0])
    b = point(parts={("print", "print"): after}, batch=batches[1])
    assert se(a, b, table) ** 2 == pytest.approx(2 * 0.3**2 + variance)


def test_a_method_error_is_common_to_both_visits_and_turns_round_with_the_sign():
    table = component("delta_a", sd_occasion=0.3)
    key = ("method", "method")
    same = se(point(6.0, parts={key: 0.3}), point(3.0, parts={key: 0.1}), table)
    crossed = se(point(6.0, parts={key: 0.3}), point(-2.0, parts={key: 0.1}), table)
    assert same**2 == pytest.approx(0.18 + 0.2**2)
    assert crossed**2 == pytest.approx(0.18 + 0.4**2)


@pytest.mark.parametrize(
    ("shows", "carried", "drawings"),
    [((), False, 2), ((), True, 1), (("outline",), False, 0), (("outline",), True, 1)],
)
def test_the_outline_counts_once_a_drawing_that_the_repeat_data_do_not_show(shows, carried, drawings):
    table = component("area", sd_occasion=0.02, shows=("geometry", *shows))
    parts = {("outline", "rater"): 0.05}
    before = point(6.0, parts=parts, scale="log")
    after = point(6.0, parts=parts, scale="log", carried=carried)
    assert se(before, after, table) ** 2 == pytest.approx(2 * 0.02**2 + drawings * 0.05**2)


def test_what_repeat_photographs_show_is_not_counted_again():
    table = component("delta_a", sd_occasion=0.3, shows=("geometry", "colour"))
    parts = {("colour", "photo"): 0.9, ("geometry", "visit"): 0.9}
    assert se(point(parts=parts), point(parts=parts), table) == pytest.approx(math.sqrt(0.18))


def test_photographs_that_state_more_error_than_those_of_the_data_have_more_in_proportion():
    table = component("delta_a", sd_photo=0.4, sd_occasion=0.3, shows=("colour",), var_stated=0.5**2)
    stated = 0.5 * math.sqrt(3 / 2)  # of the mean of two: three times the variance each
    worse = point(parts={("colour", "photo"): stated})
    better = point(parts={("colour", "photo"): 0.1})
    assert se(worse, worse, table) ** 2 == pytest.approx(2 * (0.09 + 3 * 0.16 / 2))
    assert se(better, better, table) ** 2 == pytest.approx(2 * (0.09 + 0.16 / 2))


def test_a_photograph_alone_counts_its_own_stated_error_where_that_is_greater():
    table = component("delta_a", sd_photo=0.4, sd_occasion=0.3, shows=("colour",))
    lone = point(photos=1, parts={("colour", "photo"): 0.6})
    assert se(lone, lone, table) ** 2 == pytest.approx(2 * (0.09 + 0.36))


def test_other_raters_bring_their_habits_and_the_same_rater_does_not():
    table = component("area", sd_occasion=0.02, var_rater=0.03**2, df_rater=3.0)
    assert se(point(raters="A"), point(raters="A"), table) ** 2 == pytest.approx(2 * 0.02**2)
    assert se(point(raters="A"), point(raters="B"), table) ** 2 == pytest.approx(2 * 0.02**2 + 2 * 0.03**2)


@pytest.mark.parametrize("scope", ["photo", "visit", "print", "rater", "method"])
def test_a_typed_value_stands_on_its_stated_error_at_both_visits(scope):
    found = change(point(2.0, 1, {("method", scope): 0.3}), point(1.0, 1, {("method", scope): 0.4}), None)
    assert found.standard_error == pytest.approx(0.5)
    assert found.detectable == pytest.approx(1.96 * 0.5, rel=1e-3)


def test_the_smallest_detectable_change_and_its_interval_are_t_and_chi_square():
    found = Change(1.0, 0.5, 20.0)
    assert found.detectable == pytest.approx(stats.t.ppf(0.975, 20) * 0.5)
    low, high = found.detectable_interval
    assert low / found.detectable == pytest.approx(math.sqrt(20 / stats.chi2.ppf(0.975, 20)))
    assert high / found.detectable == pytest.approx(1.44, abs=0.005)  # 20 df fix an SEM to -23/+44 %
    assert found.p == pytest.approx(2 * stats.t.sf(2, 20))
    assert found.p_rise == pytest.approx(stats.t.sf(2, 20))


def test_a_visit_carries_what_all_visits_share_and_a_change_does_not():
    table = component("delta_a", sd_occasion=0.3)
    at = point(parts={("method", "method"): 0.4, ("print", "print"): 0.2})
    assert visit_variance(at, table)[0] == pytest.approx(0.09)
    assert total_variance(at, table) == pytest.approx(0.09 + 0.16 + 0.04)


@given(st.floats(0.01, 2), st.floats(0.01, 2), st.integers(1, 6), st.integers(1, 6), st.floats(-5, 5), st.floats(-5, 5))
def test_changes_turn_round_when_visits_are_swapped_and_more_photographs_never_hurt(photo, occasion, n, m, a, b):
    table = component("delta_a", sd_photo=photo, sd_occasion=occasion)
    there = change(point(a, n), point(b, m), table)
    back = change(point(b, m), point(a, n), table)
    assert back.value == -there.value
    assert back.standard_error == pytest.approx(there.standard_error)
    assert se(point(a, n + 1), point(b, m), table) <= there.standard_error * (1 + 1e-9)
    assert there.degrees_of_freedom > 0


def test_holm_gives_the_adjusted_values_of_a_worked_example():
    """p = 0.01, 0.04, 0.03, 0.005 become 0.03, 0.06, 0.06, 0.02 (Holm 1979)."""
    p = [0.01, 0.04, 0.03, 0.005]
    assert [f * v for f, v in zip(holm(p), p, strict=True)] == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.0, 0.5]) == [2.0, 1.0]


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=12))
def test_holm_never_helps_and_never_exceeds_bonferroni(p):
    adjusted = [f * v for f, v in zip(holm(p), p, strict=True)]
    assert all(v <= a * (1 + 1e-12) for v, a in zip(p, adjusted, strict=True))
    assert min(adjusted) == pytest.approx(len(p) * min(p))


def test_a_table_that_claims_no_error_still_gives_finite_numbers():
    table = component("delta_a", sd_occasion=0.0)
    assert math.isfinite(change(point(5.0), point(6.0), table).reliable)
    assert change(point(5.0), point(5.0), table).p == 1.0


def test_an_occasion_variance_of_0_is_an_estimate_and_more_photographs_than_the_data_had_know_it_less():
    table = component("delta_a", sd_photo=0.4, sd_occasion=0.0, df=20)
    two, four = (change(point(photos=n), point(photos=n), table) for n in (2, 4))
    assert (two.standard_error, two.degrees_of_freedom) == pytest.approx((0.4, 20))
    assert four.standard_error == pytest.approx(0.4 / math.sqrt(2))
    assert four.degrees_of_freedom == pytest.approx(0.5**2 / (1 / 20 + 0.5**2 / 20))
    assert four.detectable > 0.8 * two.detectable  # it gains little
