"""The scar from above at a few times: how much of the dermis' depth is covered at each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mesoject.delivery import Delivery
from mesoject.report.delivery.map import Seen, draw_map, framed
from mesoject.report.delivery.numbers import Numbers, outside, told_times
from mesoject.report.delivery.pictures import DECADES, depot_mm, described
from mesoject.report.delivery.style import (
    INK,
    MM_PER_INCH,
    PAGE_MM,
    QUIET,
    foot_mm,
    plain_ticks,
    styled,
    wrapped,
    write_foot,
)
from mesoject.report.delivery.table import own_threshold, percent

Array = NDArray[np.float64]
LEFT_MM, RIGHT_MM, TOP_MM, BELOW_MM = 15.0, 6.0, 8.0, 28.0
"""Room beside the maps for axes, title, and the colour bar below."""
LINE_MM: Final = 3.4
HEAD_MM: Final = 9.0
"""Over each map: its time, and what it says in one number."""
APART_MM: Final = 5.0
HIGHEST_MM: Final = 105.0
STACKED_MM: Final = 130.0
"""Most height for one map, and for all of a stack."""
NARROWEST_MM: Final = 44.0
"""No map is given less width than its words need."""
LOW_MM: Final = 30.0
BAR_MM: Final = (90.0, 3.0)


@dataclass(frozen=True)
class Scale:
    """What the colours of the maps mean."""

    norm: Normalize
    label: str
    title: str


def map_figure(numbers: Numbers) -> Figure:
    """Draw the scar from above at each told time.

    With a threshold the colour is the share of the dermis' depth that is above it, so that the mean of a map is the
    coverage that the table tells; without one it is the concentration, mean over that depth.
    """
    delivery = numbers.delivery
    times = told_times(delivery.treatment.hours)
    seen = [seen_at(delivery, t) for t in times]
    scale = scale_of(delivery, seen)
    with styled():
        figure, panels, bar = _placed(delivery, len(times), (scale.title, _subtitle(delivery)), outside(numbers))
        for axes, one, hours in zip(panels, seen, times, strict=True):
            image = draw_map(axes, one, scale.norm)
            _head(axes, f"{hours:g} h", told_at(numbers, hours))
        _name_axes(panels)
        figure.colorbar(
            image,
            cax=bar,
            label=scale.label,
            orientation="horizontal",
            extend="min" if isinstance(scale.norm, LogNorm) else "neither",
        )
        if isinstance(scale.norm, LogNorm):
            plain_ticks(bar.xaxis)
    return figure


def seen_at(delivery: Delivery, hours: float) -> Seen:
    """The scar at one time: share of the dermis' depth above the threshold in %, or the mean concentration."""
    threshold = delivery.treatment.threshold_ug_per_ml
    if threshold is not None:
        found = delivery.surface_map(threshold, hours)
        return _seen(delivery, found.s_mm, found.z_mm, 100 * found.values)
    values, axes = delivery.field(hours, "scar_dermis")
    column = delivery.run.column
    thickness = column.thickness_mm[column.dermis]
    return _seen(delivery, axes["s_mm"], axes["z_mm"], np.tensordot(thickness / thickness.sum(), values, 1))


def scale_of(delivery: Delivery, seen: Sequence[Seen]) -> Scale:
    """One scale for maps that are compared."""
    threshold = delivery.treatment.threshold_ug_per_ml
    if threshold is not None:
        label = f"share of the dermis' depth above {threshold:g} µg/mL (%), best guess"
        return Scale(Normalize(0, 100), label, f"How much of the scar's dermis is above {threshold:g} µg/mL")
    top = max(float(np.nanmax([np.nanmax(one.values) for one in seen])), 1e-9)
    label = "µg/mL, mean over the depth of the dermis, best guess"
    return Scale(LogNorm(top / DECADES, top, clip=True), label, "Concentration in the scar's dermis")


def told_at(numbers: Numbers, hours: float) -> str:
    """What a map says in one number with its band: coverage, or without a threshold the share of the dose."""
    k, own = numbers.at(hours), own_threshold(numbers)
    if own is None:
        best, band, words = (
            numbers.best_ledger.held["scar_dermis"][k],
            numbers.held_shares["scar_dermis"],
            "of the dose",
        )
        return f"{_percent(best)} % {words} ({_band(band[:, k])})"
    return f"{_percent(numbers.best_coverage[own, k])} % covered ({_band(numbers.coverage[:, own, k])})"


def _percent(share: float) -> str:
    return percent(np.full(3, share)).split(" ")[0]


def _band(band: Array) -> str:
    return percent(band).split("(")[1].removesuffix(")")


