"""Height as a picture: violet below, orange above, the shape shaded over it, so that it reads without colour too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mesoject.report.relief.colours import height_colours

_LIGHT = np.array([-0.45, 0.45, 0.77])
_LEAST_MM = 0.3  # less than this is skin's own unevenness, and is not to look like a mountain
UNKNOWN = (150, 150, 150)


def height_range_mm(height_mm: NDArray[np.floating]) -> float:
    """The height at which the colours end: what 98 % of the heights stay within, at least 0.3 mm."""
    known = np.abs(height_mm[np.isfinite(height_mm)])
    return max(_LEAST_MM, float(np.quantile(known, 0.98))) if len(known) else _LEAST_MM


def height_picture(height_mm: NDArray[np.floating], range_mm: float, mm_per_px: float) -> NDArray[np.uint8]:
    """Heights (H, W) in mm as a picture (H, W, 3), shaded from the upper left; grey where there is none."""
    known = np.isfinite(height_mm)
    filled = np.where(known, height_mm, 0).astype(float)
    shade = _shade(filled, mm_per_px)
    picture = np.clip(height_colours(filled, range_mm) * shade[..., None], 0, 255)
    return np.where(known[..., None], picture, UNKNOWN).astype(np.uint8)


def _shade(height_mm: NDArray[np.float64], mm_per_px: float) -> NDArray[np.float64]:
    """Brightness (H, W), 1 on level skin."""
    down, across = np.gradient(height_mm, mm_per_px)
    light = (_LIGHT[2] - across * _LIGHT[0] + down * _LIGHT[1]) / np.sqrt(1 + across**2 + down**2)
    return np.asarray(np.clip(light / _LIGHT[2], 0.45, 1.25))
