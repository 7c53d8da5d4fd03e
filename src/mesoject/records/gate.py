"""What the safety gate says: every rule that was hit, the worst first."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Grade = Literal["A", "B", "C", "D", "E"]
Directness = Literal["direct", "indirect"]
Check = Literal["verified", "to verify"]
Role = Literal["clinician", "specialist", "medical_lead", "prescriber", "haematologist"]
When = Literal["plan", "session"]


class Action(IntEnum):
    """What a rule does, and what a gate says; the larger, the stricter."""

    PASS = 0
    CAUTION = 1
    REVIEW = 2
    DEFER = 3
    REFUSE = 4


class Hit(BaseModel):
    """One rule that holds, or that could not be answered.

    Attributes
    ----------
    id, title : str
    action : Action
        What follows. Of a rule that could not be answered: REVIEW, or CAUTION where the rule itself is a caution.
    certain : bool
        False where a missing answer, and no given one, made the hit.
    could_be : Action
        What the rule does where it holds.
    applies_to : str
        ``procedure``, an active, or an anaesthetic.
    until : date or None
        First day on which a deferral ends; None where no date is known yet.
    missing : tuple of str
        Names of the answers that would settle it.
    overridden_by : Override or None
    """

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    action: Action
    certain: bool
    could_be: Action
    applies_to: str
    reason: str
    until: date | None = None
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...]
    grade: Grade
    directness: Directness
    provenance: Check
    override_by: tuple[Role, ...] = ()
    overridden_by: Override | None = None


class Override(BaseModel):
    """A named person's decision against one hit, with the reason in writing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    role: Role
    name: str = Field(min_length=2, max_length=120)
    on: date
    reason: str = Field(min_length=20, max_length=2000)


class MissingAnswer(BaseModel):
    """A question without an answer, the worst that an answer could bring, and the rules that wait for it."""

    model_config = ConfigDict(frozen=True)

    name: str
    wording: str
    worst: Action
    rules: tuple[str, ...]


class Gate(BaseModel):
    """The result for one day.

    Attributes
    ----------
    verdict : Action
        Strictest hit on the procedure as a whole that nobody has overridden.
    by_part : dict of str to Action
        Strictest hit on each active or anaesthetic alone.
    until : date or None
        First day on which every dated deferral has ended.
    open_ended : bool
        True where a deferral has no date yet.
    hits : tuple of Hit
        Strictest first, overridden ones included.
    missing : tuple of MissingAnswer
        Most consequential first.
    """

    model_config = ConfigDict(frozen=True)

    when: When
    on: date
    verdict: Action
    by_part: dict[str, Action]
    until: date | None
    open_ended: bool
    hits: tuple[Hit, ...]
    missing: tuple[MissingAnswer, ...]


Hit.model_rebuild()
