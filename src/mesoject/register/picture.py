"""The skin of one photograph as registration wants it: calibrated colour, and which pixels are bare skin."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.records.cielab import srgb8_from_linear
from mesoject.skinmap import Raster, Region, SkinMap

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
MM_PER_PX = 0.25
AROUND_MM = 15.0  # skin beyond the strips that a picture of the whole visit takes in
SQUARE_ENOUGH = 0.4  # cosine of 66 degrees
SKIN_CHROMA, SKIN_LIGHTNESS = 14.0, 35.0  # CIELAB reach about the picture's median skin
REDDER = 0.5  # redder counts half: a scar may be, cloth and paper seldom are
PRINT_MM, PRINT_CONTRAST = 5.0, 12.0  # local SD of L* over a sigma of 5 mm: print 18 and more, skin with scar up to 8
HAIR_MM = 1.25
LEAST_PATCH_MM = 10.0  # bare skin is wider than any patch of ink


@dataclass(frozen=True)
class SkinPicture:
    """A patch of skin laid flat, small enough to be kept as a file.

    Attributes
    ----------
    srgb8 : (H, W, 3) uint8
        Calibrated colour, row 0 proximal, columns running with s.
    usable : (H, W) bool
        Bare skin, squarely seen: no paper, cloth, clipped light or grazing view.
    region : Region
        The rectangle of skin in mm.
    mm_per_px : float
    """

    srgb8: NDArray[np.uint8]
    usable: Mask
    region: Region
    mm_per_px: float

    def places(self) -> Array:
        """Skin places (H, W, 2) in mm of the pixels' centres."""
        rows, columns = self.usable.shape
        s = self.region.s_low + (np.arange(columns) + 0.5) * self.mm_per_px
        z = self.region.z_high - (np.arange(rows) + 0.5) * self.mm_per_px
        return np.stack(np.meshgrid(s, z), -1)

    def to_px(self, mm: Array) -> Array:
        """Skin places (..., 2) in mm to pixels (x, y) of this picture, pixel centres at whole numbers."""
        s, z = np.asarray(mm)[..., 0], np.asarray(mm)[..., 1]
        return np.stack([s - self.region.s_low, self.region.z_high - z], -1) / self.mm_per_px - 0.5

    def inside(self, area: shapely.Geometry) -> Mask:
        """Pixels whose centres lie in ``area`` (mm)."""
        mask = np.zeros(self.usable.shape, np.uint8)
        for part in shapely.get_parts(area):
            if part.is_empty:
                continue
            rings = [shapely.get_coordinates(r) for r in (part.exterior, *part.interiors)]
            cv2.fillPoly(mask, [np.round(self.to_px(r) * 16).astype(np.int32) for r in rings], 1, shift=4)
        return np.asarray(mask > 0)


def visit_region(skin: SkinMap) -> Region:
    """The part of a photograph that registration looks at: what the strips surround, and a little beyond."""
    return Region(*skin.trusted_mm).grown(AROUND_MM)


def picture_of(skin: SkinMap, mm_per_px: float = MM_PER_PX) -> SkinPicture:
    """Render what registration needs of a SkinMap; as :func:`skin_picture` of the raster of :func:`visit_region`."""
    return skin_picture(skin.raster(visit_region(skin), mm_per_px))


def skin_picture(raster: Raster) -> SkinPicture:
    """Reduce a raster to calibrated 8-bit sRGB and the mask of bare skin.

    Paper that no marker gave away (a strip's end), cloth and couch are told from skin by colour and by contrast; a
    patch of ink of skin's own colour by its size: bare skin is wider than 10 mm.
    """
    known = np.asarray(np.isfinite(raster.linear).all(axis=-1))
    srgb8 = srgb8_from_linear(np.where(known[..., None], raster.linear, 0))
    seen = known & ~raster.covered & ~raster.clipped & (raster.cosine > SQUARE_ENOUGH)
    usable = _wide(_skin_like(srgb8, seen, raster.mm_per_px), raster.mm_per_px)
    return SkinPicture(srgb8, usable & seen, raster.region, raster.mm_per_px)


def _skin_like(srgb8: NDArray[np.uint8], seen: Mask, mm_per_px: float) -> Mask:
    if not seen.any():
        return seen
    lab = cv2.cvtColor(srgb8.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    away = lab - np.median(lab[seen], axis=0)
    redder = np.where(away[..., 1] > 0, REDDER * away[..., 1], away[..., 1])
    near = (np.hypot(redder, away[..., 2]) < SKIN_CHROMA) & (np.abs(away[..., 0]) < SKIN_LIGHTNESS)
    return np.asarray(seen & near & (_contrast(lab[..., 0], seen, PRINT_MM / mm_per_px) < PRINT_CONTRAST))


def _contrast(lightness: NDArray[np.float32], seen: Mask, sigma_px: float) -> NDArray[np.float32]:
    """Local SD of lightness over what is seen."""
    weight = seen.astype(np.float32)
    sums = np.dstack([weight, lightness * weight, lightness**2 * weight])
    count, first, second = np.moveaxis(cv2.GaussianBlur(sums, (0, 0), sigma_px), -1, 0)
    count = np.maximum(count, 1e-6)
    return np.asarray(np.sqrt(np.maximum(second / count - (first / count) ** 2, 0)))


def _wide(mask: Mask, mm_per_px: float) -> Mask:
    """Close over hairs, then drop what is narrower than a patch of ink."""
    hair, patch = (2 * round(mm / 2 / mm_per_px) + 1 for mm in (HAIR_MM, LEAST_PATCH_MM))
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((hair, hair), np.uint8))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (patch, patch))
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, disc) > 0)
