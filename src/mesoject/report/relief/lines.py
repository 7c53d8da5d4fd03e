"""Where a scar's relief is cut, and what the knife sees: one line across and one along, through its extreme place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from mesoject.report.relief.colours import inside_outline, scar_area
from mesoject.skinmap.relief_picture import ReliefPicture

Array = NDArray[np.float64]
SMOOTHING_MM = 0.6  # the extreme place is the scar's, not a pore's or a hair's
BEYOND_MM = 8.0
STEPS_PER_PX = 2
Z95 = 1.96


@dataclass(frozen=True)
class Section:
    """A straight cut.

    Attributes
    ----------
    ends_mm : (2, 2)
        Skin places [s, z] of its first and its last point.
    at_mm : (N,)
        Distance along the cut from the middle of the scar on it.
    extreme_mm : float
        Where the extreme place lies, in the terms of ``at_mm``.
    height_mm : (N,)
        Over the healthy skin; NaN in holes.
    doubt_mm : (N,)
        Half the 95 % interval of a height: noise of a pixel and place of the healthy skin together.
    scar_mm : tuple of (from, to)
        Where the cut runs through the scar, in the terms of ``at_mm``.
    """

    ends_mm: Array
    at_mm: Array
    extreme_mm: float
    height_mm: Array
    doubt_mm: Array
    scar_mm: tuple[tuple[float, float], ...]


def sections(picture: ReliefPicture) -> tuple[Section, Section]:
    """Cut across and along the scar, both through its highest or deepest place, whichever is further from the skin."""
    along = _long_axis(picture)
    across = np.array([along[1], -along[0]])
    across = across if across[0] >= 0 else -across
    middle = _extreme(picture)
    return _cut(picture, middle, across), _cut(picture, middle, along)


def _long_axis(picture: ReliefPicture) -> Array:
    """Direction of the outline's farthest two points, upwards."""
    hull = shapely.get_coordinates(scar_area(picture).convex_hull)
    apart = np.linalg.norm(hull[:, None] - hull[None], axis=2)
    i, j = np.unravel_index(np.argmax(apart), apart.shape)
    line = np.asarray(hull[j] - hull[i], np.float64)
    line /= np.linalg.norm(line)
    return line if line[1] >= 0 else -line


def _extreme(picture: ReliefPicture) -> Array:
    """Skin place of the greatest smoothed magnitude of height in the scar."""
    known = np.isfinite(picture.height_mm)
    smooth = np.nan_to_num(picture.smoothed(SMOOTHING_MM).height_mm)
    inside = inside_outline(picture) & known
    inside = inside if inside.any() else known
    at = np.argmax(np.where(inside, np.abs(smooth), -1.0))
    return np.asarray(picture.places().reshape(-1, 2)[at])


def _cut(picture: ReliefPicture, extreme: Array, way: Array) -> Section:
    """Cut through ``extreme``, a little beyond the scar at both ends."""
    scar = scar_area(picture)
    found = _spans(scar, extreme, way)
    first, last = (found[0][0], found[-1][1]) if found else (0.0, 0.0)
    zero = (first + last) / 2
    half = (last - first) / 2 + BEYOND_MM
    at = np.linspace(-half, half, max(2, int(np.ceil(2 * half / picture.mm_per_px * STEPS_PER_PX)) + 1))
    line = extreme + (zero + at)[:, None] * way
    px = picture.to_px(line)
    height, doubt = (_sampled(field, px) for field in (picture.height_mm, picture.reference_sd_mm))
    return Section(
        ends_mm=line[[0, -1]],
        at_mm=at,
        extreme_mm=-zero,
        height_mm=height,
        doubt_mm=Z95 * np.hypot(picture.noise_mm, doubt),
        scar_mm=tuple((a - zero, b - zero) for a, b in found),
    )


def _spans(scar: shapely.MultiPolygon, middle: Array, way: Array) -> tuple[tuple[float, float], ...]:
    """Where the line through ``middle`` runs through the scar."""
    reach = 2 * float(np.hypot(*np.subtract(scar.bounds[2:], scar.bounds[:2]))) + 1
    line = shapely.LineString([middle - reach * way, middle + reach * way])
    parts = [part for part in shapely.get_parts(scar.intersection(line)) if not part.is_empty]
    spans = [np.sort((shapely.get_coordinates(p)[[0, -1]] - middle) @ way) for p in parts]
    return tuple(sorted((float(a), float(b)) for a, b in spans if b > a))


def _sampled(field: Array, px: Array) -> Array:
    """Bilinear values (N,) at pixels (N, 2); NaN outside and beside holes."""
    return np.asarray(map_coordinates(field, px[:, ::-1].T, order=1, mode="constant", cval=np.nan))
