"""The smooth displacement between two visits, from tie points, with its standard error everywhere.

A Gaussian process (kriging): rigid motion, a little strain, and smooth deformation whose size and reach the ties
themselves decide by their marginal likelihood. Rasmussen and Williams 2006, chapters 2 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from mesoject.register.picture import Array
from mesoject.register.ties import NOISE_REACH_MM

SHIFT_SD_MM, STRAIN_SD = 2.0, 0.02  # about the first fit: hardly a bound
REACHES_MM = (15.0, 30.0, 60.0)
RATIOS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)  # SD of the deformation over that of a tie
WIDE = 25.0  # the trend's prior over a tie's variance, while the others are decided: wide against any of them
LEAST_TIE_MM = 0.01  # of two copies of one picture, no tie is better than this
OWN_NOISE = 0.1  # share of a tie's variance that its neighbours, whose windows overlap with it, do not share
LEAST_DEFORMATION_MM = 0.1  # skin is never rigid; what ties cannot see between them is said to be at least this


@dataclass(frozen=True)
class Field:
    """Displacement of places of the fixed visit, on top of ``matrix``.

    Attributes
    ----------
    matrix : (2, 3)
        Rigid motion or affine map that the displacement is counted from, mm.
    ties_mm : (N, 2)
        The places that the field stands on.
    weights : (N, 2)
    inverse : (N, N)
        Of the ties' covariance, mm^-2.
    deformation_mm, reach_mm, tie_mm : float
        SD and correlation length of the deformation; SD of a tie, each coordinate.
    """

    matrix: Array
    ties_mm: Array
    weights: Array
    inverse: Array
    deformation_mm: float
    reach_mm: float
    tie_mm: float

    def __call__(self, mm: Array) -> Array:
        """Places of the fixed visit (..., 2) to the moving one (..., 2), mm."""
        flat = np.asarray(mm, float).reshape(-1, 2)
        moved = flat @ self.matrix[:, :2].T + self.matrix[:, 2] + self._prior(flat) @ self.weights
        return np.asarray(moved.reshape(np.shape(mm)))

    def standard_error(self, mm: Array) -> Array:
        """Standard error (...) of each coordinate at places (..., 2), mm."""
        flat = np.asarray(mm, float).reshape(-1, 2)
        cross = self._prior(flat)
        own = _trend(flat, flat, diagonal=True) + self.deformation_mm**2
        explained = ((cross @ self.inverse) * cross).sum(-1)
        return np.asarray(np.sqrt(np.maximum(own - explained, 0)).reshape(np.shape(mm)[:-1]))

    def unexplained(self, moving_mm: Array) -> Array:
        """Each tie's distance from what the others say of it, in standard errors of that (N,)."""
        left = moving_mm - (self.ties_mm @ self.matrix[:, :2].T + self.matrix[:, 2])
        alone = self.inverse @ left / np.sqrt(np.diag(self.inverse))[:, None]
        return np.asarray(np.linalg.norm(alone, axis=1))

    def _prior(self, mm: Array) -> Array:
        smooth = _bell(mm, self.ties_mm, self.reach_mm)
        return _trend(mm, self.ties_mm) + self.deformation_mm**2 * smooth


def fit_field(fixed_mm: Array, moving_mm: Array, matrix: Array) -> Field:
    """Fit the displacement that takes ties ``fixed_mm`` (N, 2) to ``moving_mm`` (N, 2); ``matrix`` is a first fit.

    The ties' noise is that of overlapping Gaussian windows: neighbours share most of it.
    """
    left = moving_mm - (fixed_mm @ matrix[:, :2].T + matrix[:, 2])
    trend = _trend(fixed_mm, fixed_mm)
    noise = (1 - OWN_NOISE) * _bell(fixed_mm, fixed_mm, NOISE_REACH_MM) + OWN_NOISE * np.eye(len(fixed_mm))
    bells = {reach: _bell(fixed_mm, fixed_mm, reach) for reach in REACHES_MM}
    tries = [
        (*_likelihood(WIDE * trend + ratio**2 * bell + noise, left), reach, ratio)
        for reach, bell in bells.items()
        for ratio in RATIOS
    ]
    _, tie_mm, reach, ratio = max(tries)
    deformation = max(ratio * tie_mm, LEAST_DEFORMATION_MM)
    covariance = trend + deformation**2 * bells[reach] + tie_mm**2 * noise
    inverse = np.asarray(np.linalg.inv(covariance), float)
    return Field(matrix, fixed_mm, inverse @ left, inverse, deformation, reach, tie_mm)


def _likelihood(shape: Array, left: Array) -> tuple[float, float]:
    """Log marginal likelihood, up to a constant, at the best SD of a tie; and that SD."""
    factor = cho_factor(shape, lower=True, check_finite=False)
    variance = max(float((left * cho_solve(factor, left, check_finite=False)).sum()) / left.size, LEAST_TIE_MM**2)
    logdet = 2 * float(np.log(np.diag(factor[0])).sum())
    return -0.5 * left.shape[1] * (logdet + len(left) * np.log(variance)), float(np.sqrt(variance))


def _trend(a: Array, b: Array, *, diagonal: bool = False) -> Array:
    """Prior covariance of shift and strain between places."""
    dot = (a * b).sum(-1) if diagonal else a @ b.T
    return np.asarray(SHIFT_SD_MM**2 + STRAIN_SD**2 * dot)


def _bell(a: Array, b: Array, reach: float) -> Array:
    apart = (a[:, :1] - b[:, 0]) ** 2 + (a[:, 1:] - b[:, 1]) ** 2
    return np.asarray(np.exp(apart * (-0.5 / reach**2)))
