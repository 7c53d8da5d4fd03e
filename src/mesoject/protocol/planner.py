"""Intake → Plan: the composition of the room."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from mesoject.protocol.anaesthetic import find_anaesthetics
from mesoject.protocol.combination import conflicts
from mesoject.protocol.consistency import checked
from mesoject.protocol.drugs import drug_advice
from mesoject.protocol.entries import ClaimEntry, Entry, TextEntry
from mesoject.protocol.gate import plan_gate, planning_facts
from mesoject.protocol.language import Facts
from mesoject.protocol.options import any_treatment, find_options
from mesoject.protocol.rulebook import RuleBook, load_rules
from mesoject.protocol.scar_types import find_types
from mesoject.protocol.schedule import plan_calendar, plan_course
from mesoject.protocol.technique import find_techniques, number, word
from mesoject.records.gate import Action, Gate, Override, Role
from mesoject.records.intake import DeliveryMode, Intake, Site
from mesoject.records.intake.scar import Profile
from mesoject.records.intended_use import INTENDED_USE
from mesoject.records.plan import Advice, Plan, PlannedScar, SignOff


def make_plan(intake: Intake, book: RuleBook | None = None, overrides: Sequence[Override] = ()) -> Plan:
    """Work out what may be done, what must not, what first, when, and why.

    Parameters
    ----------
    intake : Intake
    book : RuleBook, optional
        The shipped rules where none is given.
    overrides : sequence of Override
        Decisions of named people against single hits.

    Raises
    ------
    IntakeError
        The answers contradict each other; nothing is planned.
    UsageError
        An override that its role may not give.
    """
    book = book or load_rules()
    intake = checked(intake, book)
    gate = plan_gate(intake, book, overrides)
    facts = planning_facts(intake, book)
    options = find_options(intake, facts, gate, book)
    course = plan_course(intake, gate, book) if any_treatment(options) else None
    drugs = drug_advice(intake, book)
    return Plan(
        reference=intake.reference,
        made_for=gate.on,
        intake_sha256=intake_sha256(intake),
        rules=book.stamp,
        intended_use=INTENDED_USE,
        gate=gate,
        scar=_scar(intake),
        types=find_types(facts, book),
        options=options,
        device=_device(intake, book),
        techniques=find_techniques(intake, facts, book) if course else (),
        anaesthetics=find_anaesthetics(intake, gate, book),
        course=course,
        calendar=plan_calendar(course, facts, drugs, book) if course else (),
        conflicts=conflicts(intake, book, _days(gate.on, course.sessions if course else ())),
        drugs=drugs,
        lifestyle=tuple(_advice(e) for e in book.lifestyle if _holds(e, facts, book)),
        consent=tuple(_advice(e) for e in book.risks),
        claims=tuple(_claim(e) for e in book.claims),
        sign_off=_sign_off(gate, overrides),
    )


def intake_sha256(intake: Intake) -> str:
    """Hash of all answers."""
    return hashlib.sha256(intake.model_dump_json().encode()).hexdigest()


def _days(wished: date, sessions: Iterable[date]) -> list[date]:
    return sorted({wished, *sessions})


def _holds(entry: TextEntry, facts: Facts, book: RuleBook) -> bool:
    node = book.nodes.get((entry.id, "condition"))
    return node is None or node.value(facts) is True


def _advice(entry: TextEntry) -> Advice:
    return Advice(**_evidence(entry), title=entry.title, text=entry.text)


def _scar(intake: Intake) -> PlannedScar:
    closed_on = intake.scar.closed_on
    return PlannedScar(
        site=cast(Site | None, word(intake.scar.site)),
        profile=cast(Profile | None, word(intake.scar.profile)),
        skin_thickness_mm=number(intake.scar.skin_thickness_mm),
        height_mm=number(intake.scar.height_mm),
        closed_days=(intake.asked_on - closed_on).days if isinstance(closed_on, date) else None,
        delivery_mode=cast(DeliveryMode | None, word(intake.device.mode)),
    )


def _device(intake: Intake, book: RuleBook) -> Advice | None:
    for mode in book.modes:
        if mode.mode == intake.device.mode:
            text = (
                f"Breaks the skin: {mode.breaks_skin} Depth: {mode.depth_control} Expect: {mode.expect} "
                f"Evidence in scars: {mode.evidence}"
            )
            return Advice(**_evidence(mode), title=mode.title, text=text)
    return None


def _claim(entry: ClaimEntry) -> Advice:
    text = f"{entry.verdict[0].upper()}{entry.verdict[1:]}. {entry.why}. What we do: {entry.treatment}."
    return Advice(**_evidence(entry), title=entry.title, text=text)


def _evidence(entry: Entry) -> dict[str, object]:
    return entry.model_dump(include={"id", "sources", "grade", "directness", "provenance"})


def _sign_off(gate: Gate, overrides: Sequence[Override]) -> SignOff:
    """Every review names who may sign it; a plan is always signed by a clinician."""
    open_hits = [h for h in gate.hits if h.action >= Action.REVIEW and not h.overridden_by]
    roles: set[Role] = {h.override_by[0] for h in open_hits if h.override_by}
    roles.add("clinician")
    return SignOff(required=tuple(sorted(roles)), for_rules=tuple(h.id for h in open_hits), overrides=tuple(overrides))
