"""Fit camera and limb to the marker corners: robust least squares with priors, covariance kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from mesoject.capture.limb.model import Model
from mesoject.capture.limb.start import starts
from mesoject.capture.limb.surface import Array

CORNER_SD_PX = 0.3
ROBUST_SCALE = 2.0
MEAN_SLOPE, MEAN_SQUARE = 0.7846, 0.6290  # of the loss's psi for normal noise: E psi', E psi^2
STEP = 1e-5
MAX_STARTS = 3
GOOD_RMS_PX = 1.0
WILD = 1e6  # residuals beyond this come from trial steps that left every limb; they only need to be bad


@dataclass(frozen=True)
class Fit:
    """The unknowns that explain a photograph, and how well.

    Attributes
    ----------
    x : (N,) unknowns, laid out as in :mod:`mesoject.capture.limb.model`.
    covariance : (N, N)
    residual_px : (K, 2)
        Observed minus predicted corners.
    cost : float
    """

    model: Model
    x: NDArray[np.float64]
    covariance: NDArray[np.float64]
    residual_px: Array
    cost: float

    @property
    def rms_px(self) -> float:
        """Root mean square of the residuals' length over the corners."""
        return float(np.sqrt((self.residual_px**2).sum(1).mean()))


def fit(model: Model) -> Fit | None:
    """Best fit over several starts; None where no start leads anywhere."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return _best(model)


def _best(model: Model) -> Fit | None:
    scale = _scale(model)
    best = None
    for x0 in starts(model)[:MAX_STARTS]:
        solution = _solve(model, x0, scale)
        if solution is not None and (best is None or solution.cost < best.cost):
            best = solution
        if best is not None and best.rms_px < GOOD_RMS_PX:
            break
    return best


def _scale(model: Model) -> NDArray[np.float64]:
    """Size of one unit step of each unknown, for conditioning and differences."""
    _, sd = model.mean_and_sd()
    scale = np.where(np.isfinite(sd), sd, 0.01)
    scale[7:10] = 3.0
    return np.where(sd == 0, 0.0, scale)


def _solve(model: Model, x0: NDArray[np.float64], scale: NDArray[np.float64]) -> Fit | None:
    mean, sd = model.mean_and_sd()
    free = np.flatnonzero(scale)
    informed = [i for i in free if np.isfinite(sd[i])]
    observed = model.observed

    def unpack(z: NDArray[np.float64]) -> Array:
        x = np.tile(x0, (len(z), 1))
        x[:, free] += z * scale[free]
        return x

    def rows(z: NDArray[np.float64]) -> Array:
        x = unpack(z)
        data = (model.corners(x) - observed).reshape(len(z), -1) / CORNER_SD_PX
        prior = (x[:, informed] - mean[informed]) / sd[informed]
        return np.asarray(np.clip(np.nan_to_num(np.concatenate([data, prior], axis=1), nan=1e3), -WILD, WILD))

    def residuals(z: NDArray[np.float64]) -> Array:
        return np.asarray(rows(z[None])[0])

    def jacobian(z: NDArray[np.float64]) -> Array:
        steps = np.concatenate([np.zeros((1, len(z))), STEP * np.eye(len(z))])
        r = rows(z + steps)
        return np.asarray((r[1:] - r[0]).T / STEP)

    solution = least_squares(
        residuals,
        np.zeros(len(free)),
        jacobian,
        loss="soft_l1",
        f_scale=ROBUST_SCALE,
        max_nfev=60,
        xtol=1e-4,
        ftol=1e-4,
    )
    x = unpack(solution.x[None])[0]
    residual = model.corners(x[None])[0] - observed
    if not np.isfinite(residual).all():
        return None
    covariance = np.zeros((len(x), len(x)))
    try:
        inner = _covariance(solution.jac, solution.fun, residual.size)
    except np.linalg.LinAlgError:  # corners that say nothing about the pose
        return None
    covariance[np.ix_(free, free)] = inner * np.outer(scale[free], scale[free])
    return Fit(model, x, covariance, residual, float(solution.cost))


def _covariance(bent: Array, rows: Array, data: int) -> Array:
    """Covariance of the fit from the rows at the solution, in units of one step of each unknown.

    ``bent`` is the Jacobian as least_squares leaves it: each row times the root of the loss's own slope psi'. The first
    ``data`` rows are corners, which the loss treats more mildly the further off they are; the others are priors. For
    normal noise the loss costs a little precision; where the corners lie further off than their noise explains, the
    whole is widened (Huber 1981, Robust Statistics, chapter 7).
    """
    slope = (1 + (rows / ROBUST_SCALE) ** 2) ** -1.5
    J = bent / np.sqrt(slope)[:, None]
    share = np.minimum(1.0, slope[:data] / MEAN_SLOPE)
    psi = rows[:data] / np.sqrt(1 + (rows[:data] / ROBUST_SCALE) ** 2)
    precision, prior = (J[:data] * share[:, None]).T @ J[:data], J[data:].T @ J[data:]
    used = float(np.trace(np.linalg.solve(precision + prior, precision)))
    spread = float((psi**2).sum()) / MEAN_SQUARE / max(1.0, data - used)
    variance = MEAN_SQUARE / MEAN_SLOPE**2 * max(1.0, spread)
    return np.asarray(np.linalg.inv(precision / variance + prior))
