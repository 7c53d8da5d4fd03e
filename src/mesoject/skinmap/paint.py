"""Calibrated pixels on demand: one remap of the photograph, and everything after it works on a million pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.skinmap.region import Region
from mesoject.skinmap.relief import Relief

Array = NDArray[np.float64]
SHADING_TERMS = 5
PAPER_MARGIN_MM = 0.8  # paper's edge is blurred and casts a shadow
COARSE = 10  # the mapping is exact on every tenth raster pixel and linear between: 1 mm at 0.1 mm a pixel


@dataclass(frozen=True)
class Correction:
    """From the file's 8 bits to reflectance.

    Attributes
    ----------
    table : (256, 3) float32
        Linear light of each code and channel, tone curve taken out.
    matrix : (3, 3)
        Linear camera light, shading taken out, to linear sRGB reflectance (1 = a perfect white).
    shading : (5,) float
        Logarithm of the illumination over (s, z, s^2, sz, s^4) with s and z in units of 50 mm.
    """

    table: NDArray[np.float32]
    matrix: Array
    shading: Array

    def reflectance(self, codes: NDArray[np.uint8], mm: Array) -> Array:
        """Linear sRGB reflectance (N, 3) of pixels with ``codes`` (N, 3) at skin places ``mm`` (N, 2)."""
        linear = np.stack([self.table[codes[:, c], c] for c in range(3)], -1)
        return np.asarray(linear / self.illumination(mm[:, 0], mm[:, 1])[:, None] @ self.matrix.T)

    def illumination(self, s_mm: Array, z_mm: Array) -> Array:
        """Relative illumination at skin places; about 1."""
        return np.asarray(np.exp(np.tensordot(self.shading, shading_terms(s_mm, z_mm), 1)))


def shading_terms(s_mm: Array, z_mm: Array) -> Array:
    """The smooth functions of place, (5, ...), that shading is made of."""
    s, z = np.broadcast_arrays(s_mm / 50, z_mm / 50)
    return np.stack([s, z, s * s, s * z, s**4])


@dataclass(frozen=True)
class Paint:
    """The photograph and what turns it into reflectance.

    Attributes
    ----------
    rgb8 : (H, W, 3) uint8
        The photograph, oriented, in its own encoding.
    correction : Correction or None
        None where no colour can be had.
    variants : tuple of Correction
        One for each independent direction in which the correction is unsure, one standard error away.
    covers : tuple of (K, 2)
        Paper on the skin, as polygons in mm.
    clipped8 : int
        Codes from here on count as clipped.
    """

    rgb8: NDArray[np.uint8]
    correction: Correction | None
    variants: tuple[Correction, ...]
    covers: tuple[Array, ...]
    clipped8: int = 253


@dataclass(frozen=True)
class Raster:
    """A rendered region; row 0 is proximal, columns run with s.

    Attributes
    ----------
    codes : (H, W, 3) uint8
        The photograph's own codes.
    linear : (H, W, 3) float32
        Linear sRGB reflectance; camera light where the paint has no correction.
    cosine : (H, W) float32
        Of the viewing angle.
    covered, clipped : (H, W) bool
        Under paper or outside the picture; too bright or too dark to carry colour.
    height_mm : (H, W) float32 or None
        Over the limb's smooth form, NaN where there is no surface; None of a photograph.
    """

    codes: NDArray[np.uint8]
    linear: NDArray[np.float32]
    cosine: NDArray[np.float32]
    covered: NDArray[np.bool_]
    clipped: NDArray[np.bool_]
    region: Region
    mm_per_px: float
    height_mm: NDArray[np.float32] | None = None

    def places(self) -> Array:
        """Skin places (H, W, 2) in mm of the pixels' centres."""
        return np.stack(np.meshgrid(*_axes(self.region, self.mm_per_px)), -1)

    def to_px(self, mm: Array) -> Array:
        """Skin places (..., 2) in mm to raster pixels (x, y), pixel centres at whole numbers."""
        s, z = np.asarray(mm)[..., 0], np.asarray(mm)[..., 1]
        return np.stack([s - self.region.s_low, self.region.z_high - z], -1) / self.mm_per_px - 0.5


