"""What the border is looked for on: each pixel's CIELAB, or height, less that of the skin round the loose outline."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon

from mesoject.measuring.refine.masks import Field, Mask, depth_mm, smooth
from mesoject.measuring.skin import LEAST_SKIN_MM2, SQUARE_ENOUGH, fill
from mesoject.records import Refused, reason
from mesoject.records.cielab import lab_from_linear
from mesoject.skinmap import Raster, Region, SkinMap

MM_PER_PX, MOST_PX = 0.25, 500_000
SKIN_FROM_MM, SKIN_TO_MM = 1.0, 10.0  # outside the loose outline
GRAIN_MM = 0.3  # sensor noise and pores are finer, a faded border is wider
LAB_FLOOR = 0.45  # CIELAB units; no colour is known better
ENOUGH_MM = 0.3
LAB_PER_MM = 15.0  # so that the floor of what is known stands for 0.03 mm
SAMPLE = 4000


@dataclass(frozen=True)
class Canvas:
    """Skin, and how it departs from its own surroundings.

    Attributes
    ----------
    away : (H, W, 3) float32
        CIELAB minus the skin's own smooth course, so that skin is near 0 whatever the light.
    seen : (H, W) bool
        Neither under paper, nor clipped, nor turned away.
    noise : (3, 3)
        Covariance of skin pixels about that course.
    mm_per_px : float
    """

    away: Field
    seen: Mask
    noise: NDArray[np.float64]
    mm_per_px: float

    def coarser(self) -> Canvas:
        """The same with half as many pixels a side."""
        height, width = (n // 2 for n in self.seen.shape)
        away = cv2.resize(self.away[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
        return Canvas(np.asarray(away, np.float32), halved(self.seen), self.noise, 2 * self.mm_per_px)


def halved(mask: Mask) -> Mask:
    """Every second pixel of a mask, as :meth:`Canvas.coarser` has them."""
    height, width = (n // 2 for n in mask.shape)
    return mask[: 2 * height : 2, : 2 * width : 2]


def render_around(skin: SkinMap, loose: MultiPolygon) -> Raster:
    """Render a loose outline and the skin about it, at most half a million pixels."""
    s_low, z_low, s_high, z_high = loose.bounds
    region = Region(s_low, s_high, z_low, z_high).grown(SKIN_TO_MM)
    extent = (region.s_high - region.s_low) * (region.z_high - region.z_low)
    return skin.raster(region, max(MM_PER_PX, math.sqrt(extent / MOST_PX)))


def prepare(raster: Raster, loose: MultiPolygon) -> Canvas:
    """Take the skin's own colour and its shading out of a raster.

    Raises
    ------
    Refused
        ``no_healthy_skin`` where there is nothing beside the outline to compare with.
    """
    scale = raster.mm_per_px
    seen = ~raster.covered & ~raster.clipped & (raster.cosine > SQUARE_ENOUGH)
    lab = _without_grain(_appearance(raster), seen, GRAIN_MM / scale)
    outside = depth_mm(~fill(raster, loose), scale)
    skin = seen & (outside > SKIN_FROM_MM) & (outside < SKIN_TO_MM)
    if skin.sum() * scale**2 < LEAST_SKIN_MM2:
        message = f"Only {skin.sum() * scale**2:.0f} mm2 of skin is in view round the loose outline."
        raise Refused([reason("no_healthy_skin", message, fatal=True)])
    course, noise = _course(lab, skin)
    return Canvas(lab - course, seen, noise + LAB_FLOOR**2 * np.eye(3), scale)


def _appearance(raster: Raster) -> NDArray[np.float64]:
    """CIELAB; of a scan height in place of lightness, which holds the scanner's light and shadows.

    Beyond a few tenths of a millimetre, higher is no more scar: else the border would be sought half way up a slope.
    """
    lab = np.asarray(lab_from_linear(raster.linear.astype(float)))
    if raster.height_mm is not None:
        lab[..., 0] = LAB_PER_MM * ENOUGH_MM * np.tanh(np.nan_to_num(raster.height_mm) / ENOUGH_MM)
    return lab


def _without_grain(lab: NDArray[np.float64], seen: Mask, sd_px: float) -> Field:
    """CIELAB averaged over what is seen."""
    weight = smooth(seen, sd_px)[..., None]
    return np.asarray(smooth(lab * seen[..., None], sd_px) / np.maximum(weight, np.float32(1e-3)), np.float32)


def _course(lab: Field, skin: Mask) -> tuple[Field, NDArray[np.float64]]:
    """The skin's colour as a quadratic of place, hair and moles trimmed, with the covariance about it."""
    terms = _terms(*skin.shape)
    at = np.flatnonzero(skin)
    at = at[:: max(1, len(at) // SAMPLE)]
    known, colours = terms.reshape(-1, 6)[at], lab.reshape(-1, 3)[at]
    kept: Mask = np.ones(len(at), bool)
    for _ in range(4):
        found = np.linalg.lstsq(known[kept], colours[kept], rcond=None)[0]
        rest = colours - known @ found
        rest -= np.median(rest, axis=0)
        kept = np.all(np.abs(rest) <= 2.5 * 1.4826 * np.median(np.abs(rest), axis=0) + 1e-6, axis=1)
    return np.asarray(terms @ found, np.float32), np.cov(rest[kept].T)


def _terms(height: int, width: int) -> Field:
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1).astype(np.float32)
