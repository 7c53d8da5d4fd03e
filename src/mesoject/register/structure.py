"""What stays with skin from visit to visit: its mottling, freckles and hairs, freed from light and shade."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.register.picture import Array, Mask, SkinPicture
from mesoject.skinmap import Region

Float32 = NDArray[np.float32]
FINEST_MM, COARSEST_MM = 0.5, 2.5  # Gaussian sigmas of the band
EVEN_MM = 12.0  # sigma of the neighbourhood that the local SD is taken over
STRONGEST = 3.0  # in local standard deviations: one mole must not outvote the rest
SCAR_MARGIN_MM = 2.0
PRINT_CONTRAST = 6.0  # local SD of L* in the band: bench skin, hairs and all, has 0.7 to 2, print 12 to 20


@dataclass(frozen=True)
class Structure:
    """Band-passed, locally normalised CIELAB.

    Attributes
    ----------
    bands : (H, W, 4) float32
        L*, a*, b* over their own local SD, 0 where not known; last, 1 on bare skin outside the scar and else 0.
    """

    bands: Float32
    region: Region
    mm_per_px: float

    def at(self, mm: Array) -> Float32:
        """Bands (h, w, 4) at skin places (h, w, 2) in mm; zero beyond the edge."""
        px = np.stack([mm[..., 0] - self.region.s_low, self.region.z_high - mm[..., 1]], -1) / self.mm_per_px - 0.5
        at = px.astype(np.float32)
        return np.asarray(cv2.remap(self.bands, at[..., 0], at[..., 1], cv2.INTER_LINEAR, None, cv2.BORDER_CONSTANT))


def band_weights(fixed: Float32, moving: Float32) -> Array:
    """Weight of L*, a* and b* (3,), mean 1, from how well each agrees between bands (h, w, 4) that lie on each other.

    Weak signals of correlation r in noise add up best with weights r / (1 - r^2). Phones keep colour more coarsely than
    lightness, and skin types differ in which of them carries the mottling: the pictures themselves say.
    """
    shared = fixed[..., 3] * moving[..., 3]
    product = ((fixed[..., :3] * moving[..., :3]) * shared[..., None]).sum((0, 1))
    power = [((b[..., :3] ** 2) * shared[..., None]).sum((0, 1)) for b in (fixed, moving)]
    r = np.clip(product / np.sqrt(np.maximum(power[0] * power[1], 1e-9)), 0.01, 0.99)
    weight = r / (1 - r * r)
    return np.asarray(weight / weight.mean(), float)


def structure(picture: SkinPicture, scar: shapely.Geometry | None = None) -> Structure:
    """Return the structure of a picture's skin; the scar and 2 mm around it, which change, are left out.

    So is print that the picture's mask let through: print registers well, and says nothing about skin.
    """
    known = picture.usable if scar is None else picture.usable & ~picture.inside(scar.buffer(SCAR_MARGIN_MM))
    lab = cv2.cvtColor(picture.srgb8.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    _, spread = _band(lab, known, picture.mm_per_px)
    mask = known & (spread[..., 0] < PRINT_CONTRAST)
    band, spread = _band(lab, mask, picture.mm_per_px)
    even = np.clip(band / spread, -STRONGEST, STRONGEST)
    return Structure(np.dstack([even, mask.astype(np.float32)]), picture.region, picture.mm_per_px)


def _band(lab: Float32, mask: Mask, mm_per_px: float) -> tuple[Float32, Float32]:
    """The band that carries structure, 0 outside the mask, and its local SD."""
    weight = mask.astype(np.float32)
    band = _mean(lab, weight, FINEST_MM / mm_per_px) - _mean(lab, weight, COARSEST_MM / mm_per_px)
    band *= weight[..., None]
    return band, np.sqrt(_mean(band * band, weight, EVEN_MM / mm_per_px) + 1e-6)


def _mean(values: Float32, mask: Float32, sigma_px: float) -> Float32:
    """Gaussian mean over the mask alone (normalised convolution, Knutsson and Westin 1993)."""
    whole = _blur(np.dstack([values * mask[..., None], mask]), sigma_px)
    return np.asarray(whole[..., :-1] / np.maximum(whole[..., -1:], 1e-3))


def _blur(image: Float32, sigma_px: float) -> Float32:
    """Gaussian blur; a wide one is done on a smaller picture."""
    shrink = max(1, int(sigma_px / 4))
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px))
    height, width = image.shape[:2]
    small = cv2.resize(image, (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / shrink)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))
