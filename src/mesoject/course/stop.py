"""The protocol's stop rules and the course's numbers, put side by side."""

from __future__ import annotations

from datetime import date
from typing import Final

from mesoject.course.result import Stop
from mesoject.protocol.rulebook import RuleBook, load_rules
from mesoject.protocol.schedule import add_months
from mesoject.records.course import Course
from mesoject.records.outcome import Outcome, Verdict

GROWTH: Final = "Z01"
NO_CHANGE: Final = "Z03"
SESSIONS: Final = 3
MONTHS: Final = 3


def stop(course: Course, outcome: Outcome) -> Stop | None:
    """Say whether a stop rule of the protocol speaks after the last visit; None where there was no session yet."""
    if not course.sessions:
        return None
    book = load_rules()
    grown = [verdict for verdict in _last_verdicts(outcome) if verdict.adverse]
    if grown:
        because = f"On {grown[0].day} the scar had grown beyond the measurement error ({grown[0].quantity})."
        return _says(book, GROWTH, because, applies=True)
    return _without_change(course, outcome, book)


def _without_change(course: Course, outcome: Outcome, book: RuleBook) -> Stop:
    last = next((v for v in _last_verdicts(outcome) if v.quantity == outcome.primary), None)
    sessions = [session.date for session in course.sessions if last is None or session.date <= last.day]
    if len(sessions) < SESSIONS:
        return _says(book, NO_CHANGE, f"There were {len(sessions)} of {SESSIONS} sessions.", applies=False)
    due = add_months(sessions[-1], MONTHS)
    if last is None or last.day < due:
        because = f"It is judged three months after the last session, from {due} on."
        return _says(book, NO_CHANGE, because, applies=False)
    return _judged(last, sessions, book)


def _judged(last: Verdict, sessions: list[date], book: RuleBook) -> Stop:
    days = (last.day - sessions[-1]).days
    fact = f"On {last.day}, {days} days after session {len(sessions)}, the change of {last.quantity}"
    if not last.tested:
        return _says(book, NO_CHANGE, f"{fact} could not be judged: {last.why}", applies=False)
    word = "exceeded" if last.exceeds else "did not exceed"
    return _says(book, NO_CHANGE, f"{fact} {word} the measurement error.", applies=not last.exceeds)


def _last_verdicts(outcome: Outcome) -> list[Verdict]:
    """Every quantity's verdict at the last visit, the primary's first."""
    last = max((v.visit for s in outcome.series for v in s.verdicts), default=0)
    found = [v for s in outcome.series for v in s.verdicts if v.visit == last]
    return sorted(found, key=lambda verdict: verdict.quantity != outcome.primary)


def _says(book: RuleBook, rule: str, because: str, *, applies: bool) -> Stop:
    entry = book[rule]
    source = f"rule {rule}, grade {entry.grade}, {entry.directness}, {entry.provenance}: {', '.join(entry.sources)}"
    return Stop(applies=applies, sentence=f"{entry.title} {because}", source=source)
