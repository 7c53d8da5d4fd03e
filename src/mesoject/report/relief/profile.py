"""One cut through a scar: its height over the healthy skin, and what noise and the healthy skin's place leave open."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, MaxNLocator

from mesoject.report.course.charts import INK, LINE, SOFT
from mesoject.report.lettering import FONTS
from mesoject.report.relief.lines import Section
from mesoject.report.relief.look import Look

RAISED, SUNKEN, DOUBT = "#fdb863", "#b2abd2", "#cdd6dd"


def profile(axes: Axes, cut: Section, words: str, span_mm: tuple[float, float], look: Look) -> None:
    """Draw the cut on axes shared by all cuts of its kind."""
    axes.set_xlim(*span_mm)
    axes.set_ylim(*look.heights_mm)
    axes.spines[["top", "right"]].set_visible(False)
    _heights(axes, cut)
    _border(axes, cut)
    _ticks(axes)
    bold = FontProperties(fname=str(FONTS / "Roboto-Bold.ttf"), size=7)
    axes.annotate(words, (0, 1), (0, 5), xycoords="axes fraction", textcoords="offset points", fontproperties=bold)
    axes.annotate(
        _enlarged(axes), (1, 1), (0, 5), xycoords="axes fraction", textcoords="offset points", ha="right",
        fontsize=6.5, color=SOFT,
    )  # fmt: skip
    axes.set_ylabel("height, mm", fontsize=6.5, color=INK, labelpad=1.5)
    axes.set_xlabel("mm from the middle of the scar on this line", fontsize=6.5, color=INK, labelpad=1)


def _heights(axes: Axes, cut: Section) -> None:
    at, height = cut.at_mm, cut.height_mm
    axes.fill_between(at, -cut.doubt_mm, cut.doubt_mm, color=DOUBT, lw=0, zorder=0)
    beyond = np.abs(height) > cut.doubt_mm
    for colour, sign in ((RAISED, 1), (SUNKEN, -1)):
        axes.fill_between(at, 0, height, where=beyond & (sign * height > 0), color=colour, lw=0, zorder=1)
    axes.axhline(0, color=SOFT, lw=0.6, zorder=2)
    axes.plot(at, height, color=INK, lw=0.9, zorder=3)
    top = float(np.interp(cut.extreme_mm, at, height))
    axes.plot([cut.extreme_mm], [top], marker="o", ms=3, color=INK, mfc="white", mew=0.8, zorder=4)


def _border(axes: Axes, cut: Section) -> None:
    """Where the cut enters and leaves the scar."""
    for ends in cut.scar_mm:
        for at in ends:
            axes.axvline(at, color=LINE, lw=0.7, ls=(0, (3, 2)), zorder=0.5)


def _ticks(axes: Axes) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], min_n_ticks=3))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "\u2212")))


def _enlarged(axes: Axes) -> str:
    """By how much heights are drawn larger than lengths."""
    box = axes.get_position()
    figure = axes.figure
    across = box.width * figure.get_figwidth() / np.ptp(axes.get_xlim())  # type: ignore[union-attr]
    up = box.height * figure.get_figheight() / np.ptp(axes.get_ylim())  # type: ignore[union-attr]
    ratio = up / across
    return f"heights ×{ratio:.0f}" if ratio >= 3 else f"heights ×{ratio:.1f}"
