"""What the person takes: drugs with ATC codes, supplements, and what is put on the skin."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mesoject.records.answers import Absence, Day, Text, Unasked, Unknown, Unlisted, Yes, ask
from mesoject.records.intake.section import Section

Atc = Annotated[str, Field(pattern="^[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}$")]
SkinProductKind = Literal["retinoid", "acid_peel", "hydroquinone", "other"]


class Drug(Section):
    """One drug.

    Attributes
    ----------
    name : str
        As the person names it; looked up in the drug list, never guessed.
    atc : str
        WHO Anatomical Therapeutic Chemical code in full, seven characters: the code of a group (``B01``) would slip
        past the rules about its members. Filled in from the list where the name is known.
    prescribed : bool
        Whether a doctor prescribed it. Whatever is not known to be bought freely is treated as prescribed.
    """

    name: Text
    atc: Annotated[Unknown | Atc, Field(union_mode="left_to_right")] = Absence.MISSING
    prescribed: Yes | Unknown = Absence.MISSING


class SkinProduct(Section):
    """One product that is put on the skin of the leg."""

    kind: SkinProductKind
    name: Text
    prescribed: Yes | Unknown = Absence.MISSING


class Medicines(Section):
    """Everything that is swallowed, injected or put on the skin."""

    drugs: Annotated[tuple[Drug, ...], Field(min_length=1)] | Unlisted = ask(
        "Which drugs do you take, prescribed or bought?",
        why="Some affect bleeding, healing or anaesthetics.",
        risk="up",
    )
    supplements: Annotated[tuple[Text, ...], Field(min_length=1)] | Unlisted = ask(
        "Which supplements or herbs do you take?", why="Some may add to bruising.", risk="up"
    )
    skin_products: Annotated[tuple[SkinProduct, ...], Field(min_length=1)] | Unlisted = ask(
        "What do you put on the skin of this leg?", why="Some irritate freshly needled skin.", risk="up"
    )
    inr: Annotated[float, Field(strict=True, ge=0.5, le=20, allow_inf_nan=False)] | Unasked = ask(
        "Last INR?",
        why="Above 3.5 the session moves.",
        risk="up",
        applies_if='any(drug.atc.startswith(("B01AA")) for drug in medicines.drugs)',
    )
    inr_on: Day | Unasked = ask(
        "When was the INR measured?",
        why="It must be of the last seven days.",
        risk="down",
        applies_if='any(drug.atc.startswith(("B01AA")) for drug in medicines.drugs)',
    )
    isotretinoin_ended_on: Day | Unasked = ask(
        "When did you last take isotretinoin capsules?", why="Skin may heal differently for months.", risk="up"
    )
    systemic_steroid_ended_on: Day | Unasked = ask(
        "When did you last take cortisone tablets or injections?", why="They slow healing.", risk="up"
    )
    nsaid_taken_on: Day | Unasked = ask(
        "When did you last take ibuprofen, naproxen, diclofenac or aspirin for pain?",
        why="They keep platelets from working.",
        risk="up",
    )
