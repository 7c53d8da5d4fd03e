"""A scar's relief, ready to be shown: heights over the healthy skin, and where they lie in space."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from mesoject.records.outline import Polygons
from mesoject.skinmap.region import Region

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ReliefPicture:
    """Heights over the healthy skin on a raster of unrolled skin; row 0 is proximal, columns run with s.

    Attributes
    ----------
    height_mm : (H, W)
        Over the healthy skin as it would run without the scar; NaN where the scan has no surface, or where the healthy
        skin is not known.
    base_mm : (H, W, 3)
        That healthy skin in space: right-handed, the scar's middle at the origin, x with s, y to the hip, z outwards.
    up : (H, W, 3)
        Unit normals there, outwards.
    reference_sd_mm : (H, W)
        Standard error of the healthy skin's place.
    noise_mm : float
        SD of the heights of healthy skin round the scar: scanner and the skin's own furrows together.
    rgb8 : (H, W, 3) uint8 or None
        The scanner's own colours, uncalibrated.
    region, mm_per_px
        What the raster shows.
    outline_mm : polygons
        The scar's border in skin millimetres.
    """

    height_mm: Array
    base_mm: Array
    up: Array
    reference_sd_mm: Array
    noise_mm: float
    rgb8: NDArray[np.uint8] | None
    region: Region
    mm_per_px: float
    outline_mm: Polygons

    @property
    def xyz_mm(self) -> Array:
        """The scanned surface (H, W, 3) in the axes of ``base_mm``; NaN in its holes."""
        return self.base_mm + self.height_mm[..., None] * self.up

    def places(self) -> Array:
        """Skin places (H, W, 2) in mm of the pixels' centres."""
        rows, columns = self.height_mm.shape
        s = self.region.s_low + (np.arange(columns) + 0.5) * self.mm_per_px
        z = self.region.z_high - (np.arange(rows) + 0.5) * self.mm_per_px
        return np.stack(np.meshgrid(s, z), -1)

    def to_px(self, mm: Array) -> Array:
        """Skin places (..., 2) in mm to pixels (x, y), centres at whole numbers."""
        corner = np.array([self.region.s_low, self.region.z_high])
        return np.asarray((np.asarray(mm) - corner) * [1, -1] / self.mm_per_px - 0.5)

    def smoothed(self, sd_mm: float) -> ReliefPicture:
        """The same with heights smoothed by a Gaussian, for the eye; holes stay as they are."""
        known = np.isfinite(self.height_mm)
        sd = sd_mm / self.mm_per_px
        weight = gaussian_filter(known.astype(np.float64), sd)
        height = gaussian_filter(np.where(known, self.height_mm, 0.0), sd) / np.maximum(weight, 1e-9)
        return replace(self, height_mm=np.where(known, height, np.nan))

    def coarser(self, most: int) -> ReliefPicture:
        """The same with at most ``most`` known pixels, each the mean of the known ones among k by k."""
        known = int(np.isfinite(self.height_mm).sum())
        k = int(np.ceil(np.sqrt(known / most)))
        if k <= 1:
            return self
        rows, columns = (n // k for n in self.height_mm.shape)
        region = replace(
            self.region,
            s_high=self.region.s_low + columns * k * self.mm_per_px,
            z_low=self.region.z_high - rows * k * self.mm_per_px,
        )
        rgb8 = None if self.rgb8 is None else np.round(_blocks(self.rgb8, k)).astype(np.uint8)
        up = _blocks(self.up, k)
        return ReliefPicture(
            height_mm=_blocks(self.height_mm, k),
            base_mm=_blocks(self.base_mm, k),
            up=up / np.linalg.norm(up, axis=-1, keepdims=True),
            reference_sd_mm=_blocks(self.reference_sd_mm, k),
            noise_mm=self.noise_mm,
            rgb8=rgb8,
            region=region,
            mm_per_px=k * self.mm_per_px,
            outline_mm=self.outline_mm,
        )


def _blocks(values: NDArray[np.floating] | NDArray[np.uint8], k: int) -> Array:
    """Mean of the known values in blocks of k by k pixels; NaN where fewer than half are known."""
    rows, columns = (n // k for n in values.shape[:2])
    cut = values[: rows * k, : columns * k].astype(np.float64)
    blocks = cut.reshape(rows, k, columns, k, -1).swapaxes(1, 2).reshape(rows, columns, k * k, -1)
    known = np.isfinite(blocks)
    count = known.sum(2)
    mean = np.where(known, blocks, 0).sum(2) / np.maximum(count, 1)
    return np.where(count * 2 >= k * k, mean, np.nan).reshape(rows, columns, *values.shape[2:])
