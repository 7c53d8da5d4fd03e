"""The 3D view as a picture, for paper and for browsers without WebGL: painted from back to front."""

from __future__ import annotations

import io
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from mesoject.records.cielab import linear_from_srgb8, srgb8_from_linear
from mesoject.report.course.pictures import BARS_MM
from mesoject.report.lettering import FONTS
from mesoject.report.relief.colours import height_colours
from mesoject.report.relief.scene import AMBIENT, ASPECT, CASING, DIFFUSE, GROUND, INK, LAMP, middle_mm, rows
from mesoject.skinmap.relief_picture import ReliefPicture

Array = NDArray[np.float64]
WIDTH_PX: Final = 900
FINER: Final = 2  # painted larger and made smaller, so that edges are smooth
DENSE_MM: Final = 0.1
HIDDEN_MM: Final = 0.4
SHIFT: Final = 4


def still_png(picture: ReliefPicture, limit_mm: float, span_mm: float) -> bytes:
    """PNG of the relief as the 3D view first shows it; ``span_mm`` is the width that it shows."""
    width, height = WIDTH_PX * FINER, round(WIDTH_PX * ASPECT) * FINER
    per_mm = width / span_mm
    eye = (picture.xyz_mm - middle_mm(picture)) @ rows().T
    px = np.stack([width / 2 + eye[..., 0] * per_mm, height / 2 - eye[..., 1] * per_mm], -1)
    canvas = np.full((height, width, 4), (*GROUND, -1e9), np.float32)
    _paint(canvas, px, eye, _lit(picture, eye, limit_mm))
    shown = np.clip(canvas[..., :3], 0, 255).astype(np.uint8)
    for ring in _rings(picture):
        _draw(shown, canvas[..., 3], px, eye, ring)
    small = cv2.resize(shown, (width // FINER, height // FINER), interpolation=cv2.INTER_AREA)
    page = Image.fromarray(small)
    _marks(page, span_mm)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _lit(picture: ReliefPicture, eye: Array, limit_mm: float) -> Array:
    """8-bit colours (H, W, 3) of the surface under the lamp."""
    right, down = np.gradient(eye, axis=1), np.gradient(eye, axis=0)
    normal = np.cross(down, right)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
    light = AMBIENT + DIFFUSE * np.maximum(normal @ LAMP, 0)
    linear = linear_from_srgb8(height_colours(picture.height_mm, limit_mm).astype(np.float64))
    return srgb8_from_linear(linear * np.nan_to_num(light, nan=AMBIENT + DIFFUSE)[..., None]).astype(np.float64)


def _paint(canvas: NDArray[np.float32], px: Array, eye: Array, colour: Array) -> None:
    """Fill every whole cell of the grid, the farthest first; the fourth channel keeps how near it is."""
    values = np.concatenate([colour, eye[..., 2:]], -1)
    corners = np.stack([px[:-1, :-1], px[:-1, 1:], px[1:, 1:], px[1:, :-1]], 2)
    mean = (values[:-1, :-1] + values[:-1, 1:] + values[1:, 1:] + values[1:, :-1]) / 4
    whole = np.isfinite(corners).all((2, 3)) & np.isfinite(mean).all(-1)
    corners, mean = corners[whole], mean[whole]
    places = np.round(corners * 2**SHIFT).astype(np.int32)
    for k in np.argsort(mean[:, 3], kind="stable"):
        cv2.fillConvexPoly(canvas, places[k], mean[k].tolist(), cv2.LINE_8, SHIFT)


def _rings(picture: ReliefPicture) -> list[Array]:
    """The outline's rings in pixels of the relief, dense and closed."""
    rings = []
    for ring in (ring for part in picture.outline_mm for ring in part):
        closed = np.array([*ring, ring[0]], float)
        arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
        at = np.linspace(0, arc[-1], max(2, int(arc[-1] / DENSE_MM)))
        rings.append(picture.to_px(np.stack([np.interp(at, arc, closed[:, k]) for k in range(2)], -1)))
    return rings


def _draw(shown: NDArray[np.uint8], near: NDArray[np.float32], px: Array, eye: Array, ring: Array) -> None:
    """Draw the outline where nothing stands before it."""
    at = ring.astype(np.float32)[:, None]
    look_up = [cv2.remap(v, at[..., 0], at[..., 1], cv2.INTER_LINEAR)[:, 0] for v in (px, eye[..., 2])]
    places, depth = look_up
    known = np.isfinite(places).all(1)
    pixel = np.clip(np.nan_to_num(places).round().astype(int), 0, np.array(near.shape[::-1]) - 1)
    clear = known & (near[pixel[:, 1], pixel[:, 0]] < depth + HIDDEN_MM)
    for colour, thick in ((CASING, 5), (INK, 3)):
        for k in np.flatnonzero(clear[:-1] & clear[1:]):
            a, b = (np.round(places[k + j] * 2**SHIFT).astype(int).tolist() for j in (0, 1))
            cv2.line(shown, a, b, colour, thick * FINER // 2, cv2.LINE_AA, SHIFT)


def _marks(page: Image.Image, span_mm: float) -> None:
    """Scale bar below on the left, the way to the thicker end above on the right."""
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONTS / "Roboto-Bold.ttf"), 22)
    per_mm = page.width / span_mm
    length = next((b for b in BARS_MM if b * per_mm <= 0.35 * page.width), BARS_MM[-1])
    left, low = 24, page.height - 24
    draw.rectangle((left, low - 7, left + length * per_mm, low), fill=INK)
    draw.text((left, low - 12), f"{length} mm", INK, font, anchor="ls")
    way = rows()[:2, 1] * (1, -1)
    middle, long = np.array([page.width - 56.0, 56.0]), max(0.15, float(np.linalg.norm(way))) * 28
    way = way / max(float(np.linalg.norm(way)), 1e-9)
    side = np.array([-way[1], way[0]])
    tip = middle + way * long
    draw.line([*(middle - way * long), *tip], INK, 4)
    draw.polygon([tuple(p) for p in (tip + way * 9, tip - way * 7 + side * 9, tip - way * 7 - side * 9)], INK)
    small = ImageFont.truetype(str(FONTS / "Roboto-Bold.ttf"), 19)
    for k, word in enumerate(("thicker", "end")):
        draw.text((middle[0], 104 + 20 * k), word, INK, small, anchor="mm")
