"""Colours for height: one scale for maps, surfaces and their colour bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.skinmap.relief_picture import ReliefPicture

Array = NDArray[np.float64]

# Violet over white to orange, told apart with any kind of colour vision, and never taken for a change of redness:
# ColorBrewer's PuOr (Brewer 2003), turned.
STOPS: Final = np.array(
    [[84, 39, 136], [128, 115, 172], [178, 171, 210], [216, 218, 235], [247, 247, 247],
     [254, 224, 182], [253, 184, 99], [224, 130, 20], [179, 88, 6]], float
)  # fmt: skip
LIMITS_MM: Final = (0.1, 0.2, 0.3, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0, 20.0)
REACHED: Final = 0.99  # of the scar; the last hundredth is a hair or a pore
NOISES: Final = 3.0


def height_colours(height_mm: NDArray[np.floating], limit_mm: float) -> NDArray[np.uint8]:
    """8-bit sRGB (..., 3) of heights (...) from ``-limit_mm`` (violet) over 0 (white) to ``limit_mm`` (orange).

    NaN is given the colour of 0; who draws a hole leaves it out.

    Examples
    --------
    >>> height_colours(np.array([-9.0, 0.0, 2.0]), 2.0).tolist()
    [[84, 39, 136], [247, 247, 247], [179, 88, 6]]
    """
    at = np.clip(np.nan_to_num(np.asarray(height_mm, np.float64)) / limit_mm, -1, 1)
    places = np.linspace(-1, 1, len(STOPS))
    return np.stack([np.interp(at, places, STOPS[:, c]) for c in range(3)], -1).round().astype(np.uint8)


def shared_limit_mm(pictures: Sequence[ReliefPicture]) -> float:
    """The least round limit, mm, that holds nearly all of every scar and lets noise look like noise."""
    reached = [max(_reach_mm(p), NOISES * p.noise_mm) for p in pictures]
    return next((limit for limit in LIMITS_MM if limit >= max(reached)), LIMITS_MM[-1])


def _reach_mm(picture: ReliefPicture) -> float:
    """The magnitude of height that ``REACHED`` of the scar stays within."""
    heights = np.abs(picture.height_mm[inside_outline(picture) & np.isfinite(picture.height_mm)])
    return float(np.quantile(heights, REACHED)) if len(heights) else 0.0


def inside_outline(picture: ReliefPicture) -> NDArray[np.bool_]:
    """Pixels (H, W) whose centres lie in the scar."""
    mm = picture.places()
    return np.asarray(shapely.contains_xy(scar_area(picture), mm[..., 0], mm[..., 1]))


def scar_area(picture: ReliefPicture) -> shapely.MultiPolygon:
    """The outline as an area in skin millimetres."""
    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in picture.outline_mm])
