"""A surface's texture and its figures by ISO 25178-2: filters, Sa, Sq, Sz and Sdr."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
S_FILTER_POINTS, L_FILTER_MM = 3.0, 8.0
SD_OF_WAVE = math.sqrt(math.log(2) / 2) / math.pi  # of a Gaussian over the wavelength that it halves (ISO 16610-61)


def filtered(height: Array, pitch_mm: float) -> tuple[Array, Array]:
    """Heights (H, W) after the S-filter, and the form that the L-filter passes; weighted where heights are missing."""
    known = np.isfinite(height)
    field, weight = np.where(known, height, 0), known.astype(float)
    made = []
    for wavelength in (S_FILTER_POINTS * pitch_mm, L_FILTER_MM):
        sd = wavelength * SD_OF_WAVE / pitch_mm
        near = _gauss(weight, sd)
        made.append(np.where(known, _gauss(field, sd) / np.maximum(near, 1e-6), np.nan))
    return made[0], made[1]


def heights_um(texture: Array) -> tuple[float, float, float]:
    """Sa, Sq and Sz of heights (N,) about their mean: mean magnitude, root mean square, highest minus lowest."""
    z = texture - texture.mean()
    return float(np.abs(z).mean()), float(np.sqrt((z**2).mean())), float(np.ptp(z))


def sdr_percent(height: Array, pitch: float, inner: Mask) -> float:
    """Developed interfacial area ratio: by how much the surface is larger than its plane, %.

    Each square of four neighbours is four triangles about its middle, whose height is their mean.
    """
    a, b, c, d = height[:-1, :-1], height[:-1, 1:], height[1:, 1:], height[1:, :-1]
    whole = inner[:-1, :-1] & inner[:-1, 1:] & inner[1:, 1:] & inner[1:, :-1]
    middle = (a + b + c + d) / 4
    area = sum(_quarter(p, q, middle, pitch) for p, q in ((a, b), (b, c), (c, d), (d, a)))
    return float(100 * (np.asarray(area)[whole].mean() / pitch**2 - 1))


def _quarter(p: Array, q: Array, middle: Array, pitch: float) -> Array:
    """Area of the triangle over one side of a square and its middle."""
    along, inwards = (q - p) / pitch, (2 * middle - p - q) / pitch
    return np.asarray(pitch**2 / 4 * np.sqrt(1 + along**2 + inwards**2))


def _gauss(field: Array, sd_px: float) -> Array:
    return np.asarray(cv2.GaussianBlur(field, (0, 0), sd_px, borderType=cv2.BORDER_REFLECT), float)
