"""The safety gate: every rule against the answers, every hit listed, the strictest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from mesoject.protocol.combination import treatments_clear_on
from mesoject.protocol.entries import GateRule
from mesoject.protocol.facts import DERIVED, facts_of
from mesoject.protocol.language import Facts
from mesoject.protocol.missing import missing_answers, wording
from mesoject.protocol.overrides import apply_overrides
from mesoject.protocol.rulebook import RuleBook
from mesoject.records import MesojectError
from mesoject.records.gate import Action, Gate, Hit, Override, When
from mesoject.records.intake import Intake
from mesoject.records.session_day import SessionDay

ACTIONS: Final = {"caution": Action.CAUTION, "review": Action.REVIEW, "defer": Action.DEFER, "refuse": Action.REFUSE}
KEPT: Final = 4096  # drug names are part of the keys, so that they could grow without end


class RuleError(MesojectError):
    """A rule failed although every answer that it needs was there: the rule is wrong, not the intake."""


def plan_gate(intake: Intake, book: RuleBook, overrides: Iterable[Override] = ()) -> Gate:
    """Run the rules of the planning gate for the day on which treatment would begin.

    Raises
    ------
    RuleError
        A rule could not be evaluated for a reason other than a missing answer.
    """
    return run_gate(planning_facts(intake, book), book, "plan", overrides)


def session_gate(intake: Intake, session: SessionDay, book: RuleBook, overrides: Iterable[Override] = ()) -> Gate:
    """Run the rules of the day: what only the day shows, and whatever may have changed since the plan."""
    clear_on = treatments_clear_on(intake, book, session.on)
    facts = facts_of(intake, book.applies, session.on, session=session, treatments_clear_on=clear_on)
    return run_gate(facts, book, "session", overrides)


def planning_facts(intake: Intake, book: RuleBook) -> Facts:
    """Return the facts on the day that the plan is made for: the wished first session, or the day of the intake."""
    wished = intake.goals.first_session_on
    on = wished if isinstance(wished, date) else intake.asked_on
    return facts_of(intake, book.applies, on, treatments_clear_on=treatments_clear_on(intake, book, on))


def run_gate(facts: Facts, book: RuleBook, when: When, overrides: Iterable[Override] = ()) -> Gate:
    """Evaluate all rules of one gate on the same facts."""
    hits = sorted(_hits(facts, book, when), key=lambda hit: (-hit.action, not hit.certain, hit.id))
    hits = apply_overrides(hits, overrides)
    deferrals = [h for h in hits if h.action is Action.DEFER and h.applies_to == "procedure" and not h.overridden_by]
    dated = [h.until for h in deferrals if h.until]
    return Gate(
        when=when,
        on=facts.on,
        verdict=strictest(hits, "procedure"),
        by_part={part: strictest(hits, part) for part in sorted({h.applies_to for h in hits} - {"procedure"})},
        until=max(dated) if dated else None,
        open_ended=len(dated) < len(deferrals),
        hits=tuple(hits),
        missing=missing_answers(hits),
    )


def strictest(hits: Iterable[Hit], *parts: str) -> Action:
    """Return the strictest action on any of the parts that nobody has overridden."""
    return max((h.action for h in hits if h.applies_to in parts and not h.overridden_by), default=Action.PASS)


def _hits(facts: Facts, book: RuleBook, when: When) -> Iterator[Hit]:
    for rule in book.rules:
        if rule.when in (when, "both"):
            holds = _value(rule, "condition", facts, book)
            if holds:
                yield _hit(rule, facts)
            elif holds is None and _value(rule, "asked_if", facts, book) is not False:
                missing = tuple(dict.fromkeys(book.nodes[rule.id, "condition"].blame(facts)))
                yield _unanswered(rule, facts, missing, book)


def _unanswered(rule: GateRule, facts: Facts, missing: tuple[str, ...], book: RuleBook) -> Hit:
    """A hit that only missing answers made is the same for everybody, so it is made once."""
    key = (rule.id, missing)
    if len(book.unanswered) > KEPT:
        book.unanswered.clear()
    if key not in book.unanswered:
        book.unanswered[key] = _hit(rule, facts, missing)
    return book.unanswered[key]


def _value(rule: GateRule, field: str, facts: Facts, book: RuleBook) -> bool | None:
    """Value of a condition; a rule without ``asked_if`` is always asked."""
    node = book.nodes.get((rule.id, field))
    try:
        return True if node is None else node.value(facts)
    except (ArithmeticError, TypeError, KeyError, AttributeError, ValueError) as error:
        raise RuleError(
            f"{book.places[rule.id]}: {rule.id}: {field} `{getattr(rule, field)}` fails although every answer is "
            f"there ({type(error).__name__}: {error}); correct the rule"
        ) from error


def _hit(rule: GateRule, facts: Facts, missing: tuple[str, ...] = ()) -> Hit:
    action = ACTIONS[rule.action]
    if missing and action > Action.REVIEW:
        action = Action.REVIEW
    return Hit(
        id=rule.id,
        title=rule.title,
        action=action,
        certain=not missing,
        could_be=ACTIONS[rule.action],
        applies_to=rule.applies_to,
        reason=_reason(rule, missing),
        until=None if missing else _until(rule, facts),
        missing=missing,
        sources=rule.sources,
        grade=rule.grade,
        directness=rule.directness,
        provenance=rule.provenance,
        override_by=("clinician", "specialist", "medical_lead") if missing else rule.overriders,
    )


def _reason(rule: GateRule, missing: tuple[str, ...]) -> str:
    """A reason speaks of what is known; where an answer is missing it says so first."""
    if not missing:
        return rule.reason
    questions = " ".join(dict.fromkeys(wording(DERIVED.get(name, name)) for name in missing))
    return f"Not answered yet: {questions} If so: {rule.reason}"


def _until(rule: GateRule, facts: Facts) -> date | None:
    start = facts.values.get(rule.counted_from)
    if rule.defer_days is None or not isinstance(start, date):
        return None
    return start + timedelta(days=rule.defer_days)
