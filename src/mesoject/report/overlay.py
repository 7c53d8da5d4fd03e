"""What was measured, as a picture: the photograph with the grid of millimetres, and the skin laid flat."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from mesoject.batch import Request
from mesoject.measuring.border import Border, border
from mesoject.measuring.formats import write_outline
from mesoject.measuring.relief import healed
from mesoject.measuring.skin import find_parts
from mesoject.records import Measurement, Outline
from mesoject.records.cielab import srgb8_from_linear
from mesoject.records.files import write_atomically
from mesoject.report.numbers import plus_minus
from mesoject.report.relief.picture import height_picture, height_range_mm
from mesoject.skinmap import Raster, Region, SkinMap

Picture = NDArray[np.uint8]
HEIGHT_PX = 1000
GRID_MM = 10.0
SCAR, STRIP, RING = (255, 64, 64), (64, 160, 255), (60, 220, 120)
GRID, GLARE = (255, 255, 255), (255, 0, 255)
INK, PAPER = (32, 40, 52), (255, 255, 255)
Legend = tuple[tuple[str, tuple[int, int, int]], ...]
PHOTO_LEGEND: Legend = (("scar", SCAR), ("strip", STRIP), ("own skin", RING), ("mirrored light, left out", GLARE))
SCAN_LEGEND: Legend = (("scar", SCAR), ("scar, on its height", INK), ("own skin that the height refers to", RING))


@dataclass(frozen=True)
class Overlays:
    """Draws each request's overlay, and its refined outline, into a folder; given to :func:`mesoject.batch.run`."""

    folder: Path

    def __call__(self, request: Request, skin: SkinMap, outline: Outline, measurement: Measurement) -> None:
        """Write ``STEM.overlay.jpg``; of a scan its relief, and where the outline was refined ``STEM.outline.json``."""
        write_overlay(skin, outline, measurement, self.folder / f"{request.photo.stem}.overlay.jpg")
        if skin.source == "scan":
            from mesoject.report.relief.overlay import write_relief_overlays

            write_relief_overlays(skin, outline, self.folder, request.photo.stem)
        if request.refine:
            write_outline(self.folder / f"{request.photo.stem}.outline.json", outline)


def write_overlay(skin: SkinMap, outline: Outline, measurement: Measurement, path: Path) -> None:
    """Write a JPEG without EXIF: the photograph or scan with border and grid, and the skin laid flat with its parts."""
    found, _ = border(skin, outline)
    if skin.source == "scan":
        pictures, legend = [_photograph(skin, found), _height(skin, found)], SCAN_LEGEND
    else:
        pictures, legend = [_photograph(skin, found), _flat(skin, found)], PHOTO_LEGEND
    write_atomically(path, _jpeg(_page(pictures, _caption(measurement), legend)))


def _photograph(skin: SkinMap, found: Border) -> Picture:
    """The photograph round the strips, with the millimetre grid bent over the limb."""
    nodes = skin.chart.px[skin.chart.cosine > 0.1]
    height, width = skin.paint.rgb8.shape[:2]
    low = np.clip(np.nanmin(nodes, axis=0) - 20, 0, None).astype(int)
    high = np.minimum(np.nanmax(nodes, axis=0) + 20, [width, height]).astype(int)
    crop = skin.paint.rgb8[low[1] : high[1], low[0] : high[0]]
    scale = HEIGHT_PX / crop.shape[0]
    picture = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)

    def draw(px: NDArray[np.float64], colour: tuple[int, int, int], thick: int, closed: bool = False) -> None:
        at = px[np.isfinite(px).all(1)]
        cv2.polylines(
            picture, [np.round(((at - low) * scale) * 16).astype(np.int32)], closed, colour, thick, cv2.LINE_AA, 4
        )

    for line in _grid(skin):
        draw(skin.to_photo(line[skin.visible(line) > 0.2]), GRID, 1)
    for cover in skin.paint.covers:
        draw(skin.to_photo(cover), STRIP, 2, closed=True)
    for ring in found.rings_px:
        draw(ring, SCAR, 3, closed=True)
    return np.asarray(picture)


def _grid(skin: SkinMap) -> list[NDArray[np.float64]]:
    """Lines of constant s and of constant z, every 10 mm, over the trusted skin."""
    s_low, s_high, z_low, z_high = skin.trusted_mm
    s, z = (
        np.arange(np.ceil(a / GRID_MM), np.floor(b / GRID_MM) + 1) * GRID_MM
        for a, b in ((s_low, s_high), (z_low, z_high))
    )
    fine_s, fine_z = np.linspace(s_low, s_high, 60), np.linspace(z_low, z_high, 60)
    upright = [np.stack([np.full_like(fine_z, v), fine_z], -1) for v in s]
    return upright + [np.stack([fine_s, np.full_like(fine_s, v)], -1) for v in z]


