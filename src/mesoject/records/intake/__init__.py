"""Who the person is and what the scar is, as typed answers: the only thing that the rules read."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from mesoject.records.answers import Day
from mesoject.records.intake.device import DeliveryMode, Device
from mesoject.records.intake.goals import Coverage, FailedCare, Goals, OtherTreatment
from mesoject.records.intake.health import Health
from mesoject.records.intake.leg import Leg
from mesoject.records.intake.medicines import Drug, Medicines, SkinProduct
from mesoject.records.intake.person import Person, Sex
from mesoject.records.intake.scar import Scar, Site
from mesoject.records.intake.section import Section

FORMAT: Final = "mesoject-intake/1"


class Intake(Section):
    """All answers of one consultation about one scar.

    Attributes
    ----------
    reference : str
        The clinic's own number for the person; no name belongs here.
    asked_on : date
        Day on which the questions were answered.
    """

    format: Literal["mesoject-intake/1"] = FORMAT
    reference: Annotated[str, Field(min_length=1, max_length=80)]
    asked_on: Day
    person: Person = Person()
    scar: Scar = Scar()
    leg: Leg = Leg()
    health: Health = Health()
    medicines: Medicines = Medicines()
    device: Device = Device()
    goals: Goals = Goals()
    coverage: Coverage = Coverage()


__all__ = [
    "Coverage",
    "DeliveryMode",
    "Device",
    "Drug",
    "FailedCare",
    "Goals",
    "Health",
    "Intake",
    "Leg",
    "Medicines",
    "OtherTreatment",
    "Person",
    "Scar",
    "Section",
    "Sex",
    "Site",
    "SkinProduct",
]
