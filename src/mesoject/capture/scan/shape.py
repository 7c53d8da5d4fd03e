"""A scan without colour as a picture: its own relief lit from the side, in grey."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LIGHT = np.array([-0.45, 0.45, 0.77])  # from the upper left, as maps are drawn
STRETCH = 2.0


def shaded(height_mm: NDArray[np.float32], pitch_mm: float) -> NDArray[np.uint8]:
    """Hill shading (H, W, 3) of heights (H, W), their slopes doubled; black where there is no surface."""
    known = np.isfinite(height_mm)
    filled = np.where(known, height_mm, np.nanmedian(height_mm) if known.any() else 0)
    down, across = np.gradient(STRETCH * filled.astype(np.float64), pitch_mm)
    light = (LIGHT[2] - across * LIGHT[0] + down * LIGHT[1]) / np.sqrt(1 + across**2 + down**2)
    grey = np.where(known, np.clip(200 * light / LIGHT[2], 12, 250), 0).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)
