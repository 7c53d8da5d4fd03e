"""Depth, points, volume and anaesthetic: worked examples of the reference, then the limits."""

from __future__ import annotations

import pytest
from intakes import changed

from mesoject.protocol import make_plan, plan_gate, share
from mesoject.protocol.anaesthetic import find_anaesthetics
from mesoject.protocol.technique import depth_limit_mm, points_and_volume
from mesoject.records import UsageError

ATROPHIC = {"scar.profile": "depressed", "goals.actives": ["hyaluronic_acid"]}


def test_a_mans_thigh_allows_1_35_mm(healthy, book):
    assert depth_limit_mm(changed(healthy, {"person.sex": "male"}), book.settings) == 1.35


def test_a_calf_allows_1_mm_until_it_is_measured(healthy, book):
    calf = {"scar.site": "calf"}
    assert depth_limit_mm(changed(healthy, calf), book.settings) == 1.0
    assert depth_limit_mm(changed(healthy, calf | {"scar.skin_thickness_mm": 0.9}), book.settings) == 0.7


def test_the_height_counts_for_a_raised_scar_only(healthy, book):
    raised = changed(
        healthy,
        {
            "scar.site": "calf",
            "scar.profile": "raised",
            "scar.measured": True,
            "scar.height_mm": 2.0,
            "scar.max_height_mm": 2.5,
        },
    )
    assert depth_limit_mm(raised, book.settings, adds_height=True) == 3.0
    assert depth_limit_mm(raised, book.settings) == 1.0


def test_depth_is_length_times_the_sine_of_the_angle(healthy, book):
    man = changed(healthy, {"person.sex": "male", "device.angle_deg": 30} | ATROPHIC)
    micropapule = next(t for t in make_plan(man, book).techniques if t.title == "Micropapule")
    assert (micropapule.depth_max_mm, micropapule.inserted_max_mm) == (1.3, 2.6)


@pytest.mark.parametrize(("area", "spacing", "volume", "limit", "expected"), [
    (20, 10, 0.03, 5, (20, 0.6)), (20, 4, 0.01, 5, (125, 1.25)), (2000, 4, 0.01, 5, (500, 5.0)),
    (0.05, 10, 0.02, 5, (1, 0.02)), (20, 10, 0.03, 0.01, (0, 0.0)),
])  # fmt: skip
def test_points_and_volume(area, spacing, volume, limit, expected):
    assert points_and_volume(area, spacing, volume, limit) == expected


def test_a_large_scar_is_cut_at_the_limit_and_says_so(healthy, book):
    plan = make_plan(changed(healthy, {"scar.area_cm2": 700}), book)
    nappage = next(t for t in plan.techniques if t.title == "Nappage")
    assert nappage.volume_ml == 5.0
    assert any("limit of 5 mL" in n for n in nappage.notices)
    assert any("2 mL or less" in n for n in nappage.notices)


def test_nothing_is_injected_deep(book):
    assert all(t.depth_max_mm <= 2.0 for t in book.techniques)


def test_no_technique_for_skin_that_is_too_thin(healthy, book):
    assert make_plan(changed(healthy, {"scar.skin_thickness_mm": 0.45}), book).techniques == ()


@pytest.mark.parametrize(("weight", "plain", "epinephrine"), [
    (50, 225, 350), (66, 297, 462), (70, 300, 490), (120, 300, 500),
])  # fmt: skip
def test_lidocaine_by_weight(weight, plain, epinephrine, healthy, book):
    doses = make_plan(changed(healthy, {"person.weight_kg": weight}), book).anaesthetics.doses
    assert [d.max_mg for d in doses[:2]] == [plain, epinephrine]


@pytest.mark.parametrize(("area", "grams"), [(20, 3.0), (400, 60.0), (600, 60.0), (2000, 60.0)])
def test_cream_by_area(area, grams, healthy, book):
    cream = make_plan(changed(healthy, {"scar.area_cm2": area}), book).anaesthetics.doses[3]
    assert cream.max_g == grams
    assert cream.area_max_cm2 == min(area, 600)


def test_products_are_added_up(healthy, book):
    limits = make_plan(healthy, book).anaesthetics
    assert share({"lidocaine_plain": 150, "emla": 1.5}, limits) == pytest.approx(150 / 300 + 1.5 / 3)
    assert share({"lidocaine_plain": 150, "lidocaine_epinephrine": 245}, limits) == pytest.approx(1.0)


def test_no_dose_without_a_weight_or_against_an_allergy(healthy, book):
    weightless = changed(healthy, {"person.weight_kg": "declined"})
    assert make_plan(weightless, book).anaesthetics.doses[0].max_mg is None
    allergic = changed(healthy, {"person.allergies": ["amide_anaesthetic"]})
    limits = find_anaesthetics(allergic, plan_gate(allergic, book), book)
    assert all(d.refused and d.max_mg is None and d.max_g is None for d in limits.doses)
    with pytest.raises(UsageError, match="no amount is allowed"):
        share({"lidocaine_plain": 1}, limits)
    with pytest.raises(UsageError, match="known products"):
        share({"cocaine": 1}, limits)
