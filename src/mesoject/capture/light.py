"""From the file's 8 bits to linear light, by table."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

# Linear Display P3 to linear sRGB, both D65 (derived from the primaries of SMPTE EG 432-1 and IEC 61966-2-1).
P3_TO_SRGB = np.array(
    [[1.2249402, -0.2249402, 0.0], [-0.0420570, 1.0420570, 0.0], [-0.0196376, -0.0786360, 1.0982736]], np.float32
)
LUMA = (0.2126, 0.7152, 0.0722)


@cache
def decoding_table() -> NDArray[np.float32]:
    """Linear light (0 to 1) of each of the 256 codes; sRGB and Display P3 share this curve (IEC 61966-2-1)."""
    code = np.arange(256) / 255
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4).astype(np.float32)


def linear_light(rgb8: NDArray[np.uint8], primaries: str = "srgb") -> NDArray[np.float32]:
    """Decode (..., 3) 8-bit values to linear-light sRGB, 0 to 1 (Display P3 may reach below 0 or above 1)."""
    linear = decoding_table()[rgb8]
    return linear @ P3_TO_SRGB.T if primaries == "display-p3" else linear


def linear_grey8(rgb8: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Luminance in linear light, stretched to 8 bits (bright parts clip at the 99.5th percentile)."""
    table = decoding_table()
    grey = sum(w * cv2.LUT(np.ascontiguousarray(rgb8[..., c]), table) for c, w in enumerate(LUMA))
    top = float(np.percentile(grey[::4, ::4], 99.5))
    return np.asarray(cv2.convertScaleAbs(np.asarray(grey), alpha=255 / max(top, 1e-3)), np.uint8)
