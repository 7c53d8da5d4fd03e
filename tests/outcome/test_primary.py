"""On which quantity a course is judged."""

from __future__ import annotations

import pytest
from numbered_courses import component, course, numbers, table

from mesoject.outcome import judge
from mesoject.outcome.primary import choose_primary

ALL = frozenset({"area", "delta_a", "delta_l", "height_mean", "volume_raised", "depth_p98", "volume_sunken"})


@pytest.mark.parametrize(
    ("scar", "name"),
    [
        ({"profile": "raised"}, "height_mean"),
        ({"profile": "depressed"}, "depth_p98"),
        ({"profile": "flat", "colour": "red"}, "delta_a"),
        ({"profile": "flat", "colour": "pale"}, "delta_l"),
        ({"profile": "flat", "colour": "brown"}, "delta_l"),
        ({"profile": "flat", "colour": "matched"}, "area"),
        ({}, "area"),
        ({"primary": "delta_l", "profile": "raised"}, "delta_l"),
        ({"profile": "raised", "colour": "red"}, "height_mean"),
    ],
)
def test_the_scars_kind_asks_for_its_quantity(scar, name):
    assert choose_primary(course(2, **scar), ALL)[0] == name


def test_volume_stands_in_for_height_and_area_for_what_is_not_there_and_that_is_said():
    raised = course(2, profile="raised")
    assert choose_primary(raised, ALL - {"height_mean"})[0] == "volume_raised"
    name, why = choose_primary(raised, frozenset({"area", "delta_a"}))
    assert name == "area"
    assert "so the course is judged on area" in why


@pytest.mark.parametrize("declared", ["delta_e", "perimeter"])
def test_a_quantity_that_decides_nothing_is_not_accepted(declared):
    made = course(2, primary=declared)
    known = table(component("area", sd_occasion=0.02), component(declared, sd_occasion=0.1))
    found = judge(made, numbers(made, area=[300, 200], **{declared: [5, 3]}), known)
    assert found.primary == "area"
    assert f"{declared} was declared" in found.primary_because
    assert "so the course is judged on area" in found.primary_because


def test_a_quantity_whose_repeatability_nobody_knows_cannot_carry_a_course():
    made = course(2, profile="raised")
    found = judge(made, numbers(made, area=[300, 200], height_mean=[2, 1]), table(component("area", sd_occasion=0.02)))
    assert found.primary == "area"
    assert "no table names it" in found["height_mean"].not_judged
