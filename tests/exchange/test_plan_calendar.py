"""The calendar of a plan, read back as another program would."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from mesoject.exchange.plan_calendar import plan_calendar_ics
from mesoject.protocol import make_plan, read_answers
from mesoject.records.intake import Intake

HEALTHY = Path(__file__).parents[1] / "protocol" / "healthy.toml"


@pytest.fixture(scope="module")
def plan():
    return make_plan(read_answers(HEALTHY, Intake))


@pytest.fixture(params=["en", "de"])
def events(request, plan):
    return Calendar.from_ical(plan_calendar_ics(plan, request.param)).walk("VEVENT")


def test_every_entry_for_the_patient_is_an_event(events, plan):
    assert len(events) == sum(d.for_patient for d in plan.calendar)
    days = {(e.decoded("dtstart"), e.decoded("dtend")) for e in events}
    assert days == {(d.on, d.until + timedelta(days=1)) for d in plan.calendar if d.for_patient}


def test_what_rfc_5545_asks_of_an_event(events):
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= set(event)
        assert event.decoded("dtend") > event.decoded("dtstart")
    assert len({str(e["UID"]) for e in events}) == len(events)


def test_only_sessions_block_the_day(events):
    busy = {e.decoded("dtstart") for e in events if e["TRANSP"] == "OPAQUE"}
    assert busy == {date(2027, 1, 11), date(2027, 2, 8), date(2027, 3, 8)}


def test_lines_are_folded_and_end_with_crlf(plan):
    raw = plan_calendar_ics(plan, "de")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75


def test_the_same_plan_gives_the_same_bytes(plan):
    assert plan_calendar_ics(plan, "en") == plan_calendar_ics(make_plan(read_answers(HEALTHY, Intake)), "en")


def test_a_plan_without_a_course_has_an_empty_calendar(plan):
    refused = plan.model_copy(update={"course": None, "calendar": ()})
    assert Calendar.from_ical(plan_calendar_ics(refused, "en")).walk("VEVENT") == []
