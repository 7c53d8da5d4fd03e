"""The tables of a repeatability study: header and rows of text, for HTML and for CSV alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mesoject.outcome.bland_altman import Agreement, Bound
from mesoject.outcome.repeat_study import QuantityStudy, Smallest
from mesoject.report.numbers import NAME_WORDS, digits_of, unit_word


@dataclass(frozen=True)
class Sheet:
    """A table with its name (for a file), its caption, header and rows."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(studies: Sequence[QuantityStudy]) -> tuple[Sheet, ...]:
    """Variance components, smallest detectable change, intraclass correlation and limits of agreement."""
    return _components(studies), _smallest(studies), _icc(studies), _agreement(studies)


def _components(studies: Sequence[QuantityStudy]) -> Sheet:
    names = list(dict.fromkeys(name for s in studies for name in s.variances))
    rows = tuple(
        (
            _name(s),
            *(_sd(s, name) for name in names),
            f"{s.component.df_photo:.0f}, {s.component.df_occasion:.0f}",
            "" if s.within_visit_cv is None else f"{100 * s.within_visit_cv:.2f} %",
        )
        for s in studies
    )
    header = ("Quantity", *(f"SD, {_component_word(n)}" for n in names), "df of photograph, occasion", "CV in a visit")
    caption = (
        "Variance components as standard deviations, by restricted maximum likelihood; in % where the scale is log."
    )
    return Sheet("components", caption, header, rows)


def _smallest(studies: Sequence[QuantityStudy]) -> Sheet:
    rows = tuple((_name(s), str(d.photos), *_smallest_cells(s, d)) for s in studies for d in s.smallest)
    header = (
        "Quantity",
        "Photographs a visit",
        "SEM of a visit",
        "MDC95, fall",
        "its 95 % interval",
        "MDC95, rise",
        "df",
    )
    caption = (
        "Standard error of a visit and smallest detectable change between two visits of one rater and one print. What "
        "repeat photographs do not show (a border drawn elsewhere, another print) is added when a course is judged."
    )
    return Sheet("detectable", caption, header, rows)


def _smallest_cells(s: QuantityStudy, d: Smallest) -> tuple[str, ...]:
    factor, mark = (100, " %") if s.scale == "log" else (1, "")
    sem, fall, low, high, rise = (f"{factor * v:.3g}{mark}" for v in (d.sem, d.fall, d.fall_low, d.fall_high, d.rise))
    return sem, fall, f"{low} to {high}", rise, f"{d.degrees_of_freedom:.0f}"


def _icc(studies: Sequence[QuantityStudy]) -> Sheet:
    rows = tuple(
        (_name(s), over, icc.kind, f"{icc.value:.3f}", f"{icc.low:.3f} to {icc.high:.3f}".replace("-", "\u2212"))
        for s in studies
        for over, each in s.icc.items()
        for icc in each
    )
    caption = (
        "Intraclass correlation of single values with the intervals of McGraw and Wong (1996). It depends on how much "
        "the scars of the study differ, so it does not carry over to others."
    )
    return Sheet("icc", caption, ("Quantity", "Over", "Kind", "ICC", "95 % interval"), rows)


def _agreement(studies: Sequence[QuantityStudy]) -> Sheet:
    rows = tuple(
        (_name(s), over, f"{a.pairs} of {a.subjects}", *(_bound(b, a) for b in (a.bias, a.lower, a.upper)), _slope(a))
        for s in studies
        for over, a in s.agreement.items()
    )
    header = ("Quantity", "Over", "Pairs of scars", "Bias", "Lower limit", "Upper limit", "Slope on the mean")
    caption = (
        "Limits of agreement (Bland and Altman 1999; several pairs a scar 2007) with 95 % intervals; in % where the "
        "scale is log."
    )
    return Sheet("agreement", caption, header, rows)


def _name(s: QuantityStudy) -> str:
    unit = unit_word(s.unit)
    return NAME_WORDS.get(s.quantity, s.quantity) + (f" ({unit})" if unit and s.scale == "linear" else "")


def _component_word(name: str) -> str:
    return {"residual": "photograph", "photo": "photograph alone", "scar by rater": "rater by scar"}.get(name, name)


def _sd(s: QuantityStudy, name: str) -> str:
    if name not in s.variances:
        return ""
    sd = math.sqrt(s.variances[name])
    return f"{100 * sd:.3g} %" if s.scale == "log" else f"{sd:.3g}"


def _bound(b: Bound, a: Agreement) -> str:
    factor, shift, mark = (100, 1, " %") if a.ratio else (1, 0, "")
    digits = digits_of(factor * (b.high - b.low) / 4)
    value, low, high = (f"{factor * (v - shift):+.{digits}f}" for v in (b.value, b.low, b.high))
    return f"{value}{mark} ({low} to {high})".replace("-", "\u2212")


def _slope(a: Agreement) -> str:
    p = "p < 0.001" if a.slope_p < 0.001 else f"p = {a.slope_p:.2g}"
    return f"{a.slope:+.3f} ({p})".replace("-", "\u2212")
