"""The numbers of a delivery as words and small tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery import COLUMNS, HELD
from mesoject.report.delivery.numbers import Numbers, outside, told_times
from mesoject.report.delivery.style import say

Array = NDArray[np.float64]
Rows = list[tuple[str, ...]]
SMALLEST_SHARE = 0.0005
CUT_H = 1e-3
"""Hours nearer than this to the end of the answer are cut by it."""


def ledger_rows(numbers: Numbers) -> Rows:
    """Head and rows: where the dose is at up to three times, in % of the dose: best guess, then median and band.

    The best guesses sum to the dose; below the sum stands what is free and bound together.
    """
    at = [numbers.at(t) for t in told_times(numbers.delivery.treatment.hours)]
    best = numbers.best_ledger
    rows = [
        (COLUMNS[name], *_cells(best.shares[name][at], band[:, at]))
        for name, band in numbers.shares.items()
        if max(band.max(), best.shares[name].max()) >= SMALLEST_SHARE
    ]
    whole = np.sum(list(best.shares.values()), 0)[at]
    summed = ("Sum", *(cell for share in whole for cell in (_share(100 * float(share)), "")))
    held = [(HELD[name], *_cells(best.held[name][at], band[:, at])) for name, band in numbers.held_shares.items()]
    return [_head("where the dose is (% of it)", numbers), *rows, summed, *(held if best.bound_share else [])]


def coverage_rows(numbers: Numbers, most: int = 6) -> Rows:
    """Head and rows: share of the scar's dermis above a few concentrations at up to three times, in %.

    The user's own threshold has a row of its own, marked as entered.
    """
    at = [numbers.at(t) for t in told_times(numbers.delivery.treatment.hours)]
    own = own_threshold(numbers)
    ours = np.array([k for k in range(len(numbers.thresholds_ug_per_ml)) if k != own])
    kept = ours[np.unique(np.linspace(0, len(ours) - 1, most).round().astype(int))]
    rows = [
        (_concentration(numbers, k, own), *_cells(numbers.best_coverage[k, at], numbers.coverage[:, k, at]))
        for k in sorted({*kept.tolist(), *([] if own is None else [own])})
    ]
    return [_head("scar's dermis above (% of it)", numbers), *rows]


def hours_rows(numbers: Numbers) -> Rows:
    """Head and rows: hours above the user's threshold; empty where there is none."""
    threshold = numbers.delivery.treatment.threshold_ug_per_ml
    if numbers.hours_above is None or numbers.best_hours is None or threshold is None:
        return []
    end = numbers.delivery.treatment.hours
    worst, middle = (
        (span(float(b), end), hours(numbers.hours_above[:, k], end)) for k, b in enumerate(numbers.best_hours)
    )
    return [
        (f"hours above {threshold:g} µg/mL (entered)", "best", "median (5–95 %)"),
        ("worst-served 5 % of the dermis", *worst),
        ("half of the dermis", *middle),
    ]


def sentences(numbers: Numbers) -> Iterator[str]:
    """Engine and reason, warnings, and what the bands are."""
    d = numbers.delivery
    yield f"Engine: {d.engine}; {d.why}."
    for warning in d.warnings:
        yield f"{warning.code}: {warning.message} {warning.remedy}"
    bands = numbers.bands
    yield (
        "Best: with the best guess of every parameter; these sum to the dose. Beside it the median (5th to 95th "
        f"percentile) of {bands.n} draws of all uncertain parameters, each row for itself, which need not sum."
    )
    if unlike := outside(numbers):
        yield unlike
    strongest = ", ".join(parameter_words(name) for name, _ in bands.influence[:3])
    yield f"What the answer hangs on most: {strongest}. {bands.note}"


def own_threshold(numbers: Numbers) -> int | None:
    """Index of the user's own threshold among the concentrations of the coverage."""
    threshold = numbers.delivery.treatment.threshold_ug_per_ml
    return None if threshold is None else int(np.abs(numbers.thresholds_ug_per_ml - threshold).argmin())


def _head(words: str, numbers: Numbers) -> tuple[str, ...]:
    times = told_times(numbers.delivery.treatment.hours)
    return (words, *(cell for t in times for cell in (f"{t:g} h best", "median (5–95 %)")))


def _cells(best: Array, band: Array) -> Iterator[str]:
    for k, share in enumerate(best):
        yield _share(100 * float(share))
        yield percent(band[:, k])


def _concentration(numbers: Numbers, k: int, own: int | None) -> str:
    value = float(numbers.thresholds_ug_per_ml[k])
    return f"{value:g} µg/mL, entered by you" if k == own else f"{say(value)} µg/mL"


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


def hours(band: Array, end_h: float = np.inf) -> str:
    """Hours with their band; what reaches the end of the answer is at least that.

    Examples
    --------
    >>> hours(np.array([0.0, 1.26, 13.4])), hours(np.array([8.0, 24.0, 24.0]), 24.0)
    ('1.3 (0 to 13)', '≥ 24 (8 to ≥ 24)')
    """
    low, middle, high = (span(float(v), end_h) for v in band)
    return f"{middle} ({low} to {high})"


def span(value_h: float, end_h: float) -> str:
    """Hours as a person compares them, cut where the answer ends.

    Examples
    --------
    >>> span(23.9999, 24.0), span(1.26, 24.0)
    ('≥ 24', '1.3')
    """
    return f"≥ {end_h:g}" if value_h >= end_h - CUT_H else say(value_h)


def _share(value: float) -> str:
    if value < 0.05:
        return "0"
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
