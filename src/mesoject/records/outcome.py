"""What changed over a course, by how much, how sure that is, and what it may be put down to."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from mesoject.records.measurement import Measurement
from mesoject.records.quantity import Quantity, Scale

OUTCOME_FORMAT: Final = "mesoject-outcome/1"
Word = Literal["improved", "worsened", "no change beyond measurement error", "cannot be judged"]
CourseWord = Literal["improved", "worsened", "no change beyond measurement error", "cannot be judged", "mixed"]
Rung = Literal["L0", "L1", "L2", "L3", "L4"]


class OutcomePart(BaseModel):
    """Frozen, and closed against fields that do not belong."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VisitNumbers(OutcomePart):
    """What one visit gives to the outcome: a measurement a photograph or scan, of the scar and of its control.

    Attributes
    ----------
    day : date
    measurements, control : tuple of Measurement
        Refused ones among them; they are counted and named, never averaged.
    print_batch : str or None
    carried : bool
        The outlines were carried over from another visit: their common error is added back once.
    typed : tuple of Quantity
        Manual values with their stated error, and scores.
    leg : int or None
        The first of the visits (from 0) that are known to show the same leg as this one, because the skin on their
        photographs matches or a person has looked; None where that is not known.
    """

    day: date
    measurements: tuple[Measurement, ...] = ()
    control: tuple[Measurement, ...] = ()
    print_batch: str | None = None
    carried: bool = False
    typed: tuple[Quantity, ...] = ()
    leg: int | None = None


class Component(OutcomePart):
    """How well one quantity repeats: variances on its own scale (of the logarithm where ``scale`` is log).

    Attributes
    ----------
    var_photo, df_photo : float
        Between photographs of one visit; its degrees of freedom are photographs less visits.
    var_occasion, df_occasion : float
        Between visits with nothing changed (strips, lamp, day, posture); visits less scars.
    var_rater, df_rater : float
        Between raters (their habit, the same for all visits that they outline); 0 where one rater drew everything.
    photos_per_visit : float
        Photographs a visit in the data (where they differ, the effective number), so that the error of a visit's mean
        is known with the degrees of freedom of the mean square that estimates it.
    var_stated : float
        Mean variance that the photographs of the data stated of themselves; photographs that state more have a
        ``var_photo`` that is greater in proportion. 0: not known.
    shows : tuple of str
        The error parts that these spreads already contain.
    """

    quantity: str
    scale: Scale
    unit: str
    var_photo: float = Field(ge=0, allow_inf_nan=False)
    df_photo: float = Field(ge=0, allow_inf_nan=False)
    var_occasion: float = Field(ge=0, allow_inf_nan=False)
    df_occasion: float = Field(ge=0, allow_inf_nan=False)
    var_rater: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    df_rater: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    photos_per_visit: float = Field(default=2.0, ge=1, allow_inf_nan=False)
    var_stated: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    shows: tuple[str, ...] = ("geometry", "colour")
    source: str


class Repeatability(OutcomePart):
    """Repeatability of several quantities (``repeatability.json``), and where it was found."""

    format: Literal["mesoject-repeatability/1"] = "mesoject-repeatability/1"
    title: str
    components: tuple[Component, ...]


class Estimate(OutcomePart):
    """A value with its standard error and 95 % interval, in the quantity's own unit."""

    value: float
    standard_error: float
    low: float
    high: float


class Point(Estimate):
    """A visit's value: the mean over its photographs."""

    visit: int
    day: date
    photos: int


class Verdict(OutcomePart):
    """One quantity at one follow-up visit against the first.

    Attributes
    ----------
    change, low, high : float
        After minus before with its own 95 % interval; on a log scale relative (-0.3 is 30 % less).
    adjusted_low, adjusted_high : float
        The same at the level that the number of tests leaves (equal to ``low`` and ``high`` where nothing was tested).
    detectable_fall, detectable_rise : float
        The smallest change that is told from measurement error (MDC95), both above 0; relative on a log scale.
    detectable_low, detectable_high : float
        95 % interval of ``detectable_fall``: the error's own size is known with ``degrees_of_freedom``.
    p, p_adjusted : float
        Two-sided for a change, one-sided for growth alone; ``p_adjusted`` is None where the change was not tested.
    exceeds : bool
        The change is greater than the smallest detectable one.
    reliable_change : float
        Change over its standard error.
    adverse : bool
        Growth of a raised scar beyond measurement error.
    sessions : int
        Treatment sessions between the two visits.
    word, why : str
        The word needs both: the adjusted interval excludes no change, and the change exceeds the detectable one.
    """

    quantity: str
    visit: int
    day: date
    before: Estimate
    after: Estimate
    change: float
    low: float
    high: float
    adjusted_low: float
    adjusted_high: float
    detectable_fall: float
    detectable_rise: float
    detectable_low: float
    detectable_high: float
    degrees_of_freedom: float
    p: float
    p_adjusted: float | None
    tested: bool
    exceeds: bool
    reliable_change: float
    adverse: bool
    sessions: int = 0
    word: Word
    why: str


class Trend(OutcomePart):
    """Straight line by weighted least squares with known standard errors; shown, never deciding.

    ``per_week`` with its 95 % bounds is in the quantity's unit, on a log scale in per cent. ``line`` holds day, value,
    lower and upper bound of the line in the quantity's unit.
    """

    per_week: float
    low: float
    high: float
    line: tuple[tuple[date, float, float, float], ...]


class Series(OutcomePart):
    """One quantity over the course."""

    quantity: str
    unit: str
    scale: Scale
    points: tuple[Point, ...]
    verdicts: tuple[Verdict, ...]
    trend: Trend | None
    repeatability: Component | None
    not_judged: str | None = None


class Attribution(OutcomePart):
    """What the design of the course lets one conclude."""

    rung: Rung
    sentence: str
    because: tuple[str, ...]
    difference_in_differences: Estimate | None = None
    observed_minus_predicted: Estimate | None = None


class Outcome(OutcomePart):
    """The whole answer for one course."""

    format: Literal["mesoject-outcome/1"] = OUTCOME_FORMAT
    primary: str
    primary_because: str
    word: CourseWord
    because: str
    series: tuple[Series, ...]
    attribution: Attribution
    repeatability: str
    notes: tuple[str, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, quantity: str) -> Series:
        """Return the series of a quantity; KeyError where it was never measured."""
        for series in self.series:
            if series.quantity == quantity:
                return series
        raise KeyError(quantity)
