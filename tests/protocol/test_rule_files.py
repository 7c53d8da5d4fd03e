"""Loading: every fault with file and line; a clinic's own file over the shipped rules."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from intakes import changed

from mesoject.protocol import RuleError, RuleFileError, load_rules, make_plan, plan_gate, rules_difference
from mesoject.protocol.rulebook import SHIPPED
from mesoject.records.gate import Action

RULE = """
[[rule]]
id = "X01.test"
title = "A test"
condition = "person.smoker"
action = "review"
reason = "A reason that is long enough."
sources = ["ENG"]
grade = "D"
directness = "indirect"
provenance = "to verify"
"""


@pytest.fixture
def overlay(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "clinic.toml"
        path.write_text(text)
        return path

    return write


def fault(path: Path) -> str:
    with pytest.raises(RuleFileError) as caught:
        load_rules(path)
    return str(caught.value)


@pytest.mark.parametrize(("old", "new", "says"), [
    ('sources = ["ENG"]', 'sources = ["S999"]', "clinic.toml:8: X01.test: the source `S999` is not in the list"),
    ('sources = ["ENG"]', "sources = []", "clinic.toml:8: X01.test: `sources`"),
    ('title = "A test"', 'titel = "A test"', "clinic.toml:4: X01.test: `titel` is no field of a rule"),
    ('reason = "A reason that is long enough."\n', "", "clinic.toml:2: X01.test: `reason` is missing"),
    ('"X01.test"', '"G66.unknown"', "clinic.toml:3: the id `G66.unknown` stands at gate_device.toml:"),
    ('"person.smoker"', '"person.smoke"', "clinic.toml:5: X01.test: no answer is called `person.smoke`; did you mean"),
    ('"person.smoker"', '"person.age_years"', "clinic.toml:5: X01.test: `person.age_years` is a number, where a truth"),
    ('"person.smoker"', "\"person.sex == 'man'\"", "`man` is none of female, male, other"),
    ('"person.smoker"', '"magic(person.smoker)"', "clinic.toml:5: X01.test: `magic(person.smoker)`: the functions are"),
    ('"person.smoker"', '"today.fever"', "clinic.toml:2: X01.test: asks what is known on the day only"),
    ('"person.smoker"', '"person.smoker and"', "clinic.toml:5: X01.test: `person.smoker and` cannot be read"),
    ('"person.smoker"', "7", "clinic.toml:5: X01.test: `condition`: Input should be a valid string"),
    ('"review"', '"forbid"', "clinic.toml:6: X01.test: `action`"),
    ('grade = "D"', 'grade = "F"', "clinic.toml:9: X01.test: `grade`"),
    ('grade = "D"', 'grade = "D"\ncounted_from = "person.age_years"', "`person.age_years` is no date"),
    ("[[rule]]", "[[rules]]", "clinic.toml:2: `[[rules]]` is no table of a rule file"),
    ("[[rule]]", "[rule]", "`rule` is no table of a rule file"),
])  # fmt: skip
def test_a_fault_has_file_and_line(old, new, says, overlay):
    assert says in fault(overlay(RULE.replace(old, new)))


def test_all_faults_are_told_at_once(overlay):
    two = RULE.replace('"person.smoker"', '"person.smoke"') + RULE.replace("X01", "X02").replace('"ENG"', '"S999"')
    assert len(fault(overlay(two)).splitlines()) == 2


def test_terms_in_a_circle(overlay):
    term = '[[term]]\nid = "{}"\ncondition = "{}"\nwords = "w"\n\n'
    said = fault(overlay(term.format("one", "two") + term.format("two", "one")))
    assert "clinic.toml:3: term one: the terms one, two go round in a circle" in said
    assert "clinic.toml:8: term two" in said


def test_a_ten_megabyte_condition(overlay):
    assert "larger than 1,000,000 bytes" in fault(overlay(RULE.replace("person.smoker", "person.smoker or " * 600_000)))
    said = fault(overlay(RULE.replace("person.smoker", "person.smoker or " * 5_000 + "person.smoker")))
    assert "clinic.toml:5: X01.test: `condition`: String should have at most 2000 characters" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [("[[rule]\n", "clinic.toml:1: not a TOML file"), ('name = "x"\nid = \n', "clinic.toml:2: not a TOML file")],
)
def test_files_that_are_not_toml(text, says, overlay):
    assert says in fault(overlay(text))


def test_a_file_that_is_not_there():
    assert "cannot be read" in fault(Path("nowhere.toml"))


def test_impossible_settings(overlay):
    assert "clinic.toml:2: settings: interval_days: Input should be greater than or equal to 21" in fault(
        overlay("[settings]\ninterval_days = 14\n")
    )


@pytest.mark.parametrize(("change", "says"), [
    ('id = "A01"\nmg_per_kg = 45.0', "clinic.toml:3: A01: `mg_per_kg`: Input should be less than or equal to 7"),
    ('id = "A01"\nmg_per_kg = 7.0', "clinic.toml:3: A01: `mg_per_kg`: 7.0 lies above the label's 4.5"),
    ('id = "A01"\nmax_mg = 400.0', "a limit may be lowered, never raised"),
    ('id = "Q03"\nspacing_mm = 0.0', "clinic.toml:3: Q03: `spacing_mm`"),
    ('id = "Q03"\ndepth_max_mm = nan', "clinic.toml:3: Q03: `depth_max_mm`"),
    ('id = "K01"\nday_from = -999999999', "clinic.toml:3: K01: `day_from`"),
    ('id = "R05.excess"\nwithdrawn = true', "clinic.toml:3: R05.excess: nobody may decide against this rule"),
    ('id = "G36.sterile"\naction = "caution"', "clinic.toml:3: G36.sterile: `action`: caution instead of refuse"),
    ('id = "G66.unknown"\ncondition = "is_unknown(device.mode) and is_unknown(device.model)"', "G66.unknown"),
    ('id = "R03.pale"\noverride_by = ["clinician"]', "R03.pale: `override_by`"),
    ('id = "G04.fresh"\ndefer_days = 7', "G04.fresh: `defer_days`"),
    ('id = "D01"\nnote_en = "Stop it five days before."', "clinic.toml:3: D01: `note_en`: `Stop it five days before.`"),
    ('id = "D09"\nnote_de = "Fünf Tage vorher absetzen."', "tells a person to go without a medicine"),
    ('id = "G51.smoker"\nreason = "Please pause your blood-thinning tablets."', "G51.smoker: `reason`"),
    ('id = ["G51.smoker"]', "no entry is called"),
])  # fmt: skip
def test_what_no_clinic_can_loosen(change, says, overlay):
    assert says in fault(overlay(f'[[change]]\n{change}\nwhy = "We would like that here."\n'))


def test_a_limit_may_be_lowered_and_a_fixed_rule_made_longer(overlay):
    lower = '[[change]]\nid = "A01"\nmg_per_kg = 3.0\nwhy = "Our patients are frail."\n'
    longer = '[[change]]\nid = "G04.fresh"\ndefer_days = 60\nwhy = "Our patients heal slowly."\n'
    book = load_rules(overlay(lower + longer))
    assert (book["A01"].mg_per_kg, book["G04.fresh"].defer_days) == (3.0, 60)


def test_a_clinic_may_be_stricter_and_every_plan_lists_it(overlay, healthy):
    book = load_rules(
        overlay(
            'name = "Clinic"\n[settings]\ninterval_days = 35\n'
            + RULE
            + """