def render(
    paint: Paint,
    to_photo: Callable[[Array], Array],
    cosine_at: Callable[[Array], Array],
    region: Region,
    mm_per_px: float,
    relief: Relief | None = None,
) -> Raster:
    """Render ``region`` at ``mm_per_px``; the source is averaged where it is finer than the raster."""
    s, z = _axes(region, mm_per_px)
    place = np.stack(np.meshgrid(s, z), -1)
    cs, cz = _coarse(s), _coarse(z)
    knots = np.stack(np.meshgrid(cs, cz), -1)
    shown, size = to_photo(knots), (len(z), len(s))
    unknown = np.isnan(shown[..., :1]).astype(float)
    px = _spread(np.nan_to_num(shown), size)
    px[_spread(unknown, size)[..., 0] > 0] = np.nan
    cosine = _spread(cosine_at(knots)[..., None], size)[..., 0]
    source_px = mm_per_px * _px_per_mm(px, mm_per_px)
    codes = _sample(paint.rgb8, px, source_px)
    linear = _reflectance(paint, codes, place)
    covered = _covered(paint.covers, region, mm_per_px, cosine.shape) | _outside(px, paint.rgb8.shape)
    clipped = (codes >= paint.clipped8).any(-1) | (codes <= 2).all(-1)
    height = None if relief is None else relief.sampled(px, source_px)
    covered |= False if height is None else np.isnan(height)
    return Raster(codes, linear, cosine, covered, np.asarray(clipped), region, mm_per_px, height)


def _axes(region: Region, mm_per_px: float) -> tuple[Array, Array]:
    """Places of the raster's columns and rows; rows run from proximal to distal."""
    columns = max(1, round((region.s_high - region.s_low) / mm_per_px))
    rows = max(1, round((region.z_high - region.z_low) / mm_per_px))
    across, down = np.arange(columns, dtype=float) + 0.5, np.arange(rows, dtype=float) + 0.5
    return region.s_low + across * mm_per_px, region.z_high - down * mm_per_px


def _coarse(axis: Array) -> Array:
    return np.linspace(axis[0], axis[-1], max(2, len(axis) // COARSE))


def _spread(knots: Array, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Interpolate (h, w, c) knots linearly to a full raster (H, W, c)."""
    down, across = _hats(knots.shape[0], shape[0]), _hats(knots.shape[1], shape[1])
    return np.stack([down @ knots[..., c].astype(np.float32) @ across.T for c in range(knots.shape[2])], -1)


def _hats(knots: int, count: int) -> NDArray[np.float32]:
    """Weights (count, knots) of linear interpolation between evenly spaced knots."""
    at = np.linspace(0, knots - 1, count)
    return np.asarray(np.maximum(0, 1 - np.abs(at[:, None] - np.arange(knots))), np.float32)


def _px_per_mm(px: NDArray[np.float32], mm_per_px: float) -> float:
    """Median scale of the photograph over the raster."""
    step = np.hypot(*np.moveaxis(px[:, 1:] - px[:, :-1], -1, 0))
    return float(np.nanmedian(step)) / mm_per_px if np.isfinite(step).any() else 1.0


def _sample(rgb8: NDArray[np.uint8], px: NDArray[np.float32], source_px: float) -> NDArray[np.uint8]:
    """Look the photograph up at ``px`` (H, W, 2); ``source_px`` is the size of a raster pixel in the photograph."""
    if np.isnan(px).all():
        return np.zeros((*px.shape[:2], 3), np.uint8)
    low = np.floor(np.clip(np.nanmin(px, axis=(0, 1)) - 4, 0, None)).astype(int)
    high = np.ceil(np.nanmax(px, axis=(0, 1)) + 5).astype(int)
    crop = np.ascontiguousarray(rgb8[low[1] : high[1], low[0] : high[0]])
    if crop.size == 0:
        return np.zeros((*px.shape[:2], 3), np.uint8)
    if source_px > 1.5:
        crop = cv2.GaussianBlur(crop, (0, 0), 0.4 * source_px)
    at = np.nan_to_num(px - low, nan=-10).astype(np.float32)
    return np.asarray(cv2.remap(crop, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT))


def _reflectance(paint: Paint, codes: NDArray[np.uint8], place: Array) -> NDArray[np.float32]:
    correction = paint.correction
    if correction is None:
        return np.asarray((codes / 255) ** 2.2, np.float32)
    linear = np.stack([correction.table[codes[..., c], c] for c in range(3)], -1)
    light = correction.illumination(place[0, :, 0][None, :], place[:, 0, 1][:, None]).astype(np.float32)
    return np.asarray(cv2.transform(linear / light[..., None], correction.matrix.astype(np.float32)))


def _covered(covers: tuple[Array, ...], region: Region, mm_per_px: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    mask = np.zeros(shape, np.uint8)
    for cover in covers:
        px = np.stack([cover[:, 0] - region.s_low, region.z_high - cover[:, 1]], -1) / mm_per_px - 0.5
        cv2.fillPoly(mask, [np.round(px * 16).astype(np.int32)], 1, shift=4)
    size = 2 * round(PAPER_MARGIN_MM / mm_per_px) + 1
    return np.asarray(cv2.dilate(mask, np.ones((size, size), np.uint8)) > 0)


def _outside(px: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Raster pixels that the photograph does not show."""
    with np.errstate(invalid="ignore"):
        shown = (px[..., 0] >= 0) & (px[..., 1] >= 0) & (px[..., 0] <= shape[1] - 1) & (px[..., 1] <= shape[0] - 1)
    return np.asarray(~shown)
