"""Impossible, contradictory and unknown answers: a clear line each, and no plan half-made."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intakes import changed, changed_day
from pydantic import ValidationError

from mesoject.protocol import IntakeError, checked_day, make_plan, parse_answers, read_answers
from mesoject.records.answers import Absence
from mesoject.records.intake import Intake

BASE = {"reference": "x", "asked_on": "2026-11-22"}


def faults(raw: dict) -> str:
    with pytest.raises(IntakeError) as caught:
        parse_answers(BASE | raw, Intake)
    return str(caught.value)


@pytest.mark.parametrize(("raw", "says"), [
    ({"person": {"age_years": -1}}, "person.age_years: Input should be greater than or equal to 0 (given: -1)"),
    ({"person": {"age_years": 121}}, "less than or equal to 120"),
    ({"person": {"weight_kg": 7}}, "person.weight_kg: Input should be greater than or equal to 25 (given: 7)"),
    ({"person": {"weight_kg": float("nan")}}, "person.weight_kg"),
    ({"person": {"weight_kg": "70"}}, "person.weight_kg: Input should be a valid number (given: '70')"),
    ({"person": {"pregnant": 1}}, "person.pregnant: Input should be a valid boolean (given: 1)"),
    ({"person": {"smoker": "not_applicable"}}, "person.smoker"),
    ({"person": {"allergies": []}}, "an empty list is written 'none'"),
    ({"person": {"allergies": ["dust"]}}, "person.allergies"),
    ({"person": {"name": "Ada"}}, "person.name: is not asked in this record"),
    ({"scar": {"site": "arm"}}, "Allowed: 'thigh', 'knee', 'calf', 'shin', 'ankle' or 'foot'"),
    ({"scar": {"closed_on": 20240501}}, "scar.closed_on"),
    ({"scar": {"closed_on": "2024-02-30"}}, "scar.closed_on"),
    ({"scar": {"closed_on": None}}, "scar.closed_on"),
    ({"medicines": {"drugs": [{"name": "warfarin", "atc": "warf"}]}}, "medicines.drugs"),
    ({"medicines": {"drugs": [{"name": "a blood thinner", "atc": "B01"}]}}, "medicines.drugs"),
    ({"asked_on": "yesterday"}, "asked_on"),
    ({"format": "mesoject-intake/2"}, "format"),
])  # fmt: skip
def test_a_clear_line(raw, says):
    assert says in faults(raw)


def test_every_fault_is_named_once():
    said = faults({"person": {"age_years": -1, "weight_kg": 7, "smoker": 3}})
    assert said.count("\n") == 2


@pytest.mark.parametrize(("answers", "says"), [
    ({"scar.closed_on": "2026-11-23"}, "must lie between 1900-01-01 and the day of the intake"),
    ({"scar.tanned_on": "1899-12-31"}, "scar.tanned_on"),
    ({"goals.first_session_on": "2026-11-21"}, "lies before the day of the intake"),
    ({"person.sex": "male", "person.pregnant": True}, "person.pregnant: yes, while person.sex is male"),
    ({"scar.open": True}, "while scar.open is yes"),
    ({"scar.measured": True, "scar.height_mm": 3.0}, "while by touch the scar is flat"),
    ({"scar.measured": True, "scar.profile": "raised", "scar.height_mm": 3.0, "scar.max_height_mm": 2.0},
     "is lower than"),
    ({"scar.profile": "raised", "scar.height_mm": 3.0}, "while scar.measured is no"),
    ({"health.hba1c_percent": 9.0}, "while health.diabetes is no"),
    ({"health.platelets_e9_per_l": 40}, "while health.low_platelets is no"),
    ({"health.diabetes": True, "health.hba1c_percent": "not_applicable"}, "other answers say that it applies"),
    ({"medicines.drugs": [{"name": "warfarin"}], "medicines.inr": "not_applicable"}, "medicines.inr: 'not_applicable'"),
])  # fmt: skip
def test_contradictions(answers, says, healthy, book):
    with pytest.raises(IntakeError) as caught:
        make_plan(changed(healthy, answers), book)
    assert says in str(caught.value)


def test_the_five_kinds_never_mix():
    person = Intake.model_validate(
        BASE | {"person": {"pregnant": "not_applicable", "smoker": "declined"}, "medicines": {"drugs": "none"}}
    )
    assert person.person.pregnant is Absence.NOT_APPLICABLE
    assert person.person.smoker is Absence.DECLINED
    assert person.person.age_years is Absence.MISSING
    assert person.medicines.drugs is Absence.NONE
    with pytest.raises(ValidationError):
        Intake.model_validate(BASE | {"person": {"age_years": "none"}})


def test_toml_and_json_say_the_same(healthy, tmp_path):
    path = tmp_path / "intake.json"
    path.write_text(healthy.model_dump_json())
    assert read_answers(path, Intake) == healthy


@pytest.mark.parametrize(("name", "content", "says"), [
    ("a.toml", b"reference = ", "neither TOML nor JSON"), ("a.json", b"{", "neither TOML nor JSON"),
    ("a.toml", b"\xff\xfe", "neither TOML nor JSON"), ("a.json", b"[" * 100_000, "neither TOML nor JSON"),
    ("a.toml", b"#" * 1_000_001, "larger than 1,000,000 bytes"), ("a.json", b"[]", "this is no table of answers"),
    ("a.json", b'{"reference": "a", "reference": "b"}', "a.json: .*reference: answered twice; keep one"),
    ("a.toml", b'reference = "a"\nreference = "b"', "a.toml:2: neither TOML nor JSON"),
])  # fmt: skip
def test_files_that_are_none(name, content, says, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=says):
        read_answers(path, Intake)


HEAD = 'reference = "a"\nasked_on = 2026-11-22\n'


@pytest.mark.parametrize(("name", "content", "line"), [
    ("a.toml", HEAD + '[scar]\nage_years = 1\n[person]\nage_years = "old"\n', 6),
    ("a.toml", HEAD + '[[medicines.drugs]]\nname = "x"\natc = "B01"\n', 5),
    ("a.toml", HEAD + '[[medicines.drugs]]\nname = "x"\n\n[[medicines.drugs]]\natc = "B"', 7),
    ("a.toml", HEAD + '[medicines]\ndrugs = [{name = "a"},\n{name = "x", atc = "B"}]', 5),
    ("a.json", '{"reference": "a", "asked_on": "2026-11-22",\n"person":\n{"age_years": "old"}}', 3),
])  # fmt: skip
def test_a_fault_has_file_and_line(name, content, line, tmp_path):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(IntakeError) as caught:
        read_answers(path, Intake)
    assert f"{name}:{line}: " in str(caught.value)


def test_a_bad_row_is_one_fault_and_not_an_empty_list_besides():
    said = faults({"medicines": {"drugs": [{"name": "ibuprofen"}, {"name": "a blood thinner", "atc": "B01"}]}})
    assert said.startswith("medicines.drugs.2.atc: ")
    assert "\n" not in said


def test_yes_and_no_are_written_as_truths():
    assert "Yes is written true, no is written false" in faults({"person": {"smoker": "no"}})


@pytest.mark.parametrize("answers", [
    {"goals.first_session_on": "9999-12-31"},
    {"goals.other_treatments": [{"kind": "filler", "on": "9999-12-31"}]},
    {"goals.other_treatments": [{"kind": "filler", "on": "0001-01-01"}]},
])  # fmt: skip
def test_dates_out_of_this_world(answers, healthy, book):
    with pytest.raises(IntakeError, match=r"two years after|must lie between"):
        make_plan(changed(healthy, answers), book)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_intake_out_of_this_world(day, book):
    with pytest.raises(IntakeError, match="asked_on"):
        make_plan(Intake(reference="x", asked_on=date.fromisoformat(day)), book)


@pytest.mark.parametrize(("answers", "on", "says"), [
    ({"today.last_session_on": "9999-12-31"}, None, "today.last_session_on"),
    ({"today.last_session_on": "2027-01-11"}, None, "must lie before today"),
    ({}, "2026-11-21", "on: 2026-11-21 must lie between"), ({}, "9999-12-31", "on: 9999-12-31 must lie between"),
])  # fmt: skip
def test_a_day_that_cannot_be(answers, on, says, healthy, good_day):
    day = changed_day(good_day, answers)
    day = day.model_copy(update={"on": date.fromisoformat(on)}) if on else day
    with pytest.raises(IntakeError, match=says):
        checked_day(day, healthy)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(IntakeError, match="cannot be read"):
        read_answers(tmp_path / "none.toml", Intake)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
SECTIONS = st.sampled_from(["person", "scar", "medicines", "goals", "x"])


@given(st.dictionaries(SECTIONS, JSON | st.dictionaries(st.sampled_from(["age_years", "drugs", "closed_on"]), JSON)))
def test_whatever_is_given_is_an_intake_or_a_clear_line(raw):
    try:
        intake = parse_answers(BASE | raw, Intake)
    except IntakeError:
        return
    assert parse_answers(json.loads(intake.model_dump_json()), Intake) == intake