[[change]]
id = "G51.smoker"
action = "review"
why = "Our own complications were in smokers."
"""
        )
    )
    plan = make_plan(changed(healthy, {"person.smoker": True}), book)
    assert plan.rules.overlay == "Clinic"
    assert plan.rules.changes == (
        "X01.test: added by Clinic",
        "settings.interval_days: 28 → 35",
        "G51.smoker: action: caution → review. Our own complications were in smokers.",
    )
    assert {"X01.test", "G51.smoker"} <= {h.id for h in plan.gate.hits if h.action is Action.REVIEW}
    assert (plan.course.sessions[1] - plan.course.sessions[0]).days == 35


@pytest.mark.parametrize(("change", "says"), [
    ('id = "G51.smoker"\naction = "review"', "a change needs its reason"),
    ('id = "G99.none"\nwhy = "For a good reason."', "no entry is called `G99.none`"),
    ('id = "G51.smoker"\naction = "perhaps"\nwhy = "For a good reason."', "clinic.toml:3: G51.smoker: `action`"),
    ('id = "G51.smoker"\ncondition = "nothing"\nwhy = "For a good reason."',
     "clinic.toml:3: G51.smoker: no answer or term"),
])  # fmt: skip
def test_a_change_that_is_none(change, says, overlay):
    assert says in fault(overlay(f"[[change]]\n{change}\n"))


def test_three_weeks_between_sessions_need_a_review(overlay, healthy):
    plan = make_plan(healthy, load_rules(overlay("[settings]\ninterval_days = 21\n")))
    assert plan.course.provisional
    assert any("needs a clinician's review" in n for n in plan.course.notices)


def test_a_withdrawn_rule_is_gone_and_listed(overlay, healthy):
    book = load_rules(overlay('[[change]]\nid = "G51.smoker"\nwithdrawn = true\nwhy = "Covered elsewhere."\n'))
    assert "G51.smoker" not in book
    assert book.changes == ("G51.smoker: withdrawn. Covered elsewhere.",)


def test_the_hash_follows_every_change(book, overlay):
    assert load_rules().sha256 == book.sha256
    assert load_rules("strict").sha256 != book.sha256
    assert load_rules(overlay('[source]\nS01 = "other"\n')).sha256 != book.sha256


def test_the_difference_of_two_books(book):
    parts = {c.part: (c.before, c.after) for c in rules_difference(book, load_rules("strict"))}
    assert parts["G10.isotretinoin.action"] == ("review", "refuse")
    assert set(parts) == {
        "G10.isotretinoin.action",
        "G11.isotretinoin_recent.action",
        "G11.isotretinoin_recent.defer_days",
        "G11.isotretinoin_recent.counted_from",
    }


def test_an_error_that_no_missing_answer_caused_is_a_fault_of_the_rule(overlay, healthy):
    book = load_rules(overlay(RULE.replace("person.smoker", "1 / scar.itch > 2")))
    with pytest.raises(RuleError, match=r"clinic.toml:2: X01.test: condition `1 / scar.itch > 2` fails"):
        plan_gate(healthy, book)
    unknown = plan_gate(changed(healthy, {"scar.itch": "missing"}), book)
    assert [h.missing for h in unknown.hits if h.id == "X01.test"] == [("scar.itch",)]


def test_every_entry_stands_on_a_source_and_every_source_is_used(book):
    used = {s for entry in book.all() for s in entry.sources}
    assert used == book.sources.keys()


def test_what_was_not_read_is_tagged(book):
    unread = {"memory", "ENG", "expert", "law", "label", "clinic-lists"}
    for entry in book.all():
        if set(entry.sources) <= unread:
            assert entry.provenance == "to verify", entry.id


def test_every_reason_is_a_sentence_that_a_patient_could_read(book):
    for rule in book.rules:
        assert rule.reason[0].isupper(), rule.id
        assert rule.reason.endswith("."), rule.id
        assert not re.search(r"[_=<>]|\b[GS]\d\d|ABPI|ATC|PRP|INR > ", rule.reason), rule.id
        assert max(len(s.split()) for s in re.split(r"[.:;]", rule.reason)) <= 30, rule.id


def test_a_directory_of_rules_is_read_in_full(tmp_path):
    copy = tmp_path / "rules"
    shutil.copytree(SHIPPED, copy)
    assert load_rules(directory=copy).sha256 == load_rules().sha256
