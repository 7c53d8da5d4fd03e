"""Every rule of the gate: one set of answers that fires it, and one (the healthy person's) that does not."""

from __future__ import annotations

import pytest
from intakes import changed, changed_day, days_ago

from mesoject.protocol import plan_gate, session_gate
from mesoject.records.gate import Action

ELECTRO = {"device.mode": "needle_free_electroporation"}
PRP = {"goals.actives": ["platelet_rich_plasma"]}
DIABETES = {"health.diabetes": True, "health.hba1c_percent": 7.0, "health.hba1c_on": days_ago(10)}
WARFARIN = {
    "medicines.drugs": [{"name": "warfarin", "atc": "B01AA03", "prescribed": True}],
    "medicines.inr": 2.5, "medicines.inr_on": days_ago(2),
}  # fmt: skip


def drug(name: str, atc: str) -> dict:
    return {"medicines.drugs": [{"name": name, "atc": atc, "prescribed": True}]}


def treated(kind: str, days: int) -> dict:
    return {"goals.other_treatments": [{"kind": kind, "on": days_ago(days)}]}


def cream(prescribed: bool) -> dict:
    return {"medicines.skin_products": [{"kind": "retinoid", "name": "tretinoin", "prescribed": prescribed}]}


RAISED = {"scar.profile": "raised"}
FIRES: dict[str, dict] = {
    "G01.keloid": {"scar.beyond_border": True},
    "G01.border_unknown": RAISED | {"scar.beyond_border": "missing"},
    "G02.predisposition": {"health.family_keloid": True},
    "G03.active_hypertrophic": RAISED | {"scar.closed_on": days_ago(300), "scar.red": True},
    "G04.open": {"scar.open": True, "scar.closed_on": "not_applicable"},
    "G04.fresh": {"scar.closed_on": days_ago(41)},
    "G05.under_a_year": {"scar.closed_on": days_ago(364)},
    "G06.suspicious": {"scar.suspicious_change": True},
    "G07.infected": {"scar.infected": True},
    "G07.recent": {"scar.infection_ended_on": days_ago(13)},
    "G07.antibiotics": {"scar.antibiotics_ended_on": days_ago(6)},
    "G08.active": {"scar.herpes_active": True},
    "G08.recent": {"scar.herpes_healed_on": days_ago(13)},
    "G08.history": {"health.herpes_history": True},
    "G09.active": {"scar.skin_disease": ["psoriasis"]},
    "G09.recent": {"scar.skin_disease_quiet_on": days_ago(27)},
    "G09.koebner": {"health.koebner": True},
    "G10.isotretinoin": drug("isotretinoin", "D10BA01"),
    "G11.isotretinoin_recent": {"medicines.isotretinoin_ended_on": days_ago(179)},
    "G12.pregnant": {"person.pregnant": True},
    "G13.breastfeeding": {"person.breastfeeding": True},
    "G14.minor": {"person.age_years": 17.9},
    "G14.young": {"person.age_years": 21},
    "G15.antithrombotic": WARFARIN,
    "G15.inr_high": WARFARIN | {"medicines.inr": 3.6},
    "G16.two": {"medicines.drugs": [
        {"name": "aspirin low dose", "atc": "B01AC06"}, {"name": "clopidogrel", "atc": "B01AC04"}]},
    "G16.ibrutinib": drug("ibrutinib", "L01EL01"),
    "G17.bleeding_disorder": {"health.bleeding_disorder": True, "health.haematology_plan": False},
    "G17.with_plan": {"health.bleeding_disorder": True, "health.haematology_plan": True},
    "G18.below_50": {"health.low_platelets": True, "health.platelets_e9_per_l": 49},
    "G18.below_100": {"health.low_platelets": True, "health.platelets_e9_per_l": 99},
    "G18.plasma": PRP | {"health.platelets_e9_per_l": 99},
    "G19.anaemia": PRP | {"health.haemoglobin_g_dl": 9.9},
    "G20.sepsis": {"health.sepsis_or_unstable": True},
    "G21.hba1c": DIABETES | {"health.hba1c_percent": 8.5},
    "G21.hba1c_old": DIABETES | {"health.hba1c_on": days_ago(91)},
    "G22.diabetic_leg": DIABETES | {"scar.site": "shin", "leg.neuropathy": True},
    "G23.arteries": {"scar.site": "calf", "leg.pulses_absent": True},
    "G23.signs": {"leg.claudication_or_rest_pain": True},
    "G23.borderline": {"leg.abpi": 0.85, "leg.claudication_or_rest_pain": True},
    "G23.stiff": {"leg.abpi": 1.31, "leg.claudication_or_rest_pain": True},
    "G24.at_scar": {"leg.venous_skin_change": "at_scar"},
    "G24.on_leg": {"leg.venous_skin_change": "elsewhere_on_leg"},
    "G25.clot": {"leg.clot_suspected": True},
    "G26.recent_clot": {"leg.clot_on": days_ago(89)},
    "G26.review": {"leg.clot_on": days_ago(89)},
    "G27.lymphoedema": {"leg.lymphoedema": True},
    "G27.cellulitis": {"leg.cellulitis_episodes": 2},
    "G28.varicose": {"scar.varicose_vein_near": True},
    "G29.below_knee": {"scar.site": "ankle"},
    "G30.amide": {"person.allergies": ["amide_anaesthetic"]},
    "G30.amide_cream": {"person.allergies": ["amide_anaesthetic"]},
    "G31.steel": {"person.allergies": ["steel_or_nickel"]},
    "G31.steel_other": ELECTRO | {"person.allergies": ["steel_or_nickel"]},
    "G32.hyaluronic": {"person.allergies": ["gram_positive_protein"]},
    "G33.avian": {"person.allergies": ["bird_egg_feather"], "device.ha_source": "avian"},
    "G34.latex": {"person.allergies": ["latex"]},
    "G35.preservative": {"person.allergies": ["preservative"], "device.additives": ["preservative"]},
    "G35.sulfite": {"person.allergies": ["sulfite"], "device.additives": ["sulfite"]},
    "G35.bovine_thrombin": {"person.allergies": ["bovine_thrombin"], "device.additives": ["bovine_thrombin"]},
    "G35.peptide": {"person.allergies": ["peptide"], "device.additives": ["peptide"]},
    "G37.g6pd": {"health.g6pd_deficiency": True},
    "G37.g6pd_prilocaine": {"health.g6pd_deficiency": True},
    "G37.g6pd_vitamin_c": {"health.g6pd_deficiency": True},
    "G38.methaemoglobin": drug("dapsone", "J04BA02"),
    "G39.immunosuppressed": {"health.immunosuppressed": True},
    "G39.medicine": drug("methotrexate", "L04AX03"),
    "G39.neutropenia": {"health.neutropenia": True},
    "G40.steroid_now": drug("prednisolone", "H02AB06"),
    "G40.steroid_plasma": {"medicines.systemic_steroid_ended_on": days_ago(13)},
    "G41.steroid": {"scar.steroid_injected_on": days_ago(27)},
    "G42.connective_tissue": {"health.autoimmune_connective": True},
    "G43.irradiated": {"scar.irradiated": True},
    "G43.chemotherapy": {"health.chemotherapy_now": True},
    "G43.chemotherapy_recent": {"health.chemotherapy_ended_on": days_ago(179)},
    "G44.sunburn": {"scar.sunburnt": True},
    "G44.recent": {"scar.sunburn_ended_on": days_ago(13)},
    "G45.tan": {"scar.tanned_on": days_ago(13)},
    "G45.tan_darker_skin": {"scar.tanned_on": days_ago(27), "person.fitzpatrick": 3},
    "G46.self_tanner": {"scar.self_tanner_on": days_ago(13)},
    "G47.darker_skin": {"person.fitzpatrick": 4},
    "G48.interval": treated("vascular_laser", 27),
    "G48.radiotherapy": treated("radiotherapy", 2000),
    "G48.surgery": treated("surgery", 364),
    "G48.tattoo": treated("tattoo", 400),
    "G49.own": cream(prescribed=False),
    "G49.prescribed": cream(prescribed=True),
    "G50.over": {"scar.tattoo": "over"},
    "G50.near": {"scar.tattoo": "near"},
    "G51.smoker": {"person.smoker": True},
    "G52.dysmorphic": {"person.body_dysmorphic_concern": True},
    "G52.removal": {"goals.expects_removal": True},
    "G53.consent": {"person.can_consent": False},
    "G53.cooling_off": {"person.cooling_off_over": False},
    "G54.antiarrhythmic": drug("amiodarone", "C01BD01"),
    "G54.cream": drug("amiodarone", "C01BD01"),
    "G55.faint": {"health.vasovagal": True},
    "G56.implant": {"scar.implant_below": True},
    "G60.scope": {"device.operator_in_scope": False},
    "G61.implant": ELECTRO | {"health.implanted_electronics": True},
    "G62.metal": ELECTRO | {"leg.metalwork": "under_scar"},
    "G62.metal_elsewhere": ELECTRO | {"leg.metalwork": "elsewhere_on_leg"},
    "G63.epilepsy": ELECTRO | {"health.epilepsy": True},
    "G63.heart": ELECTRO | {"health.heart_disease": True},
    "G64.pregnant": ELECTRO | {"person.pregnant": True},
    "G65.numb": ELECTRO | {"scar.numb": True},
    "G65.cream": {"leg.neuropathy": True},
    "G66.unknown": {"device.mode": "missing"},
    "P01.nsaid": {"medicines.nsaid_taken_on": days_ago(1)},
    "P02.dysfunction": PRP | {"health.platelet_dysfunction": True},
    "P03.cancer": PRP | {"health.cancer": True},
    "P04.organs": PRP | {"health.organ_disease": True},
    "P05.antithrombotic": WARFARIN,
    "P06.smoker": {"person.smoker": True},
    "R01.tethered": {"scar.tethered": True},
    "R02.raised_hyaluronic": RAISED,
    "R03.pale": {"scar.pigment": "paler"},
    "R04.raised_vitamin_c": RAISED,
    "R05.excess": RAISED,
    "R06.unproven": {"goals.actives": ["peptides"]},
    "R07.plasma_fresh": {"scar.closed_on": days_ago(100)},
    "R08.plasma_raised": RAISED,
    "T09.contracture": {"scar.motion_deficit_deg": 5},
    "T10.striae": {"scar.parallel_bands": True},
}  # fmt: skip
HA_TODAY = {"product.actives": ["hyaluronic_acid"]}
FIRES_TODAY: dict[str, dict] = {
    "G07.fever": {"today.fever": True},
    "G12.pregnant_today": {"today.pregnant": True},
    "G15.inr_old": {},
    "G18.old": {},
    "G36.sterile": {"product.sterile": False},
    "G36.label": {"product.labelled_intradermal": False},
    "G36.multi_dose": {"product.single_use": False},
    "G36.lot": {"product.lot_recorded": False},
    "G36.expired": {"product.expires_on": "2027-01-10"},
    "G44.today": {"today.tanned": True},
    "G57.kit": {"today.resuscitation_kit": False},
    "G57.hyaluronidase": HA_TODAY | {"today.hyaluronidase": False},
    "G58.too_soon": {"today.last_session_on": "2026-12-22"},
    "G58.short": {"today.last_session_on": "2026-12-15"},
    "G59.open_event": {"today.open_adverse_event": True},
    "G59.review": {"today.open_adverse_event": True},
    "S01.side": {"today.side_and_site_confirmed": False},
    "S02.renumb": {"today.needled_skin_numbing": True},
    "S03.cream_long": {"today.cream_minutes": 301},
}
BESIDE_TODAY = {
    "G15.inr_old": WARFARIN | {"medicines.inr_on": "2026-11-20"},
    "G18.old": PRP | {"health.platelets_e9_per_l": 200, "health.platelets_on": days_ago(5)},
}


