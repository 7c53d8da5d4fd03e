"""V1 and V2: a Gaussian and a ball in endless tissue."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, ndtr

from mesoject.delivery.depot import Ellipsoid, Gaussian
from mesoject.delivery.modal import Box, Eigen, ModalSolution
from mesoject.delivery.verification.case import Case, by_limit, by_order
from mesoject.delivery.verification.columns import plain

Array = NDArray[np.float64]
DEEP_MM: Final = 8.0
D: Final = 1e-4
K: Final = 2e-4
SIGMA_MM: Final = 0.2
T_S: Final = 1800.0
WAVES: Final = np.array([0.0, 1.5])


def gaussian_source() -> Case:
    """V1: cell means of a decaying Gaussian, its mean and one wave along the skin, on three grids."""
    return by_order("V1", "Gaussian source with loss, endless tissue", [_gaussian(h) for h in (0.2, 0.1, 0.05)])


def _gaussian(h: float) -> float:
    cut = plain(np.full(round(DEEP_MM / h), h), D, K)
    depot = Gaussian(DEEP_MM / 2, SIGMA_MM)
    (found,) = Eigen.of(cut, WAVES).masses(depot.transform(cut.faces_mm, WAVES), np.array([T_S]))
    wide = math.sqrt(SIGMA_MM**2 + 2 * D * T_S)
    through = np.diff(ndtr((cut.faces_mm - DEEP_MM / 2) / wide))
    true = np.exp(-0.5 * (WAVES[:, None] * wide) ** 2 - K * T_S) * through
    return float(np.linalg.norm(found - true) / np.linalg.norm(true))


def ball_source() -> Case:
    """V2: a sharp ball (Crank 1975, eq. 3.8), read in its middle plane out to two radii."""
    radius, middle, h = 0.8, DEEP_MM / 2, 0.05
    cut = plain(np.full(round(DEEP_MM / h), h), D, K)
    solution = ModalSolution(
        cut, Ellipsoid(middle, radius, radius), Box((0, 0), (8, 8)), np.array([[4.0, 4.0]]), np.ones(1), 0.1, 128
    )
    at = np.linspace(4.0, 4.0 + 2 * radius, 17)
    cell = len(cut.layer) // 2
    found = solution.field(T_S, at, np.array([4.0]), slice(cell, cell + 1), 0.0)[0, :, 0]
    nodes, weights = np.polynomial.legendre.leggauss(4)
    depth = h / 2 + nodes * h / 2
    true = sum(w / 2 * _ball(np.hypot(at - 4.0, z), radius) for z, w in zip(depth, weights, strict=True))
    error = float(np.linalg.norm(found - true) / np.linalg.norm(true))
    return by_limit("V2", "Sharp ball with loss, endless tissue", error, 2e-3)


def _ball(r: Array, radius: float) -> Array:
    r = np.maximum(r, 1e-6)
    root = math.sqrt(D * T_S)
    near, far = (radius - r) / (2 * root), (radius + r) / (2 * root)
    tail = 2 / r * math.sqrt(D * T_S / math.pi) * (np.exp(-(near**2)) - np.exp(-(far**2)))
    strength = 3 / (4 * math.pi * radius**3) * math.exp(-K * T_S)
    return np.asarray(strength / 2 * (erf(near) + erf(far) - tail))
