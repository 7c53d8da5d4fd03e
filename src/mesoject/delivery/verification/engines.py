"""V6 to V8: mass balance, order on a map of depots, and one engine against the other."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.delivery.depot import Gaussian
from mesoject.delivery.modal import Box, ModalSolution
from mesoject.delivery.modal.gridded import exact_on_grid
from mesoject.delivery.simulation import simulate
from mesoject.delivery.verification.case import Case, by_limit
from mesoject.delivery.verification.columns import bench_points, bench_skin
from mesoject.records.treatment_map import Grid, TreatmentMap

Array = NDArray[np.float64]
TIMES_S: Final = np.array([1.0, 4.0, 24.0]) * 3600
STEPS: Final = (36, 16, 18)


def mass_balance() -> Case:
    """V6: the ledger of the modal engine over 20 volumes and depths."""
    scar = shapely.box(0, 0, 8, 6)
    worst = max(
        simulate(_told(volume, depth), scar).ledger().imbalance
        for volume in (0.25, 0.5, 1.0, 2.0)
        for depth in (0.3, 0.6, 0.9, 1.5, 4.0)
    )
    return by_limit("V6", "Ledger over 20 volumes and depths (modal)", worst, 1e-12)


def mass_kept() -> Case:
    """V6: sweeps of the general engine without losses keep the mass, over 60 steps in skin of random numbers."""
    from mesoject.delivery.general import Medium, Stepper

    rng = np.random.default_rng(5)
    shape = (24, 22, 20)
    capacity, along, across = (rng.uniform(0.2, 2.0, shape) for _ in range(3))
    thickness = rng.uniform(0.05, 0.2, shape[2])
    medium = Medium.of(
        (0.1, 0.1), thickness, capacity, along * 1e-4, across * 1e-4, 0 * along, np.zeros(shape, np.uint8)
    )
    stepper = Stepper.of(medium, rng.uniform(0, 1, shape))
    masses = stepper.advance(24 * 3600, 60).sum(1)
    return by_limit("V6", "Mass without losses over 60 steps (general)", float(np.ptp(masses) / masses[0]), 1e-12)


def grid_order() -> Case:
    """V7: nine depots in layered skin at 1 h; cells of 0.1 mm judged by halving them twice."""
    fine = [_nine(h) for h in (0.1, 0.05, 0.025)]
    gaps = [float(np.linalg.norm(a - _halved(b)) / np.linalg.norm(a)) for a, b in pairwise(fine)]
    order = float(np.log2(gaps[0] / gaps[1]))
    error = gaps[0] * 4 / 3
    detail = f"0.1 against 0.05 mm {gaps[0]:.2e}, 0.05 against 0.025 mm {gaps[1]:.2e}"
    return Case("V7", "Nine depots at 1 h, cells of 0.1 mm", error, order, "<= 0.002", error <= 2e-3, detail=detail)


def cross_engine() -> Case:
    """V8: the general engine against the exact answer of its own grid, nine depots in layered skin, 1, 4 and 24 h."""
    from mesoject.delivery.general import Medium, Stepper

    h = 0.2
    cut = bench_skin(0.1)
    start = np.moveaxis(_nine(0.1, h, 0.0), 0, 2)
    exact = exact_on_grid(cut, start, h, TIMES_S)

    def laid(values: Array) -> Array:
        return np.ascontiguousarray(np.broadcast_to(values, start.shape), dtype=float)

    tissue = (laid(cut.capacity), laid(cut.d_along), laid(cut.d_across), laid(cut.rates.sum(0)))
    medium = Medium.of((h, h), cut.thickness_mm, *tissue, np.zeros(start.shape, np.uint8))
    stepper = Stepper.of(medium, start)
    errors, begun = [], 0.0
    for end, steps, true in zip(TIMES_S, STEPS, exact, strict=True):
        for span in quadratic_steps(begun, end, steps):
            stepper.advance(span)
        errors.append(float(np.linalg.norm(stepper.tissue - true) / np.linalg.norm(true)))
        begun = end
    detail = ", ".join(f"{e:.2e}" for e in errors)
    return by_limit("V8", "General engine against modal engine", max(errors), 5e-4, detail)


def quadratic_steps(begin_s: float, end_s: float, steps: int) -> Array:
    """Lengths (steps,) of steps that grow evenly, as what they follow slows down."""
    roots = np.linspace(np.sqrt(begin_s), np.sqrt(end_s), steps + 1)
    return np.asarray(np.diff(roots**2))


def _nine(through_mm: float, h: float = 0.2, t_s: float = 3600.0) -> Array:
    points, side = bench_points(3)
    solution = ModalSolution(
        bench_skin(through_mm), Gaussian(1.0, 0.35), Box((0, 0), (side, side)), points, np.ones(len(points)), h
    )
    at_s, at_z = solution.box.cells(h)
    return solution.field(t_s, at_s, at_z, slice(None), h)


def _halved(field: Array) -> Array:
    return np.asarray(field.reshape(field.shape[0] // 2, 2, *field.shape[1:]).mean(1))


def _told(volume_ul: float, depth_mm: float) -> TreatmentMap:
    return TreatmentMap(
        site="calf",
        scar_type="flat",
        delivery_mode="manual_needle",
        active="ghk_cu",
        outline="none",
        grid=Grid(spacing_mm=2.5),
        depth_mm=depth_mm,
        volume_ul=volume_ul,
        concentration_ug_per_ul=5.0,
    )
