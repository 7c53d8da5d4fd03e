"""A course as it is written down: the scar, its visits with photographs and scans, and the treatment sessions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from mesoject.records.answers import Day
from mesoject.records.intake.scar import Cause, Profile, Side, Site

COURSE_FORMAT: Final = "mesoject-course/1"
Colour = Literal["red", "pale", "brown", "matched"]
Subject = Literal["scar", "control"]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w.+-]+$")]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class CoursePart(BaseModel):
    """Frozen, and closed against keys that do not belong."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CourseScar(CoursePart):
    """The scar of the course, by the clinician's eye and touch.

    Attributes
    ----------
    closed_on : date or None
        Day on which the wound was fully closed; the scar's age counts from it.
    profile : {'depressed', 'flat', 'raised'} or None
        By touch across the border.
    beyond_border : bool or None
        Grown over the border of the original wound.
    colour : {'red', 'pale', 'brown', 'matched'} or None
        By eye against the skin beside it; decides the primary quantity of a flat scar where none is declared.
    stretched : bool
        A stretched flat scar: its area is not expected to shrink.
    """

    site: Site | None = None
    side: Side | None = None
    cause: Cause | None = None
    closed_on: Day | None = None
    profile: Profile | None = None
    beyond_border: bool | None = None
    colour: Colour | None = None
    stretched: bool = False


class Control(CoursePart):
    """An untreated scar, or an untreated half of this one, photographed on the same days.

    ``randomised`` and ``blinded`` are as declared: by chance which one was treated, and a rater who did not know.
    """

    kind: Literal["scar", "half"]
    comparable: bool
    randomised: bool = False
    blinded: bool = False


class CoursePhoto(CoursePart):
    """One photograph and the outline of the scar on it; paths are relative to the course file.

    ``outline`` may be absent: then nothing is measured and an outline carried over from another visit is proposed.
    ``carried`` says that the outline was carried over from another visit and accepted by a person.
    """

    file: Name
    outline: Name | None = None
    of: Subject = "scar"
    rater: Code | None = None
    carried: bool = False


class CourseScan(CoursePart):
    """One 3D scan with the unit of its coordinates and an outline drawn on it."""

    file: Name
    unit: Literal["mm", "cm", "m", "in"]
    outline: Name | None = None
    of: Subject = "scar"
    rater: Code | None = None


class ManualValue(CoursePart):
    """A value read from an instrument (ultrasound, calliper), with its stated standard error."""

    quantity: Code
    value: Number
    standard_error: Positive
    unit: Name
    instrument: Name


class Visit(CoursePart):
    """One visit: its day, its photographs and scans, and what was typed in.

    Attributes
    ----------
    date : date
    print_batch : str or None
        Which print of the strips was used; a print error cancels between visits that share it.
    bar_mm, bar_sd_mm : float
        The printed 100 mm bar as measured, and the SD of that reading.
    print_profile : str or None
        File with the measured colours of the print.
    scores : mapping of str to float
        Totals of scales (``VSS``, ``SCAR``, ``POSAS_observer``, ``POSAS_patient``): numbers only, no item texts.
    values : tuple of ManualValue
    girth_mm : float or None
        Round the limb at the scar.
    same_leg : bool
        A person has looked and confirms that this visit shows the scar of the first one, although its skin cannot be
        matched by the program (shaved, tanned, without any mottling).
    """

    date: Day
    photos: tuple[CoursePhoto, ...] = ()
    scans: tuple[CourseScan, ...] = ()
    print_batch: Code | None = None
    bar_mm: Positive | None = None
    bar_sd_mm: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.3
    print_profile: Name | None = None
    target: Name = "strips"
    scores: dict[Code, Number] = {}
    values: tuple[ManualValue, ...] = ()
    girth_mm: Positive | None = None
    same_leg: bool = False
    notes: Annotated[str, Field(max_length=4000)] = ""


class Session(CoursePart):
    """One treatment session."""

    date: Day
    treatment: Annotated[str, Field(max_length=400)] = ""
    notes: Annotated[str, Field(max_length=4000)] = ""


class Course(CoursePart):
    """A course of visits and sessions of one scar (``course.toml``). It holds no name of a person.

    Attributes
    ----------
    primary : str or None
        The quantity on which the course is judged, declared before its numbers are seen.
    repeatability : str or None
        File with the repeatability to judge by; the shipped table where absent.
    code : str or None
        A code for the course, never a person's name.
    """

    format: Literal["mesoject-course/1"] = COURSE_FORMAT
    code: Code | None = None
    primary: Code | None = None
    repeatability: Name | None = None
    scar: CourseScar = CourseScar()
    control: Control | None = None
    visits: tuple[Visit, ...] = ()
    sessions: tuple[Session, ...] = ()

    def age_months(self, on: date) -> float | None:
        """Age of the scar on a day, in months of 30.44 days since the wound closed; None where that is unknown."""
        return None if self.scar.closed_on is None else (on - self.scar.closed_on).days / 30.44


def course_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``course.toml``."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Course.model_json_schema()}
