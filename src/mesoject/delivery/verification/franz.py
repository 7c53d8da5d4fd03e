"""V3 and V4: a sheet under a stirred donor, of limited and of unlimited dose (Crank 1975, chapters 4.3.5 and 4.3.3)."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from scipy.optimize import brentq

from mesoject.delivery.modal.eigen import Eigen, exchange
from mesoject.delivery.verification.case import Case, by_limit, by_order

SHEET_MM: Final = 1.0
D: Final = 1e-4
T_S: Final = 500.0
ENDLESS: Final = 1e9
SERIES: Final = 200


def limited_donor() -> Case:
    """V3: share of the final uptake from a donor as large as the sheet, on three grids."""
    true = _crank(1.0)
    errors = [abs(_uptake(n) - true) / true for n in (50, 100, 200)]
    return by_order("V3", "Sheet under a limited stirred donor", errors)


def endless_donor() -> Case:
    """V4: amount through a sheet between an endless donor and a sink, at twice the lag time."""
    n, t = 200, SHEET_MM**2 / (3 * D)
    room = np.concatenate([[ENDLESS], np.full(n, SHEET_MM / n), [ENDLESS]])
    flux = _chain(n, sink=True)
    start = np.zeros((1, n + 2))
    start[0, 0] = ENDLESS
    through = exchange(flux, room, np.zeros((3, n + 2))).masses(start, np.array([t]))[0, 0, -1]
    terms = np.arange(1, SERIES)
    tau = D * t / SHEET_MM**2
    series = (((-1.0) ** terms) / terms**2 * np.exp(-tau * (terms * math.pi) ** 2)).sum()
    true = SHEET_MM * (tau - 1 / 6 - 2 / math.pi**2 * series)
    return by_limit("V4", "Sheet between an endless donor and a sink", abs(through - true) / true, 1e-4)


def _uptake(n: int) -> float:
    room = np.concatenate([[SHEET_MM], np.full(n, SHEET_MM / n)])
    eigen: Eigen = exchange(_chain(n), room, np.zeros((3, n + 1)))
    start = np.zeros((1, n + 1))
    start[0, 0] = 1.0
    masses = eigen.masses(start, np.array([T_S]))[0, 0]
    return float(masses[1:].sum() / 0.5)


def _chain(n: int, sink: bool = False) -> np.ndarray:
    h = SHEET_MM / n
    size = n + 1 + sink
    flux = np.zeros((size, size))
    cells = np.arange(1, n)
    flux[cells, cells + 1] = D / h
    flux[0, 1] = 2 * D / h
    if sink:
        flux[n, n + 1] = 2 * D / h
    return flux + flux.T


def _crank(alpha: float) -> float:
    """Uptake over its final value; q_n are the roots of tan q = -alpha q."""
    total = 0.0
    for n in range(1, SERIES):
        q = brentq(lambda x: math.sin(x) + alpha * x * math.cos(x), (n - 0.5) * math.pi + 1e-9, n * math.pi)
        decay = math.exp(-D * q**2 * T_S / SHEET_MM**2)
        total += 2 * alpha * (1 + alpha) / (1 + alpha + (alpha * q) ** 2) * decay
    return 1 - total
