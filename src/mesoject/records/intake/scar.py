"""The scar: where it is, how it came, and the clinician's profile of it by eye and touch."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mesoject.records.answers import Day, Unasked, Unknown, Unlisted, Yes, ask
from mesoject.records.intake.section import Score, Section

Site = Literal["thigh", "knee", "calf", "shin", "ankle", "foot"]
Side = Literal["left", "right"]
Cause = Literal["surgery", "trauma", "burn", "acne_or_infection", "injection", "stretching", "other"]
Profile = Literal["depressed", "flat", "raised"]
Pigment = Literal["paler", "matched", "darker", "mixed"]
SkinDisease = Literal["eczema", "psoriasis", "lichen_planus", "vitiligo"]
Millimetres = Annotated[float, Field(strict=True, ge=-20, le=60, allow_inf_nan=False)]
Difference = Annotated[float, Field(strict=True, ge=-100, le=100, allow_inf_nan=False)]


class Scar(Section):
    """One scar. Numbers measured elsewhere are typed in here; nothing in this record is read from a picture."""

    site: Site | Unknown = ask("Where on the leg is the scar?", why="Depth limits and infection risk differ by site.")
    side: Side | Unknown = ask("Which leg?", why="The right place is checked again before every session.")
    cause: Cause | Unknown = ask("How did the scar come about?", why="Payers ask for it, and burns need other care.")
    area_cm2: Annotated[float, Field(strict=True, ge=0.05, le=2000, allow_inf_nan=False)] | Unknown = ask(
        "How large is the scar?", why="Points, volumes and cream follow from its area.", unit="cm2"
    )
    open: Yes | Unknown = ask(
        "Is any part of it open, crusted, oozing or not yet grown over?", why="A wound is not a scar yet.", risk="up"
    )
    closed_on: Day | Unasked = ask(
        "On which day was the wound fully closed?",
        why="Needling was never studied earlier than six weeks after.",
        risk="up",
        applies_if="not scar.open",
    )
    suspicious_change: Yes | Unknown = ask(
        "Has it broken open by itself, bled, grown fast after years of rest, or formed a new lump?",
        why="A cancer can grow in an old scar, above all after a burn.",
        risk="up",
    )
    profile: Profile | Unknown = ask(
        "Felt with a finger across its edge, is it depressed, flat or raised?",
        why="The profile decides which treatments make sense at all.",
        risk="up",
    )
    height_mm: Millimetres | Unasked = ask(
        "How high above (+) or below (-) the skin around it, in the middle of its range?",
        why="Depth limits add the height of a raised scar.",
        risk="up",
        unit="mm",
        applies_if="scar.measured",
    )
    max_height_mm: Millimetres | Unasked = ask(
        "How high is its highest place?",
        why="A keloid above 5 mm is a major keloid.",
        risk="up",
        unit="mm",
        applies_if="scar.measured",
    )
    measured: Yes | Unknown = ask(
        "Were height or colour measured with an instrument?", why="Without it the profile by touch decides."
    )
    beyond_border: Yes | Unknown = ask(
        "Has it grown over the border of the original wound?",
        why="That marks a keloid, which needling can worsen.",
        risk="up",
    )
    growing: Yes | Unknown = ask(
        "Has it grown within the last two months?",
        why="A scar that still grows is not treated with needles first.",
        risk="up",
    )
    red: Yes | Unknown = ask("Is it redder than the skin around it?", why="Redness marks a young scar.", risk="up")
    pigment: Pigment | Unknown = ask(
        "Is it paler or darker than the skin around it?", why="Vitamin C can only make sense in a dark scar."
    )
    blanches: Yes | Unasked = ask(
        "Does the dark colour vanish under a pressed glass?",
        why="Then it is blood vessels, not pigment.",
        applies_if='scar.pigment in ("darker", "mixed")',
    )
    delta_l: Difference | Unasked = ask(
        "Lightness of the scar minus the skin beside it (CIELAB)?", why="Measured pigment.", applies_if="scar.measured"
    )
    delta_a: Difference | Unasked = ask(
        "Redness a* of the scar minus the skin beside it (CIELAB)?", why="Measured redness.", applies_if="scar.measured"
    )
    itch: Score | Unknown = ask("How much does it itch, 0 to 10?", why="Itch marks an active scar.", risk="up")
    pain: Score | Unknown = ask("How much does it hurt, 0 to 10?", why="Pain marks an active scar.", risk="up")
    tethered: Yes | Unknown = ask(
        "Is it stuck to what lies below?", why="Filling a tethered scar lifts its surroundings instead.", risk="up"
    )
    motion_deficit_deg: Annotated[float, Field(strict=True, ge=0, le=180, allow_inf_nan=False)] | Unknown = ask(
        "By how many degrees does it limit a joint?", why="A contracture needs other treatment.", risk="up", unit="deg"
    )
    parallel_bands: Yes | Unknown = ask(
        "Are there many parallel thin bands on both legs?", why="Stretch marks are another condition.", risk="up"
    )
    numb: Yes | Unknown = ask(
        "Is the skin there numb?", why="Numb skin does not warn of a burn or an injury.", risk="up"
    )
    skin_thickness_mm: Annotated[float, Field(strict=True, ge=0.4, le=6, allow_inf_nan=False)] | Unasked = ask(
        "How thick is the skin beside the scar by ultrasound (epidermis and dermis)?",
        why="It replaces the table in the depth limit.",
        unit="mm",
    )
    infected: Yes | Unknown = ask(
        "Is the place infected now (hot, swollen, oozing)?", why="Needles carry infection deeper.", risk="up"
    )
    infection_ended_on: Day | Unasked = ask(
        "When was the last infection there over?", why="The skin gets two weeks of rest after it.", risk="up"
    )
    antibiotics_ended_on: Day | Unasked = ask(
        "When was the last antibiotic for an infection there taken?", why="A week must have passed.", risk="up"
    )
    herpes_active: Yes | Unknown = ask(
        "Are there cold sores or shingles blisters at the place?", why="Needles spread the virus.", risk="up"
    )
    herpes_healed_on: Day | Unasked = ask(
        "When did the last such blisters there heal?", why="The skin gets two weeks of rest after it.", risk="up"
    )
    skin_disease: Annotated[tuple[SkinDisease, ...], Field(min_length=1)] | Unlisted = ask(
        "Which skin disease is active at the place?",
        why="Needling can spread eczema, psoriasis, lichen and vitiligo.",
        risk="up",
    )
    skin_disease_quiet_on: Day | Unasked = ask(
        "Since when has a skin disease there been quiet?", why="Four quiet weeks are asked for.", risk="up"
    )
    sunburnt: Yes | Unknown = ask("Is the place sunburnt?", why="Burnt skin heals badly.", risk="up")
    sunburn_ended_on: Day | Unasked = ask(
        "When was the last sunburn there over?", why="Two weeks must have passed.", risk="up"
    )
    tanned_on: Day | Unasked = ask(
        "When was the leg last tanned, by sun or sunbed?",
        why="Tanned skin darkens more and hides the change.",
        risk="up",
    )
    self_tanner_on: Day | Unasked = ask(
        "When was self-tanner last used there?", why="Its colour hides the change.", risk="up"
    )
    tattoo: Literal["no", "near", "over"] | Unknown = ask(
        "Is there a tattoo near the scar or over it?", why="Needles carry its pigment about.", risk="up"
    )
    varicose_vein_near: Yes | Unknown = ask(
        "Does a varicose vein run under it or within 1 cm?", why="It bleeds when it is hit.", risk="up"
    )
    implant_below: Yes | Unknown = ask(
        "Is there an implant, metal or a graft less than 3 mm below?", why="An infection there is grave.", risk="up"
    )
    irradiated: Yes | Unknown = ask("Was the place ever irradiated?", why="Irradiated skin heals badly.", risk="up")
    steroid_injected_on: Day | Unasked = ask(
        "When was cortisone last injected there?", why="It thins the skin for weeks.", risk="up"
    )
