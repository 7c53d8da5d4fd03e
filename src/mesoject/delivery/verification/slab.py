"""V5: two layers that differ in diffusivity and loss, the border on a face of the cells."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from mesoject.delivery.modal import Eigen
from mesoject.delivery.verification.case import Case, by_order
from mesoject.delivery.verification.columns import plain

Array = NDArray[np.float64]
LENGTHS: Final = (0.7, 1.3)
DIFFUSIVITY: Final = (0.8e-4, 2.0e-4)
LOSS: Final = (3e-4, 0.5e-4)
LOWEST: Final = 4
SCAN: Final = 20_000


def two_layers() -> Case:
    """V5: the four slowest decay rates, on grids of 40, 80 and 160 cells; the largest relative error."""
    true = decay_rates()
    errors = [float(np.max(np.abs(numeric_rates(n) / true - 1))) for n in (40, 80, 160)]
    return by_order("V5", "Two-layer slab: slowest four decay rates", errors)


def numeric_rates(n: int, border_shift: float = 0.0) -> Array:
    """Decay rates of the cells; ``border_shift`` moves the border off the face by that part of a cell."""
    h = sum(LENGTHS) / n
    inner = np.clip((LENGTHS[0] + border_shift * h) / h - np.arange(n), 0, 1)
    cut = plain(np.full(n, h), *(v[0] * inner + v[1] * (1 - inner) for v in (DIFFUSIVITY, LOSS)))
    return np.asarray(np.sort(-Eigen.of(cut, np.zeros(1)).decay[0])[:LOWEST])


def decay_rates() -> Array:
    """Roots of D1 a tan(a L1) + D2 b tan(b L2) = 0 with a^2 = (lam - k1) / D1 and b^2 = (lam - k2) / D2."""
    grid = np.linspace(min(LOSS) * (1 + 1e-9), 40 * max(LOSS), SCAN)
    values = np.array([_condition(lam) for lam in grid])
    change = np.flatnonzero(np.sign(values[:-1]) != np.sign(values[1:]))[:LOWEST]
    return np.array([brentq(_condition, grid[k], grid[k + 1], xtol=1e-16) for k in change])


def _condition(lam: float) -> float:
    """The same without poles: times both cosines; imaginary wave numbers give hyperbolic functions."""
    a, b = (np.sqrt(complex((lam - k) / d)) for k, d in zip(LOSS, DIFFUSIVITY, strict=True))
    one = DIFFUSIVITY[0] * a * np.sin(a * LENGTHS[0]) * np.cos(b * LENGTHS[1])
    two = DIFFUSIVITY[1] * b * np.sin(b * LENGTHS[1]) * np.cos(a * LENGTHS[0])
    return float((one + two).real)
