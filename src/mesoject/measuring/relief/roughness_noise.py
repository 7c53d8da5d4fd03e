"""What a scanner's noise adds to the roughness of a scar, at least and at most.

At least what differs between neighbouring points of the healthy ring: no furrow of skin is so narrow. At most all of
the ring's own roughness: a scanner smooths its noise, and smooth noise looks like skin. The truth lies between, so the
middle of the two is taken off, and half of their distance is error.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.relief.lift import lift
from mesoject.measuring.relief.surface_texture import S_FILTER_POINTS, SD_OF_WAVE, sdr_percent

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Cleared(NamedTuple):
    """Sa, Sq, Sz and Sdr (4,) without noise, and how far off the noise that was taken off may be (4,)."""

    values: Array
    error: Array


def cleared(values: Array, texture_um: Array, noise: RingNoise) -> Cleared:
    """Take noise off the values (4,) of a scar's texture (N,), um."""
    least, most = (_without(values, texture_um, noise, k) for k in (0, 1))
    return Cleared((least + most) / 2, np.abs(least - most) / 2)


class RingNoise(NamedTuple):
    """The healthy ring's texture (M,), um; Sq, um, and Sdr, %, that noise has at least and at most."""

    texture_um: Array
    sq_um: tuple[float, float]
    sdr_percent: tuple[float, float]


def ring_noise(rest_mm: Array, texture_um: Array, ring: Mask, pitch_mm: float) -> RingNoise:
    """Noise as the ring shows it, from its heights (H, W) over the healthy surface and their texture (H, W)."""
    point = min(_point_noise_um(rest_mm, ring), float(texture_um[ring].std()) / _gain())
    of_ring = sdr_percent(texture_um / 1000, pitch_mm, ring)
    return RingNoise(
        texture_um[ring],
        (point * _gain(), float(texture_um[ring].std())),
        (min(_white_sdr_percent(point / 1000, pitch_mm), of_ring), of_ring),
    )


def _without(values: Array, texture_um: Array, noise: RingNoise, k: int) -> Array:
    sa, sq, sz, sdr = values
    smoother = math.sqrt(max(1 - (noise.sq_um[k] / max(sq, 1e-9)) ** 2, 0))
    ring = noise.texture_um * (noise.sq_um[k] / max(noise.sq_um[1], 1e-9))
    end = 1 / len(texture_um)
    low, high = lift(texture_um, np.ones(len(texture_um)), ring, (end, 1 - end)).quantiles_mm
    return np.array([sa * smoother, sq * smoother, max(sz - (high - low), 0), max(sdr - noise.sdr_percent[k], 0)])


def _point_noise_um(rest_mm: Array, ring: Mask) -> float:
    """SD of a point's own noise: what it differs by from the mean of the four round it has 5/4 of its variance."""
    rest = np.where(ring, rest_mm, np.nan)
    around = (rest[:-2, 1:-1] + rest[2:, 1:-1] + rest[1:-1, :-2] + rest[1:-1, 2:]) / 4
    away = rest[1:-1, 1:-1] - around
    away = away[np.isfinite(away)]
    return 1000 * 1.4826 * float(np.median(np.abs(away))) / math.sqrt(1.25) if len(away) >= 50 else 0.0


def _kernel() -> Array:
    """The S-filter's weights along one axis, in points."""
    half = math.ceil(4 * SD_OF_WAVE * S_FILTER_POINTS)
    return np.asarray(cv2.getGaussianKernel(2 * half + 1, SD_OF_WAVE * S_FILTER_POINTS).ravel(), np.float64)


def _gain() -> float:
    """Of the S-filter on the SD of noise that no two points share."""
    return float((_kernel() ** 2).sum())


def _white_sdr_percent(sd_mm: float, pitch_mm: float) -> float:
    """Sdr of such noise after the S-filter: half of the mean square slopes of the four triangles of a square."""
    k = np.pad(_kernel(), 1)
    step, mean = np.diff(k), (k[1:] + k[:-1]) / 2
    along, inwards = (step**2).sum() * (k**2).sum(), (step**2).sum() * (mean**2).sum()
    return float(50 * (sd_mm / pitch_mm) ** 2 * (along + inwards))
