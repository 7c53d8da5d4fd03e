"""Two treatment maps of one scar side by side, on the same scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from mesoject.delivery import COLUMNS
from mesoject.report.delivery.charts import coverage_curve
from mesoject.report.delivery.curves import draw_coverage
from mesoject.report.delivery.ledger import SHOWN_FROM
from mesoject.report.delivery.map import draw_map, framed
from mesoject.report.delivery.maps import scale_of, seen_at, told_at
from mesoject.report.delivery.numbers import Numbers, outside, telling_time
from mesoject.report.delivery.style import INK, LEDGER_COLOURS, PAGE_MM, PALE, SERIES, blank, note, say, styled

LETTERS = ("A", "B")
HALF_MM = 72.0
CHARTS_MM = 84.0


def comparison_figure(first: Numbers, second: Numbers) -> Figure:
    """Draw both maps from above, their coverage, and where their doses are at the end.

    Parameters
    ----------
    first, second : Numbers
        A and B; best of one scar, with one threshold or none.
    """
    both = (first, second)
    with styled():
        tall = _height_mm(first)
        figure = blank(PAGE_MM, tall + CHARTS_MM, _foot(both))
        upper, lower = _two(figure, (tall, CHARTS_MM))
        hours = telling_time(*both)
        _maps(upper, both, hours)
        left, right = lower.subplots(1, 2, width_ratios=(1, 1))
        _coverage(left, both, hours)
        _shares(right, both, hours)
    return figure


def _two(figure: Figure, heights: tuple[float, float]) -> tuple[SubFigure, SubFigure]:
    parts: Any = figure.subfigures(2, 1, height_ratios=heights)
    return parts[0], parts[1]


def _maps(figure: SubFigure, both: Sequence[Numbers], hours: float) -> None:
    panels = figure.subplots(1, 2)
    seen = [seen_at(n.delivery, hours) for n in both]
    scale = scale_of(both[0].delivery, seen)
    for axes, numbers, one, letter in zip(panels, both, seen, LETTERS, strict=True):
        image = draw_map(axes, one, scale.norm)
        pad = note(axes, _short(numbers), HALF_MM)
        axes.set_title(f"{letter} at {hours:g} h: {told_at(numbers, hours)}", pad=pad)
    figure.colorbar(image, ax=list(panels), label=scale.label, location="bottom", shrink=0.6, aspect=40)


def _coverage(axes: Axes, both: Sequence[Numbers], hours: float) -> None:
    curves = [coverage_curve(n, hours, letter) for n, letter in zip(both, LETTERS, strict=True)]
    draw_coverage(axes, curves, both[0].delivery.treatment.threshold_ug_per_ml)
    axes.set_title(f"Coverage at {hours:g} h", pad=14)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2)


def _shares(axes: Axes, both: Sequence[Numbers], hours: float) -> None:
    names = [n for n in LEDGER_COLOURS if max(float(x.shares[n].max()) for x in both) >= SHOWN_FROM]
    rows = np.arange(len(names))
    for numbers, letter, shift, colour in zip(both, LETTERS, (0.16, -0.16), SERIES, strict=False):
        k = numbers.at(hours)
        at = [(*100 * numbers.shares[n][:, k], 100 * numbers.best_ledger.shares[n][k]) for n in names]
        for row, (low, middle, high, best) in zip(rows, at, strict=True):
            axes.plot([low, high], [row + shift, row + shift], color=colour, linewidth=2.5, solid_capstyle="butt")
            axes.plot([middle], [row + shift], "|", color=INK, markersize=6)
            axes.plot([best], [row + shift], "o", color=colour, markeredgecolor="white", markersize=4)
        axes.plot([], [], "o-", color=colour, label=letter)
    axes.set_yticks(rows, [COLUMNS[n] for n in names])
    axes.set(xlim=(0, 100), ylim=(-0.6, len(names) - 0.4), xlabel="share of the dose (%)")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title(f"Where the dose is at {hours:g} h", pad=14)
    note(axes, "dot: best guess, line: median, bar: 5th to 95th percentile")
    axes.legend(loc="lower right")


def _foot(both: Sequence[Numbers]) -> str:
    told = ((letter, outside(numbers)) for letter, numbers in zip(LETTERS, both, strict=True))
    return " ".join(f"{letter}: {unlike}" for letter, unlike in told if unlike)


def _height_mm(numbers: Numbers) -> float:
    """Height of a row of two maps with its colour bar, for the scar's own proportions."""
    low_s, low_z, high_s, high_z = framed(numbers.delivery.outline)
    return 75 * float(np.clip((high_z - low_z) / (high_s - low_s), 0.25, 1.5)) + 42


def _short(numbers: Numbers) -> str:
    """The treatment in the width of half a page."""
    d = numbers.delivery
    t = d.treatment
    if t.channels is not None:
        return f"{d.active.title}; {t.channels.per_cm2:g} channels per cm², needles {t.channels.needle_mm:g} mm"
    grid = f", {t.grid.spacing_mm:g} mm apart" if t.grid else ""
    return (
        f"{d.active.title}; {len(d.points_mm)} × {t.volume_ul:g} µL{grid}, {t.depth_mm:g} mm deep; {say(d.dose_ug)} µg"
    )
