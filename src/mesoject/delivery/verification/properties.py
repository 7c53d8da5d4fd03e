"""V10: what must hold for every map, whatever the numbers."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.depot import Ellipsoid, Gaussian
from mesoject.delivery.modal import Box, Eigen, ModalSolution
from mesoject.delivery.verification.case import Case, by_limit
from mesoject.delivery.verification.columns import bench_skin, plain

Array = NDArray[np.float64]
SIDE_MM: Final = 6.0
CELL_MM: Final = 0.2
HOUR_S: Final = 3600.0
SOME: Final = np.array([[1.5, 2.0], [3.0, 4.0], [4.2, 1.1]])


def properties() -> list[Case]:
    """Superposition, symmetry, proportion to dose, the mean, the second moment, reciprocity, and no negative values."""
    return [
        by_limit("V10", "Superposition: three depots at once or one by one", _superposition(), 1e-12),
        by_limit("V10", "Symmetry: s and z exchanged", _symmetry(), 1e-12),
        by_limit("V10", "Proportion to the dose", _proportion(), 1e-12),
        by_limit("V10", "Mean along the skin is the column alone", _mean(), 1e-12),
        by_limit("V10", "Second moment grows by twice the mean diffusivity", _moment(), 1e-6),
        by_limit("V10", "Reciprocity: from a to b as from b to a", _reciprocity(), 1e-12),
        by_limit("V10", "Least value over the greatest, sharp depots", _negative(), 1e-3),
    ]


def _solution(points: Array, mass: Array, depot: Gaussian | Ellipsoid | None = None) -> ModalSolution:
    return ModalSolution(
        bench_skin(0.1), depot or Gaussian(1.0, 0.35), Box((0, 0), (SIDE_MM, SIDE_MM)), points, mass, CELL_MM
    )


def _field(points: Array, mass: Array, t_s: float = HOUR_S, depot: Gaussian | Ellipsoid | None = None) -> Array:
    solution = _solution(points, mass, depot)
    at_s, at_z = solution.box.cells(CELL_MM)
    return solution.field(t_s, at_s, at_z, slice(None), CELL_MM)


def _gap(a: Array, b: Array) -> float:
    return float(np.abs(a - b).max() / np.abs(a).max())


def _superposition() -> float:
    apart = sum(_field(SOME[k : k + 1], np.ones(1)) for k in range(len(SOME)))
    return _gap(_field(SOME, np.ones(3)), np.asarray(apart))


def _symmetry() -> float:
    return _gap(_field(SOME, np.ones(3)), _field(SOME[:, ::-1], np.ones(3)).swapaxes(1, 2))


def _proportion() -> float:
    return _gap(3.7 * _field(SOME, np.ones(3)), _field(SOME, np.full(3, 3.7)))


def _mean() -> float:
    solution = _solution(SOME, np.ones(3))
    alone = Eigen.of(solution.column, np.zeros(1)).masses(
        solution.depot.transform(solution.column.faces_mm, np.zeros(1)), np.array([HOUR_S])
    )[0, 0]
    mean = _field(SOME, np.ones(3)).mean((1, 2)) * SIDE_MM**2 * solution.column.thickness_mm
    return _gap(3 * alone, mean)


def _moment() -> float:
    """From the curvature of the transform at wave number 0, where the loss is the same everywhere."""
    d_along = np.repeat([0.5e-4, 2e-4], 10)
    cut = plain(np.full(20, 0.1), 1e-4, 2e-4, d_along)
    small = np.array([0.0, 1e-3])
    depot = Gaussian(1.0, 0.3)
    times = np.linspace(0, HOUR_S, 401)
    masses = Eigen.of(cut, small).masses(depot.transform(cut.faces_mm, small), times)
    total, wave = masses.sum(2).T
    moment = 2 * (1 - wave / total) / small[1] ** 2
    weighted = (masses[:, 0] * d_along).sum(1) / total
    grown = 2 * np.trapezoid(weighted, times)
    return float(abs((moment[-1] - moment[0]) / grown - 1))


def _reciprocity() -> float:
    cut = bench_skin(0.1)
    start = np.eye(len(cut.layer))
    kernel = np.array(
        [Eigen.of(cut, np.ones(1)).masses(row[None], np.array([HOUR_S]))[0, 0] / cut.capacity for row in start]
    )
    return _gap(kernel, kernel.T)


def _negative() -> float:
    sharp = Ellipsoid(1.0, 0.8, 0.6, edge_mm=0.7 * CELL_MM)
    return max(0.0, *(float(-f.min() / f.max()) for f in (_field(SOME, np.ones(3), t, sharp) for t in (0.0, 60.0))))
