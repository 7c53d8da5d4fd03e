"""Small things done to masks, in millimetres."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Field = NDArray[np.float32]


def depth_mm(mask: Mask, mm_per_px: float) -> Field:
    """Distance (H, W) from each pixel of the mask to the nearest that is not of it; 0 outside."""
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5) * np.float32(mm_per_px))


def smooth(field: NDArray[np.generic], sd_px: float) -> Field:
    """Gaussian mean of a field (H, W) or (H, W, C)."""
    blurred = cv2.GaussianBlur(field.astype(np.float32), (0, 0), sd_px, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blurred, np.float32)


def bridged(mask: Mask, radius_mm: float, mm_per_px: float) -> Mask:
    """The mask with bays narrower than twice the radius filled (a closing)."""
    margin = int(radius_mm / mm_per_px) + 2
    wide = np.pad(mask, margin)
    near = depth_mm(~wide, mm_per_px) <= radius_mm
    closed = depth_mm(near, mm_per_px) > radius_mm
    return np.asarray(closed[margin:-margin, margin:-margin]) | mask


def seeded(mask: Mask, seed: Mask) -> Mask:
    """The patches of the mask that a seed lies in, with their holes filled."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8))
    wanted = np.zeros(count, bool)
    wanted[np.unique(labels[seed & mask])] = True
    wanted[0] = False
    borders, _ = cv2.findContours(wanted[labels].astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(filled, borders, -1, 1, cv2.FILLED)
    return np.asarray(filled > 0)
