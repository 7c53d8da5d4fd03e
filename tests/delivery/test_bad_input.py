"""What cannot be: refused with the number and the limit, or computed with a warning."""

from __future__ import annotations

import pytest
import shapely
from treatments import SCAR, injections

from mesoject.delivery import simulate
from mesoject.records import MesojectError, Refused, UsageError
from mesoject.records.treatment_map import Grid


def codes(found):
    return {reason.code for reason in found.warnings}


def test_needle_free_delivery_has_no_known_depth():
    for mode in ("needle_free_electroporation", "pneumatic_jet"):
        with pytest.raises(Refused, match="depth_unknown"):
            simulate(injections(delivery_mode=mode), SCAR)


@pytest.mark.parametrize(
    ("outline", "code"),
    [
        (shapely.Polygon(), "empty_outline"),
        (shapely.box(0, 0, 2, 1), "outline_tiny"),
        (shapely.box(0, 0, 12_000, 9_000), "unit_suspect"),
        (shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]), "outline_invalid"),
    ],
)
def test_an_outline_that_is_no_scar(outline, code):
    with pytest.raises(Refused, match=code):
        simulate(injections(), outline)


@pytest.mark.parametrize(
    ("changed", "code", "limit"),
    [
        ({"depth_mm": 7.0}, "depth_below_skin", "5.20 mm"),
        ({"volume_ul": 50.0}, "depot_too_large", "129.6 µL"),
        ({"grid": Grid(spacing_mm=0.2, margin_mm=0.0), "volume_ul": 0.1}, "depot_too_large", "129.6 µL"),
        ({"concentration_ug_per_ul": 400.0}, "active_outside_data", "50 µg/µL"),
        ({"points_mm": ((50.0, 50.0),)}, "no_points", "108 mm²"),
        ({"grid": Grid(spacing_mm=3, margin_mm=20)}, "no_points", "108 mm²"),
    ],
)
def test_refusals_name_the_limit(changed, code, limit):
    with pytest.raises(Refused, match=code) as told:
        simulate(injections(**changed), SCAR)
    assert limit in str(told.value)


def test_thousands_of_points_are_refused_before_they_are_made():
    with pytest.raises(Refused, match=r"too_many_points: .* 40000 points; the limit is 3000"):
        simulate(injections(grid=Grid(spacing_mm=0.5, margin_mm=0.0)), shapely.box(0, 0, 100, 100))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"depth_mm": 1.5}, "depth_below_skin"),
        ({"depth_mm": 1.1}, "depth_below_skin"),
        ({"volume_ul": 5.0}, "depot_too_large"),
        ({"active": "ascorbate"}, "model_incomplete"),
        ({"active": "hyaluronan_500kda", "concentration_ug_per_ul": 15.0}, "model_incomplete"),
        ({}, "thickness_not_measured"),
        ({"points_mm": ((6.0, 4.0), (50.0, 50.0))}, "points_outside"),
        ({"threshold_ug_per_ml": 100_000.0}, "unit_suspect"),
    ],
)
def test_reservations(changed, code):
    assert code in codes(simulate(injections(**changed), SCAR))


def test_a_measured_scar_needs_no_warning_of_its_thickness():
    assert "thickness_not_measured" not in codes(simulate(injections(skin_thickness_mm=1.3), SCAR))


def test_the_warning_of_the_thickness_says_each_thing_once():
    (told,) = [r for r in simulate(injections(), SCAR).warnings if r.code == "thickness_not_measured"]
    words = f"{told.message} {told.remedy}"
    assert "1.20 mm thick (0.71 to 1.69)" in words
    assert words.lower().count("measure") == 1


def test_a_scar_a_few_mm_wide_is_uncertain_and_told_why():
    narrow = simulate(injections(grid=Grid(spacing_mm=2.5, margin_mm=0.3), hours=1.0), shapely.box(0, 0, 3, 14))
    (told,) = [r for r in narrow.warnings if r.code == "scar_narrow"]
    assert "3.0 mm wide, under 4 mm" in told.message
    assert "0.5 mm off" in told.message
    assert "scar_narrow" not in codes(simulate(injections(), SCAR))


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (
            ((6.0, 4.0), (6.0, 4.1), (9.0, 4.0)),
            "2 of 3 points lie nearer than 0.2 mm to another point, the nearest",
        ),
        (((6.0, 4.0), (6.0, 4.0)), "the nearest 0 mm"),
        (((6.0, 4.0), (6.0, 8.9)), "1 of 2 points lie nearer than 0.2 mm to the scar's border, the nearest 0.1 mm"),
    ],
)
def test_points_closer_than_a_hand_can_place_them(points, words):
    (told,) = [r.message for r in simulate(injections(points_mm=points), SCAR).warnings if r.code == "points_close"]
    assert words in told


def test_points_that_keep_apart_are_not_warned_of():
    assert "points_close" not in codes(simulate(injections(points_mm=((6.0, 4.0), (8.0, 4.0))), SCAR))
    assert "points_close" not in codes(simulate(injections(points_mm=((6.0, 4.0),)), SCAR))


def test_a_volume_that_is_rather_in_millilitres():
    (told,) = [r.message for r in simulate(injections(volume_ul=0.1), SCAR).warnings if r.code == "unit_suspect"]
    assert "Is it in mL? 0.1 mL are 100 µL" in told
    assert "unit_suspect" not in codes(simulate(injections(volume_ul=0.25), SCAR))


def test_wrong_calls():
    found = simulate(injections(), SCAR)
    for call in (
        lambda: simulate(injections(), SCAR, engine="magic"),
        lambda: found.ledger([25]),
        lambda: found.ledger([-1]),
        lambda: found.coverage([0.0]),
        lambda: found.time_above(float("nan")),
        lambda: found.field(1, "bone"),
    ):
        with pytest.raises(UsageError):
            call()
    assert issubclass(UsageError, MesojectError)
