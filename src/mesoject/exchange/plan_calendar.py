"""The plan as an RFC 5545 calendar: preparation, sessions, aftercare and check-ups as all-day events."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal

from icalendar import Calendar, Event

from mesoject.records.plan import Dated, Plan

NAMES: Final = {
    "en": {"preparation": "Preparation", "session": "Session", "aftercare": "Aftercare", "check-up": "Check-up",
           "judge": "Result", "calendar": "Scar treatment"},
    "de": {"preparation": "Vorbereitung", "session": "Sitzung", "aftercare": "Nachsorge", "check-up": "Kontrolle",
           "judge": "Ergebnis", "calendar": "Narbenbehandlung"},
}  # fmt: skip


def plan_calendar_ics(plan: Plan, language: Literal["en", "de"]) -> bytes:
    """Return the calendar of one plan for the person who is treated; without a course it holds no event.

    A summary is the whole text: cut short it could say the opposite of what is meant.

    The same plan always gives the same bytes; identifiers stay the same when a plan is made again, so that a calendar
    updates its entries instead of doubling them.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//mesoject//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", NAMES[language]["calendar"])
    for dated in plan.calendar:
        if dated.for_patient:
            calendar.add_component(_event(dated, plan, language))
    return bytes(calendar.to_ical())


def _event(dated: Dated, plan: Plan, language: Literal["en", "de"]) -> Event:
    text = dated.text_de if language == "de" else dated.text_en
    event = Event()
    event.add("uid", _uid(dated, plan))
    event.add("dtstamp", datetime.combine(plan.made_for, time(), UTC))
    event.add("dtstart", dated.on)
    event.add("dtend", dated.until + timedelta(days=1))
    event.add("summary", f"{NAMES[language][dated.kind]}: {text}")
    event.add("transp", "OPAQUE" if dated.kind == "session" else "TRANSPARENT")
    return event


def _uid(dated: Dated, plan: Plan) -> str:
    key = f"{plan.reference}|{dated.id}|{dated.session}|{dated.text_en}|{'' if dated.session else dated.on}"
    return hashlib.sha256(key.encode()).hexdigest()[:32] + "@mesoject"
