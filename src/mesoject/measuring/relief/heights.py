"""Mean, 98th percentiles and volumes of heights over the healthy surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.relief.lift import lift
from mesoject.measuring.relief.patch import Patch

Array = NDArray[np.float64]
NAMES = ("height_mean", "height_p98", "depth_p98", "volume_raised", "volume_sunken", "volume")
UNITS = ("mm", "mm", "mm", "mm3", "mm3", "mm3")
ZERO_OR_MORE = ("volume_raised", "volume_sunken")
EXTREME, BAND = 0.98, 0.01


def values_of(patch: Patch, above: Array, share: Array) -> Array:
    """The six values (6,) of heights ``above`` (H, W) over the pixels' ``share`` (H, W) of the scar."""
    inside = share > 0
    area = (share * patch.area_mm2)[inside]
    h = above[inside]
    mean, raised, sunken = (float(area @ v) for v in (h, np.maximum(h, 0), np.maximum(-h, 0)))
    high, low = _quantile(h, area, EXTREME), _quantile(h, area, 1 - EXTREME)
    return np.array([mean / area.sum(), high, -low, raised, sunken, mean])


def unlifted(patch: Patch, above: Array, noise_mm: Array) -> tuple[Array, Array]:
    """The six values (6,) with what noise (M,), as on the ring, has lifted taken off; and how far off that may be (6,).

    Raised and sunken volume are lifted alike, so that their difference stays the volume; neither falls below 0. A scar
    may be smoother than its skin, or rougher: half of an extreme's lift counts as error, and all of a volume's, which
    is small where there is much volume and most of it where there is none.
    """
    values = values_of(patch, above, patch.share)
    inside = patch.share > 0
    found = lift(above[inside], (patch.share * patch.area_mm2)[inside], noise_mm, (1 - EXTREME, EXTREME))
    low, high = found.quantiles_mm
    volume = min(found.volume_mm3, float(values[3]), float(values[4]))
    off = np.array([0.0, high, -low, volume, volume, 0.0])
    error = np.array([0.0, high / 2, -low / 2, found.volume_mm3, found.volume_mm3, 0.0])
    return values - off, np.abs(error)


def weights_of(patch: Patch, above: Array) -> Array:
    """How much each pixel's height counts in each value, (6, H, W)."""
    area = patch.share * patch.area_mm2
    inside = patch.share > 0
    raised, sunken = area * (above > 0), -area * (above < 0)
    ends = []
    for share, sign in ((EXTREME, 1.0), (1 - EXTREME, -1.0)):
        low, high = (_quantile(above[inside], area[inside], q) for q in (share - BAND, share + BAND))
        band = area * inside * (above >= low) * (above <= high)
        ends.append(sign * band / band.sum())
    return np.asarray(np.nan_to_num(np.stack([area / area.sum(), *ends, raised, sunken, area])))


def _quantile(values: Array, weight: Array, q: float) -> float:
    order = np.argsort(values)
    total = np.cumsum(weight[order])
    return float(np.interp(q * total[-1], total - weight[order] / 2, values[order]))
