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
from mesoject.records.treatment_map import Grid, TreatmentMap
from mesoject.report.delivery_style import drawn, styled

SCAR = MultiPolygon([shapely.box(0, 0, 24, 9)])
HOLED = MultiPolygon([Polygon([(0, 0), (24, 0), (24, 9), (0, 9)], [[(10, 3), (14, 3), (14, 6), (10, 6)]])])
LONG = MultiPolygon([shapely.box(-60, 0, 60, 6)])
TALL = MultiPolygon([shapely.box(0, -40, 6, 40)])
TWO = MultiPolygon([shapely.box(0, 0, 9, 9), shapely.box(15, 0, 24, 9)])


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
        words = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
        boxes = [(t.get_text(), t.get_window_extent()) for t in words]
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


def colours_at(figure: Figure, axes: Axes, places: Sequence[tuple[float, float]]) -> list[tuple[int, ...]]:
    """Colours (0 to 255) that a figure shows at places of its axes."""
    picture = np.asarray(Image.open(BytesIO(drawn(figure, "png"))).convert("RGB")).astype(int)
    across = axes.transData.transform(places) / (figure.get_size_inches() * figure.dpi)
    return [tuple(picture[int((1 - y) * len(picture)), int(x * picture.shape[1])]) for x, y in across]
