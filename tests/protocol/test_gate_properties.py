"""What must hold for every intake: riskier is never milder, and unknown never passes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from intakes import DAY_NAMES, INTAKE_NAMES, changed, changed_day, days, days_ago, given_answers, intakes
from test_gate_rows import FIRES

from mesoject.protocol import RuleBook, plan_gate, session_gate
from mesoject.protocol.facts import DERIVED, SECTIONS
from mesoject.protocol.gate import planning_facts
from mesoject.records.gate import Action, Gate, Hit
from mesoject.records.intake import Intake

ORDERED = {
    "scar.profile": ("depressed", "flat", "raised"), "scar.tattoo": ("no", "near", "over"),
    "leg.venous_skin_change": ("no", "elsewhere_on_leg", "at_scar"),
    "leg.metalwork": ("no", "elsewhere_on_leg", "under_scar"), "entry.severity": ("mild", "moderate", "severe"),
}  # fmt: skip
many = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def risk(name: str) -> str:
    section, field = name.split(".")
    return SECTIONS[section].model_fields[field].json_schema_extra["risk"]


def rank(name: str, answer: Any) -> Any:
    return ORDERED[name].index(answer) if name in ORDERED else answer


def riskier(name: str, first: Any, second: Any) -> tuple[Any, Any]:
    """Two answers so that the second is the riskier one; lists by inclusion."""
    if isinstance(first, list):
        keys = [str(item) for item in first]
        longer = first + [item for item in second if str(item) not in keys]
        return (first, longer)
    low, high = sorted((first, second), key=lambda a: rank(name, a))
    return (low, high) if risk(name) == "up" else (high, low)


def assert_not_milder(before: Gate, after: Gate) -> None:
    assert after.verdict >= before.verdict
    for part, action in before.by_part.items():
        assert max(after.by_part.get(part, Action.PASS), after.verdict) >= action


DIRECTED = [name for name in INTAKE_NAMES if risk(name) != "none"]
DIRECTED_DAY = [name for name in DAY_NAMES if risk(name) != "none"]


@many
@given(data=st.data())
def test_an_answer_moved_in_its_direction_of_risk_never_makes_the_gate_milder(data, healthy, book):
    intake = data.draw(intakes(healthy))
    name = data.draw(st.sampled_from(DIRECTED))
    low, high = riskier(name, data.draw(given_answers(name)), data.draw(given_answers(name)))
    assert_not_milder(plan_gate(changed(intake, {name: low}), book), plan_gate(changed(intake, {name: high}), book))


@many
@given(data=st.data())
def test_the_same_holds_on_the_day(data, healthy, good_day, book):
    intake, day = data.draw(intakes(healthy, most=4)), data.draw(days(good_day))
    name = data.draw(st.sampled_from(DIRECTED_DAY))
    low, high = riskier(name, data.draw(given_answers(name)), data.draw(given_answers(name)))
    before, after = (session_gate(intake, changed_day(day, {name: a}), book) for a in (low, high))
    assert_not_milder(before, after)


@pytest.mark.parametrize("name", DIRECTED)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_single_answer_of_a_healthy_person(name, data, healthy, book):
    low, high = riskier(name, data.draw(given_answers(name)), data.draw(given_answers(name)))
    assert_not_milder(plan_gate(changed(healthy, {name: low}), book), plan_gate(changed(healthy, {name: high}), book))


@many
@given(data=st.data())
def test_leaving_an_answer_out_never_lets_a_strict_rule_pass(data, healthy, book):
    intake = data.draw(intakes(healthy))
    before = plan_gate(intake, book)
    strict = [h for h in before.hits if h.could_be >= Action.REVIEW]
    assume(strict)
    hit = data.draw(st.sampled_from(strict))
    name = data.draw(st.sampled_from(sorted(given_names(book.nodes[hit.id, "condition"].names()))))
    left_out = changed(intake, {name: data.draw(st.sampled_from(["missing", "declined"]))})
    assert_still_there(strict, name, left_out, book)


@pytest.mark.parametrize("rule", FIRES)
def test_each_rule_that_fires_is_reviewed_when_its_answer_is_left_out(rule, healthy, book):
    firing = changed(healthy, {"goals.first_session_on": "not_applicable"} | FIRES[rule])
    strict = [h for h in plan_gate(firing, book).hits if h.id == rule and h.could_be >= Action.REVIEW]
    for name in given_names(book.nodes[rule, "condition"].names()):
        assert_still_there(strict, name, changed(firing, {name: "missing"}), book)


def given_names(names: Iterable[str]) -> set[str]:
    return {DERIVED.get(name, name) for name in names}


def assert_still_there(strict: list[Hit], name: str, left_out: Intake, book: RuleBook) -> None:
    """All strict hits stay, but for those whose question does not apply without the answer."""
    facts = planning_facts(left_out, book)
    question = book.applies.get(name)
    if question is not None and question.value(facts) is False:
        return
    after = {h.id: h for h in plan_gate(left_out, book).hits}
    unasked = {
        r.id
        for r in book.rules
        if r.when != "session" and r.asked_if and book.nodes[r.id, "asked_if"].value(facts) is False
    }
    assert {h.id for h in strict} - after.keys() <= unasked


@many
@given(data=st.data())
def test_an_unknown_strict_rule_is_a_review_and_an_unknown_caution_is_listed(data, healthy, book):
    for hit in plan_gate(data.draw(intakes(healthy)), book).hits:
        if not hit.certain:
            assert hit.missing
            assert hit.until is None
            assert hit.action is min(hit.could_be, Action.REVIEW)


@many
@given(data=st.data())
def test_hits_stand_in_order_and_decide_the_verdict(data, healthy, book):
    gate = plan_gate(data.draw(intakes(healthy)), book)
    actions = [hit.action for hit in gate.hits]
    assert actions == sorted(actions, reverse=True)
    assert gate.verdict == max((h.action for h in gate.hits if h.applies_to == "procedure"), default=Action.PASS)
    assert [m.worst for m in gate.missing] == sorted((m.worst for m in gate.missing), reverse=True)


@many
@given(data=st.data())
def test_what_is_refused_by_default_is_refused_whatever_else_is_answered(data, healthy, good_day, book):
    intake = data.draw(intakes(healthy))
    keloid = changed(intake, {"scar.beyond_border": True})
    border = changed(intake, {"scar.profile": "raised", "scar.beyond_border": "missing"})
    nameless = changed(intake, {"device.mode": "declined"})
    for answers in (keloid, border, nameless):
        assert plan_gate(answers, book).verdict is Action.REFUSE
    fresh = {"scar.open": False, "scar.closed_on": days_ago(data.draw(st.integers(0, 41)))}
    for wound in ({"scar.open": True}, fresh | {"goals.first_session_on": "missing"}):
        assert plan_gate(changed(intake, wound), book).verdict >= Action.DEFER
    field = data.draw(st.sampled_from(["sterile", "labelled_intradermal", "single_use", "lot_recorded"]))
    spoilt = changed_day(data.draw(days(good_day)), {"product.actives": ["vitamin_c"], f"product.{field}": False})
    assert session_gate(intake, spoilt, book).verdict is Action.REFUSE
