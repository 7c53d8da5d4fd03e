"""Any start on a grid of cells, exact in time: what a stepper on the same grid would give with endless small steps."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dctn, idctn

from mesoject.delivery.column import Column
from mesoject.delivery.modal.eigen import Eigen

Array = NDArray[np.float64]
CHUNK: Final = 2000
CUT: Final = 1e-11


def exact_on_grid(column: Column, tissue: Array, cell_mm: float, times_s: Array) -> Array:
    """Advance a tissue concentration given on square cells in laterally uniform skin.

    A cosine transform along the skin and the column's eigenvalues at the wave numbers of the grid,
    2 / h sin(k h / 2), instead of the true ones: so the answer carries the grid's error and no other.

    Parameters
    ----------
    column : Column
    tissue : (n_s, n_z, n) array
    cell_mm : float
    times_s : (n_times,) array

    Returns
    -------
    (n_times, n_s, n_z, n) array
    """
    n_s, n_z, _ = tissue.shape
    waves = dctn(tissue, type=2, norm="ortho", axes=(0, 1)).reshape(n_s * n_z, -1)
    k_s, k_z = (2 / cell_mm * np.sin(np.pi * np.arange(n) / (2 * n)) for n in (n_s, n_z))
    length = np.hypot(k_s[:, None], k_z).ravel()
    size = np.abs(waves).max(1)
    held = np.flatnonzero(size > CUT * size.max())
    found = np.zeros((len(times_s), *waves.shape))
    for begin in range(0, len(held), CHUNK):
        some = held[begin : begin + CHUNK]
        start = waves[some] * column.thickness_mm
        found[:, some] = Eigen.of(column, length[some]).masses(start, times_s) / column.thickness_mm
    shaped = found.reshape(len(times_s), n_s, n_z, -1)
    return np.asarray(idctn(shaped, type=2, norm="ortho", axes=(1, 2)))
