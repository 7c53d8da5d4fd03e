"""The rule book as a document that a clinician can read from front to back."""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.protocol.entries import Entry, GateRule
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.blocks import Block, Bullets, Heading, Paragraph, Table

CHAPTERS = {
    "rule": "Safety gate", "type": "Types of scar", "option": "Options", "mode": "Ways of delivery",
    "technique": "Techniques",
    "anaesthetic": "Local anaesthetics", "drug": "Drugs", "supplement": "Supplements",
    "combination": "Intervals to other treatments", "care": "Preparation and aftercare",
    "triage": "Reactions and red flags", "stop": "When a course ends early", "risk": "Risks for the consent talk",
    "lifestyle": "Habits", "claim": "What is advertised", "payer": "Payers", "evidence": "What a payer reads",
    "code": "Codes",
}  # fmt: skip
PLAIN = {"id", "title", "sources", "grade", "directness", "provenance"}


def rule_book(book: RuleBook) -> list[Block]:
    """Lay out every rule with its condition, action, reason, sources and strength."""
    blocks: list[Block] = [
        Heading("Rule book", 1),
        Paragraph(INTENDED_USE),
        Paragraph(
            f"Rules {book.sha256[:12]}. A condition reads like Python and is decided by three-valued logic: "
            "unknown never passes. On a refusing, deferring or reviewing rule it becomes a review, on a caution "
            "it is listed."
        ),
    ]
    if book.changes:
        blocks += [Heading(f"Changed by {book.overlay}"), Bullets(book.changes)]
    blocks += [
        Heading("Terms"),
        Table(("Term", "Condition", "Meaning"), [(t.id, f"`{t.condition}`", t.words) for t in book.terms.values()]),
    ]
    for table, title in CHAPTERS.items():
        blocks += [Heading(title), *_chapter(table, book)]
    settings = [(k, str(v)) for k, v in book.settings.model_dump().items()]
    blocks += [Heading("Settings"), Table(("Setting", "Value"), settings)]
    return [*blocks, Heading("Sources"), Table(("Tag", "Source"), list(book.sources.items()))]


def _chapter(table: str, book: RuleBook) -> Iterator[Block]:
    if table == "rule":
        yield Table(("Rule", "When", "Condition", "Action", "Reason", "Evidence"), [_gate_row(r) for r in book.rules])
    else:
        yield Table(
            ("Id", "What", "Content", "Evidence"),
            [(e.id, e.title, _content(e), _evidence(e)) for e in book.tables[table]],
        )


def _gate_row(rule: GateRule) -> tuple[str, ...]:
    condition = f"`{rule.condition}`" + (f" (asked if `{rule.asked_if}`)" if rule.asked_if else "")
    action = rule.action + (f" {rule.defer_days} days" if rule.defer_days else "")
    action += f" from {rule.counted_from}" if rule.counted_from else ""
    action += f" ({rule.applies_to.replace('_', ' ')})" if rule.applies_to != "procedure" else ""
    action += f"; may be overridden by {', '.join(rule.overriders)}" if rule.overriders else ""
    reason = rule.reason + (f" Note: {rule.note}" if rule.note else "")
    return f"{rule.id}: {rule.title}", rule.when, condition, action, reason, _evidence(rule)


def _content(entry: Entry) -> str:
    """Every field of its own, in the order in which it stands in the record."""
    fields = entry.model_dump(mode="json", exclude=PLAIN, exclude_none=True)
    told = {name.replace("_", " "): value for name, value in fields.items() if value not in ("", [])}
    return "; ".join(f"{name}: {_plain(value)}" for name, value in told.items())


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    if isinstance(value, list):
        return "; ".join(_plain(v) for v in value)
    return str(value)


def _evidence(entry: Entry) -> str:
    return f"grade {entry.grade}, {entry.directness}, {entry.provenance}; {', '.join(entry.sources)}"
