"""The tables of the clinician's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mesoject.course.result import CourseResult
from mesoject.records.outcome import Outcome, Series
from mesoject.report.course.blocks import Cell, Table
from mesoject.report.course.numbers import SPACE, ChangeNumbers, change_numbers, change_unit, estimate
from mesoject.report.course.words import CHANGED_SIGN, SIGN_LEGEND, SIGNS, day_word, moved, said, tone_of, word_of
from mesoject.report.numbers import name_word, unit_word

NOTHING = "\u2013"


def ordered(outcome: Outcome) -> list[Series]:
    """The series, the primary first, the rest as they come."""
    return sorted(outcome.series, key=lambda s: s.quantity != outcome.primary)


def verdict_table(outcome: Outcome) -> Table:
    """Each quantity at its last visit against the first."""
    days = [p.day for series in outcome.series for p in series.points]
    span = f": {day_word(max(days))} against {day_word(min(days))}" if len(set(days)) > 1 else ""
    return Table(
        f"The last visit against the first{span} (value ± standard error); in small, below "
        "the smallest detectable change, the 95 % interval of the smallest detectable fall",
        (
            "Quantity",
            "Before",
            "After",
            "Change (95 % interval)",
            "Smallest detectable",
            "Verdict and why",
        ),
        (2.4, 1.5, 1.5, 2.5, 1.9, 3.4),
        [_verdict_row(s, max(days, default=None), primary=s.quantity == outcome.primary) for s in ordered(outcome)],
    )


def _verdict_row(series: Series, last: date | None, *, primary: bool) -> tuple[Cell, ...]:
    name = Cell(_with_unit(series), "primary" if primary else "")
    if not series.verdicts:
        before = estimate(series.points[0]) if series.points else NOTHING
        after = estimate(series.points[-1]) if len(series.points) > 1 else NOTHING
        why = said(series.not_judged or "there is no later visit to compare")
        return name, Cell(before), Cell(after), Cell(NOTHING), Cell(NOTHING), Cell("cannot be judged", why, "unknown")
    v = series.verdicts[-1]
    n = change_numbers(series, v)
    unit = change_unit(series)
    adjusted = f"adjusted {n.adjusted_low}{SPACE}to{SPACE}{n.adjusted_high}" if v.tested else "not tested"
    return (
        name,
        Cell(estimate(v.before)),
        Cell(estimate(v.after), "" if v.day == last else day_word(v.day)),
        Cell(f"{n.change}{unit} ({n.low}{SPACE}to{SPACE}{n.high})", adjusted),
        Cell(_detectable(n, unit), _known_to(n)),
        Cell(word_of(v) + (", adverse" if v.adverse else ""), said(v.why), tone_of(v)),
    )


def _detectable(n: ChangeNumbers, unit: str) -> str:
    if n.fall[1:] == n.rise[1:]:
        return f"±{n.rise[1:]}{unit}"
    return f"{n.fall} or {n.rise}{unit}"


def _known_to(n: ChangeNumbers) -> str:
    """How well the detectable change itself is known; nothing where its interval has no width as written."""
    return "" if n.least_fall == n.most_fall else f"{n.least_fall}{SPACE}to{SPACE}{n.most_fall}"


def _with_unit(series: Series) -> str:
    unit = unit_word(series.unit)
    return name_word(series.quantity) + (f" ({unit})" if unit else "")


def visit_table(outcome: Outcome, result: CourseResult) -> Table:
    """The word of each quantity at each follow-up visit, as signs."""
    visits = range(1, len(result.visits))
    return Table(
        f"The verdict at each visit: {SIGN_LEGEND}",
        ("Quantity", *(f"Visit {k + 1}" if len(visits) <= 6 else f"{k + 1}" for k in visits)),
        (5, *(1 for _ in visits)),
        [_signs(series, visits) for series in ordered(outcome)] if len(visits) > 1 else [],
        signs=True,
    )


def _signs(series: Series, visits: Sequence[int]) -> tuple[Cell, ...]:
    signs: dict[int, Cell] = {p.visit: Cell(SIGNS["cannot be judged"], tone="unknown") for p in series.points}
    for v in series.verdicts:
        signs[v.visit] = Cell(CHANGED_SIGN if moved(v) else SIGNS[v.word], tone=tone_of(v))
    cells = [signs.get(k, Cell("·")) for k in visits]
    return Cell(name_word(series.quantity)), *cells
