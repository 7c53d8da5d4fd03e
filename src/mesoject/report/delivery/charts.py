"""Charts of one delivery's numbers with their bands: ledger over time, coverage, and the front of designs."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.figure import Figure

from mesoject.delivery import ParetoFront
from mesoject.report.delivery.curves import Curve, draw_coverage, draw_front
from mesoject.report.delivery.ledger import SHOWN_FROM, draw_ledger, draw_shares
from mesoject.report.delivery.numbers import Numbers, outside, telling_time, told_times
from mesoject.report.delivery.pictures import described
from mesoject.report.delivery.style import COLUMN_MM, INK, LEDGER_COLOURS, PAGE_MM, SERIES, blank, note, say, styled
from mesoject.report.delivery.table import parameter_words

SMOOTH = 160
TITLE: Final = ("Trade-offs of hours, punctures and dose in this model;", "not a recommendation")
TRADE_OFFS: Final = " ".join(TITLE)
MOST_INFLUENCES = 8


def ledger_figure(numbers: Numbers) -> Figure:
    """Draw where the dose is over time, and beside it each share at the end with its band."""
    with styled():
        figure = blank(PAGE_MM, 72, outside(numbers))
        left, right = figure.subplots(1, 2, width_ratios=(3, 2))
        end = float(numbers.times_h[-1])
        ledger = numbers.delivery.ledger(end * np.linspace(0, 1, SMOOTH) ** 2)
        drawn = draw_ledger(left, ledger.times_h, ledger.shares)
        names = [n for n in LEDGER_COLOURS if n in drawn or float(numbers.shares[n].max()) >= SHOWN_FROM]
        pad = note(left, described(numbers.delivery), 100)
        left.set_title("Where the dose is, best guess", pad=pad)
        hours = telling_time(numbers)
        k = numbers.at(hours)
        left.axvline(hours, color=INK, linewidth=0.7, linestyle=(0, (3, 2)))
        best = {n: float(numbers.best_ledger.shares[n][k]) for n in names}
        draw_shares(right, names, best, {n: _triple(numbers.shares[n][:, k]) for n in names}, hours)
        right.set_title(f"and how sure that is at {hours:g} h", pad=pad)
        note(right, "dot: best guess, line: median, bar: 5th to 95th percentile")
    return figure


def coverage_figure(numbers: Numbers) -> Figure:
    """Draw how much of the scar's dermis lies above each concentration, one panel a time."""
    times = told_times(float(numbers.times_h[-1]))
    threshold = numbers.delivery.treatment.threshold_ug_per_ml
    with styled():
        figure = blank(PAGE_MM, 66, outside(numbers))
        panels = figure.subplots(1, len(times), sharey=True, squeeze=False)[0]
        for axes, hours in zip(panels, times, strict=True):
            draw_coverage(axes, [coverage_curve(numbers, hours)], threshold)
            axes.set_title(f"{hours:g} h after", pad=14 if threshold is not None else 6)
            axes.label_outer(remove_inner_ticks=False)
        panels[0].legend(loc="lower left", handlelength=2.2)
        words = f"Coverage of the scar's dermis by {numbers.delivery.active.title}"
        figure.suptitle(words, x=0.01, ha="left", fontsize=8.5, fontweight="bold")
    return figure


def influence_figure(numbers: Numbers) -> Figure:
    """Draw which uncertain parameters decide how much active the scar's dermis holds over time."""
    rows = numbers.bands.influence[:MOST_INFLUENCES][::-1]
    with styled():
        figure = blank(COLUMN_MM * 1.4, 20 + 5.5 * len(rows))
        axes = figure.subplots()
        for row, (_, rho) in enumerate(rows):
            axes.barh(row, rho, height=0.6, color=SERIES[0] if rho > 0 else SERIES[1])
        axes.set_yticks(range(len(rows)), [parameter_words(name) for name, _ in rows])
        axes.axvline(0, color=INK, linewidth=0.6)
        axes.set(xlim=(-1, 1), xlabel="rank correlation with the active held over time")
        axes.tick_params(axis="y", length=0)
        axes.set_title("What the answer hangs on")
    return figure


def front_figure(front: ParetoFront, now: tuple[float, float]) -> Figure:
    """Draw the designs that no other beats: what more hours cost in punctures and dose.

    Parameters
    ----------
    front : ParetoFront
    now : (punctures per cm2, hours of the worst-served 5 %)
        Of the map that was asked about.
    """
    with styled():
        figure = blank(COLUMN_MM * 1.4, 84)
        axes = figure.subplots()
        points = draw_front(axes, front.front, now)
        most = f"above {front.threshold_ug_per_ml:g} µg/mL; at most {say(front.limits.max_dose_ug)} µg"
        marks = (
            "Endless grids: dots, best guess; ticks, median; lines, 5th to 95th percentile. With this scar's borders, "
            "best guess: diamonds, the same designs; star, this map"
        )
        axes.set_title("\n".join(TITLE), pad=note(axes, f"{most}. {marks}", COLUMN_MM))
        figure.colorbar(points, ax=axes, label="dose on this scar (µg)")
    return figure


def coverage_curve(numbers: Numbers, hours: float, label: str = "") -> Curve:
    """Coverage against concentration at one time."""
    low, middle, high = numbers.coverage[:, :, numbers.at(hours)]
    best = numbers.best_coverage[:, numbers.at(hours)]
    return Curve(label, numbers.thresholds_ug_per_ml, low, middle, high, best)


def _triple(values: np.ndarray) -> tuple[float, float, float]:
    low, middle, high = (float(v) for v in values)
    return low, middle, high
