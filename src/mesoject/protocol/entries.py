"""What may stand in a rule file: one frozen record a table, each with its sources and how far they carry."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from mesoject.records.actives import Active
from mesoject.records.gate import Check, Directness, Grade, Role
from mesoject.records.intake.device import DeliveryMode
from mesoject.records.intake.goals import TreatmentKind

Line = Annotated[str, Field(min_length=1, max_length=2000)]
Days = Annotated[int, Field(strict=True, ge=0, le=3650)]
Mm = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
Ml = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
CareDay = Annotated[int, Field(strict=True, ge=-365, le=730)]
ActionName = Literal["refuse", "defer", "review", "caution"]
Part = Literal[
    "procedure", "product", "lidocaine", "emla", "hyaluronic_acid", "vitamin_c", "peptides", "platelet_rich_plasma"
]
OVERRIDE_BY: dict[ActionName, tuple[Role, ...]] = {
    "refuse": (), "defer": ("medical_lead",), "review": ("clinician", "specialist", "medical_lead"), "caution": (),
}  # fmt: skip


class Entry(BaseModel):
    """Anything with an id, sources, grade of evidence, directness, and whether the source was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    CONDITIONS: ClassVar[tuple[str, ...]] = ()

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_./-]+$")]
    title: Line
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    grade: Grade
    directness: Directness
    provenance: Check

    @property
    def row(self) -> str:
        """Row of the clinical reference that the entry belongs to (``G07`` of ``G07.fever``)."""
        return self.id.split(".")[0]

    def conditions(self) -> dict[str, str]:
        """Return every condition of the entry by the field that holds it."""
        return {name: getattr(self, name) for name in self.CONDITIONS if getattr(self, name)}


class GateRule(Entry):
    """A rule of the safety gate.

    Attributes
    ----------
    when : {'plan', 'session', 'both'}
    condition : str
        Where it holds, the action follows; where it is unknown, a caution is listed and all else is reviewed.
    asked_if : str
        Where this is false, an unknown condition is nobody's business: the question is not asked. A known answer
        counts all the same.
    defer_days, counted_from
        How long a deferral lasts, and the date it is counted from.
    override_by : tuple of str
        Who may decide against it in writing; by default reviews by a clinician, deferrals by the medical lead,
        refusals by nobody.
    """

    CONDITIONS = ("condition", "asked_if")

    when: Literal["plan", "session", "both"] = "both"
    condition: Line
    asked_if: str = ""
    action: ActionName
    applies_to: Part = "procedure"
    defer_days: Days | None = None
    counted_from: str = ""
    reason: Annotated[str, Field(min_length=20, max_length=600)]
    note: str = ""
    override_by: tuple[Role, ...] | None = None

    @property
    def overriders(self) -> tuple[Role, ...]:
        """Roles that may override it."""
        return OVERRIDE_BY[self.action] if self.override_by is None else self.override_by


