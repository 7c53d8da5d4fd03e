"""Decisions of named people against a hit, sign-off, and what a new plan changes."""

from __future__ import annotations

from datetime import date

import pytest
from intakes import changed
from pydantic import ValidationError

from mesoject.protocol import load_rules, make_plan, plan_difference
from mesoject.records import UsageError
from mesoject.records.gate import Action, Override

REASON = "Seen together with the scar clinic; a test spot was quiet for twelve weeks."


def override(rule: str, role: str = "specialist", reason: str = REASON) -> Override:
    return Override(rule=rule, role=role, name="Dr Example", on=date(2026, 11, 23), reason=reason)


def test_a_specialist_may_override_a_keloid_in_writing_and_it_stays_in_the_list(healthy, book):
    keloid = changed(healthy, {"scar.beyond_border": True})
    plan = make_plan(keloid, book, [override("G01.keloid")])
    hit = next(h for h in plan.gate.hits if h.id == "G01.keloid")
    assert hit.overridden_by is not None
    assert plan.verdict < Action.REFUSE
    assert plan.sign_off.overrides[0].reason == REASON


@pytest.mark.parametrize(("rule", "role", "says"), [
    ("G01.keloid", "clinician", "a clinician may not; allowed: specialist"),
    ("G51.smoker", "clinician", "caution needs no"),
    ("G06.suspicious", "specialist", "was not hit"), ("G66.unknown", "medical_lead", "allowed: nobody"),
])  # fmt: skip
def test_who_may_not(rule, role, says, healthy, book):
    answers = {"scar.beyond_border": True, "person.smoker": True, "device.model": "missing"}
    with pytest.raises(UsageError, match=says):
        make_plan(changed(healthy, answers), book, [override(rule, role)])


def test_a_reason_has_to_be_a_sentence():
    with pytest.raises(ValidationError, match="at least 20 characters"):
        override("G01.keloid", reason="ok")


def test_a_review_names_who_signs(healthy, book):
    plan = make_plan(changed(healthy, {"health.koebner": True}), book)
    assert plan.verdict is Action.REVIEW
    assert plan.course.provisional
    assert plan.sign_off.required == ("clinician",)
    assert plan.sign_off.for_rules == ("G09.koebner",)


def test_new_answers_show_their_difference(healthy, book):
    before, after = make_plan(healthy, book), make_plan(changed(healthy, {"person.smoker": True}), book)
    changes = {c.part: (c.before, c.after) for c in plan_difference(before, after)}
    assert changes["verdict"] == ("pass", "caution")
    assert changes["hit G51.smoker"] == (None, "caution (certain)")
    assert "rules" not in changes
    assert plan_difference(before, before) == ()


def test_new_rules_show_their_difference(healthy, book):
    taking = changed(healthy, {"medicines.drugs": [{"name": "isotretinoin", "prescribed": True}]})
    before, after = make_plan(taking, book), make_plan(taking, load_rules("strict"))
    changes = {c.part: c.after for c in plan_difference(before, after)}
    assert changes["verdict"] == "refuse"
    assert changes["rules"]
    assert any(part.startswith("overlay") for part in changes)
