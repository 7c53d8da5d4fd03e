"""Other treatments of the same skin: how far apart they and the sessions have to lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mesoject.protocol.entries import CombinationEntry
from mesoject.protocol.language import NOT_APPLICABLE
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.answers import Absence
from mesoject.records.intake import Intake, OtherTreatment
from mesoject.records.plan import Conflict


def treatments_clear_on(intake: Intake, book: RuleBook, on: date) -> object:
    """Return the first day that keeps its distance to every treatment done before ``on``.

    Returns
    -------
    date, None or NOT_APPLICABLE
        None where the answer is missing; NOT_APPLICABLE where there is nothing to keep away from.
    """
    treatments = intake.goals.other_treatments
    if isinstance(treatments, Absence):
        return NOT_APPLICABLE if treatments is Absence.NONE else None
    before = {entry.kind: entry.before_days for entry in book.combinations}
    ends = [t.on + timedelta(days=before[t.kind]) for t in treatments if t.on <= on and before[t.kind]]
    return max(ends) if ends else NOT_APPLICABLE


def conflicts(intake: Intake, book: RuleBook, sessions: Iterable[date]) -> tuple[Conflict, ...]:
    """List every other treatment that lies too near to a session, with the first day on which it fits."""
    treatments = intake.goals.other_treatments
    if isinstance(treatments, Absence):
        return ()
    entries = {entry.kind: entry for entry in book.combinations}
    days = tuple(sessions)
    return tuple(c for t in treatments for day in days for c in _conflict(t, entries[t.kind], day))


def _conflict(treatment: OtherTreatment, entry: CombinationEntry, session: date) -> Iterator[Conflict]:
    gap = (session - treatment.on).days
    if entry.kind == "radiotherapy":
        yield _record(treatment, entry, session, None, "is not combined with sessions at all")
    elif 0 <= gap < entry.before_days:
        earliest = treatment.on + timedelta(days=entry.before_days)
        yield _record(treatment, entry, session, earliest, f"no session earlier than {earliest.isoformat()}")
    elif gap < 0 and -gap < entry.after_days:
        earliest = session + timedelta(days=entry.after_days)
        yield _record(treatment, entry, session, earliest, _later(treatment, earliest))


def _later(treatment: OtherTreatment, earliest: date) -> str:
    """Only what is not prescribed is simply moved; else the session moves or the prescriber is asked."""
    if treatment.prescribed is False:
        return f"not before {earliest.isoformat()}"
    return f"if it can wait, from {earliest.isoformat()}; if a doctor ordered it, the session moves"


def _record(
    treatment: OtherTreatment, entry: CombinationEntry, session: date, earliest: date | None, words: str
) -> Conflict:
    return Conflict(
        id=entry.id,
        sources=entry.sources,
        grade=entry.grade,
        directness=entry.directness,
        provenance=entry.provenance,
        treatment=entry.title,
        treated_on=treatment.on,
        session_on=session,
        earliest=earliest,
        text=f"{entry.title} on {treatment.on.isoformat()}: {words}. {entry.note}".strip(),
    )
