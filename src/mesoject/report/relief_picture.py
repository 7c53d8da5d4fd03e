"""Height as a picture: blue below, red above, with the shape shaded over it, so that it reads without colour too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# ColorBrewer's RdBu (Brewer, Harrower, Pennsylvania State University; Apache-2.0), safe for the colour-blind.
_STEPS = np.array(
    [
        (33, 102, 172), (67, 147, 195), (146, 197, 222), (209, 229, 240), (247, 247, 247),
        (253, 219, 199), (244, 165, 130), (214, 96, 77), (178, 24, 43),
    ],
    float,
)  # fmt: skip
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
    at = (np.clip(filled / range_mm, -1, 1) + 1) / 2 * (len(_STEPS) - 1)
    colour = np.stack([np.interp(at, np.arange(len(_STEPS)), _STEPS[:, c]) for c in range(3)], -1)
    picture = np.clip(colour * shade[..., None], 0, 255)
    return np.where(known[..., None], picture, UNKNOWN).astype(np.uint8)


def _shade(height_mm: NDArray[np.float64], mm_per_px: float) -> NDArray[np.float64]:
    """Brightness (H, W), 1 on level skin."""
    down, across = np.gradient(height_mm, mm_per_px)
    light = (_LIGHT[2] - across * _LIGHT[0] + down * _LIGHT[1]) / np.sqrt(1 + across**2 + down**2)
    return np.asarray(np.clip(light / _LIGHT[2], 0.45, 1.25))
