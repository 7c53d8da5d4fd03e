"""Columns that the exact solutions are known for."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mesoject.delivery.column import Column

Array = NDArray[np.float64]


def plain(
    thickness_mm: ArrayLike,
    diffusivity: ArrayLike,
    loss: ArrayLike = 0.0,
    along: ArrayLike | None = None,
    capacity: ArrayLike = 1.0,
) -> Column:
    """A column with one diffusivity (mm2/s) and loss (1/s) for each cell or for all."""
    cells = np.asarray(thickness_mm, dtype=float)

    def full(value: ArrayLike) -> Array:
        return np.broadcast_to(np.asarray(value, dtype=float), cells.shape).copy()

    rates = np.stack([full(loss), np.zeros_like(cells), np.zeros_like(cells)])
    sideways = full(diffusivity if along is None else along)
    layer = np.full(len(cells), 2)
    return Column(cells, full(diffusivity), sideways, full(capacity), rates, np.zeros_like(cells), layer)


def bench_skin(cell_mm: float) -> Column:
    """The synthetic skin of the 49-depot case: four layers, 4 mm deep, with mid-range numbers of no one active."""
    borders = np.array([0.0, 0.1, 0.3, 2.0, 4.0])
    layer = np.repeat(np.arange(4), np.round(np.diff(borders) / cell_mm).astype(int))
    across, along = np.array([0.5, 1.5, 0.8, 1.2]) * 1e-4, np.array([0.5, 1.5, 1.6, 1.2]) * 1e-4
    loss = np.array([0.1, 3.0, 0.5, 0.5]) * 1e-4
    cells = np.full(len(layer), cell_mm)
    rates = np.stack([loss[layer], np.zeros(len(layer)), np.zeros(len(layer))])
    return Column(cells, across[layer], along[layer], np.ones(len(layer)), rates, np.zeros(len(layer)), layer)


def bench_points(per_side: int = 7, spacing_mm: float = 2.5) -> tuple[Array, float]:
    """Square of points in the middle of a box, and the box's side: 49 points in 20 mm by default."""
    side = spacing_mm * (per_side + 1)
    at = spacing_mm * (np.arange(per_side) + 1)
    s, z = np.meshgrid(at, at, indexing="ij")
    return np.stack([s.ravel(), z.ravel()], -1), side
