"""What the person hopes for, what else is planned, and what a payer would ask."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mesoject.records.actives import Active
from mesoject.records.answers import Absence, Day, Unasked, Unknown, Unlisted, Yes, ask
from mesoject.records.intake.section import Section

TreatmentKind = Literal[
    "silicone", "pressure_garment", "massage", "triamcinolone", "fluorouracil", "bleomycin_verapamil", "cryotherapy",
    "vascular_laser", "non_ablative_fractional", "ablative_fractional", "fully_ablative", "rf_microneedling",
    "microneedling", "superficial_peel", "medium_peel", "filler", "botulinum", "surgery", "subcision", "fat_graft",
    "radiotherapy", "retinoid_or_acid", "hydroquinone", "shaving", "clipping", "wax", "laser_hair_removal",
    "sun_or_sunbed", "self_tanner", "tattoo", "thigh_vaccination", "compression_stockings", "isotretinoin",
]  # fmt: skip
CareKind = Literal["silicone", "pressure", "massage", "triamcinolone", "laser", "physiotherapy", "surgery", "other"]


class OtherTreatment(Section):
    """Another treatment at the site, past or planned.

    Attributes
    ----------
    kind : str
    on : date
        Day of it; of something used daily, the last day (or today).
    prescribed : bool
        Whether a doctor prescribed it; only asked of what a person uses at home.
    """

    kind: TreatmentKind
    on: Day
    prescribed: Yes | Unknown = Absence.MISSING


class FailedCare(Section):
    """Conservative care that was tried: what, for how long, and whether it helped."""

    kind: CareKind
    months: Annotated[float, Field(strict=True, ge=0, le=600, allow_inf_nan=False)]
    helped: Yes


class Goals(Section):
    """Wishes, dates and other treatments."""

    actives: Annotated[tuple[Active, ...], Field(min_length=1)] | Unlisted = ask(
        "Which actives were asked for?", why="Some need blood counts; all suitable ones are shown anyway.", risk="up"
    )
    expects_removal: Yes | Unknown = ask(
        "Do you expect the scar to vanish?", why="No treatment removes a scar.", risk="up"
    )
    first_session_on: Day | Unasked = ask("When would you like to begin?", why="All dates follow from it.")
    sessions: Annotated[int, Field(strict=True, ge=1, le=4)] | Unknown = ask(
        "How many sessions were thought of?", why="Three is usual; four is the most that was studied."
    )
    other_treatments: Annotated[tuple[OtherTreatment, ...], Field(min_length=1)] | Unlisted = ask(
        "Which other treatments of this skin were done or are planned, and when?",
        why="Each needs time before and after.",
        risk="up",
    )


class Coverage(Section):
    """What a payer asks, as the record shows it."""

    functional_impairment: Yes | Unasked = ask(
        "Does the scar limit what the leg can do, and is that documented?", why="Payers cover function, not looks."
    )
    expected_to_improve_function: Yes | Unasked = ask(
        "Is the treatment reasonably expected to improve that function?", why="Payers ask for it."
    )
    significant_variation: Yes | Unasked = ask(
        "Does the scar vary significantly from normal, by a clinician's finding?", why="Payers ask for it."
    )
    contract_covers_reconstruction: Yes | Unasked = ask(
        "Does the contract cover reconstructive treatment?", why="Some contracts do."
    )
    failed_care: Annotated[tuple[FailedCare, ...], Field(min_length=1)] | Unlisted = ask(
        "Which conservative care was tried?", why="Payers ask for dose, time and effect."
    )
    photos_dated: Yes | Unasked = ask("Are there dated photographs with a scale?", why="Payers ask for them.")
    size_measured: Yes | Unasked = ask("Was the size measured, with method and error?", why="Payers ask for it.")
    motion_measured: Yes | Unasked = ask("Was joint motion measured with a goniometer?", why="Payers ask for it.")
