"""All options side by side: first-line care, every active, needling alone, and doing nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mesoject.protocol.entries import OptionEntry
from mesoject.protocol.gate import planning_facts, run_gate, strictest
from mesoject.protocol.language import Facts
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.gate import Action, Gate, Hit
from mesoject.records.intake import Intake
from mesoject.records.plan import Option, OptionStatus

BY_ACTION: Final[dict[Action, OptionStatus]] = {
    Action.PASS: "possible", Action.CAUTION: "possible", Action.REVIEW: "after review", Action.DEFER: "deferred",
    Action.REFUSE: "refused",
}  # fmt: skip
TREATMENTS: Final = ("active", "needling alone")
DONE_SOMEHOW: Final = ("possible", "after review", "deferred")


def find_options(intake: Intake, facts: Facts, gate: Gate, book: RuleBook) -> tuple[Option, ...]:
    """Judge every option; first-line care that does not concern this scar is left out, all else is shown.

    Each active is judged as if it had been asked for, so that what it needs to know is asked before it is proposed.
    """
    decided = {hit.id for hit in gate.hits if hit.overridden_by}
    found = [_option(entry, facts, _hits(entry, intake, gate, book, decided), book) for entry in book.options]
    return tuple(o for o in found if o.kind in TREATMENTS or o.status != "does not match")


def any_treatment(options: Iterable[Option]) -> bool:
    """Whether anything is left that a device would do."""
    return any(o.kind in TREATMENTS and o.status in DONE_SOMEHOW for o in options)


def _hits(entry: OptionEntry, intake: Intake, gate: Gate, book: RuleBook, decided: set[str]) -> list[Hit]:
    """Hits that concern this option; first-line care and doing nothing are open to everyone."""
    if entry.kind not in TREATMENTS:
        return []
    parts = ("procedure", entry.active, "product") if entry.active else ("procedure",)
    wanted = (entry.active,) if entry.active else ()
    return [h for h in _gate_if(intake, wanted, gate, book).hits if h.applies_to in parts and h.id not in decided]


def _gate_if(intake: Intake, wanted: tuple[str, ...], gate: Gate, book: RuleBook) -> Gate:
    if not wanted:
        return gate
    goals = intake.goals.model_copy(update={"actives": wanted})
    return run_gate(planning_facts(intake.model_copy(update={"goals": goals}), book), book, "plan")


def _option(entry: OptionEntry, facts: Facts, hits: list[Hit], book: RuleBook) -> Option:
    node = book.nodes[entry.id, "suits"]
    suits = node.value(facts)
    of_active = [name for h in hits if h.applies_to == entry.active for name in h.missing]
    status = _status(suits, hits, bool(of_active))
    missing = () if suits is False else (*(node.blame(facts) if suits is None else ()), *of_active)
    own = [h for h in hits if h.certain and h.applies_to != "procedure" and h.action < Action.REFUSE]
    cautions = [] if suits is False else [h.reason for h in own]
    return Option(
        id=entry.id,
        sources=entry.sources,
        grade=entry.grade,
        directness=entry.directness,
        provenance=entry.provenance,
        title=entry.title,
        active=entry.active,
        kind=entry.kind,
        status=status,
        given_as=entry.given_as,
        evidence=entry.evidence,
        effect=entry.effect,
        cautions=tuple(cautions),
        why_not=_why_not(status, hits),
        missing=tuple(dict.fromkeys(missing)),
    )


def _status(suits: bool | None, hits: list[Hit], answers_missing: bool) -> OptionStatus:
    action = strictest(hits, *{h.applies_to for h in hits})
    if action is Action.REFUSE:
        return "refused"
    if suits is False:
        return "does not match"
    if suits is None or answers_missing:
        return "needs answers"
    return BY_ACTION[action]


def _why_not(status: OptionStatus, hits: list[Hit]) -> tuple[str, ...]:
    if status == "does not match":
        return ("It does not fit this kind of scar.",)
    return tuple(h.reason for h in hits if h.action is Action.REFUSE)
