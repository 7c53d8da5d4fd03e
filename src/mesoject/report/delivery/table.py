"""The numbers of a delivery as words and small tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery import COLUMNS
from mesoject.report.delivery.numbers import Numbers, told_times
from mesoject.report.delivery.style import say

Array = NDArray[np.float64]
Rows = list[tuple[str, ...]]
SMALLEST_SHARE = 0.0005


def ledger_rows(numbers: Numbers) -> Rows:
    """Head and rows: where the dose is at up to three times, in % of the dose, middle and band."""
    times = told_times(numbers.delivery.treatment.hours)
    head = ("where the dose is (% of it)", *(f"{t:g} h" for t in times))
    at = [numbers.at(t) for t in times]
    shown = {name: values for name, values in numbers.shares.items() if values.max() >= SMALLEST_SHARE}
    return [head, *((COLUMNS[name], *(percent(values[:, k]) for k in at)) for name, values in shown.items())]


def coverage_rows(numbers: Numbers, most: int = 6) -> Rows:
    """Head and rows: share of the scar's dermis above a few concentrations at up to three times, in %."""
    times = told_times(numbers.delivery.treatment.hours)
    head = ("scar's dermis above (% of it)", *(f"{t:g} h" for t in times))
    at = [numbers.at(t) for t in times]
    kept = np.unique(np.linspace(0, len(numbers.thresholds_ug_per_ml) - 1, most).round().astype(int))
    rows = [
        (f"{say(numbers.thresholds_ug_per_ml[k])} µg/mL", *(percent(numbers.coverage[:, k, t]) for t in at))
        for k in kept
    ]
    return [head, *rows]


def hours_rows(numbers: Numbers) -> Rows:
    """Head and rows: hours above the user's threshold; empty where there is none."""
    threshold = numbers.delivery.treatment.threshold_ug_per_ml
    if numbers.hours_above is None or threshold is None:
        return []
    return [
        (f"hours above {threshold:g} µg/mL", ""),
        ("worst-served 5 % of the scar's dermis", hours(numbers.hours_above[:, 0])),
        ("median of the scar's dermis", hours(numbers.hours_above[:, 1])),
    ]


def sentences(numbers: Numbers) -> Iterator[str]:
    """Engine and reason, warnings, and what the bands are."""
    d = numbers.delivery
    yield f"Engine: {d.engine}; {d.why}."
    for warning in d.warnings:
        yield f"{warning.code}: {warning.message} {warning.remedy}"
    bands = numbers.bands
    yield f"Median (5th to 95th percentile) of {bands.n} draws of all uncertain parameters, each column for itself."
    strongest = ", ".join(parameter_words(name) for name, _ in bands.influence[:3])
    yield f"What the answer hangs on most: {strongest}. {bands.note}"


def parameter_words(name: str) -> str:
    """A parameter's name as words.

    Examples
    --------
    >>> parameter_words("active.k_capillary"), parameter_words("scar_mm")
    ("the active's clearance to capillaries", "the scar's thickness")
    """
    owner, _, field = name.rpartition(".")
    words = _WORDS.get(field, field.replace("_", " "))
    owners = {"": "", "active": "the active's "}
    return owners.get(owner, f"the {owner.replace('_', ' ')}'s ") + words


_WORDS = {
    "k_capillary": "clearance to capillaries", "k_lymph": "clearance to lymph", "k_degradation": "degradation",
    "skin_mm": "the skin's thickness", "scar_mm": "the scar's thickness", "thickness_mm": "thickness",
    "scar_diffusivity_factor": "diffusivity in scar", "scar_clearance_factor": "clearance in scar",
    "scar_accessible": "open share of the scar's tissue", "accessible": "open share of tissue",
    "skin_permeability_cm_per_h": "permeability of intact skin",
}  # fmt: skip


def percent(band: Array) -> str:
    """A share with its band, in %.

    Examples
    --------
    >>> percent(np.array([0.121, 0.345, 0.6])), percent(np.array([0.0, 0.0, 0.0012]))
    ('34 (12 to 60)', '0 (0 to 0.1)')
    """
    low, middle, high = (_share(100 * float(v)) for v in band)
    return f"{middle} ({low} to {high})"


def hours(band: Array) -> str:
    """Hours with their band.

    Examples
    --------
    >>> hours(np.array([0.0, 1.26, 13.4]))
    '1.3 (0 to 13)'
    """
    low, middle, high = (say(float(v)) for v in band)
    return f"{middle} ({low} to {high})"


def _share(value: float) -> str:
    if value < 0.05:
        return "0"
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
