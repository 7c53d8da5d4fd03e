"""How noisy a scan's heights are, as measured on the healthy ring: scanner and skin's own furrows together."""

from __future__ import annotations

import numpy as np

from mesoject.measuring.relief.patch import Patch
from mesoject.measuring.relief.reference import BLOCK_MM, Reference, cells_of


def pixel_sd_mm(patch: Patch, reference: Reference) -> float:
    """SD of a pixel's height such that means over many pixels come out right, though neighbours go together.

    From the variance of means over blocks of 5 mm, times the number of pixels in them.
    """
    known = np.isfinite(reference.rest_mm)
    group, count = cells_of(patch.mm[known], BLOCK_MM)
    mean = np.bincount(group, reference.rest_mm[known]) / count
    full = count > 0.5 * count.max()
    return float(np.sqrt(np.average(mean[full] ** 2 * count[full])))
