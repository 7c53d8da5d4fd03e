"""Bland-Altman plots of a repeatability study, as SVG."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from mesoject.outcome.bland_altman import Agreement, Bound
from mesoject.outcome.repeat_study import QuantityStudy
from mesoject.report.numbers import NAME_WORDS, unit_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 3
PANEL_IN = (2.45, 2.0)
INK, SOFT, BIAS, LIMIT = "#20303c", "#8a97a3", "#0072b2", "#d55e00"  # Okabe & Ito: told apart by the colour-blind
STYLE: Any = {  # matplotlib types its keys one by one
    "font.family": "Roboto", "font.size": 7.5, "axes.titlesize": 8, "axes.titleweight": "bold",
    "axes.edgecolor": SOFT, "axes.linewidth": 0.6, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK,
    "ytick.color": INK, "xtick.major.width": 0.6, "ytick.major.width": 0.6, "axes.spines.top": False,
    "axes.spines.right": False, "svg.fonttype": "path", "svg.hashsalt": "mesoject",
}  # fmt: skip


def agreement_plots(studies: Sequence[QuantityStudy], comparison: str) -> str:
    """One figure of small panels, a quantity each, as SVG text; empty where no quantity has that comparison."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    shown = [(s, s.agreement[comparison]) for s in studies if comparison in s.agreement]
    if not shown:
        return ""
    _register_fonts()
    rows = math.ceil(len(shown) / COLUMNS)
    with mpl.rc_context(STYLE):
        engine = ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.07, hspace=0.04, wspace=0.03)
        figure = Figure(figsize=(PANEL_IN[0] * COLUMNS, PANEL_IN[1] * rows), layout=engine)
        FigureCanvasSVG(figure)
        axes = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
        for axis, (study, agreement) in zip(axes, shown, strict=False):
            _panel(axis, study, agreement)
        for axis in axes[len(shown) :]:
            axis.set_axis_off()
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()[out.getvalue().index("<svg") :]


def _panel(axis: Axes, study: QuantityStudy, agreement: Agreement) -> None:
    x, y = _shown(study, agreement)
    axis.axhline(0, color=SOFT, linewidth=0.6, zorder=1)
    for bound, colour, dash in (
        (agreement.bias, BIAS, "-"),
        (agreement.lower, LIMIT, "--"),
        (agreement.upper, LIMIT, "--"),
    ):
        value, low, high = _levels(bound, agreement)
        axis.axhspan(low, high, color=colour, alpha=0.12, linewidth=0)
        axis.axhline(value, color=colour, linestyle=dash, linewidth=1)
        axis.annotate(
            _number(value),
            (1.0, value),
            xycoords=("axes fraction", "data"),
            xytext=(2, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=6.5,
        )
    axis.plot(x, y, "o", markersize=2.6, markerfacecolor=INK, markeredgewidth=0, alpha=0.65, zorder=3)
    unit = unit_word(study.unit)
    axis.set_title(NAME_WORDS.get(study.quantity, study.quantity).split(",")[0], loc="left")
    axis.set_xlabel(f"mean of the two{f', {unit}' if unit else ''}")
    axis.set_ylabel("difference, %" if agreement.ratio else f"difference{f', {unit}' if unit else ''}")
    axis.locator_params(nbins=5)


def _shown(study: QuantityStudy, agreement: Agreement) -> tuple[list[float], list[float]]:
    if study.scale == "linear":
        return list(agreement.means), list(agreement.differences)
    return [math.exp(m) for m in agreement.means], [100 * math.expm1(d) for d in agreement.differences]


def _levels(bound: Bound, agreement: Agreement) -> tuple[float, float, float]:
    found = (bound.value, bound.low, bound.high)
    value, low, high = (100 * (v - 1) for v in found) if agreement.ratio else found
    return value, low, high


def _number(value: float) -> str:
    return f"{value:+.2g}".replace("-", "\u2212") if abs(value) < 100 else f"{value:+.0f}".replace("-", "\u2212")


def _register_fonts() -> None:
    from matplotlib import font_manager

    known = {font.fname for font in font_manager.fontManager.ttflist}
    for name in ("Roboto-Regular.ttf", "Roboto-Bold.ttf"):
        path = str(resources.files("mesoject.report") / "fonts" / name)
        if path not in known:
            font_manager.fontManager.addfont(path)
