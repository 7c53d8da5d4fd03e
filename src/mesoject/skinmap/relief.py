"""What a scan knows of its skin beyond a photograph: height, and where in space it lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

from mesoject.skinmap.place import Place

Array = NDArray[np.float64]
MOSTLY = 0.5  # a pixel whose neighbours are mostly holes is a hole


@dataclass(frozen=True)
class Relief:
    """Height over the limb's smooth form, on the pixels of the scan's own picture.

    Attributes
    ----------
    height_mm : (H, W) float32
        NaN where the scan has no surface. The form follows the limb, and a part of every scar: heights mean something
        only against the healthy skin round an outline.
    pitch_mm : float
        Size of a pixel.
    spacing_mm : float
        Distance of neighbouring points in the scan itself.
    place : Place
        Between skin and the scan's own axes.
    scale_sd : float
        Relative SD of the scanner's length scale.
    has_colour : bool
        Whether the picture shows the scan's colours, or its shape in grey.
    """

    height_mm: NDArray[np.float32]
    pitch_mm: float
    spacing_mm: float
    place: Place
    scale_sd: float
    has_colour: bool

    def sampled(self, px: NDArray[np.float32], raster_px: float) -> NDArray[np.float32]:
        """Height at pixels (..., 2) of the picture; ``raster_px`` is the size of a raster pixel in it."""
        known = np.isfinite(self.height_mm)
        field = np.where(known, self.height_mm, 0).astype(np.float32)
        weight = known.astype(np.float32)
        if raster_px > 1.5:
            field, weight = (gaussian_filter(v, 0.4 * raster_px) for v in (field, weight))
        at = np.nan_to_num(px[..., ::-1], nan=-9).transpose(2, 0, 1)
        values, share = (map_coordinates(v, at, order=1, cval=0.0) for v in (field, weight))
        return np.where(share > MOSTLY, values / np.maximum(share, 1e-6), np.nan).astype(np.float32)
