"""The map of change between the first visit and a later one, over the first visit's skin in grey."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from mesoject.course.result import Alignment, Flat, VisitResult
from mesoject.report.course.pictures import INK, framed
from mesoject.report.course.rasters import Picture, cut, read, shown
from mesoject.report.lettering import lettered
from mesoject.skinmap import Region
from mesoject.skinmap.change_colours import change_colours

VEIL = 0.8
SHOWS = {"delta_a": ("less red", "redder", "Δa*"), "delta_l": ("darker", "lighter", "ΔL*")}
BAR_MM = (86.0, 13.0)


def change_picture(alignment: Alignment, flat: Flat, window: Region, size_mm: tuple[float, float]) -> str:
    """SVG of the change over ``window`` of the first visit, with that visit's outline."""
    assert alignment.change is not None
    skin = shown(_grey(read(flat.picture)), flat.region, flat.mm_per_px, window, size_mm)
    change = read(alignment.change)
    mm_per_px = (flat.region.s_high - flat.region.s_low) / change.shape[1]
    clear = change.copy()
    clear[..., 3] = np.round(change[..., 3] * VEIL)
    veil = _veiled(skin, clear, flat.region, mm_per_px, window)
    return framed(veil, window, size_mm, flat.outline_mm)


def ground(alignment: Alignment, visits: Sequence[VisitResult]) -> Flat | None:
    """The picture on which the map lies: of the first visit with one, that of the map's size; None without such."""
    assert alignment.change is not None
    size = read(alignment.change).shape
    flats = [[p.flat for p in visit.photos if p.flat is not None and p.of == "scar"] for visit in visits]
    first = next((found for found in flats if found), [])
    return next((flat for flat in first if read(flat.picture).shape == size), None)


def _veiled(skin: Picture, change: Picture, region: Region, mm_per_px: float, window: Region) -> Picture:
    """Lay the colours of change over the skin at the skin's resolution."""
    part = Image.fromarray(cut(change, region, mm_per_px, window))
    over = np.asarray(part.resize(skin.shape[1::-1], Image.Resampling.BILINEAR)).astype(float)
    alpha = over[..., 3:] / 255
    return np.asarray((skin * (1 - alpha) + over[..., :3] * alpha).round(), np.uint8)


def colour_bar(shows: str, limit: float) -> str:
    """SVG of the scale from ``-limit`` to ``limit``, with what either end means."""
    low, high, sign = SHOWS.get(shows, ("lower", "higher", shows))
    width, height = BAR_MM
    steps = np.linspace(-1, 1, 61)
    x = np.linspace(8, width - 8, 62)
    cells = "".join(
        f'<rect x="{left:.2f}" y="1" width="{x[1] - x[0] + 0.05:.2f}" height="3.4" fill="rgb({r},{g},{b})"/>'
        for left, (r, g, b) in zip(x[:-1], change_colours(steps, 1.0).tolist(), strict=True)
    )
    middle = width / 2
    at = [(8.0, f"\u2212{limit:g} {low}", "start"), (middle, "0", "middle"), (width - 8, f"+{limit:g} {high}", "end")]
    ticks = "".join(
        f'<path d="M{place:.2f} 4.4v1.2" stroke="{INK}" stroke-width="0.25"/>'
        + lettered(words, place, 8.6, 2.6, anchor=anchor)  # type: ignore[arg-type]
        for place, words, anchor in at
    )
    title = lettered(f"change of {sign}", middle, 12.2, 2.6, anchor="middle")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
    )
    return f"{head}{cells}{ticks}{title}</svg>"


def _grey(rgba: Picture) -> Picture:
    grey = rgba.copy()
    luma = (rgba[..., :3] @ np.array([0.2126, 0.7152, 0.0722])).round()
    grey[..., :3] = luma[..., None]
    return grey
