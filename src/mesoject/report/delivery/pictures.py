"""The figures of one delivery, each with everything that it takes to read it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mesoject.delivery import Delivery
from mesoject.delivery.depot import fitted
from mesoject.report.delivery.map import Seen, draw_map, framed
from mesoject.report.delivery.numbers import told_times
from mesoject.report.delivery.section import Cut, Layered, draw_section, panel_mm
from mesoject.report.delivery.style import MM_PER_INCH, PAGE_MM, blank, note, plain_ticks, say, styled

Array = NDArray[np.float64]
MAP_MM: Final = (140.0, 110.0)
"""Most that the map itself takes of the page."""
BESIDE_MM: Final = 30.0
"""Lower maps have their colour bar below."""
SECTION_TIMES_H: Final = (0.25, 1.0, 4.0, 24.0, 72.0, 168.0, 336.0)
TELLING_SHARE: Final = 0.001
WINDOW_MM: Final = 14.0
DECADES: Final = 1000.0
LAYER_WORDS: Final = {
    "epidermis": "epidermis",
    "papillary_dermis": "papillary dermis",
    "reticular_dermis": "reticular dermis",
    "subcutis": "fat",
}


@dataclass(frozen=True)
class MapScale:
    """What the map shows: values, the top of their scale, what the colours mean, and a title."""

    seen: Seen
    top: float
    label: str
    title: str


def map_figure(delivery: Delivery) -> Figure:
    """Draw the scar from above: hours above the user's threshold, or without one the concentration in the dermis."""
    scale = map_scale(delivery)
    with styled():
        figure, axes, bar = _placed_map(delivery)
        image = draw_map(axes, scale.seen, Normalize(0, scale.top))
        axes.set_title(scale.title, pad=14)
        note(axes, described(delivery))
        if _is_low(axes):
            axes.set_ylabel("z (mm)")
        lies = bar.get_position()
        figure.colorbar(image, cax=bar, label=scale.label, orientation=_lying(lies.width, lies.height))
    return figure


def _placed_map(delivery: Delivery) -> tuple[Figure, Axes, Axes]:
    """A figure in which the map has the scar's own proportions, and room for a colour bar beside or below it."""
    low_s, low_z, high_s, high_z = framed(delivery.outline)
    wide, tall = high_s - low_s, high_z - low_z
    scale = min(MAP_MM[0] / wide, MAP_MM[1] / tall)
    wide, tall = wide * scale, tall * scale
    beside = tall >= BESIDE_MM
    left, top = 15.0, 13.0
    bottom = 12.0 if beside else 29.0
    high = bottom + tall + top
    figure = Figure(figsize=(PAGE_MM / MM_PER_INCH, high / MM_PER_INCH))
    axes = figure.add_axes((left / PAGE_MM, bottom / high, wide / PAGE_MM, tall / high))
    if beside:
        bar = ((left + wide + 4) / PAGE_MM, bottom / high, 3 / PAGE_MM, min(tall, 70) / high)
    else:
        bar = (left / PAGE_MM, 12 / high, min(wide, 80) / PAGE_MM, 3 / high)
    return figure, axes, figure.add_axes(bar)


def _is_low(axes: Axes) -> bool:
    """Whether a map is too low for its axis to be named in full."""
    figure = axes.get_figure(root=True)
    return figure is not None and axes.get_position().height * figure.get_size_inches()[1] * MM_PER_INCH < BESIDE_MM


def _lying(width: float, height: float) -> Literal["horizontal", "vertical"]:
    return "horizontal" if width > height else "vertical"


def map_scale(delivery: Delivery) -> MapScale:
    """Return what the map of a delivery shows, best guess."""
    threshold = delivery.treatment.threshold_ug_per_ml
    if threshold is None:
        hours = told_times(delivery.treatment.hours)[0]
        seen, label = _mean_seen(delivery, hours), "µg/mL (mean over depth, best guess)"
        title = f"Concentration in the scar's dermis at {hours:g} h"
    else:
        seen, label = hours_seen(delivery, threshold), "hours (mean over depth, best guess)"
        title = f"How long the dermis stays above {threshold:g} µg/mL"
    return MapScale(seen, max(float(np.nanmax(seen.values)), 1e-9), label, title)


def section_figure(delivery: Delivery) -> Figure:
    """Draw a cut through the skin at three times, through the injection nearest to the middle of the scar."""
    times = section_times(delivery)
    cuts = [_cut(delivery, t) for t in times]
    top = max(float(cut.values.max()) for cut in cuts)
    norm = LogNorm(top / DECADES, top)
    with styled():
        layers = _layered(delivery, cuts[0])
        figure = blank(PAGE_MM, (panel_mm(cuts[0], layers) + 4) * len(cuts) + 20)
        panels = figure.subplots(len(cuts), 1, sharex=True, squeeze=False)[:, 0]
        for axes, cut in zip(panels, cuts, strict=True):
            mesh = draw_section(axes, cut, layers, norm)
        panels[0].set_title("Cut through the skin", pad=14)
        note(panels[0], described(delivery))
        outlined = "; ovals: the depots as injected" if layers.depots else ""
        panels[-1].set_xlabel(f"along the cut, s (mm){outlined}")
        bar = figure.colorbar(mesh, ax=list(panels), label="µg/mL of tissue", shrink=0.9, aspect=30, extend="min")
        plain_ticks(bar.ax.yaxis)
    return figure


