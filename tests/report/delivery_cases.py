"""Scars and treatments for the figures: ordinary and awkward."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from shapely import MultiPolygon, Polygon

from mesoject.delivery import Delivery, simulate
from mesoject.records.treatment_map import Channels, Grid, TreatmentMap
from mesoject.report.delivery.style import drawn, styled

SCAR = MultiPolygon([shapely.box(0, 0, 24, 9)])
HOLED = MultiPolygon([Polygon([(0, 0), (24, 0), (24, 9), (0, 9)], [[(10, 3), (14, 3), (14, 6), (10, 6)]])])
LONG = MultiPolygon([shapely.box(-60, 0, 60, 6)])
TALL = MultiPolygon([shapely.box(0, -40, 6, 40)])
TWO = MultiPolygon([shapely.box(0, 0, 9, 9), shapely.box(15, 0, 24, 9)])
CHANNELS: dict[str, Any] = {
    "delivery_mode": "powered_microneedle", "grid": None, "depth_mm": None, "volume_ul": None,
    "concentration_ug_per_ul": None, "threshold_ug_per_ml": 1.0,
    "channels": Channels(per_cm2=200, needle_mm=0.77, layer_um=50, layer_ug_per_ul=5.0),
}  # fmt: skip


def treatment(**changes: Any) -> TreatmentMap:
    """Injections of GHK-Cu into a flat scar of the calf."""
    values: dict[str, Any] = {
        "site": "calf", "scar_type": "flat", "delivery_mode": "manual_needle", "active": "ghk_cu",
        "outline": "scar.json", "grid": Grid(spacing_mm=3.0), "depth_mm": 0.6, "volume_ul": 1.0,
        "concentration_ug_per_ul": 10.0, "threshold_ug_per_ml": 50.0,
    }  # fmt: skip
    return TreatmentMap(**(values | changes))


def delivered(outline: MultiPolygon = SCAR, **changes: Any) -> Delivery:
    return simulate(treatment(**changes), outline)


def overlaps(figure: Figure) -> list[str]:
    """Pairs of words that lie on each other, and words that leave the figure."""
    with styled():
        FigureCanvasAgg(figure).draw()
        unshown = _unshown(figure)
        words = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in unshown]
        boxes = [(t.get_text(), Text.get_window_extent(t)) for t in words]  # without an annotation's arrow
    (width, height), found = figure.get_size_inches() * figure.dpi, []
    for k, (text, box) in enumerate(boxes):
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
            found.append(f"{text!r} leaves the figure")
        for other, second in boxes[k + 1 :]:
            wide = min(box.x1, second.x1) - max(box.x0, second.x0)
            high = min(box.y1, second.y1) - max(box.y0, second.y0)
            if wide > 1 and high > 2:
                found.append(f"{text!r} lies on {other!r}")
    return found


def _unshown(figure: Figure) -> set[Text]:
    """Labels of ticks beyond the ends of their axes: matplotlib keeps them and does not draw them."""
    found: set[Text] = set()
    for axis in (axis for axes in figure.findobj(Axes) for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        room = (high - low) * 1e-6
        ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        beyond = [t for t in ticks if not low - room <= t.get_loc() <= high + room]
        found |= {label for t in beyond for label in (t.label1, t.label2)}
    return found


def colours_at(figure: Figure, axes: Axes, places: Sequence[tuple[float, float]]) -> list[tuple[int, ...]]:
    """Colours (0 to 255) that a figure shows at places of its axes."""
    picture = np.asarray(Image.open(BytesIO(drawn(figure, "png"))).convert("RGB")).astype(int)
    across = axes.transData.transform(places) / (figure.get_size_inches() * figure.dpi)
    return [tuple(picture[int((1 - y) * len(picture)), int(x * picture.shape[1])]) for x, y in across]
