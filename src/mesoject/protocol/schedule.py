"""The dated course: sessions, what to do before and after each, and the days on which the effect is judged."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from mesoject.protocol.entries import CareEntry
from mesoject.protocol.language import Facts
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.gate import Action, Gate
from mesoject.records.intake import Intake
from mesoject.records.plan import Course, Dated, DrugAdvice


def plan_course(intake: Intake, gate: Gate, book: RuleBook) -> Course | None:
    """Set the dates, or None where the gate refuses or a deferral has no end yet.

    No session lies earlier than the preparation needs, than a deferral ends, than the interval to the one before, or
    than another treatment allows.
    """
    if gate.verdict is Action.REFUSE or gate.open_ended:
        return None
    settings = book.settings
    earliest = max(gate.on, intake.asked_on + timedelta(days=settings.lead_days), gate.until or gate.on)
    wished = intake.goals.sessions if isinstance(intake.goals.sessions, int) else settings.sessions
    sessions: list[date] = []
    for _ in range(min(wished, settings.sessions_max)):
        sessions.append(_clear(earliest, intake, book))
        earliest = sessions[-1] + timedelta(days=settings.interval_days)
    return Course(
        provisional=gate.verdict >= Action.REVIEW or settings.interval_days < 28,
        interval_days=settings.interval_days,
        sessions=tuple(sessions),
        judge_on=tuple(add_months(sessions[-1], months) for months in settings.judge_months),
        stop_rules=tuple(rule.title for rule in book.stops),
        notices=_notices(gate, book),
    )


def plan_calendar(course: Course, facts: Facts, drugs: tuple[DrugAdvice, ...], book: RuleBook) -> tuple[Dated, ...]:
    """Shift preparation, aftercare and check-ups to the sessions; add what may be paused, and the days to judge."""
    care = [entry for entry in book.care if book.nodes[entry.id, "condition"].value(facts) is not False]
    entries = [dated for number in range(len(course.sessions)) for dated in _around(number, course, care)]
    entries += [d for number in range(len(course.sessions)) for d in _pauses(number, course, drugs)]
    entries += [_judge(day, course, book) for day in course.judge_on]
    return tuple(sorted(entries, key=lambda d: (d.on, d.until, d.id)))


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day.

    Examples
    --------
    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _clear(earliest: date, intake: Intake, book: RuleBook) -> date:
    """First day from ``earliest`` that keeps its distance to every other treatment done or planned before it."""
    treatments = intake.goals.other_treatments
    before = {entry.kind: entry.before_days for entry in book.combinations}
    day = earliest
    while isinstance(treatments, tuple):
        ends = [t.on + timedelta(days=before[t.kind]) for t in treatments if t.on <= day]
        latest = max(ends, default=day)
        if latest <= day:
            break
        day = latest
    return day


def _notices(gate: Gate, book: RuleBook) -> tuple[str, ...]:
    notices = ["No verdict is given before three months after the last session."]
    if gate.verdict >= Action.REVIEW:
        notices.append("The dates are provisional until the named people have signed.")
    if book.settings.interval_days < 28:
        notices.append("Less than 28 days between sessions needs a clinician's review.")
    return tuple(notices)


def _around(number: int, course: Course, care: list[CareEntry]) -> Iterator[Dated]:
    session, last = course.sessions[number], number == len(course.sessions) - 1
    gap = 0 if last else (course.sessions[number + 1] - session).days
    for entry in care:
        skipped = (entry.once and number > 0) or (not last and entry.day_from >= gap)
        if not skipped:
            until = entry.day_to if last else min(entry.day_to, gap - 1)
            first = session + timedelta(days=entry.day_from)
            if number > 0 and entry.day_from < 0:
                first = max(first, course.sessions[number - 1] + timedelta(days=1))
            yield _dated(entry, first, session + timedelta(days=until), number + 1, (first - session).days)


def _dated(entry: CareEntry, on: date, until: date, session: int, day: int) -> Dated:
    return Dated(
        id=entry.id,
        sources=entry.sources,
        grade=entry.grade,
        directness=entry.directness,
        provenance=entry.provenance,
        on=on,
        until=until,
        session=session,
        day=day,
        kind=entry.kind,
        text_en=entry.text_en,
        text_de=entry.text_de,
        for_patient=entry.for_patient,
    )


def _pauses(number: int, course: Course, drugs: tuple[DrugAdvice, ...]) -> Iterator[Dated]:
    for advice in drugs:
        if advice.wording == "may be paused":
            on = course.sessions[number] - timedelta(days=advice.days_before)
            yield Dated(
                id=advice.id,
                sources=advice.sources,
                grade=advice.grade,
                directness=advice.directness,
                provenance=advice.provenance,
                on=on,
                until=course.sessions[number] - timedelta(days=1),
                session=number + 1,
                day=-advice.days_before,
                kind="preparation",
                text_en=advice.text_en,
                text_de=advice.text_de,
                for_patient=True,
            )


def _judge(day: date, course: Course, book: RuleBook) -> Dated:
    rule = book["Z03"]
    return Dated(
        id="Z00",
        sources=("S14", "S06"),
        grade="C",
        directness=rule.directness,
        provenance="verified",
        on=day,
        until=day,
        session=None,
        day=(day - course.sessions[-1]).days,
        kind="judge",
        text_en="Photographs and measurement: what changed, and is it more than the measurement error?",
        text_de="Fotos und Messung: Was hat sich geändert, und ist es mehr als der Messfehler?",
        for_patient=True,
    )
