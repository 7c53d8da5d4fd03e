"""Roughness of the scar's surface, form removed: Sa, Sq, Sz and Sdr of ISO 25178-2.

The surface is filtered as ISO 16610-61 has it: a Gaussian S-filter takes what is finer than three points of the scan,
and what a Gaussian L-filter of 8 mm passes is the form. Both figures belong to the number: another spacing or another
filter gives another roughness, so that visits compare only when their scans are equally fine.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.relief.patch import Mask, Patch
from mesoject.measuring.relief.reference import Reference
from mesoject.records import ErrorPart, Quantity, Reason, reason

Array = NDArray[np.float64]
NAMES = ("sa", "sq", "sz", "sdr")
UNITS = ("um", "um", "um", "%")
L_FILTER_MM = 8.0
S_FILTER_POINTS = 3.0
INSIDE_MM = 1.0
HALF = math.sqrt(math.log(2) / 2) / math.pi  # SD of a Gaussian over the wavelength that it halves (ISO 16610-61)
NOISIEST_MM = 0.15  # of healthy skin about a plane: beyond it the scanner and not the skin is measured
NOISIEST_SHARE = 0.7  # of the scar's own Sq
LEAST_MM2 = 20.0
BLOCK_MM = 4.0


def roughness(patch: Patch, reference: Reference) -> tuple[list[Quantity], list[Reason]]:
    """Sa, Sq, Sz (um) and Sdr (%) of the scar, 1 mm inside its outline; none, and why, where noise rules."""
    above = patch.height_mm - reference.height_mm
    fine, form = filtered(above, patch.pitch_mm)
    texture = 1000 * (fine - form)
    inner = (_depth_mm(patch) > INSIDE_MM) & np.isfinite(texture) & ~_beside_holes(patch)
    surface_mm2 = float(inner.sum()) * patch.pitch_mm**2
    if surface_mm2 < LEAST_MM2:
        message = f"The scar has {surface_mm2:.0f} mm2 of scanned surface 1 mm inside its border;"
        return [], [reason("scar_too_small", f"{message} roughness needs {LEAST_MM2:.0f} mm2.")]
    values = np.array([*heights_um(texture[inner]), sdr_percent(texture / 1000, patch.pitch_mm, inner)])
    noise = float(np.nanstd(reference.rest_mm))
    if noise > NOISIEST_MM:
        message = f"Healthy skin scatters by {noise:.2f} mm; {NOISIEST_MM} mm is the limit for roughness."
        return [], [reason("scan_too_noisy", message)]
    scanner = _scanner_noise_um(patch, reference)
    if scanner > NOISIEST_SHARE * values[1]:
        message = f"The scanner's own noise is {scanner:.0f} um after filtering, of {values[1]:.0f} um in the scar;"
        return [], [reason("scan_too_noisy", f"{message} roughness would be the scanner's.")]
    lifted = _lifted(values, scanner)
    sampling = _sampling(texture, inner, patch.pitch_mm)
    return [
        Quantity(
            name=name,
            value=float(values[k]),
            unit=UNITS[k],
            parts=(
                ErrorPart(part="noise", se=float(values[k] * sampling), scope="photo"),
                ErrorPart(part="noise", se=float(lifted[k]), scope="method"),
            ),
            at_least_zero=True,
        )
        for k, name in enumerate(NAMES)
    ], []


def filtered(height: Array, pitch_mm: float) -> tuple[Array, Array]:
    """Heights (H, W) after the S-filter, and the form that the L-filter passes; weighted where heights are missing."""
    known = np.isfinite(height)
    field, weight = np.where(known, height, 0), known.astype(float)
    made = []
    for wavelength in (S_FILTER_POINTS * pitch_mm, L_FILTER_MM):
        sd = wavelength * HALF / pitch_mm
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


def _depth_mm(patch: Patch) -> Array:
    inside = np.pad(patch.share >= 0.5, 1).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 5)[1:-1, 1:-1], float) * patch.pitch_mm


def _beside_holes(patch: Patch) -> Mask:
    """Where the scan has no surface, or none within reach of the S-filter: what was bridged is no skin's roughness."""
    reach = 2 * math.ceil(S_FILTER_POINTS / 2) + 1
    return np.asarray(cv2.dilate(patch.bridged.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0)


def _scanner_noise_um(patch: Patch, reference: Reference) -> float:
    """What of the scanner's noise the S-filter leaves, as the ring shows it, in micrometres.

    Skin's own furrows are of a millimetre and more; what differs between points next to each other is the scanner.
    A point minus the mean of the four round it has 5/4 of the variance of a point.
    """
    rest = np.where(patch.ring, reference.rest_mm, np.nan)
    around = (rest[:-2, 1:-1] + rest[2:, 1:-1] + rest[1:-1, :-2] + rest[1:-1, 2:]) / 4
    away = (rest[1:-1, 1:-1] - around)[np.isfinite(rest[1:-1, 1:-1] - around)]
    if len(away) < 50:
        return 0.0
    point = 1.4826 * float(np.median(np.abs(away))) / math.sqrt(1.25)
    sd = S_FILTER_POINTS * HALF
    return 1000 * point / (2 * math.sqrt(math.pi) * sd)


def _lifted(values: Array, noise_um: float) -> Array:
    """How far noise lifts each value: heights add in quadrature, and the area's slopes with them."""
    clean = math.sqrt(max(values[1] ** 2 - noise_um**2, 0.0)) / max(values[1], 1e-9)
    return np.asarray(values * np.array([1 - clean, 1 - clean, 1 - clean, 1 - clean**2]))


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