class Criterion(BaseModel):
    """One condition in words and in the language of the rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Line
    condition: Line


class Criteria(Entry):
    """An entry that holds where all of its criteria hold."""

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    def conditions(self) -> dict[str, str]:
        """Return the conditions of the criteria, by their place."""
        return {f"criteria.{i}": c.condition for i, c in enumerate(self.criteria)}


class ScarType(Criteria):
    """A scar type; in the order of the file the first that matches leads, and all are shown."""

    codes: dict[str, str]
    ask_also: str


class OptionEntry(Entry):
    """Something that could be done, where ``suits`` holds."""

    CONDITIONS = ("suits",)

    kind: Literal["first-line care", "active", "needling alone", "do nothing"]
    active: Active | None = None
    suits: Line
    given_as: str = ""
    evidence: Line
    effect: str


class ModeEntry(Entry):
    """A way of delivery: what it does to the skin, and what to expect of it."""

    mode: DeliveryMode
    breaks_skin: Line
    depth_control: Line
    expect: Line
    evidence: Line


class TechniqueEntry(Entry):
    """How deep, how far apart and how much; depths in mm, volumes in mL."""

    CONDITIONS = ("condition",)

    condition: Line
    depth_min_mm: Mm
    depth_max_mm: Mm
    spacing_mm: Mm | None = None
    volume_per_point_ml: Ml | None = None
    passes: Line
    adds_height: bool


class AnaestheticEntry(Entry):
    """Limits of one anaesthetic, by injection (mg) or as a cream (g, cm²); none above the highest of any label."""

    product: Line
    part: Part
    mg_per_kg: Annotated[float, Field(gt=0, le=7)] | None = None
    max_mg: Annotated[float, Field(gt=0, le=500)] | None = None
    mg_per_ml: Annotated[float, Field(gt=0, le=200)] | None = None
    grams_per_cm2: Annotated[float, Field(gt=0, le=0.15)] | None = None
    max_g: Annotated[float, Field(gt=0, le=60)] | None = None
    max_area_cm2: Annotated[float, Field(gt=0, le=600)] | None = None
    minutes: tuple[int, int] | None = None
    note: str


class DrugEntry(Entry):
    """Drugs whose ATC code starts with ``atc``, and what is said about them.

    ``pause_days`` concerns only what the person bought freely; a prescribed drug gets ``wording``.
    """

    atc: str
    names: dict[str, Annotated[str, Field(pattern="^[A-Z][0-9]{2}[A-Z]([A-Z]([0-9]{2})?)?$")]]
    wording: Literal["continue", "ask the prescriber"]
    pause_days: Days
    note_en: str
    note_de: str


class SupplementEntry(Entry):
    """A supplement, never prescribed, that a person may choose to leave off."""

    names: tuple[str, ...]
    pause_days: Days
    note_en: str
    note_de: str


class CombinationEntry(Entry):
    """Days between another treatment and a session, before and after it."""

    kind: TreatmentKind
    before_days: Days
    after_days: Days
    home: bool
    note: str


class CareEntry(Entry):
    """Something to do from ``day_from`` to ``day_to``, counted from a session."""

    CONDITIONS = ("condition",)

    title: str = ""
    day_from: CareDay
    day_to: CareDay
    kind: Literal["preparation", "session", "aftercare", "check-up"]
    condition: Line
    for_patient: bool
    once: bool = False
    text_en: Line
    text_de: Line


class TriageEntry(Entry):
    """What a diary entry can meet, and how soon somebody looks at it; ``for_clinic`` is never shown to the person."""

    CONDITIONS = ("condition",)

    condition: Line
    urgency: Literal["expected", "self_care", "call_clinic", "same_day", "emergency"]
    advice_en: Line
    advice_de: Line
    for_clinic: str = ""


class TextEntry(Entry):
    """A risk for the consent talk, or advice on habits where ``condition`` holds."""

    CONDITIONS = ("condition",)

    condition: str = ""
    text: Line


class ClaimEntry(Entry):
    """What is advertised, what the evidence says, and what the software does about it."""

    verdict: Line
    why: Line
    treatment: Line


class Payer(Criteria):
    """What a payer's policy asks."""

    note: str


class CodeEntry(Entry):
    """A billing or diagnosis code by number, where ``condition`` holds."""

    CONDITIONS = ("condition",)

    system: Line
    code: Line
    note: str
    condition: Line


class Evidence(Entry):
    """An item of the packet that a payer reads."""

    CONDITIONS = ("condition",)

    condition: Line


class StopRule(Entry):
    """When a course ends early."""


class TermEntry(BaseModel):
    """A condition with a name, for use in other conditions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    condition: Line
    words: Line


class Settings(BaseModel):
    """Numbers that the clinic's medical lead confirms or changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    interval_days: Annotated[int, Field(ge=21, le=365)]
    interval_min_days: Annotated[int, Field(ge=21, le=365)]
    sessions: Annotated[int, Field(ge=1, le=4)]
    sessions_max: Annotated[int, Field(ge=1, le=4)]
    lead_days: Annotated[int, Field(ge=28, le=365)]
    depth_min_mm: Annotated[float, Field(ge=0.1, le=1)]
    depth_margin_mm: Annotated[float, Field(ge=0.1, le=1)]
    volume_notice_ml: Annotated[float, Field(gt=0, le=10)]
    volume_max_ml: Annotated[float, Field(gt=0, le=10)]
    judge_months: tuple[Annotated[int, Field(ge=3, le=60)], ...]


TABLES: dict[str, type[Entry]] = {
    "rule": GateRule, "type": ScarType, "option": OptionEntry, "mode": ModeEntry, "technique": TechniqueEntry,
    "anaesthetic": AnaestheticEntry, "drug": DrugEntry, "supplement": SupplementEntry,
    "combination": CombinationEntry, "care": CareEntry, "triage": TriageEntry, "risk": TextEntry,
    "lifestyle": TextEntry, "claim": ClaimEntry, "payer": Payer, "code": CodeEntry, "evidence": Evidence,
    "stop": StopRule,
}  # fmt: skip
