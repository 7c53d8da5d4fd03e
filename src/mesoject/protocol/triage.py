"""Diary entry → how soon somebody has to look at it; the most urgent line wins, and what is unclear goes up."""

from __future__ import annotations

from datetime import date
from typing import Final

from mesoject.protocol.entries import TriageEntry
from mesoject.protocol.facts import facts_of_entry
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.diary import DiaryEntry, Triage, TriageHit, Urgency

URGENCY: Final = {
    "expected": Urgency.EXPECTED, "self_care": Urgency.SELF_CARE, "call_clinic": Urgency.CALL_CLINIC,
    "same_day": Urgency.SAME_DAY, "emergency": Urgency.EMERGENCY,
}  # fmt: skip


def triage(entry: DiaryEntry, book: RuleBook) -> Triage:
    """Judge one entry of the diary after a session.

    A line whose condition is unknown counts as met, so that a missing answer can only raise the urgency. An entry
    that no line meets goes to the clinic.
    """
    facts = facts_of_entry(entry, date.min)
    values = [(line, book.nodes[line.id, "condition"].value(facts)) for line in book.triage]
    hits = [_hit(line, certain=value is True) for line, value in values if value is not False]
    hits.sort(key=lambda hit: -hit.urgency)
    return Triage(urgency=hits[0].urgency if hits else Urgency.CALL_CLINIC, hits=tuple(hits))


def _hit(line: TriageEntry, *, certain: bool) -> TriageHit:
    return TriageHit(
        id=line.id,
        urgency=URGENCY[line.urgency],
        certain=certain,
        advice_en=line.advice_en,
        advice_de=line.advice_de,
        for_clinic=line.for_clinic,
        sources=line.sources,
    )
