"""The figures of one delivery, each with everything that it takes to read it alone."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mesoject.delivery import Delivery
from mesoject.delivery.depot import fitted
from mesoject.report.delivery.section import Cut, Layered, draw_section, panel_mm
from mesoject.report.delivery.style import PAGE_MM, blank, note, plain_ticks, say, styled

Array = NDArray[np.float64]
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
        panels[0].set_title("Cut through the skin, best guess", pad=14)
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


def depot_mm(delivery: Delivery) -> tuple[float, float]:
    """Half-axes of a depot along the skin and through it; zeros for micro-channels."""
    t = delivery.treatment
    if t.depth_mm is None or t.volume_ul is None:
        return 0.0, 0.0
    depot = fitted(t.depth_mm, t.volume_ul, delivery.skin.depot_porosity.value, delivery.run.column.room_mm)
    return depot.radius_mm, depot.half_height_mm


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
    wide, high = depot_mm(delivery)
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
