"""The leg around the scar: arteries, veins, lymph and nerves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mesoject.records.answers import Day, Unasked, Unknown, Yes, ask
from mesoject.records.intake.section import Section


class Leg(Section):
    """Conditions of this leg that decide whether its skin heals."""

    claudication_or_rest_pain: Yes | Unknown = ask(
        "Do you get leg pain when walking that eases at rest, or foot pain at night?",
        why="Both are signs of narrowed arteries.",
        risk="up",
    )
    pulses_absent: Yes | Unknown = ask(
        "Is a foot pulse of this leg absent?", why="Skin without enough blood does not heal.", risk="up"
    )
    abpi: Annotated[float, Field(strict=True, ge=0, le=3, allow_inf_nan=False)] | Unasked = ask(
        "What is the ankle-brachial pressure index?",
        why="It shows how well the leg is supplied.",
        applies_if="leg.claudication_or_rest_pain or leg.pulses_absent",
    )
    venous_skin_change: Literal["no", "elsewhere_on_leg", "at_scar"] | Unknown = ask(
        "Is there a venous ulcer, brown or hardened skin, eczema of stasis, or pitting swelling?",
        why="Such skin heals badly, and its brown colour is iron that no active lightens.",
        risk="up",
    )
    clot_suspected: Yes | Unknown = ask(
        "Is one leg newly swollen, or the calf painful or warm?", why="It may be a clot, which cannot wait.", risk="up"
    )
    clot_on: Day | Unasked = ask(
        "When did you last have a clot in a leg or the lung?", why="Three months must have passed.", risk="up"
    )
    lymphoedema: Yes | Unknown = ask(
        "Does this leg have lymphoedema?", why="Infection starts easily and returns.", risk="up"
    )
    cellulitis_episodes: Annotated[int, Field(strict=True, ge=0, le=100)] | Unknown = ask(
        "How often has this leg had erysipelas or cellulitis?", why="It returns.", risk="up"
    )
    neuropathy: Yes | Unknown = ask(
        "Are the nerves of this leg damaged, so that feeling is reduced?", why="Injury goes unnoticed.", risk="up"
    )
    foot_ulcer: Yes | Unknown = ask(
        "Is there, or was there, an ulcer on this foot?", why="Then the leg heals badly.", risk="up"
    )
    metalwork: Literal["no", "elsewhere_on_leg", "under_scar"] | Unknown = ask(
        "Is there a plate, nail, screw or joint prosthesis in this leg?",
        why="Current of an electrical device gathers at metal.",
        risk="up",
    )
