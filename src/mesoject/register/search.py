"""Where one visit's skin lies on the other's, to about a millimetre: correlation over every shift and turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from mesoject.register.picture import Array
from mesoject.register.structure import Float32, Structure

STEP_MM = 1.0
SHIFT_MM = 45.0
TURNS_DEG = tuple(range(-16, 17, 2))
LEAST_SHARED_MM2 = 600.0
APART_MM = 10.0  # a rival lies at least this far from the best place
WEIGHTS = np.array([1.0, 1.0, 1.0])  # of L*, a*, b*


@dataclass(frozen=True)
class Found:
    """The best place, and how surely it is one.

    Attributes
    ----------
    matrix : (2, 3)
        Takes places of the fixed visit to the moving one, mm.
    strength : float
        Correlation at the best place, in robust SDs of the correlation at all places tried.
    rival : float
        The same at the best place elsewhere: what chance alone makes of these two pictures.
    """

    matrix: Array
    strength: float
    rival: float


def search(fixed: Structure, moving: Structure, *, mirrored: bool = False, upside_down: bool = False) -> Found:
    """Try every shift up to 45 mm and every turn up to 16 degrees, all three bands together.

    ``mirrored`` and ``upside_down`` look for skin that was mirrored in s, or turned by 180 degrees. Correlation is
    over bare skin alone, as in Padfield 2012 (doi:10.1109/TIP.2011.2181402), by fast Fourier transform.
    """
    places = _grid(fixed, moving)
    spectrum = _spectrum(fixed.at(places))
    turns = np.array(TURNS_DEG, float) + (180.0 if upside_down else 0.0)
    linear = [_turn(turn, mirrored) for turn in turns]
    scores = np.stack([_scores(spectrum, _spectrum(moving.at(places @ m.T)), places.shape[:2]) for m in linear])
    tried = scores[np.isfinite(scores)]
    if not tried.size:
        return Found(np.eye(2, 3), 0.0, 0.0)
    middle = np.median(tried)
    sure = (scores - middle) / max(1.4826 * float(np.median(np.abs(tried - middle))), 1e-9)
    sure = np.nan_to_num(sure, nan=-np.inf)
    best = np.unravel_index(int(np.argmax(sure)), sure.shape)
    down, across = (_signed(n)[k] for n, k in zip(sure.shape[1:], best[1:], strict=True))
    shift = linear[best[0]] @ np.array([across, -down]) * STEP_MM
    return Found(np.c_[linear[best[0]], shift], float(sure[best]), _rival(sure, int(best[1]), int(best[2])))


def _grid(fixed: Structure, moving: Structure) -> Array:
    """Places one millimetre apart that hold both pictures."""
    reach = max(*(abs(v) for r in (fixed.region, moving.region) for v in (r.s_low, r.s_high)))
    rise = max(*(abs(v) for r in (fixed.region, moving.region) for v in (r.z_low, r.z_high)))
    s, z = np.arange(-reach, reach, STEP_MM), np.arange(rise, -rise, -STEP_MM)
    return np.stack(np.meshgrid(s, z), -1)


def _spectrum(bands: Float32) -> NDArray[np.complex64]:
    shape = [fft.next_fast_len(n + round(SHIFT_MM / STEP_MM), real=True) for n in bands.shape[:2]]
    return np.asarray(fft.rfft2(bands, shape, axes=(0, 1)))


def _turn(degrees: float, mirrored: bool) -> Array:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]]) @ np.diag([-1.0 if mirrored else 1.0, 1.0])


def _scores(fixed: NDArray[np.complex64], moving: NDArray[np.complex64], size: tuple[int, int]) -> Float32:
    """Correlation times the root of the shared area, for each shift; NaN where too little is shared."""
    shape = tuple(fft.next_fast_len(n + round(SHIFT_MM / STEP_MM), real=True) for n in size)
    cross = np.conj(fixed) * moving
    shared = fft.irfft2(cross[..., 3], shape)
    product = fft.irfft2(cross[..., :3] @ WEIGHTS, shape)
    far = [np.abs(_signed(n)) * STEP_MM > SHIFT_MM for n in shape]
    void = (shared < LEAST_SHARED_MM2 / STEP_MM**2) | far[0][:, None] | far[1][None]
    return np.where(void, np.nan, product / np.sqrt(np.maximum(shared, 1)))


def _signed(count: int) -> NDArray[np.int64]:
    """Shifts that the places of a cyclic correlation stand for."""
    return np.asarray(np.round(fft.fftfreq(count, 1 / count)).astype(np.int64))


def _rival(sure: Array, row: int, column: int) -> float:
    """The best strength further than 10 mm from the best place, at any turn."""
    apart = [
        np.minimum(d, n - d)
        for n, k in zip(sure.shape[1:], (row, column), strict=True)
        for d in [np.abs(np.arange(n) - k)]
    ]
    near = np.hypot(apart[0][:, None], apart[1][None]) * STEP_MM < APART_MM
    elsewhere = sure[:, ~near]
    return float(elsewhere.max()) if np.isfinite(elsewhere).any() else 0.0
