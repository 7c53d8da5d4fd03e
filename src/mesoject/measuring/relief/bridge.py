"""How far off heights may be that were bridged over holes in a scan."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.relief.patch import Patch

RIM_MM = 2.0


def bridge_sd_mm(patch: Patch, above: NDArray[np.float64]) -> float:
    """SD, in common, of what was bridged in the scar: that of the heights (H, W) within 2 mm of it; 0 without holes."""
    inside = patch.share > 0
    holes = patch.bridged & inside
    if not holes.any():
        return 0.0
    reach = 2 * math.ceil(RIM_MM / patch.pitch_mm) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    rim = (cv2.dilate(holes.astype(np.uint8), kernel) > 0) & inside & ~patch.bridged
    return float(above[rim].std()) if rim.any() else float(above[inside].std())
