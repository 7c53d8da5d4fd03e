"""Scar minus the same person's skin beside it, in the same photograph.

Colour is the mean reflectance of a part, hair and highlights trimmed, less the light that every skin mirrors at its
surface. docs/method.md, "Colour", gives the sources and what each error part holds.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.skin import Mask, Parts
from mesoject.records import ErrorPart, Quantity
from mesoject.records.cielab import ciede2000, lab_from_linear
from mesoject.skinmap import Correction, SkinMap

Array = NDArray[np.float64]
PIXELS = 3000
TRIMMED_SHARE = 0.02
SHEEN, SHEEN_SD = (
    0.02,
    0.01,
)  # Fresnel at normal incidence, index 1.35 to 1.55: 2.2 to 4.7 %, of which a part meets the lens
SHADING_SD = 0.03  # of the light on the scar against that on its skin, after smooth shading is taken out
SECTORS = 8
PRINT_SHARE_UNMEASURED = 0.10  # of each difference: what printers do to nominal colours
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
NAMES = (
    "delta_l",
    "delta_a",
    "delta_b",
    "delta_e",
    "erythema_difference",
    "melanin_difference",
    "skin_ita",
)
UNITS = ("1", "1", "1", "1", "1", "1", "deg")


class Pixels(NamedTuple):
    """A sample of a part's pixels: codes (N, 3) uint8 and places (N, 2) mm."""

    codes: NDArray[np.uint8]
    mm: Array


def colours(skin: SkinMap, parts: Parts) -> list[Quantity]:
    """Colour differences, erythema, melanin and skin ITA; empty where there is no colour or no skin to compare with."""
    best = skin.paint.correction
    if best is None or not parts.scar.any() or not parts.skin.any():
        return []
    scar, own = _pixels(parts, parts.scar), _pixels(parts, parts.skin)
    value = _seven(best, scar, own)
    fit = _spread([_seven(c, scar, own) for c in skin.paint.variants], value)
    fit = np.hypot(fit, _spread([_seven(best, scar, own, light=1 + SHADING_SD)], value))
    sheen = _spread([_seven(best, scar, own, SHEEN + SHEEN_SD)], value)
    uneven = _unevenness(best, scar, own)
    printed = PRINT_SHARE_UNMEASURED * np.abs(value) if skin.sources["print_profile_sha256"] is None else 0 * value
    printed[-1] = min(printed[-1], 5.0)
    value[3] = _debiased(value[3], fit, sheen, uneven)
    return [_quantity(k, value, fit, sheen, uneven, printed) for k in range(len(NAMES))]


def mean_lab(correction: Correction, pixels: Pixels) -> Array:
    """CIELAB of a part's mean reflectance."""
    return lab_from_linear(_mean(correction, pixels, SHEEN))


def _quantity(k: int, value: Array, fit: Array, sheen: Array, uneven: Array, printed: Array) -> Quantity:
    return Quantity(
        name=NAMES[k],
        value=float(value[k]),
        unit=UNITS[k],
        at_least_zero=NAMES[k] == "delta_e",
        parts=(
            ErrorPart(part="colour", se=float(math.hypot(fit[k], uneven[k])), scope="photo"),
            ErrorPart(part="method", se=float(sheen[k]), scope="method"),
            ErrorPart(part="print", se=float(printed[k]), scope="print"),
        ),
    )


def _pixels(parts: Parts, mask: Mask) -> Pixels:
    """Evenly spread pixels of a part, at most ``PIXELS``."""
    at = np.flatnonzero(mask.ravel())
    at = at[:: max(1, len(at) // PIXELS)]
    return Pixels(parts.raster.codes.reshape(-1, 3)[at], parts.raster.places().reshape(-1, 2)[at])


def _mean(correction: Correction, pixels: Pixels, sheen: float) -> Array:
    """Mean reflectance without the darkest and brightest pixels, less the mirrored light."""
    reflectance = correction.reflectance(pixels.codes, pixels.mm)
    brightness = reflectance @ LUMINANCE
    low, high = np.quantile(brightness, [TRIMMED_SHARE, 1 - TRIMMED_SHARE])
    kept = reflectance[(brightness >= low) & (brightness <= high)]
    return np.asarray(np.maximum(kept.mean(0) - sheen, 1e-3))


def _seven(correction: Correction, scar: Pixels, own: Pixels, sheen: float = SHEEN, light: float = 1.0) -> Array:
    r_scar, r_own = light * _mean(correction, scar, sheen), _mean(correction, own, sheen)
    lab_scar, lab_own = lab_from_linear(r_scar), lab_from_linear(r_own)
    return np.array(
        [
            *(lab_scar - lab_own),
            float(ciede2000(lab_scar, lab_own)),
            erythema(r_scar) - erythema(r_own),
            melanin(r_scar) - melanin(r_own),
            math.degrees(math.atan2(lab_own[0] - 50, lab_own[2])),
        ]
    )


def erythema(reflectance: Array) -> float:
    """Erythema index 100 log10(R / G), redder is higher (the pair of Takiwaki 1998, J Med Invest 44:121)."""
    return float(100 * np.log10(reflectance[0] / reflectance[1]))


def melanin(reflectance: Array) -> float:
    """Melanin index 100 log10(1 / R), browner is higher (Takiwaki 1998)."""
    return float(-100 * np.log10(reflectance[0]))


def _spread(others: list[Array], value: Array) -> Array:
    return np.asarray(np.sqrt(np.sum(np.square([o - value for o in others]), axis=0))) if others else 0 * value


def _unevenness(best: Correction, scar: Pixels, own: Pixels) -> Array:
    """Standard error from skin and light that differ from side to side: each ring sector alone as the reference."""
    away = own.mm - scar.mm.mean(0)
    sector = np.floor((np.arctan2(away[:, 1], away[:, 0]) / (2 * np.pi) + 0.5) * SECTORS).astype(int) % SECTORS
    alone = [
        _seven(best, scar, Pixels(own.codes[sector == k], own.mm[sector == k]))
        for k in range(SECTORS)
        if (sector == k).sum() >= 50
    ]
    if len(alone) < 3:
        return np.full(len(NAMES), np.nan_to_num(np.ptp(alone, axis=0).max() if alone else 5.0))
    return np.asarray(np.std(alone, axis=0, ddof=1) / math.sqrt(len(alone)))


def _debiased(delta_e: float, *errors: Array) -> float:
    """A length is too long by its own noise: take the mean square of that noise off its square."""
    noise = sum(float((e[:3] ** 2).sum()) for e in errors)
    return math.sqrt(max(0.0, delta_e**2 - noise))
