"""Scar types by their criteria, and all options side by side."""

from __future__ import annotations

import pytest
from intakes import changed, days_ago

from mesoject.protocol import make_plan
from mesoject.records.gate import Action

YOUNG = {"scar.closed_on": days_ago(200)}
RAISED = {"scar.profile": "raised"}
MEASURED = {"scar.measured": True, "scar.height_mm": 4.0, "scar.delta_l": 0.0, "scar.delta_a": 0.0}
PAIRS = {
    "T0": {"scar.open": True, "scar.closed_on": "not_applicable"}, "T1": {"scar.pigment": "matched"}, "T2": {},
    "T3": {"scar.pigment": "paler"}, "T4": {"scar.profile": "depressed"}, "T5": YOUNG | {"scar.red": True},
    "T6": RAISED, "T6/T7": RAISED | {"scar.beyond_border": "missing"}, "T7": RAISED | {"scar.beyond_border": True},
    "T8": RAISED | {"scar.beyond_border": True, "scar.max_height_mm": 6.0} | MEASURED,
    "T9": {"scar.motion_deficit_deg": 10}, "T10": {"scar.parallel_bands": True},
    "T11": {"scar.suspicious_change": True},
}  # fmt: skip


def plan_of(healthy, book, answers):
    return make_plan(changed(healthy, answers), book)


def matching(plan) -> list[str]:
    return [t.id for t in plan.types if t.standing == "matches"]


@pytest.mark.parametrize("type", PAIRS)
def test_a_type_matches_on_its_criteria(type, healthy, book):
    assert type in matching(plan_of(healthy, book, PAIRS[type]))


@pytest.mark.parametrize("type", [t for t in PAIRS if t != "T2"])
def test_a_type_does_not_match_a_flat_dark_scar(type, healthy, book):
    assert type not in matching(plan_of(healthy, book, {}))


def test_every_type_is_tested(book):
    assert {t.id for t in book.types} == PAIRS.keys()


def test_all_matching_types_are_shown_and_all_of_them_count(healthy, book):
    plan = plan_of(healthy, book, YOUNG | RAISED | {"scar.red": True, "scar.motion_deficit_deg": 5})
    assert matching(plan) == ["T9", "T6", "T5"]
    assert {"T09.contracture", "G03.active_hypertrophic", "G05.under_a_year"} <= {h.id for h in plan.gate.hits}


def test_a_keloid_counts_even_where_another_type_leads(healthy, book):
    plan = plan_of(healthy, book, {"scar.suspicious_change": True, "scar.beyond_border": True})
    assert matching(plan)[0] == "T11"
    assert {"G06.suspicious", "G01.keloid"} <= {h.id for h in plan.gate.hits}


def test_a_missing_answer_makes_a_type_possible_and_is_named(healthy, book):
    plan = plan_of(healthy, book, {"scar.red": "missing"})
    t2 = next(t for t in plan.types if t.id == "T2")
    assert (t2.standing, t2.missing) == ("possible", ("scar.red",))


def statuses(plan) -> dict[str, str]:
    return {o.title: o.status for o in plan.options}


def test_a_dark_scar_may_have_vitamin_c_with_everything_beside_it(healthy, book):
    assert statuses(plan_of(healthy, book, {})) == {
        "Sun protection, bleaching creams on medical advice, time; look for iron from the veins": "possible",
        "Hyaluronic acid": "does not match",
        "Vitamin C (ascorbic acid)": "possible",
        "Peptides": "refused",
        "Platelet-rich plasma, added to needling": "does not match",
        "Needling alone, no active": "possible",
        "Do nothing for now": "possible",
    }


def test_an_atrophic_scar_may_have_hyaluronic_acid_and_plasma_needs_answers(healthy, book):
    found = statuses(plan_of(healthy, book, {"scar.profile": "depressed", "goals.actives": ["hyaluronic_acid"]}))
    assert found["Hyaluronic acid"] == "possible"
    assert found["Platelet-rich plasma, added to needling"] == "needs answers"


def test_plasma_with_its_answers(healthy, book):
    blood = {
        "health.platelets_e9_per_l": 250,
        "health.platelets_on": days_ago(3),
        "health.haemoglobin_g_dl": 14,
        "health.platelet_dysfunction": False,
        "health.cancer": False,
        "health.organ_disease": False,
        "scar.profile": "depressed",
        "goals.actives": ["platelet_rich_plasma"],
    }
    assert statuses(plan_of(healthy, book, blood))["Platelet-rich plasma, added to needling"] == "possible"


def test_a_keloid_is_refused_and_first_line_care_is_shown(healthy, book):
    plan = plan_of(healthy, book, RAISED | {"scar.beyond_border": True})
    assert plan.verdict is Action.REFUSE
    assert plan.options[0].title.startswith("Refer: cortisone injections")
    treated = [o for o in plan.options if o.kind in ("active", "needling alone")]
    assert treated
    assert all(o.status == "refused" for o in treated)
    assert (plan.course, plan.techniques) == (None, ())


def test_first_line_care_stands_before_every_active(healthy, book):
    kinds = list(dict.fromkeys(o.kind for o in plan_of(healthy, book, {}).options))
    assert kinds == ["first-line care", "active", "needling alone", "do nothing"]


def test_every_option_is_graded_and_its_directness_is_honest(book):
    assert all(o.directness == "indirect" for o in book.options)


@pytest.mark.parametrize(("height", "field"), [(0.6, "hyaluronic"), (2.0, "vitamin")])
def test_raised_scars_get_no_active(height, field, healthy, book):
    plan = plan_of(healthy, book, RAISED | MEASURED | {"scar.height_mm": height, "scar.max_height_mm": 5.0})
    assert all(o.status in ("refused", "does not match") for o in plan.options if o.kind == "active")