@pytest.fixture
def today(healthy):
    """The healthy person, judged on the day of the intake."""
    return changed(healthy, {"goals.first_session_on": "not_applicable"})


@pytest.mark.parametrize("rule", FIRES)
def test_fires_on_the_answers_that_it_is_about(rule, today, book):
    hit = {h.id: h for h in plan_gate(changed(today, FIRES[rule]), book).hits}[rule]
    assert hit.certain
    assert hit.action.name.lower() == book[rule].action


@pytest.mark.parametrize("rule", FIRES)
def test_does_not_fire_on_a_healthy_person(rule, today, book):
    assert rule not in {h.id for h in plan_gate(today, book).hits}


@pytest.mark.parametrize("rule", FIRES_TODAY)
def test_fires_on_the_day(rule, healthy, good_day, book):
    gate = session_gate(changed(healthy, BESIDE_TODAY.get(rule, {})), changed_day(good_day, FIRES_TODAY[rule]), book)
    hit = {h.id: h for h in gate.hits}[rule]
    assert hit.certain
    assert hit.action.name.lower() == book[rule].action


def test_a_good_day_passes(healthy, good_day, book):
    gate = session_gate(healthy, good_day, book)
    assert (gate.verdict, gate.hits) == (Action.PASS, ())


def test_a_complete_healthy_intake_passes_with_nothing_worse_than_cautions(healthy, book):
    gate = plan_gate(healthy, book)
    assert gate.verdict <= Action.CAUTION
    assert all(hit.action <= Action.CAUTION for hit in gate.hits)
    assert gate.missing == ()