def _flat(skin: SkinMap, found: Border) -> Picture:
    """The skin laid flat round the scar, with what counts as scar and as own skin."""
    parts, _ = find_parts(skin, found, 0.2)
    raster = parts.raster
    picture = displayed(raster)
    picture[parts.glare] = GLARE
    edges = cv2.morphologyEx(parts.skin.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    picture[edges] = RING
    scale = HEIGHT_PX / picture.shape[0]
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    for ring in found.rings_mm:
        at = np.round((raster.to_px(ring) + 0.5) * scale * 16).astype(np.int32)
        cv2.polylines(picture, [at], True, SCAR, 3, cv2.LINE_AA, 4)
    _scale_bar(picture, raster.region, scale / raster.mm_per_px)
    return np.asarray(picture)


def _height(skin: SkinMap, found: Border) -> Picture:
    """The scar's height over the skin that would be there without it, and the ring that says so."""
    patch, reference = healed(skin, found)
    above = patch.height_mm - reference
    range_mm = height_range_mm(above[patch.share > 0])
    raster = patch.raster
    shown = height_picture(above, range_mm, raster.mm_per_px)
    scale = HEIGHT_PX / shown.shape[0]
    picture = cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    ring = cv2.resize(patch.ring.astype(np.uint8), picture.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    edges = cv2.morphologyEx(ring, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    picture[edges] = RING
    for border_mm in found.rings_mm:
        at = np.round((raster.to_px(border_mm) + 0.5) * scale * 16).astype(np.int32)
        cv2.polylines(picture, [at], True, INK, 3, cv2.LINE_AA, 4)
    _scale_bar(picture, raster.region, scale / raster.mm_per_px)
    cv2.putText(
        picture,
        f"orange +{range_mm:.1f} mm, violet -{range_mm:.1f} mm",
        (24, 40),
        cv2.FONT_HERSHEY_SIMPLEX,
        0.8,
        PAPER,
        5,
        cv2.LINE_AA,
    )
    cv2.putText(
        picture,
        f"orange +{range_mm:.1f} mm, violet -{range_mm:.1f} mm",
        (24, 40),
        cv2.FONT_HERSHEY_SIMPLEX,
        0.8,
        INK,
        2,
        cv2.LINE_AA,
    )
    return np.asarray(picture)


def displayed(raster: Raster) -> Picture:
    """A raster's reflectance as 8-bit sRGB."""
    return srgb8_from_linear(raster.linear)


def _scale_bar(picture: Picture, region: Region, px_per_mm: float) -> None:
    y, x = picture.shape[0] - 24, 24
    end = round(x + GRID_MM * px_per_mm)
    cv2.line(picture, (x, y), (end, y), PAPER, 7)
    cv2.line(picture, (x, y), (end, y), INK, 3)
    cv2.putText(picture, "10 mm", (x, y - 10), cv2.FONT_HERSHEY_SIMPLEX, 0.7, PAPER, 4, cv2.LINE_AA)
    cv2.putText(picture, "10 mm", (x, y - 10), cv2.FONT_HERSHEY_SIMPLEX, 0.7, INK, 1, cv2.LINE_AA)


def _caption(measurement: Measurement) -> str:
    named = {q.name: q for q in measurement.quantities}
    words = [
        f"area {named['area'].value:.0f} ± {named['area'].standard_error:.0f} mm²",
        f"length {named['length'].value:.1f} ± {named['length'].standard_error:.1f} mm",
        f"width {named['width'].value:.1f} ± {named['width'].standard_error:.1f} mm",
    ]
    if "volume" in named:
        words.append(f"volume {plus_minus(named['volume'])}")
        words.append(f"mean height {plus_minus(named['height_mean'])}")
    if "delta_a" in named:
        words.append(f"redness Δa* {named['delta_a'].value:+.1f} ± {named['delta_a'].standard_error:.1f}")
    return "    ".join(words)


def _page(pictures: list[Picture], caption: str, legend: Legend) -> Image.Image:
    gap, head = 16, 92
    width = sum(p.shape[1] for p in pictures) + gap * (len(pictures) + 1)
    size = 30
    while _font(size).getlength(caption) > width - 2 * gap and size > 14:
        size -= 1
    page = Image.new("RGB", (width, HEIGHT_PX + head + gap), PAPER)
    x = gap
    for picture in pictures:
        page.paste(Image.fromarray(picture), (x, head))
        x += picture.shape[1] + gap
    draw = ImageDraw.Draw(page)
    draw.text((gap, 14), caption, INK, _font(size))
    x = gap
    for word, colour in legend:
        draw.rectangle((x, 62, x + 18, 80), fill=colour)
        draw.text((x + 26, 58), word, INK, _font(20))
        x += 56 + round(draw.textlength(word, _font(20)))
    return page


def _font(size: int) -> ImageFont.FreeTypeFont:
    data = (resources.files("mesoject.report") / "fonts" / "Roboto-Regular.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size)


def _jpeg(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=88)
    return out.getvalue()
