"""What the treatment would be done with, and by whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mesoject.records.answers import Text, Unasked, Unknown, Unlisted, Yes, ask
from mesoject.records.intake.section import Section

DeliveryMode = Literal[
    "needle_free_electroporation",
    "pneumatic_jet",
    "powered_microneedle",
    "mesogun_single_needle",
    "manual_needle",
]
Additive = Literal["preservative", "sulfite", "bovine_thrombin", "peptide"]
INJECTS = 'device.mode in ("mesogun_single_needle", "manual_needle")'


class Device(Section):
    """Delivery mode, make and product; without them no gate can be evaluated."""

    mode: DeliveryMode | Unknown = ask(
        "How does the device deliver: electroporation without needles, jet, powered microneedles, mesotherapy gun, "
        "or needle by hand?",
        why="Each way has its own dangers.",
    )
    model: Annotated[Unknown | Text, Field(union_mode="left_to_right")] = ask(
        "Make and model of the device?", why="Its label sets limits."
    )
    operator_in_scope: Yes | Unknown = ask(
        "May this operator use this device and product for this purpose here?",
        why="The law differs by country.",
        risk="down",
    )
    ha_source: Literal["bacterial", "avian"] | Unasked = ask(
        "Is the hyaluronic acid made by bacteria or from rooster combs?", why="Bird allergy."
    )
    additives: Annotated[tuple[Additive, ...], Field(min_length=1)] | Unlisted = ask(
        "Which of these does the product contain?", why="Each can cause an allergy.", risk="up"
    )
    angle_deg: Annotated[float, Field(strict=True, gt=0, le=90, allow_inf_nan=False)] | Unasked = ask(
        "At which angle to the skin is the needle held?",
        why="Depth is length times the sine of the angle.",
        unit="deg",
        applies_if=INJECTS,
    )
    product_max_ml: Annotated[float, Field(strict=True, gt=0, le=50, allow_inf_nan=False)] | Unasked = ask(
        "Largest volume a session on the product's label?", why="The label always wins.", unit="mL", applies_if=INJECTS
    )
