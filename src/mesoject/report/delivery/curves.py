"""Curves with their bands: coverage of the scar's dermis against concentration, and the front of possible designs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from numpy.typing import NDArray

from mesoject.delivery import Design
from mesoject.report.delivery.style import HEAT, INK, PALE, QUIET, SERIES, plain_ticks

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A line and its band of 90 %, and the best guess, all (n,) arrays."""

    label: str
    x: Array
    low: Array
    middle: Array
    high: Array
    best: Array


def draw_coverage(axes: Axes, curves: Sequence[Curve], threshold_ug_per_ml: float | None = None) -> None:
    """Draw the share of the scar's dermis above each concentration, one curve a time, with its band.

    Parameters
    ----------
    axes : Axes
    curves : sequence of Curve
        x in µg/mL (above 0), y as shares from 0 to 1.
    threshold_ug_per_ml : float, optional
        The user's own, drawn as a line.
    """
    for curve, colour in zip(curves, SERIES, strict=False):
        before = f"{curve.label}: " if curve.label else ""
        low, high = 100 * curve.low, 100 * curve.high
        axes.fill_between(curve.x, low, high, color=colour, alpha=0.13, linewidth=0)
        for edge in (low, high):
            axes.plot(curve.x, edge, color=colour, linewidth=0.5, alpha=0.7)
        axes.plot(curve.x, 100 * curve.best, color=colour, linewidth=1.5, label=f"{before}best guess")
        axes.plot(
            curve.x, 100 * curve.middle, color=colour, linestyle=(0, (2, 1.4)), linewidth=0.9, label=f"{before}median"
        )
        axes.fill_between([], [], [], color=colour, alpha=0.25, label=f"{before}5th to 95th percentile")
    axes.set(xscale="log", ylim=(0, 101), xlabel="concentration in the scar's dermis (µg/mL)")
    axes.set_ylabel("dermis of the scar above it (%)")
    plain_ticks(axes.xaxis)
    axes.grid(color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    if threshold_ug_per_ml is not None:
        axes.axvline(threshold_ug_per_ml, color=INK, linewidth=0.8, linestyle=(0, (3, 2)))
        axes.annotate(
            "your threshold", (threshold_ug_per_ml, 1), (0, 2), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", fontsize=6.5, color=QUIET,
        )  # fmt: skip


def draw_front(axes: Axes, front: Sequence[Design], now: tuple[float, float]) -> PathCollection:
    """Draw the hours that the worst-served 5 % keep against punctures, with medians, bands, the dose in colour.

    Parameters
    ----------
    axes : Axes
    front : sequence of Design
    now : (per_cm2, hours)
        The map that was asked about.

    Returns
    -------
    matplotlib.collections.PathCollection
        For a colour bar.
    """
    per_cm2, hours, dose = np.array([(d.punctures_per_cm2, d.worst_5_percent_h, d.dose_ug) for d in front]).T
    per_cm2 = _beside(per_cm2)
    for d, x in zip(front, per_cm2, strict=True):
        if d.band_h is not None:
            axes.plot([x, x], [d.band_h[0], d.band_h[2]], color=QUIET, linewidth=0.8, alpha=0.6, zorder=1)
            axes.plot([x], [d.band_h[1]], "_", color=INK, markersize=5, markeredgewidth=1, zorder=2, clip_on=False)
        if d.on_this_scar_h is not None:
            axes.plot(
                [x], [d.on_this_scar_h], "D", color=SERIES[1], markersize=2.8, markeredgewidth=0.7,
                markerfacecolor="white", zorder=3.5, clip_on=False,
            )  # fmt: skip
    points = axes.scatter(per_cm2, hours, c=dose, cmap=HEAT, s=22, edgecolor="white", linewidth=0.4, zorder=3)
    axes.plot(*now, marker="*", color="#c4473a", markersize=10, markeredgecolor="white", zorder=4, clip_on=False)
    axes.set(
        xlabel="punctures per cm²",
        ylabel="worst 5 % of the scar's dermis\nstays above the threshold (h)",
    )
    axes.set(xlim=(0, None), ylim=(0, None))
    return points


def _beside(per_cm2: Array) -> Array:
    """Designs of the same density a little beside each other, so that each line can be told."""
    step = 0.012 * per_cm2.max()
    found = per_cm2.copy()
    for value in np.unique(per_cm2):
        same = np.flatnonzero(per_cm2 == value)
        found[same] += step * (np.arange(len(same)) - (len(same) - 1) / 2)
    return found
