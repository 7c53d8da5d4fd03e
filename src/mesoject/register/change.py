"""What changed where: two visits' colour, laid on each other, for looking at."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.records.cielab import ciede2000, lab_from_linear, linear_from_srgb8
from mesoject.register.picture import Array, Mask, SkinPicture, skin_picture
from mesoject.register.registration import Registration
from mesoject.skinmap import Raster, Region

SMOOTH_MM = 0.8  # sigma; finer than this two photographs differ by noise and by half a millimetre of place
SURE_MM = 1.0
SCAR_MARGIN_MM = 2.0


@dataclass(frozen=True)
class ChangeMap:
    """Moving visit minus fixed visit, on the fixed visit's skin; to be looked at, never summed or measured.

    Attributes
    ----------
    delta_l, delta_a : (H, W)
        Change of L* and a*, each against the same person's skin in the same photograph; NaN where not known.
    delta_e : (H, W)
        CIEDE2000 between the visits after that; NaN where not known. Noise alone makes it positive.
    known : (H, W) bool
        Shown as bare skin by both, and laid on each other to within a millimetre (one standard error).
    noise_l, noise_a, noise_e : float
        What skin that is not scar shows in the same maps: robust SD, and the 95th percentile for ``delta_e``.
    region : Region
    mm_per_px : float
    """

    delta_l: Array
    delta_a: Array
    delta_e: Array
    known: Mask
    noise_l: float
    noise_a: float
    noise_e: float
    region: Region
    mm_per_px: float


def change_map(
    fixed: Raster | SkinPicture,
    moving: Raster | SkinPicture,
    registration: Registration,
    *,
    fixed_scar: shapely.Geometry | None = None,
) -> ChangeMap:
    """Lay the moving visit on the fixed one and take the difference of colour.

    Colour is smoothed over 0.8 mm (Gaussian sigma). The median of the skin that both show, without the scar and 2 mm
    around it, is taken off each picture, so that light and print cancel as they do in scar-minus-skin.
    """
    still, other = (p if isinstance(p, SkinPicture) else skin_picture(p) for p in (fixed, moving))
    laid = registration.warp(other, still)
    known = still.usable & laid.usable & (registration.error_over(still) < SURE_MM)
    first, second = _smooth_lab(still, known), _smooth_lab(laid, known)
    skin = known if fixed_scar is None else known & ~still.inside(fixed_scar.buffer(SCAR_MARGIN_MM))
    if skin.any():
        second = second + np.median(first[skin], axis=0) - np.median(second[skin], axis=0)
    change, distance = second - first, ciede2000(first, second)
    return ChangeMap(
        _only(change[..., 0], known),
        _only(change[..., 1], known),
        _only(distance, known),
        known,
        _spread(change[..., 0][skin]),
        _spread(change[..., 1][skin]),
        float(np.percentile(distance[skin], 95)) if skin.any() else float("nan"),
        still.region,
        still.mm_per_px,
    )


def _smooth_lab(picture: SkinPicture, known: Mask) -> Array:
    """CIELAB, averaged in linear light over known skin alone."""
    weight = known.astype(float)
    linear = linear_from_srgb8(picture.srgb8.astype(float)) * weight[..., None]
    sigma = SMOOTH_MM / picture.mm_per_px
    mean = cv2.GaussianBlur(np.dstack([linear, weight]), (0, 0), sigma)
    return lab_from_linear(mean[..., :3] / np.maximum(mean[..., 3:], 1e-6))


def _only(values: Array, known: Mask) -> Array:
    return np.where(known, values, np.nan)


def _spread(values: NDArray[np.float64]) -> float:
    """Robust SD."""
    return float(1.4826 * np.median(np.abs(values - np.median(values)))) if values.size else float("nan")