def test_every_rule_has_a_case_that_fires_it(book):
    assert {rule.id for rule in book.rules} == FIRES.keys() | FIRES_TODAY.keys()


def test_every_row_of_the_gate_is_there(book):
    rows = {rule.row for rule in book.rules}
    assert {f"G{n:02d}" for n in range(1, 67)} <= rows


@pytest.mark.parametrize(("days", "fires"), [(20, "G58.too_soon"), (27, "G58.short"), (28, None)])
def test_the_interval_between_sessions(days, fires, healthy, good_day, book):
    from datetime import timedelta

    day = changed_day(good_day, {"today.last_session_on": str(good_day.on - timedelta(days=days))})
    worst = session_gate(healthy, day, book).hits[:1]
    assert [hit.id for hit in worst] == ([fires] if fires else [])


@pytest.mark.parametrize(("rule", "answers", "boundary"), [
    ("G04.fresh", "scar.closed_on", 42), ("G05.under_a_year", "scar.closed_on", 365),
    ("G41.steroid", "scar.steroid_injected_on", 28), ("G26.recent_clot", "leg.clot_on", 90),
    ("G45.tan", "scar.tanned_on", 14), ("G46.self_tanner", "scar.self_tanner_on", 14),
    ("G07.recent", "scar.infection_ended_on", 14), ("G43.chemotherapy_recent", "health.chemotherapy_ended_on", 180),
])  # fmt: skip
def test_a_deferral_ends_on_the_very_day(rule, answers, boundary, today, book):
    hits_at = [
        {h.id for h in plan_gate(changed(today, {answers: days_ago(d)}), book).hits} for d in (boundary - 1, boundary)
    ]
    assert [rule in hits for hits in hits_at] == [True, False]


