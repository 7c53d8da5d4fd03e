"""The honest packet: criteria, what is missing, codes by number, and what the person pays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intakes import changed

from mesoject.protocol import make_packet, make_plan
from mesoject.protocol.insurance import instalments
from mesoject.records.packet import Prices

PRICES = Prices(currency="EUR", consultation="80", session="250.00", actives={"vitamin_c": "40.50"}, instalments=3)
CLOSED = {"coverage.functional_impairment": False, "coverage.contract_covers_reconstruction": False}
FUNCTION = {
    "coverage.functional_impairment": True,
    "coverage.expected_to_improve_function": True,
    "scar.motion_deficit_deg": 20,
    "scar.cause": "burn",
    "coverage.contract_covers_reconstruction": False,
}


def packet(healthy, book, answers, prices=None):
    intake = changed(healthy, answers)
    return make_packet(intake, make_plan(intake, book), book, prices)


def test_a_cosmetic_wish_meets_no_criteria(healthy, book):
    found = packet(healthy, book, CLOSED)
    assert found.conclusion == "criteria not met"
    assert all(p.met is False for p in found.payers)
    assert "Function documented" in found.not_in_record


def test_documented_function_meets_one_policy_and_not_those_that_name_other_treatments(healthy, book):
    found = packet(healthy, book, FUNCTION)
    assert {p.id: p.met for p in found.payers} == {"I01": True, "I02": False, "I03": False, "I04": False}
    assert found.conclusion == "criteria met"
    assert "No payer's text was found" in found.statement


def test_missing_answers_are_named(healthy, book):
    found = packet(healthy, book, FUNCTION | {"coverage.expected_to_improve_function": "missing"})
    assert found.conclusion == "answers missing"
    assert found.payers[0].missing == ("coverage.expected_to_improve_function",)


def test_failed_care_counts_from_three_months(healthy, book):
    tried = [{"kind": "silicone", "months": 3, "helped": False}]
    item = "Conservative care that failed: silicone for three months or more, pressure, injections"
    assert item in packet(healthy, book, {"coverage.failed_care": tried}).in_record
    tried[0]["months"] = 2
    assert item in packet(healthy, book, {"coverage.failed_care": tried}).not_in_record


def test_codes_stand_by_number(healthy, book):
    codes = {c.code for c in packet(healthy, book, CLOSED).codes}
    assert codes == {"L90.5", "L81.0", "Z41.1", "17999"}


def test_the_estimate_adds_up(healthy, book):
    estimate = packet(healthy, book, {}, PRICES).estimate
    assert estimate.total == Decimal("80") + 3 * Decimal("250") + 3 * Decimal("40.50")
    assert sum(amount for _, amount in estimate.lines) == estimate.total == sum(estimate.instalments)


def test_without_a_course_only_the_consultation_is_counted(healthy, book):
    estimate = packet(healthy, book, {"scar.beyond_border": True}, PRICES).estimate
    assert estimate.total == Decimal("80")
    assert any("No course is planned" in n for n in estimate.notices)


def test_many_payments_are_flagged(healthy, book):
    five = PRICES.model_copy(update={"instalments": 5})
    assert any("More than four" in n for n in packet(healthy, book, {}, five).estimate.notices)
    assert not any("More than four" in n for n in packet(healthy, book, {}, PRICES).estimate.notices)


@given(st.decimals(0, 100_000, places=2), st.integers(1, 24))
def test_instalments_lose_no_cent(total, number):
    parts = instalments(total, number)
    assert len(parts) == number
    assert sum(parts) == total
    assert max(parts) - min(parts) < Decimal("0.01") * number


@pytest.mark.parametrize("bad", [{"currency": "euro"}, {"session": "-1"}, {"instalments": 0}])
def test_impossible_prices_are_refused(bad):
    from mesoject.protocol import IntakeError, parse_answers

    raw = {"currency": "EUR", "consultation": "80", "session": "250"} | bad
    with pytest.raises(IntakeError):
        parse_answers(raw, Prices)
