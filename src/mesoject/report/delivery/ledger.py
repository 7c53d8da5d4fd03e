"""Where the dose is: shares over time as stacked areas, and beside them each share at the end with its band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from mesoject.delivery import COLUMNS
from mesoject.report.delivery.style import INK, LEDGER_COLOURS, PALE

Array = NDArray[np.float64]
SHOWN_FROM: Final = 0.002
"""Shares that never reach this (of the dose) are left out of the picture; the table has them all."""
TICKS_APART: Final = 0.07
_TICKS_H: Final = (0, 0.25, 1, 2, 4, 8, 12, 24, 48, 96, 168, 336)


def draw_ledger(axes: Axes, times_h: Array, shares: Mapping[str, Array]) -> tuple[str, ...]:
    """Stack the shares of the dose over time; the time axis is a root, so that the first hour can be seen.

    Parameters
    ----------
    axes : Axes
    times_h : (t,) array
    shares : mapping of str to (t,) array
        Names of ``LEDGER_COLOURS``; they sum to 1 at every time.

    Returns
    -------
    tuple of str
        The shares that were drawn, from the bottom up.
    """
    names = tuple(n for n in LEDGER_COLOURS if n in shares and float(np.max(shares[n])) >= SHOWN_FROM)
    stacked = [100 * np.asarray(shares[n]) for n in names]
    axes.stackplot(
        times_h, *stacked, colors=[LEDGER_COLOURS[n] for n in names], edgecolor="white", linewidth=0.4, labels=names
    )
    axes.set_xscale("function", functions=(_root, np.square))
    ticks = _ticks(float(times_h[-1]))
    axes.set_xticks(ticks, [f"{t:g}" for t in ticks])
    axes.set(
        xlim=(times_h[0], times_h[-1]), ylim=(0, 100), xlabel="time after treatment (h)", ylabel="share of dose (%)"
    )
    return names


def draw_shares(
    axes: Axes,
    names: Sequence[str],
    best: Mapping[str, float],
    bands: Mapping[str, tuple[float, float, float]],
    hours: float,
) -> None:
    """Draw each share at one time, best guess and median with their band, in the order and colours of the stack.

    Parameters
    ----------
    axes : Axes
    names : sequence of str
        From the bottom up.
    best : mapping of str to float
        Shares of the dose; with the names of a whole ledger they sum to 1.
    bands : mapping of str to (low, middle, high)
        Shares of the dose, 0 to 1.
    hours : float
    """
    rows, side = np.arange(len(names)), axes.get_yaxis_transform()
    for row, name in zip(rows, names, strict=True):
        low, middle, high = (100 * v for v in bands[name])
        axes.plot([low, high], [row, row], color=LEDGER_COLOURS[name], linewidth=3, solid_capstyle="butt")
        axes.plot([middle], [row], "|", color=INK, markersize=8, markeredgewidth=1)
        axes.plot([100 * best[name]], [row], "o", color=INK, markersize=3.5)
        axes.plot([-0.035], [row], "s", color=LEDGER_COLOURS[name], markersize=5, transform=side, clip_on=False)
        axes.annotate(
            f"{_percent(100 * best[name])} ({_percent(low)} to {_percent(high)})", (1, row), (4, 0),
            xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=6.5,
        )  # fmt: skip
    axes.set_yticks(rows, [COLUMNS[name] for name in names])
    axes.set(xlim=(0, 100), ylim=(-0.6, len(names) - 0.4), xlabel=f"share at {hours:g} h (%)")
    axes.tick_params(axis="y", length=0, pad=9)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def _ticks(last_h: float) -> list[float]:
    """Hours that are far enough apart on the root axis for their numbers, the last ones first."""
    found: list[float] = []
    for t in sorted((t for t in _TICKS_H if t <= last_h + 1e-6), reverse=True):
        if not found or (found[-1] ** 0.5 - t**0.5) / last_h**0.5 >= TICKS_APART:
            found.append(t)
    return found[::-1]


def _percent(value: float) -> str:
    if value < 0.05:
        return "0"
    return "<1" if 0 < value < 0.5 else f"{value:.0f}"


def _root(values: Array) -> Array:
    return np.sqrt(np.maximum(values, 0))
