"""Typed answers → facts that conditions read: unknown is None, and what does not apply is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from mesoject.protocol.language import NOT_APPLICABLE, Facts, Node, Vocabulary, vocabulary_of
from mesoject.protocol.language.kinds import DATE
from mesoject.records.answers import UNKNOWN, Absence
from mesoject.records.diary import DiaryEntry
from mesoject.records.intake import Coverage, Device, Goals, Health, Intake, Leg, Medicines, Person, Scar
from mesoject.records.session_day import Product, SessionDay, Today

INTAKE_SECTIONS: Final[dict[str, type[BaseModel]]] = {
    "person": Person, "scar": Scar, "leg": Leg, "health": Health, "medicines": Medicines, "device": Device,
    "goals": Goals, "coverage": Coverage,
}  # fmt: skip
SECTIONS: Final[dict[str, type[BaseModel]]] = {
    **INTAKE_SECTIONS,
    "today": Today,
    "product": Product,
    "entry": DiaryEntry,
}
DERIVED: Final = {"derived.treatments_clear_on": "goals.other_treatments"}
VOCABULARY: Final[Vocabulary] = vocabulary_of(SECTIONS) | dict.fromkeys(DERIVED, DATE)

_FIELDS: Final = {
    section: [(f"{section}.{name}", name) for name in model.model_fields] for section, model in SECTIONS.items()
}


def facts_of(
    intake: Intake,
    applies: Mapping[str, Node],
    on: date,
    *,
    session: SessionDay | None = None,
    treatments_clear_on: object = None,
) -> Facts:
    """Spread an intake, and a session's answers if given, into named facts for one day.

    A missing answer to a question that does not apply is known not to apply; ``not_applicable`` given to a question
    whose application is unknown counts as missing.

    Parameters
    ----------
    applies : mapping of str to Node
        Compiled ``applies_if`` of the questions that have one.
    treatments_clear_on : date, None or NOT_APPLICABLE
        First day that keeps its distance to all other treatments.
    """
    values: dict[str, Any] = {}
    for section in INTAKE_SECTIONS:
        _spread(values, section, getattr(intake, section))
    if session is not None:
        _spread(values, "today", session.today)
        _spread(values, "product", session.product)
    values["derived.treatments_clear_on"] = treatments_clear_on
    facts = Facts(values, on)
    _settle_applicability(facts, values, applies)
    return facts


def planning_values(intake: Intake, applies: Mapping[str, Node]) -> Facts:
    """Return the facts on the day of the intake, for checks that do not depend on other treatments."""
    return facts_of(intake, applies, intake.asked_on, treatments_clear_on=NOT_APPLICABLE)


def facts_of_entry(entry: DiaryEntry, on: date) -> Facts:
    """Return the facts of one diary entry."""
    values: dict[str, Any] = {}
    _spread(values, "entry", entry)
    return Facts(values, on)


def _spread(values: dict[str, Any], section: str, record: BaseModel) -> None:
    answers = record.__dict__
    for name, field in _FIELDS[section]:
        answer = answers[field]
        values[name] = _plain(answer) if type(answer) is Absence or type(answer) is tuple else answer


def _plain(answer: Any) -> Any:
    if isinstance(answer, tuple):
        return tuple(_row(item) if isinstance(item, BaseModel) else item for item in answer)
    if answer in UNKNOWN:
        return None
    return () if answer is Absence.NONE else NOT_APPLICABLE


def _row(record: BaseModel) -> dict[str, Any]:
    return {name: _plain(value) if type(value) is Absence else value for name, value in record.__dict__.items()}


def _settle_applicability(facts: Facts, values: dict[str, Any], applies: Mapping[str, Node]) -> None:
    for name, node in applies.items():
        answer = values.get(name, False)
        if answer is None and node.value(facts) is False:
            values[name] = NOT_APPLICABLE
        elif answer is NOT_APPLICABLE and node.value(facts) is not False:
            values[name] = None
    facts.memo.clear()