def test_electrical_rows_are_silent_for_needles(today, book):
    needle = changed(today, {"health.implanted_electronics": True, "leg.metalwork": "under_scar"})
    assert not {book[h.id].row for h in plan_gate(needle, book).hits} & {"G61", "G62"}


def test_platelets_are_not_asked_without_plasma(today, book):
    assert "health.platelets_e9_per_l" not in {m.name for m in plan_gate(today, book).missing}
    asked = plan_gate(changed(today, PRP), book)
    assert "health.platelets_e9_per_l" in {m.name for m in asked.missing}
    assert asked.verdict is Action.REVIEW


@pytest.mark.parametrize(("prescribed", "certain"), [(True, True), ("missing", False), (False, None)])
def test_aspirin_counts_as_a_blood_thinner_unless_it_was_bought_as_a_pain_killer(prescribed, certain, today, book):
    taken = changed(today, {"medicines.drugs": [{"name": "aspirin", "atc": "N02BA01", "prescribed": prescribed}]})
    hits = {h.id: h.certain for h in plan_gate(taken, book).hits}
    assert hits.get("G15.antithrombotic") is certain


def test_is_unknown_refuses_only_for_the_device_and_the_border(book):
    refusing = {r.id for r in book.rules if "is_unknown" in r.condition and r.action == "refuse"}
    assert refusing == {"G66.unknown", "G01.border_unknown"}
    assert not [t for t in book.terms.values() if "is_unknown" in t.condition]


def test_not_applicable_is_no_way_round_a_question_that_applies_or_may_apply(healthy, good_day, book):
    unsure = changed(healthy, {"person.sex": "declined", "person.pregnant": "not_applicable"})
    hit = {h.id: h for h in plan_gate(unsure, book).hits}["G12.pregnant"]
    assert (hit.certain, hit.action) == (False, Action.REVIEW)
    man = changed(healthy, {"person.sex": "male", "person.pregnant": "not_applicable"})
    assert plan_gate(man, book).verdict is Action.PASS
    for answer in ("today.pregnant", "product.sterile", "product.expires_on"):
        day = changed_day(good_day, {answer: "not_applicable"})
        assert session_gate(healthy, day, book).verdict is Action.REVIEW
