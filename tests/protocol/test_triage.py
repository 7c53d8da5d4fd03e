"""Every line of the diary table fires and stays silent; unclear goes up, never down."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoject.protocol import triage
from mesoject.records.diary import DiaryEntry, Severity, Symptom, Urgency

SYMPTOMS = list(get_args(Symptom))
EXPECTED, SELF_CARE, CLINIC, SAME_DAY, EMERGENCY = Urgency


def entry(symptom: str, day: float = 1, severity: str = "mild", **more) -> DiaryEntry:
    return DiaryEntry(
        symptom=symptom, day=day, severity=severity, **({"getting_worse": False, "anticoagulated": False} | more)
    )


LINES = {
    "F01": (entry("allergic_reaction"), EMERGENCY), "F02": (entry("anaesthetic_toxicity"), EMERGENCY),
    "F03": (entry("blue_lips"), EMERGENCY), "F04": (entry("chest_pain_or_breathless", 30), EMERGENCY),
    "F05": (entry("white_or_dusky_skin"), EMERGENCY), "F06": (entry("very_ill", 5), EMERGENCY),
    "F07": (entry("swollen_calf", 5), SAME_DAY), "F08": (entry("red_streak", 3), SAME_DAY),
    "F09": (entry("blisters", 4), SAME_DAY), "F10": (entry("bleeding"), SAME_DAY),
    "F10.brisk": (entry("bleeding", severity="severe", anticoagulated=True), EMERGENCY),
    "F11": (entry("new_lump", 40), CLINIC), "F12": (entry("persistent_papules", 20), CLINIC),
    "F13": (entry("redness", 7.5), CLINIC), "F14": (entry("scar_growing", 60), CLINIC),
    "F15": (entry("lines_of_dots", 30), CLINIC), "F16": (entry("darker_patch", 30), CLINIC),
    "F17": (entry("swelling", 2, "moderate"), SELF_CARE), "E01": (entry("redness", 7), EXPECTED),
    "E02": (entry("swelling", 7), EXPECTED), "E03": (entry("pain", 3), EXPECTED),
    "E04": (entry("itch_or_flaking", 7), EXPECTED), "E05": (entry("bruise", 14), EXPECTED),
    "E06": (entry("papules", 7), EXPECTED), "E07": (entry("crust", 10), EXPECTED),
    "E08": (entry("tender_node", 7), EXPECTED), "L03": (entry("pain", 3.5), CLINIC),
    "L04": (entry("itch_or_flaking", 8), CLINIC), "L06": (entry("papules", 8), CLINIC),
    "L07": (entry("crust", 11), CLINIC), "L08": (entry("tender_node", 8), CLINIC),
    "X01": (entry("swelling", 1, "severe"), SAME_DAY),
    "X02": (entry("pain", 1, "severe", getting_worse=True), EMERGENCY),
    "X03": (entry("redness", 3, getting_worse=True), CLINIC), "X04": (entry("other"), CLINIC),
    "X05": (entry("other", severity="severe"), SAME_DAY),
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_line_fires_with_its_urgency(line, book):
    said, urgency = LINES[line]
    result = triage(said, book)
    assert line in {h.id for h in result.hits if h.certain}
    assert result.urgency is urgency


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_silent_on_another_symptom(line, book):
    other = entry("crust") if LINES[line][0].symptom != "crust" else entry("redness")
    assert line not in {h.id for h in triage(other, book).hits}


def test_every_line_is_tested(book):
    assert {line.id for line in book.triage} == LINES.keys()


@pytest.mark.parametrize(("day", "thinned", "urgency"), [
    (14, False, EXPECTED), (15, False, CLINIC), (21, True, EXPECTED), (22, True, CLINIC),
])  # fmt: skip
def test_a_bruise_lasts_longer_under_a_blood_thinner(day, thinned, urgency, book):
    assert triage(entry("bruise", day, anticoagulated=thinned), book).urgency is urgency


ENTRIES = st.builds(
    DiaryEntry, symptom=st.sampled_from(SYMPTOMS),
    day=st.sampled_from([0.0, 1.0, 3.0, 3.5, 7.0, 8.0, 15.0, 22.0, 90.0]),
    severity=st.sampled_from(get_args(Severity)), getting_worse=st.booleans(), anticoagulated=st.booleans(),
)  # fmt: skip


@given(ENTRIES, st.sets(st.sampled_from(["symptom", "day", "severity", "getting_worse", "anticoagulated"])))
def test_what_is_unclear_goes_up_never_down(book, said, missing):
    vague = said.model_copy(update=dict.fromkeys(missing, "missing"))
    vague = DiaryEntry.model_validate(vague.model_dump())
    assert triage(vague, book).urgency >= triage(said, book).urgency


@given(ENTRIES, ENTRIES)
def test_later_worse_or_more_severe_is_never_less_urgent(book, first, second):
    order = list(get_args(Severity))
    worse = first.model_copy(update={
        "day": max(first.day, second.day), "getting_worse": first.getting_worse or second.getting_worse,
        "severity": max(first.severity, second.severity, key=order.index)})  # fmt: skip
    assert triage(worse, book).urgency >= triage(first, book).urgency


@given(ENTRIES)
def test_the_most_urgent_line_wins(book, said):
    result = triage(said, book)
    assert result.urgency is max(h.urgency for h in result.hits)
    assert [h.urgency for h in result.hits] == sorted((h.urgency for h in result.hits), reverse=True)


@pytest.mark.parametrize("symptom", SYMPTOMS)
def test_every_symptom_meets_a_line(symptom, book):
    assert triage(entry(symptom), book).hits


def test_what_the_clinic_does_stands_beside_the_flag_and_not_in_the_advice(book):
    toxicity = next(h for h in triage(entry("anaesthetic_toxicity"), book).hits if h.id == "F02")
    assert "1.5 mL/kg" in toxicity.for_clinic
    assert "mL/kg" not in toxicity.advice_en + toxicity.advice_de


def test_red_flags_never_fall_below_the_same_day(book):
    flags = {"F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10"}
    assert all(line.urgency in ("same_day", "emergency") for line in book.triage if line.id in flags)


def test_papules_that_are_there_after_a_week_are_looked_at_like_lumps(book):
    early, late = triage(entry("papules", 5), book), triage(entry("papules", 21), book)
    assert early.urgency is EXPECTED
    assert late.urgency is CLINIC
    assert {"F11", "L06"} <= {hit.id for hit in late.hits}
