"""Kept pictures of skin, read and cut to a window for showing."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mesoject.records import UsageError
from mesoject.skinmap import Region

Picture = NDArray[np.uint8]
DOTS_PER_MM = 11.8  # 300 dpi on paper
QUALITY = 90
UNSEEN, UNSEEN_LINE = (238, 241, 244), (214, 220, 226)


def read(path: Path) -> Picture:
    """RGBA (H, W, 4) of a kept picture.

    Raises
    ------
    UsageError
        When it is not there or not a picture.
    """
    try:
        with Image.open(path) as image:
            return np.asarray(image.convert("RGBA"))
    except OSError as error:
        raise UsageError(f"cannot read the picture {path.name}: {error}; run the course again to make it") from error


def shown(rgba: Picture, region: Region, mm_per_px: float, window: Region, size_mm: tuple[float, float]) -> Picture:
    """RGB of ``window``; what was not seen is hatched."""
    seen = Image.fromarray(cut(rgba, region, mm_per_px, window))
    most = size_mm[0] * DOTS_PER_MM
    if seen.width > most:
        size = (round(most), max(1, round(seen.height * most / seen.width)))
        seen = seen.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    return _over_hatching(np.asarray(seen))


def cut(rgba: Picture, region: Region, mm_per_px: float, window: Region) -> Picture:
    """The window's own pixels, RGBA; clear where the picture does not reach."""
    left, top = (round(v / mm_per_px) for v in (window.s_low - region.s_low, region.z_high - window.z_high))
    columns, rows = (max(1, round(v / mm_per_px)) for v in (window.s_high - window.s_low, window.z_high - window.z_low))
    out = np.zeros((rows, columns, 4), np.uint8)
    y0, x0 = max(0, -top), max(0, -left)
    part = rgba[max(0, top) : max(0, top + rows), max(0, left) : max(0, left + columns)]
    part = part[: rows - y0, : columns - x0]
    out[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]] = part
    return out


def _over_hatching(rgba: Picture) -> Picture:
    rows, columns = rgba.shape[:2]
    period = max(10, columns // 25)
    lines = (np.add.outer(np.arange(rows), np.arange(columns)) % period) < max(1, period // 6)
    ground = np.where(lines[..., None], UNSEEN_LINE, UNSEEN)
    alpha = rgba[..., 3:].astype(float) / 255
    return np.asarray((rgba[..., :3] * alpha + ground * (1 - alpha)).round(), np.uint8)


def jpeg(picture: Picture) -> str:
    """A picture as a base64 JPEG, its colours not subsampled."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=QUALITY, subsampling=0)
    return base64.b64encode(out.getvalue()).decode()
