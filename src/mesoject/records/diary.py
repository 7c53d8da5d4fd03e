"""One entry of a diary after a session, and how soon somebody has to look at it."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mesoject.records.answers import Unknown, Yes, ask
from mesoject.records.intake.section import Section

Symptom = Literal[
    "allergic_reaction", "anaesthetic_toxicity", "blue_lips", "chest_pain_or_breathless", "white_or_dusky_skin",
    "very_ill", "swollen_calf", "spreading_redness", "pus", "red_streak", "fever", "blisters", "bleeding",
    "haematoma_growing", "new_lump", "persistent_papules", "scar_growing", "lines_of_dots", "darker_patch",
    "paler_patch", "redness", "swelling", "pain", "itch_or_flaking", "bruise", "papules", "crust", "tender_node",
    "other",
]  # fmt: skip
Severity = Literal["mild", "moderate", "severe"]


class Urgency(IntEnum):
    """How soon; the larger, the sooner."""

    EXPECTED = 0
    SELF_CARE = 1
    CALL_CLINIC = 2
    SAME_DAY = 3
    EMERGENCY = 4


class DiaryEntry(Section):
    """What the person noticed.

    Attributes
    ----------
    symptom : str
        Closest of the list; ``other`` where none is.
    day : float
        Days since the session (0.1 is two and a half hours).
    severity : {'mild', 'moderate', 'severe'}
    getting_worse : bool
    anticoagulated : bool
        Whether the person takes a drug that thins the blood.
    """

    symptom: Symptom | Unknown = ask("What do you notice?", why="Some signs cannot wait.")
    day: Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)] | Unknown = ask(
        "How many days after the session?", why="What is normal on day one is not on day ten.", risk="up", unit="d"
    )
    severity: Severity | Unknown = ask("How bad is it?", why="Severe signs are looked at sooner.", risk="up")
    getting_worse: Yes | Unknown = ask("Is it getting worse?", why="Normal reactions fade.", risk="up")
    anticoagulated: Yes | Unknown = ask(
        "Do you take a medicine that thins the blood?", why="Bleeding and bruising then last longer.", risk="up"
    )


class TriageHit(BaseModel):
    """One line that a diary entry met; ``for_clinic`` is not for the person who is treated."""

    model_config = ConfigDict(frozen=True)

    id: str
    urgency: Urgency
    certain: bool
    advice_en: str
    advice_de: str
    for_clinic: str
    sources: tuple[str, ...]


class Triage(BaseModel):
    """The most urgent of all lines that an entry met; they follow it in order of urgency."""

    model_config = ConfigDict(frozen=True)

    urgency: Urgency
    hits: tuple[TriageHit, ...]
