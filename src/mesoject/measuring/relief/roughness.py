"""Roughness of the scar's surface, form removed: Sa, Sq, Sz and Sdr of ISO 25178-2.

The surface inside the scar is filtered as ISO 16610-61 has it: a Gaussian S-filter takes what is finer than three
points of the scan, and what a Gaussian L-filter of 8 mm passes is the form; both see the scar alone and not the skin
beside it. Both figures belong to the number: another spacing or another filter gives another roughness, so that visits
compare only when their scans are equally fine.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.relief.patch import Mask, Patch
from mesoject.measuring.relief.reference import Reference
from mesoject.measuring.relief.roughness_noise import RingNoise, cleared, ring_noise
from mesoject.measuring.relief.surface_texture import S_FILTER_POINTS, filtered, heights_um, sdr_percent
from mesoject.records import ErrorPart, Quantity, Reason, reason

Array = NDArray[np.float64]
NAMES = ("sa", "sq", "sz", "sdr")
UNITS = ("um", "um", "um", "%")
INSIDE_MM = 1.0
NOISIEST_MM = 0.1  # of healthy skin about its surface: beyond it the scanner and not the skin is measured
NOISIEST_SHARE = 0.7  # of the scar's own Sq
LEAST_MM2 = 20.0
BLOCK_MM = 4.0


def roughness(patch: Patch, reference: Reference) -> tuple[list[Quantity], list[Reason]]:
    """Sa, Sq, Sz (um) and Sdr (%) of the scar, 1 mm inside its outline; none, and why, where noise rules."""
    above = patch.height_mm - reference.height_mm
    inner = (patch.depth_mm > INSIDE_MM) & np.isfinite(above)
    surface_mm2 = float(inner.sum()) * patch.pitch_mm**2
    if surface_mm2 < LEAST_MM2:
        message = f"The scar has {surface_mm2:.0f} mm2 of scanned surface 1 mm inside its border;"
        return [], [reason("scar_too_small", f"{message} roughness needs {LEAST_MM2:.0f} mm2.")]
    texture = _texture_um(above, inner, patch.pitch_mm)
    values = _values(texture, inner, patch.pitch_mm)
    bridged = np.abs(_values(texture, _clear_of_holes(patch, inner), patch.pitch_mm) - values)
    ring = np.isfinite(reference.rest_mm)
    noise = ring_noise(reference.rest_mm, _texture_um(reference.rest_mm, ring, patch.pitch_mm), ring, patch.pitch_mm)
    if why := _too_noisy(float(np.std(reference.noise_mm)), noise, float(values[1])):
        return [], [reason("scan_too_noisy", why)]
    found = cleared(values, texture[inner], noise)
    sampling = _sampling(texture, inner, patch.pitch_mm)
    return [
        Quantity(
            name=name,
            value=float(value),
            unit=unit,
            parts=(
                ErrorPart(part="noise", se=float(value * sampling), scope="photo"),
                ErrorPart(part="noise", se=float(bridged[k]), scope="photo"),
                ErrorPart(part="noise", se=float(error), scope="method"),
            ),
            at_least_zero=True,
        )
        for k, (name, unit, value, error) in enumerate(zip(NAMES, UNITS, *found, strict=True))
    ], []


def _values(texture_um: Array, mask: Mask, pitch_mm: float) -> Array:
    """Sa, Sq, Sz and Sdr (4,) of a texture (H, W) over a mask."""
    return np.array([*heights_um(texture_um[mask]), sdr_percent(texture_um / 1000, pitch_mm, mask)])


def _texture_um(height_mm: Array, mask: Mask, pitch_mm: float) -> Array:
    """Texture (H, W) of the heights in a mask, which is all that the filters see."""
    fine, form = filtered(np.where(mask, height_mm, np.nan), pitch_mm)
    return 1000 * (fine - form)


def _too_noisy(scatter_mm: float, noise: RingNoise, sq_um: float) -> str:
    """Why there is no roughness; empty where there is some."""
    if scatter_mm > NOISIEST_MM:
        return f"Healthy skin scatters by {scatter_mm:.2f} mm; {NOISIEST_MM} mm is the limit for roughness."
    if noise.sq_um[0] > NOISIEST_SHARE * sq_um:
        return (
            f"The scanner's own noise is {noise.sq_um[0]:.0f} um after filtering, of {sq_um:.0f} um in the scar; "
            "roughness would be the scanner's."
        )
    return ""


def _clear_of_holes(patch: Patch, inner: Mask) -> Mask:
    """Without what was bridged, and without what the S-filter draws in from there where that leaves half of it."""
    reach = 2 * math.ceil(S_FILTER_POINTS / 2) + 1
    near = cv2.dilate(patch.bridged.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    clear = inner & ~near
    return clear if clear.sum() > inner.sum() / 2 else inner & ~patch.bridged


def _sampling(texture: Array, inner: Mask, pitch: float) -> float:
    """Relative SE from the scar's own unevenness: blocks of 4 mm as independent samples."""
    rows, columns = np.nonzero(inner)
    side = max(BLOCK_MM / pitch, 2)
    block = (rows // side).astype(int) * 10_000 + (columns // side).astype(int)
    values = texture[inner] - texture[inner].mean()
    _, number, count = np.unique(block, return_inverse=True, return_counts=True)
    power = np.bincount(number, values**2) / count
    full = count > 0.3 * side**2
    if full.sum() < 3:
        return 0.5
    return float(power[full].std(ddof=1) / power[full].mean() / math.sqrt(full.sum()) / 2)
