"""A course of five visits gets the word that its numbers earn, and no other."""

from __future__ import annotations

import math

import pytest
from numbered_courses import component, course, numbers, table

from mesoject.outcome import judge, shipped_repeatability
from mesoject.records import UsageError

RED = table(component("delta_a", sd_occasion=0.3), component("area", sd_occasion=0.02))


def test_a_scar_that_does_not_change_is_called_unchanged_at_every_visit():
    made = course(primary="delta_a")
    found = judge(made, numbers(made, delta_a=[5.0, 5.1, 4.9, 5.0, 5.2]), RED)
    assert found.word == "no change beyond measurement error"
    assert {v.word for v in found["delta_a"].verdicts} == {"no change beyond measurement error"}


def test_redness_that_falls_towards_own_skin_is_improved_and_the_interval_says_by_how_much():
    made = course(primary="delta_a", sessions=(1, 5, 9))
    found = judge(made, numbers(made, delta_a=[6.0, 5.0, 4.2, 3.6, 3.2]), RED)
    last = found["delta_a"].verdicts[-1]
    assert (found.word, last.word, last.sessions) == ("improved", "improved", 3)
    assert last.change == pytest.approx(-2.8)
    assert last.detectable_fall == pytest.approx(2.085963 * math.sqrt(2) * 0.3, rel=1e-6)  # t with 20 df
    assert last.low == pytest.approx(-2.8 - last.detectable_fall)
    assert last.adjusted_low < last.low < last.high < last.adjusted_high < 0
    assert last.reliable_change == pytest.approx(-2.8 / (math.sqrt(2) * 0.3))


def test_area_changes_are_relative_and_symmetric_in_the_logarithm():
    made = course(primary="area")
    last = judge(made, numbers(made, area=[400, 380, 350, 320, 280]), RED)["area"].verdicts[-1]
    assert last.change == pytest.approx(-0.30)
    assert (1 + last.low) * (1 + last.high) == pytest.approx(0.7**2)
    assert last.detectable_fall < last.detectable_rise
    assert (1 - last.detectable_fall) * (1 + last.detectable_rise) == pytest.approx(1)


def test_a_pale_scar_that_gets_paler_is_worse_and_one_that_darkens_is_better():
    made = course(colour="pale")
    pale = table(component("delta_l", sd_occasion=0.4))
    assert judge(made, numbers(made, delta_l=[9.0, 9.6, 10.4, 11.0, 11.8]), pale).word == "worsened"
    assert judge(made, numbers(made, delta_l=[9.0, 8.0, 7.0, 6.0, 5.0]), pale).word == "improved"


def test_the_shipped_table_serves_where_none_is_given():
    made = course(primary="delta_a")
    found = judge(made, numbers(made, delta_a=[6.0, 5.0, 4.2, 3.6, 3.2], area=[300.0] * 5))
    assert found.word == "improved"
    assert found.repeatability == shipped_repeatability().title
    assert found["delta_a"].repeatability in shipped_repeatability().components


@pytest.mark.parametrize(("order", "line"), [((1, 0, 2), "stands after"), ((0, 0, 1), "two visits on 2025-01-06")])
def test_visits_out_of_order_or_on_one_day_are_a_wrong_call(order, line):
    made = course(3)
    shuffled = made.model_copy(update={"visits": tuple(made.visits[k] for k in order)})
    with pytest.raises(UsageError, match=line):
        judge(shuffled, numbers(shuffled, area=[1.0, 2.0, 3.0]), RED)


def test_numbers_of_other_days_than_the_course_are_a_wrong_call():
    with pytest.raises(UsageError, match="2 visits with numbers for 3 in the course"):
        judge(course(3), numbers(course(2), area=[1.0, 2.0]), RED)
