"""The trend of each quantity over a course: values with intervals, the band of measurement error, and the sessions."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ticker import FuncFormatter, MaxNLocator

from mesoject.records.outcome import Series
from mesoject.report.course.blocks import Tone
from mesoject.report.course.calendar import Calendar
from mesoject.report.course.numbers import detectable
from mesoject.report.course.words import CHANGED, moved, tone_of
from mesoject.report.lettering import FONTS
from mesoject.report.letters import shown_in_font
from mesoject.report.numbers import name_word, unit_word

MM: Final = 1 / 25.4
INK, SOFT, BAND, LINE = "#1f2d3a", "#5b6875", "#e3e9ee", "#9aa5ae"
WIDE_MM, NARROW_MM, SMALL_MM = (178.0, 66.0), (88.0, 84.0), (57.0, 46.0)
Sign = Tone | Literal["first"]
COLOURS: Final[dict[Sign, str]] = {
    "improved": "#0072b2",
    "worsened": "#b84a00",
    "unchanged": INK,
    "changed": INK,
    "unknown": SOFT,
}
MARKERS: Final[dict[Sign, str]] = {"improved": "o", "worsened": "D", "unchanged": "o", "changed": "D", "unknown": "x"}


def trend(series: Series, calendar: Calendar, size_mm: tuple[float, float]) -> str:
    """SVG of one quantity over the course, letters as outlines; the same data give the same text."""
    with style():
        figure = Figure(figsize=(size_mm[0] * MM, size_mm[1] * MM))
        axes = figure.add_axes(_frame(size_mm))
        _axes(axes, series, calendar)
        _band(axes, series)
        _sessions(axes, calendar)
        _trend_line(axes, series)
        _values(axes, series)
        _titles(figure, series, size_mm)
        return as_svg(figure)


@contextmanager
def style() -> Iterator[None]:
    """The look of every chart, in the package's own font."""
    for file in ("Roboto-Regular.ttf", "Roboto-Bold.ttf"):
        if not any(f.fname == str(FONTS / file) for f in fontManager.ttflist):
            fontManager.addfont(FONTS / file)
    with mpl.rc_context(
        {
            "font.family": "Roboto", "font.size": 7, "svg.hashsalt": "mesoject", "svg.fonttype": "path",
            "axes.linewidth": 0.5, "axes.edgecolor": LINE, "axes.unicode_minus": True, "text.color": INK,
            "xtick.color": LINE, "ytick.color": LINE, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
            "xtick.major.width": 0.5, "ytick.major.width": 0.5, "xtick.major.size": 2, "ytick.major.size": 2,
            "xtick.major.pad": 2, "ytick.major.pad": 2, "xtick.labelsize": 6.5, "ytick.labelsize": 6.5,
        }
    ):  # fmt: skip
        yield


def _frame(size_mm: tuple[float, float]) -> tuple[float, float, float, float]:
    """Place of the axes within the panel, the margins in mm alike for all sizes."""
    width, height = size_mm
    left, right, bottom, top = 10.5, 2.0, 8.5, 9.0
    return left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height


def _axes(axes: Axes, series: Series, calendar: Calendar) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlim(*(float(date2num(day)) for day in calendar.span()))  # type: ignore[no-untyped-call]
    days = calendar.ticks()
    axes.set_xticks(_numbers([day for day, _ in days]), [words for _, words in days])
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "\u2212")))
    own = own_skin(series.quantity)
    if own is not None:
        axes.axhline(own, color=INK, lw=0.6, zorder=0.4)


def own_skin(quantity: str) -> float | None:
    """The value that the scar would have if it were like the skin beside it; None where that has no meaning.

    Examples
    --------
    >>> own_skin("delta_a"), own_skin("texture_ratio"), own_skin("area")
    (0.0, 1.0, None)
    """
    if quantity == "texture_ratio":
        return 1.0
    return 0.0 if quantity.startswith("delta_") or quantity.endswith("_difference") else None


def _band(axes: Axes, series: Series) -> None:
    """What cannot be told from the first visit, at each later one."""
    if not series.verdicts or not series.points:
        return
    first = series.points[0]
    bounds = [_bounds(series, first.value, *detectable(v)) for v in series.verdicts]
    days = [first.day, *(v.day for v in series.verdicts)]
    low, high = zip(bounds[0], *bounds, strict=True)
    axes.fill_between(_numbers(days), low, high, color=BAND, lw=0, zorder=0)


def _bounds(series: Series, first: float, fall: float, rise: float) -> tuple[float, float]:
    if series.scale == "log":
        return first * (1 + fall), first * (1 + rise)
    return first + fall, first + rise


def _sessions(axes: Axes, calendar: Calendar) -> None:
    for day in calendar.sessions:
        at = float(date2num(day))  # type: ignore[no-untyped-call]
        axes.axvline(at, ymax=0.97, color=LINE, lw=0.6, ls=(0, (1, 1.6)), zorder=0.5)
        axes.plot([at], [1.0], marker="v", ms=3.2, color=SOFT, mew=0, transform=axes.get_xaxis_transform(),
                  clip_on=False)  # fmt: skip


def _trend_line(axes: Axes, series: Series) -> None:
    if series.trend is not None and len(series.trend.line) > 1:
        days, values = [p[0] for p in series.trend.line], [p[1] for p in series.trend.line]
        axes.plot(_numbers(days), values, color=SOFT, lw=0.8, ls=(0, (4, 2)), zorder=1)


def _values(axes: Axes, series: Series) -> None:
    tones = {v.visit: tone_of(v) for v in series.verdicts}
    for k, point in enumerate(series.points):
        at = float(date2num(point.day))  # type: ignore[no-untyped-call]
        sign: Sign = "first" if k == 0 else tones.get(point.visit, "unknown")
        colour = COLOURS.get(sign, INK)
        axes.plot([at, at], [point.low, point.high], color=colour, lw=0.9, solid_capstyle="butt", zorder=2)
        marker(axes, at, point.value, sign)


def marker(axes: Axes, x: float, y: float, sign: Sign) -> None:
    """The sign of a visit."""
    colour = COLOURS.get(sign, INK)
    face = "white" if sign in ("unchanged", "changed") else colour
    shape = MARKERS.get(sign, "s")
    axes.plot([x], [y], marker=shape, ms=4.4, color=colour, mfc=face, mew=1.1 if sign == "unknown" else 0.9, zorder=3)


def _titles(figure: Figure, series: Series, size_mm: tuple[float, float]) -> None:
    unit = unit_word(series.unit)
    title = shown_in_font(name_word(series.quantity) + (f" ({unit})" if unit else ""))
    bold = FontProperties(fname=str(FONTS / "Roboto-Bold.ttf"), size=8 if size_mm[0] > SMALL_MM[0] else 7)
    left, height = 0.8 / size_mm[0], size_mm[1]
    figure.text(left, 1 - 1.0 / height, title, va="top", fontproperties=bold)
    word, tone = _last_word(series)
    figure.text(left, 1 - 4.6 / height, word, va="top", fontsize=6.5, color=COLOURS.get(tone, INK))


def _last_word(series: Series) -> tuple[str, Tone]:
    if not series.verdicts:
        return "cannot be judged", "unknown"
    last = series.verdicts[-1]
    return f"{CHANGED}, neither better nor worse" if moved(last) else last.word, tone_of(last)


def _numbers(days: Sequence[date]) -> list[float]:
    return [float(date2num(day)) for day in days]  # type: ignore[no-untyped-call]


def as_svg(figure: Figure) -> str:
    """The figure as SVG without a date; the same figure gives the same text."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()
