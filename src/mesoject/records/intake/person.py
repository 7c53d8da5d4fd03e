"""Who the person is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mesoject.records.answers import Unasked, Unknown, Unlisted, Yes, ask
from mesoject.records.intake.section import Section

Sex = Literal["female", "male", "other"]
Allergen = Literal[
    "amide_anaesthetic", "steel_or_nickel", "hyaluronic_acid", "severe_multiple", "gram_positive_protein",
    "bird_egg_feather", "latex", "preservative", "sulfite", "bovine_thrombin", "peptide", "other",
]  # fmt: skip

NOT_MALE = 'person.sex != "male"'


class Person(Section):
    """Age, body, skin type, allergies and what the person can decide."""

    age_years: Annotated[float, Field(strict=True, ge=0, le=120, allow_inf_nan=False)] | Unknown = ask(
        "How old are you?",
        why="Needling is not done on minors, and skin is thinner in later life.",
        risk="down",
        unit="a",
    )
    sex: Sex | Unknown = ask("Which sex is in your medical record?", why="Skin is thinner in women than in men.")
    weight_kg: Annotated[float, Field(strict=True, ge=25, le=400, allow_inf_nan=False)] | Unknown = ask(
        "How much do you weigh?", why="The largest dose of local anaesthetic depends on body weight.", unit="kg"
    )
    fitzpatrick: Annotated[int, Field(strict=True, ge=1, le=6)] | Unknown = ask(
        "Which Fitzpatrick skin type, 1 (always burns) to 6 (never burns)?",
        why="Darker skin darkens more easily where it was needled.",
        risk="up",
    )
    pregnant: Yes | Unasked = ask(
        "Are you pregnant, or could you be?",
        why="None of this was studied in pregnancy.",
        risk="up",
        applies_if=NOT_MALE,
    )
    breastfeeding: Yes | Unasked = ask(
        "Are you breastfeeding?", why="Anaesthetics and actives can reach the milk.", risk="up", applies_if=NOT_MALE
    )
    allergies: Annotated[tuple[Allergen, ...], Field(min_length=1)] | Unlisted = ask(
        "Which allergies do you have?", why="Needles, gloves, anaesthetics and actives can each cause one.", risk="up"
    )
    smoker: Yes | Unknown = ask("Do you smoke or use nicotine?", why="Wounds of smokers heal more slowly.", risk="up")
    can_consent: Yes | Unknown = ask(
        "Can the person understand the treatment and consent to it?",
        why="Nobody is treated without consent.",
        risk="down",
    )
    cooling_off_over: Yes | Unknown = ask(
        "Has the time for thinking it over, which the law sets, passed?",
        why="The decision must be unhurried.",
        risk="down",
    )
    body_dysmorphic_concern: Yes | Unknown = ask(
        "Does worry about the scar fill several hours of the day, out of proportion to what others see?",
        why="Treating the skin does not help such worry and may deepen it.",
        risk="up",
    )
