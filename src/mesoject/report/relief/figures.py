"""The relief of a scar on paper: its heights in colour on the unrolled skin, and two cuts through its extreme place."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from mesoject.report.course.charts import MM, as_svg, style
from mesoject.report.relief.lines import sections
from mesoject.report.relief.look import Look
from mesoject.report.relief.map import colour_bar, height_map
from mesoject.report.relief.profile import profile
from mesoject.skinmap.relief_picture import ReliefPicture

WIDTH_MM: Final = 86.0
MOST_MAP_MM: Final = (64.0, 62.0)
LEFT_MM, RIGHT_MM, TOP_MM, GAP_MM = 9.0, 2.0, 1.0, 3.0
PROFILE_MM, BELOW_PROFILE_MM, ABOVE_PROFILE_MM = 20.0, 8.5, 4.5
BAR_MM: Final = (2.6, 38.0)
PNG_DPI: Final = 300


def relief_svg(picture: ReliefPicture, look: Look) -> str:
    """Map and cuts as SVG, letters as outlines; the same relief gives the same text."""
    with style():
        return as_svg(_figure(picture, look))


def relief_png(picture: ReliefPicture, look: Look) -> bytes:
    """Map and cuts as PNG at 300 dpi; the same relief gives the same bytes."""
    out = io.BytesIO()
    with style():
        _figure(picture, look).savefig(out, format="png", dpi=PNG_DPI, metadata={"Software": "mesoject"})
    return out.getvalue()


def panel_size_mm(look: Look) -> tuple[float, float]:
    """Width and height of the figure on paper."""
    below = 2 * (PROFILE_MM + BELOW_PROFILE_MM + ABOVE_PROFILE_MM)
    return WIDTH_MM, TOP_MM + map_size_mm(look)[1] + GAP_MM + below


def relief_words(picture: ReliefPicture) -> str:
    """The figure in words, for who cannot see it."""
    across, along = sections(picture)
    low, high = (f(np.nan_to_num(np.concatenate([across.height_mm, along.height_mm]))) for f in (np.min, np.max))
    doubt = float(np.nanmedian(across.doubt_mm))
    return (
        f"Map of height over the healthy skin, with the scar's outline, and two cuts through its extreme place, across "
        f"and along. In the cuts the height runs from {low:.2f} to {high:.2f} mm, each place within {doubt:.2f} mm"
    ).replace("-", "\u2212")


def map_size_mm(look: Look) -> tuple[float, float]:
    """Of the map on paper: as large as fits, in the skin's own shape."""
    across, along = look.size_mm
    scale = min(MOST_MAP_MM[0] / across, MOST_MAP_MM[1] / along)
    return across * scale, along * scale


def _figure(picture: ReliefPicture, look: Look) -> Figure:
    width, height = panel_size_mm(look)
    map_width, map_height = map_size_mm(look)
    figure = Figure(figsize=(width * MM, height * MM))

    def place(left: float, top: float, wide: float, high: float) -> tuple[float, float, float, float]:
        return left / width, 1 - (top + high) / height, wide / width, high / height

    cuts = sections(picture)
    height_map(figure.add_axes(place(LEFT_MM, TOP_MM, map_width, map_height)), picture, look, cuts)
    bar = (min(BAR_MM[0], map_width), min(BAR_MM[1], map_height - 8))
    bar_top = TOP_MM + (map_height - bar[1]) / 2
    colour_bar(figure.add_axes(place(LEFT_MM + map_width + 2.5, bar_top, *bar)), look.limit_mm)
    top = TOP_MM + map_height + GAP_MM
    spans = (look.across_mm, look.along_mm)
    for cut, name, words, span in zip(cuts, "AB", ("across", "along"), spans, strict=True):
        axes = figure.add_axes(place(LEFT_MM, top + ABOVE_PROFILE_MM, width - LEFT_MM - RIGHT_MM, PROFILE_MM))
        profile(axes, cut, f"{name}–{name}′, {words}", span, look)
        top += ABOVE_PROFILE_MM + PROFILE_MM + BELOW_PROFILE_MM
    return figure
