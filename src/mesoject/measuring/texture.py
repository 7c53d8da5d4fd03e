"""Appearance texture: how much lightness varies over 0.2 to 1.6 mm, scar over own skin.

It answers to the direction of the light more than to roughness, so only the ratio within one photograph is given,
and never in micrometres.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.skin import Mask, Parts
from mesoject.records import ErrorPart, Quantity
from mesoject.records.cielab import lab_from_linear

FINE_MM, COARSE_MM = 0.2, 1.6
HALF_HEIGHT = math.sqrt(math.log(2) / 2) / math.pi  # SD of a Gaussian over the wavelength that it halves
BLOCK_MM = 4.0
INSIDE_MM = 1.0
METHOD_SE_REL = 0.15  # another direction of the light: docs/method.md, "Texture"


def texture_ratio(parts: Parts) -> list[Quantity]:
    """Ratio of the band-passed SD of L*, scar over skin; empty where either part is too small for it."""
    px = parts.raster.mm_per_px
    inner = _shrunk(parts.scar, INSIDE_MM / px)
    band = _band(parts, px)
    own = _shrunk(parts.skin, COARSE_MM / 2 / px)
    blocks = [_block_logs(band, mask, BLOCK_MM / px) for mask in (inner, own)]
    if min(len(b) for b in blocks) < 3:
        return []
    log_ratio = float(blocks[0].mean() - blocks[1].mean())
    sampling = math.sqrt(sum(b.var(ddof=1) / len(b) for b in blocks))
    value = math.exp(log_ratio)
    return [
        Quantity(
            name="texture_ratio",
            value=value,
            unit="1",
            scale="log",
            parts=(
                ErrorPart(part="colour", se=value * sampling, scope="photo"),
                ErrorPart(part="method", se=value * METHOD_SE_REL, scope="visit"),
            ),
        )
    ]


def _band(parts: Parts, px: float) -> NDArray[np.float32]:
    """L* between the two wavelengths."""
    lightness = lab_from_linear(np.clip(parts.raster.linear, 0, None))[..., 0].astype(np.float32)
    fine = cv2.GaussianBlur(lightness, (0, 0), max(FINE_MM * HALF_HEIGHT / px, 0.3))
    return np.asarray(fine - cv2.GaussianBlur(lightness, (0, 0), COARSE_MM * HALF_HEIGHT / px))


def _shrunk(mask: Mask, by_px: float) -> Mask:
    return np.asarray(cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1] > by_px)


def _block_logs(band: NDArray[np.float32], mask: Mask, size_px: float) -> NDArray[np.float64]:
    """Logarithm of the SD in each block of the part that is at least a third full."""
    rows, columns = np.nonzero(mask)
    block = (rows // size_px).astype(int) * 10_000 + (columns // size_px).astype(int)
    values = band[mask]
    logs = [math.log(values[block == b].std() + 1e-6) for b in np.unique(block) if (block == b).sum() > size_px**2 / 3]
    return np.array(logs)
