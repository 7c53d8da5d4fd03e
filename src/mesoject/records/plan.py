"""A plan: what may be done, what must not, what first, when, and why."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from mesoject.records.actives import Active
from mesoject.records.gate import Action, Check, Directness, Gate, Grade, Override, Role
from mesoject.records.intake.device import DeliveryMode
from mesoject.records.intake.scar import Profile, Site

FORMAT: Final = "mesoject-plan/1"
Standing = Literal["matches", "possible", "excluded"]
OptionStatus = Literal["possible", "after review", "deferred", "needs answers", "refused", "does not match"]
Wording = Literal["continue", "ask the prescriber", "move the session", "may be paused"]


class Record(BaseModel):
    """Frozen, and closed against fields that do not belong."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidenced(Record):
    """Anything that stands on sources."""

    id: str
    sources: tuple[str, ...]
    grade: Grade
    directness: Directness
    provenance: Check


class Criterion(Record):
    """One condition of a scar type; ``holds`` is None where an answer is missing."""

    words: str
    holds: bool | None


class TypeFinding(Evidenced):
    """A scar type and how it stands."""

    title: str
    standing: Standing
    criteria: tuple[Criterion, ...]
    missing: tuple[str, ...]
    codes: dict[str, str]
    ask_also: str


class Option(Evidenced):
    """One thing that could be done, beside all others; none is ranked above first-line care.

    ``cautions`` are those of this active alone; what the gate says of the procedure applies besides.
    """

    title: str
    active: Active | None = None
    kind: Literal["first-line care", "active", "needling alone", "do nothing"]
    status: OptionStatus
    given_as: str
    evidence: str
    effect: str
    cautions: tuple[str, ...]
    why_not: tuple[str, ...]
    missing: tuple[str, ...]


class Technique(Evidenced):
    """How an option would be carried out on this leg.

    Depths are vertical, in mm. Where needle and angle are known, ``inserted_mm`` is the length of needle in the skin.
    """

    title: str
    depth_min_mm: float
    depth_max_mm: float
    inserted_max_mm: float | None
    spacing_mm: float | None
    volume_per_point_ml: float | None
    points: int | None
    volume_ml: float | None
    area_cm2: float | None
    passes: str
    notices: tuple[str, ...]


class AnaestheticDose(Record):
    """Largest amount of one anaesthetic, if nothing else is given."""

    product: str
    title: str
    max_mg: float | None
    max_ml: float | None
    max_g: float | None
    area_max_cm2: float | None
    minutes: tuple[int, int] | None
    refused: bool
    note: str


class Anaesthetics(Record):
    """Limits for this person; the shares of all products together stay within 1."""

    weight_kg: float | None
    doses: tuple[AnaestheticDose, ...]
    rule: str


class Dated(Evidenced):
    """One entry of the calendar.

    Attributes
    ----------
    on, until : date
        First and last day.
    session : int or None
        Number of the session that it belongs to.
    day : int
        Days from that session.
    """

    on: date
    until: date
    session: int | None
    day: int
    kind: Literal["preparation", "session", "aftercare", "check-up", "judge"]
    text_en: str
    text_de: str
    for_patient: bool


class Course(Record):
    """Sessions, check-ups and the days on which the effect is judged."""

    provisional: bool
    interval_days: int
    sessions: tuple[date, ...]
    judge_on: tuple[date, ...]
    stop_rules: tuple[str, ...]
    notices: tuple[str, ...]


class Conflict(Evidenced):
    """Another treatment that lies too near, with the days in which it would fit."""

    treatment: str
    treated_on: date
    session_on: date
    earliest: date | None
    text: str


class DrugAdvice(Evidenced):
    """What is said about one drug, skin product or supplement."""

    name: str
    atc: str | None
    prescribed: bool
    wording: Wording
    days_before: int
    text_en: str
    text_de: str


class Advice(Evidenced):
    """Lifestyle advice, a risk for the consent talk, or a claim and how it is treated."""

    title: str
    text: str


class PlannedScar(Record):
    """What a treatment map needs of the answers; None where it is not known.

    Attributes
    ----------
    skin_thickness_mm : float or None
        Epidermis and dermis beside the scar, if it was measured.
    height_mm : float or None
        Of the scar over the skin around it, if it was measured.
    closed_days : int or None
        Days since the wound was closed.
    """

    site: Site | None = None
    profile: Profile | None = None
    skin_thickness_mm: float | None = None
    height_mm: float | None = None
    closed_days: int | None = None
    delivery_mode: DeliveryMode | None = None


class RuleSet(Record):
    """Which rules made a plan."""

    sha256: str
    overlay: str | None
    changes: tuple[str, ...]


class SignOff(Record):
    """Who has to sign, what for, and what was decided against a rule."""

    required: tuple[Role, ...]
    for_rules: tuple[str, ...]
    overrides: tuple[Override, ...]


class Plan(Record):
    """Everything that the rules make of one intake."""

    format: Literal["mesoject-plan/1"] = FORMAT
    reference: str
    made_for: date
    intake_sha256: str
    rules: RuleSet
    intended_use: str
    gate: Gate
    scar: PlannedScar = PlannedScar()
    types: tuple[TypeFinding, ...]
    options: tuple[Option, ...]
    device: Advice | None
    techniques: tuple[Technique, ...]
    anaesthetics: Anaesthetics
    course: Course | None
    calendar: tuple[Dated, ...]
    conflicts: tuple[Conflict, ...]
    drugs: tuple[DrugAdvice, ...]
    lifestyle: tuple[Advice, ...]
    consent: tuple[Advice, ...]
    claims: tuple[Advice, ...]
    sign_off: SignOff

    @property
    def verdict(self) -> Action:
        """What the gate says."""
        return self.gate.verdict


class Change(Record):
    """One difference between two plans."""

    part: str
    before: str | None = Field(default=None)
    after: str | None = Field(default=None)
