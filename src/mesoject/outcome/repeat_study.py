"""A study of repeat photographs: variance components, repeatability, agreement, as a methods section states them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy import special

from mesoject.outcome.agreement import Icc
from mesoject.outcome.bland_altman import Agreement
from mesoject.outcome.change import mean_variance
from mesoject.outcome.components import effective_photos, occasion_and_photo, variance_components
from mesoject.outcome.repeat_pairs import agreements, correlations
from mesoject.records.outcome import Component
from mesoject.records.quantity import Scale

DRAWN = "outline"


@dataclass(frozen=True)
class Reading:
    """One value of one quantity: a photograph outlined by a rater.

    Attributes
    ----------
    scar, visit, photo, rater : str
    value : float
        On the quantity's scale (natural logarithm where that is log).
    known : float
        The true value on the same scale where it is known (a phantom), else 0: only its changes matter.
    stated : float
        Variance of the ``photo`` parts that the measurement states of itself, on the same scale.
    """

    scar: str
    visit: str
    photo: str
    rater: str
    value: float
    known: float
    stated: float


@dataclass(frozen=True)
class Design:
    """How many of each there are."""

    scars: int
    visits: int
    photos: int
    raters: int
    readings: int


@dataclass(frozen=True)
class Smallest:
    """Standard error of a visit and smallest detectable change, with so many photographs a visit and one rater.

    On a log scale relative: ``sem`` as a coefficient of variation, ``fall`` and ``rise`` as shares. The bounds are the
    95 % interval of ``fall``.
    """

    photos: int
    sem: float
    fall: float
    rise: float
    fall_low: float
    fall_high: float
    degrees_of_freedom: float


@dataclass(frozen=True)
class QuantityStudy:
    """Everything that the study says of one quantity.

    ``variances`` holds every component by its name, on the quantity's scale; ``smallest`` is empty where the design
    does not show how the quantity varies from visit to visit.
    """

    quantity: str
    unit: str
    scale: Scale
    design: Design
    variances: Mapping[str, float]
    component: Component
    within_visit_cv: float | None
    smallest: tuple[Smallest, ...]
    icc: Mapping[str, tuple[Icc, ...]]
    agreement: Mapping[str, Agreement]


def study_quantity(
    quantity: str, readings: Sequence[Reading], *, unit: str, scale: Scale, shows: tuple[str, ...], source: str
) -> QuantityStudy:
    """Analyse one quantity.

    Parameters
    ----------
    quantity : str
    readings : sequence of Reading
    unit, scale, shows, source
        As the component keeps them; ``outline`` in ``shows`` says that every photograph was outlined anew.
    """
    design = _design(readings)
    errors = [r.value - r.known for r in readings]
    variances = variance_components(errors, [r.scar for r in readings], _factors(readings, design))
    component = _component(quantity, readings, design, variances, unit, scale, shows, source)
    mean = math.fsum(r.value for r in readings) / len(readings)
    return QuantityStudy(
        quantity=quantity,
        unit=unit,
        scale=scale,
        design=design,
        variances=variances,
        component=component,
        within_visit_cv=_within_visit_cv(component, mean),
        smallest=tuple(smallest(component, photos) for photos in (1, 2, 3)) if component.df_occasion > 0 else (),
        icc=correlations(readings),
        agreement=agreements(readings, logs=scale == "log"),
    )


def smallest(component: Component, photos: int) -> Smallest:
    """Standard error of a visit of so many photographs, and what can be told from it.

    MDC95 is t times the root of 2 times the standard error, t with Satterthwaite's degrees of freedom.
    """
    variance, df = mean_variance(component, photos)
    least = float(special.stdtrit(df, 0.975)) * math.sqrt(2 * variance)
    low, high = (least * math.sqrt(df / float(special.chdtri(df, p))) for p in (0.025, 0.975))
    if component.scale == "linear":
        return Smallest(photos, math.sqrt(variance), least, least, low, high, df)
    falls = [-math.expm1(-value) for value in (least, low, high)]
    return Smallest(photos, _cv(variance), falls[0], math.expm1(least), falls[1], falls[2], df)


def _cv(log_variance: float) -> float:
    """Coefficient of variation of a quantity whose logarithm has this variance."""
    return math.sqrt(math.expm1(log_variance))


def _within_visit_cv(component: Component, mean: float) -> float | None:
    """Within-subject coefficient of variation of single photographs of a visit; None where no ratio is meant."""
    if component.scale == "log":
        return _cv(component.var_photo)
    return math.sqrt(component.var_photo) / mean if component.unit in ("mm", "mm2", "mm3") else None


def _design(readings: Sequence[Reading]) -> Design:
    return Design(
        scars=len({r.scar for r in readings}),
        visits=len({(r.scar, r.visit) for r in readings}),
        photos=len({(r.scar, r.visit, r.photo) for r in readings}),
        raters=len({r.rater for r in readings}),
        readings=len(readings),
    )


def _factors(readings: Sequence[Reading], design: Design) -> dict[str, list[tuple[str, ...]]]:
    """The random factors that the design can tell apart; what is left over is the residual."""
    factors: dict[str, list[tuple[str, ...]]] = {"occasion": [(r.scar, r.visit) for r in readings]}
    if design.raters > 1:
        factors["rater"] = [(r.rater,) for r in readings]
        factors["scar by rater"] = [(r.scar, r.rater) for r in readings]
    if design.readings > design.photos:
        factors["photo"] = [(r.scar, r.visit, r.photo) for r in readings]
    return {name: labels for name, labels in factors.items() if len(set(labels)) < len(labels)}


def _component(
    quantity: str,
    readings: Sequence[Reading],
    design: Design,
    variances: Mapping[str, float],
    unit: str,
    scale: Scale,
    shows: tuple[str, ...],
    source: str,
) -> Component:
    photos = list(dict.fromkeys((r.scar, r.visit, r.photo) for r in readings))
    occasion, photo = occasion_and_photo(variances, design.photos - design.visits)
    return Component(
        quantity=quantity,
        scale=scale,
        unit=unit,
        var_photo=photo,
        df_photo=design.photos - design.visits,
        var_occasion=occasion,
        df_occasion=design.visits - design.scars,
        var_rater=variances.get("rater", 0.0) + variances.get("scar by rater", 0.0),
        df_rater=design.raters - 1,
        photos_per_visit=effective_photos([p[0] for p in photos], [p[:2] for p in photos]),
        var_stated=math.fsum(r.stated for r in readings) / len(readings),
        shows=shows,
        source=source,
    )