def section_times(delivery: Delivery) -> tuple[float, ...]:
    """Return the last three telling times at which a thousandth of the dose is still in skin or fat."""
    times = [t for t in SECTION_TIMES_H if t <= delivery.treatment.hours] or [delivery.treatment.hours]
    columns = delivery.ledger(times).shares
    held = sum(columns[name] for name in ("scar_dermis", "other_skin", "subcutis", "bound"))
    kept = [t for t, share in zip(times, np.atleast_1d(held), strict=True) if share >= TELLING_SHARE]
    return tuple(kept[-3:] or times[:1])


def described(delivery: Delivery) -> str:
    """The treatment in one line."""
    t = delivery.treatment
    if t.channels is not None:
        channels = f"{t.channels.per_cm2:g} micro-channels per cm², needles {t.channels.needle_mm:g} mm"
        return f"{delivery.active.title}; {channels}; dose {say(delivery.dose_ug)} µg"
    count = len(delivery.points_mm)
    return (
        f"{delivery.active.title}; {count} injection{'s' if count > 1 else ''} of {t.volume_ul:g} µL at "
        f"{t.concentration_ug_per_ul:g} µg/µL, {t.depth_mm:g} mm deep; dose {say(delivery.dose_ug)} µg"
    )


def hours_seen(delivery: Delivery, threshold_ug_per_ml: float) -> Seen:
    """Hours above a threshold for each place of the scar."""
    found = delivery.surface_map(threshold_ug_per_ml)
    return _seen(delivery, found.s_mm, found.z_mm, found.values)


def _mean_seen(delivery: Delivery, hours: float) -> Seen:
    values, axes = delivery.field(hours, "scar_dermis")
    thickness = _dermis_thickness(delivery)
    return _seen(delivery, axes["s_mm"], axes["z_mm"], np.tensordot(thickness / thickness.sum(), values, 1))


def _seen(delivery: Delivery, s_mm: Array, z_mm: Array, values: Array) -> Seen:
    outline = shapely.MultiPolygon(list(shapely.get_parts(delivery.outline)))
    return Seen(outline, s_mm, z_mm, _filled(values).T, delivery.points_mm, _depot(delivery)[0])


def _filled(values: Array) -> Array:
    """Cells just outside the outline take their neighbour's value, so that the colour reaches the border."""
    found = values.copy()
    for _ in range(2):
        for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
            moved = np.roll(found, shift, axis)
            found = np.where(np.isnan(found), moved, found)
    return found


def _depot(delivery: Delivery) -> tuple[float, float]:
    """Half-axes of a depot along the skin and through it; zeros for micro-channels."""
    t = delivery.treatment
    if t.depth_mm is None or t.volume_ul is None:
        return 0.0, 0.0
    top, bottom = delivery.run.column.dermis_mm
    depot = fitted(t.depth_mm, t.volume_ul, delivery.skin.depot_porosity.value, bottom - top)
    return depot.radius_mm, depot.half_height_mm


def _dermis_thickness(delivery: Delivery) -> Array:
    column = delivery.run.column
    return column.thickness_mm[column.dermis]


def _cut(delivery: Delivery, hours: float) -> Cut:
    section = delivery.section(hours)
    middle = _middle_s(delivery)
    inside = np.abs(section.along_mm - middle) <= WINDOW_MM / 2
    depth = np.concatenate([[0.0], section.depth_mm])
    values = section.values[:, inside]
    return Cut(hours, section.along_mm[inside], depth, np.concatenate([values[:1], values]))


def _layered(delivery: Delivery, cut: Cut) -> Layered:
    spans = delivery.layers_mm
    borders = np.array([0.0, *(bottom for _, bottom in spans.values())])
    wide, high = _depot(delivery)
    near = _cut_places(delivery)
    depots = [(s, float(delivery.treatment.depth_mm or 0), wide, high) for s in near] if wide else []
    return Layered(tuple(LAYER_WORDS[n] for n in spans), borders, depots, _scar_spans(delivery))


def _middle_place(delivery: Delivery) -> Array:
    centre = np.array(delivery.outline.centroid.coords[0])
    if not len(delivery.points_mm):
        return centre
    return np.asarray(delivery.points_mm[np.linalg.norm(delivery.points_mm - centre, axis=1).argmin()])


def _middle_s(delivery: Delivery) -> float:
    return float(_middle_place(delivery)[0])


def _cut_places(delivery: Delivery) -> Array:
    """Where the cut meets depots: those whose centre lies within a tenth of a mm of it."""
    if not len(delivery.points_mm):
        return np.empty(0)
    at = _middle_place(delivery)[1]
    return np.asarray(delivery.points_mm[np.abs(delivery.points_mm[:, 1] - at) < 0.1, 0])


def _scar_spans(delivery: Delivery) -> list[tuple[float, float]]:
    low, _, high, _ = delivery.outline.bounds
    at = _middle_place(delivery)[1]
    met = shapely.intersection(delivery.outline, shapely.LineString([(low - 1, at), (high + 1, at)]))
    return [(float(part.bounds[0]), float(part.bounds[2])) for part in shapely.get_parts(met)]