def _subtitle(delivery: Delivery) -> str:
    marks = " Dots: punctures; rings: depots as injected." if len(delivery.points_mm) else ""
    return f"{described(delivery)}.{marks} In brackets: 5th to 95th percentile."


def _placed(delivery: Delivery, count: int, words: tuple[str, str], foot: str) -> tuple[Figure, list[Axes], Axes]:
    """Maps of one size in the scar's proportions, side by side or one above another, whichever shows them larger."""
    low_s, low_z, high_s, high_z = framed(delivery.outline)
    wide, tall = high_s - low_s, high_z - low_z
    columns = max((1, count), key=lambda n: (_fitting(wide, tall, n, count // n), -n))
    scale = _fitting(wide, tall, columns, count // columns)
    wide, tall = wide * scale, tall * scale
    pitch = max(wide, NARROWEST_MM if columns > 1 else 0.0) + APART_MM
    width = float(np.clip(LEFT_MM + columns * pitch - APART_MM + RIGHT_MM, 110.0, PAGE_MM))
    subtitle = wrapped(words[1], width - LEFT_MM - RIGHT_MM)
    rows, top = count // columns, TOP_MM + LINE_MM * len(subtitle)
    below = BELOW_MM + foot_mm(width, foot)
    high = top + rows * (tall + HEAD_MM) + below
    figure = Figure(figsize=(width / MM_PER_INCH, high / MM_PER_INCH))
    figure.text(LEFT_MM / width, 1 - 3 / high, words[0], va="top", fontsize=8.5, fontweight="bold")
    figure.text(LEFT_MM / width, 1 - 7.5 / high, "\n".join(subtitle), va="top", fontsize=7, color=QUIET)
    panels = []
    for k in range(count):
        row, column = divmod(k, columns)
        lower = below + (rows - 1 - row) * (tall + HEAD_MM)
        left = LEFT_MM + column * pitch
        panels.append(figure.add_axes((left / width, lower / high, wide / width, tall / high)))
    bar_wide = min(BAR_MM[0], width - LEFT_MM - RIGHT_MM)
    bar = figure.add_axes((LEFT_MM / width, (below - 16) / high, bar_wide / width, BAR_MM[1] / high))
    write_foot(figure, foot)
    return figure, panels, bar


def _fitting(wide: float, tall: float, columns: int, rows: int) -> float:
    """Millimetres on paper for one of skin."""
    room = PAGE_MM - LEFT_MM - RIGHT_MM - (columns - 1) * APART_MM
    return min(room / columns / wide, HIGHEST_MM / tall, (STACKED_MM - (rows - 1) * HEAD_MM) / rows / tall)


def _head(axes: Axes, time: str, words: str) -> None:
    for text, shift, colour, weight in ((time, 0, INK, "bold"), (words, 24, QUIET, "normal")):
        axes.annotate(
            text, (0, 1), (shift, 4), xycoords="axes fraction", textcoords="offset points", fontsize=7.5, color=colour,
            fontweight=weight,
        )  # fmt: skip


def _name_axes(panels: Sequence[Axes]) -> None:
    """Name the axes once: s below the lowest maps, z on the left ones."""
    lowest = min(axes.get_position().y0 for axes in panels)
    leftmost = min(axes.get_position().x0 for axes in panels)
    for axes in panels:
        lies = axes.get_position()
        figure = axes.get_figure(root=True)
        low = figure is not None and lies.height * figure.get_size_inches()[1] * MM_PER_INCH < LOW_MM
        axes.set(xlabel="", ylabel="")
        if lies.y0 > lowest + 1e-6:
            axes.tick_params(labelbottom=False)
        elif lies.x0 < leftmost + 1e-6:
            axes.set_xlabel("round the limb, s (mm)")
        if lies.x0 > leftmost + 1e-6:
            axes.tick_params(labelleft=False)
        else:
            axes.set_ylabel("z (mm)" if low else "towards the hip, z (mm)")


def _seen(delivery: Delivery, s_mm: Array, z_mm: Array, values: Array) -> Seen:
    outline = shapely.MultiPolygon(list(shapely.get_parts(delivery.outline)))
    return Seen(outline, s_mm, z_mm, _filled(values).T, delivery.points_mm, depot_mm(delivery)[0])


def _filled(values: Array) -> Array:
    """Cells just outside the outline take their neighbour's value, so that the colour reaches the border."""
    found = values.copy()
    for _ in range(2):
        for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
            moved = np.roll(found, shift, axis)
            found = np.where(np.isnan(found), moved, found)
    return found
