"""Skin laid flat, as a picture with its outline, a scale bar and which end is up."""

from __future__ import annotations

from collections.abc import Sequence

from mesoject.course.result import Flat
from mesoject.records.outline import Polygons
from mesoject.report.course.rasters import Picture, jpeg, read, shown
from mesoject.report.lettering import lettered, width
from mesoject.skinmap import Region

INK, PAPER = "#1f2d3a", "#ffffff"
SLIM, SLIM_HIGHER = 2.5, 1.15
LARGE_MM = 54.0  # smaller pictures have no room for the arrow
HIP, THICKER = "hip", "thicker end"  # a photograph's strips say where the hip is; a scan only which end is thicker
BARS_MM = (100, 50, 20, 10, 5, 2, 1)


def skin_picture(flat: Flat, window: Region, size_mm: tuple[float, float], *, up: str = HIP) -> str:
    """SVG of the skin in ``window``, ``size_mm`` on paper, and the outline as measured; ``up`` is its upper end."""
    picture = shown(read(flat.picture), flat.region, flat.mm_per_px, window, size_mm)
    return framed(picture, window, size_mm, flat.outline_mm, up=up)


def framed(picture: Picture, window: Region, size_mm: tuple[float, float], outline: Polygons, *, up: str = HIP) -> str:
    """Put outline, scale bar and the arrow to the upper end over a picture of ``window``."""
    width_mm, height_mm = size_mm
    scale = width_mm / (window.s_high - window.s_low)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width_mm:.2f}mm"'
        f' height="{height_mm:.2f}mm" viewBox="0 0 {width_mm:.2f} {height_mm:.2f}">'
    )
    image = (
        f'<image width="{width_mm:.2f}" height="{height_mm:.2f}" preserveAspectRatio="none" '
        f'xlink:href="data:image/jpeg;base64,{jpeg(picture)}"/>'
    )
    arrow = _arrow(size_mm, up) if max(size_mm) > LARGE_MM else ""
    return f"{head}{image}{_border(outline, window, scale)}{_scale_bar(size_mm, scale)}{arrow}</svg>"


def fitted(window: Region, most_mm: tuple[float, float]) -> tuple[float, float]:
    """Width and height on paper, mm: as large as fits, in the window's own shape; a slim one may be higher."""
    across, along = window.s_high - window.s_low, window.z_high - window.z_low
    most_high = most_mm[1] * (SLIM_HIGHER if along > SLIM * across else 1.0)
    scale = min(most_mm[0] / across, most_high / along)
    return across * scale, along * scale


def _border(outline: Polygons, window: Region, scale: float) -> str:
    """White within dark, so that it is seen on any skin."""
    d = "".join(_ring([(p[0], p[1]) for p in ring], window, scale) for polygon in outline for ring in polygon)
    if not d:
        return ""
    line = 'fill="none" stroke-linejoin="round"'
    return (
        f'<path d="{d}" {line} stroke="{INK}" stroke-width="0.75"/>'
        f'<path d="{d}" {line} stroke="{PAPER}" stroke-width="0.4"/>'
    )


def _ring(points: Sequence[tuple[float, float]], window: Region, scale: float) -> str:
    places = [((s - window.s_low) * scale, (window.z_high - z) * scale) for s, z in points]
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in places) + "Z"


def _scale_bar(size_mm: tuple[float, float], scale: float) -> str:
    length = next((b for b in BARS_MM if b * scale <= 0.4 * size_mm[0]), BARS_MM[-1])
    words, size = f"{length} mm", 3.0
    wide = max(length * scale, width(words, size)) + 3
    x, y = 1.2 + wide / 2, size_mm[1] - 2.6
    plate = f'<rect x="1.2" y="{y - 5.1:.2f}" width="{wide:.2f}" height="6.5" rx="1" fill="{PAPER}" opacity="0.82"/>'
    ends = f"M{x - length * scale / 2:.2f} {y:.2f}h{length * scale:.2f}"
    bar = f'<path d="{ends}" stroke="{INK}" stroke-width="0.8" fill="none"/>'
    return plate + bar + lettered(words, x, y - 1.6, size, anchor="middle")


def _arrow(size_mm: tuple[float, float], up: str) -> str:
    half = max(3.4, width(up, 2.8) / 2 + 0.8)
    x = size_mm[0] - 1.2 - half
    plate = (
        f'<rect x="{x - half:.2f}" y="1.2" width="{2 * half:.2f}" height="9.4" rx="1" fill="{PAPER}" opacity="0.82"/>'
    )
    arrow = f'<path d="M{x:.2f} 6.6V3.4" stroke="{INK}" stroke-width="0.6"/>'
    tip = f'<path d="M{x:.2f} 1.8l1.3 2.2h-2.6z" fill="{INK}"/>'
    return plate + arrow + tip + lettered(up, x, 9.6, 2.8, anchor="middle")
