"""The column's operator at given wave numbers, diagonalised: any start, any time, and what was lost on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.column import Column
from mesoject.delivery.threads import one_blas_thread

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Eigen:
    """Eigenvalues and vectors of the mass in each cell, made symmetric by the cells' capacities.

    Attributes
    ----------
    decay : (n_wave, n) array
        Eigenvalues, 1/s, none above 0.
    vectors : (n_wave, n, n) array
    root : (n,) array
        Square root of each cell's capacity for mass.
    rates : (3, n) array
        Losses of the column, 1/s.
    """

    decay: Array
    vectors: Array
    root: Array
    rates: Array

    @classmethod
    @one_blas_thread
    def of(cls, column: Column, wave: Array) -> Eigen:
        """Diagonalise for wave numbers (n_wave,) in 1/mm."""
        root = np.sqrt(column.thickness_mm * column.capacity)
        matrix = np.tile(_through(column), (len(wave), 1, 1))
        cells = np.arange(len(root))
        matrix[:, cells, cells] -= column.rates.sum(0) + np.square(wave)[:, None] * column.d_along
        decay, vectors = np.linalg.eigh(matrix)
        return cls(np.minimum(decay, 0.0), vectors, root, column.rates)

    @one_blas_thread
    def masses(self, start: Array, times_s: Array) -> Array:
        """Mass in the cells at each time.

        Parameters
        ----------
        start : (n_wave, n) array
        times_s : (n_times,) array

        Returns
        -------
        (n_times, n_wave, n) array
        """
        grown = self._amplitudes(start) * np.exp(self.decay * times_s[:, None, None])
        return np.asarray(np.einsum("wij,twj->twi", self.vectors, grown, optimize=True) * self.root)

    @one_blas_thread
    def lost(self, start: Array, times_s: Array) -> Array:
        """Mass lost by each route up to each time.

        The integral of the mass over time is exact: each eigenvector gives (exp(lambda t) - 1) / lambda.

        Returns
        -------
        (n_times, 3, n_wave, n) array
            Lost from each cell to capillaries, lymph and degradation.
        """
        span = times_s[:, None, None] * _phi(self.decay * times_s[:, None, None])
        held = np.einsum("wij,twj->twi", self.vectors, self._amplitudes(start) * span, optimize=True) * self.root
        return np.asarray(held[:, None] * self.rates[None, :, None])

    def _amplitudes(self, start: Array) -> Array:
        return np.asarray(np.einsum("wij,wi->wj", self.vectors, start / self.root, optimize=True))


@one_blas_thread
def exchange(flux: Array, room: Array, rates: Array) -> Eigen:
    """Diagonalise any symmetric exchange between places.

    Parameters
    ----------
    flux : (n, n) array
        Flux between two places for each unit of difference of what is free; symmetric, its diagonal ignored.
    room : (n,) array
        Mass that each place holds for each unit of what is free.
    rates : (3, n) array
        Losses, 1/s.

    Returns
    -------
    Eigen
        For one wave number.
    """
    root = np.sqrt(room)
    between = flux - np.diag(np.diag(flux))
    matrix = between / np.outer(root, root) - np.diag(between.sum(1) / room + rates.sum(0))
    decay, vectors = np.linalg.eigh(matrix[None])
    return Eigen(np.minimum(decay, 0.0), vectors, root, rates)


def _through(column: Column) -> Array:
    """Exchange between neighbouring cells, symmetric."""
    flux = column.conductance
    held = column.thickness_mm * column.capacity
    out = np.zeros(len(held))
    out[:-1] += flux
    out[1:] += flux
    side = flux / np.sqrt(held[:-1] * held[1:])
    return np.diag(-out / held) + np.diag(side, 1) + np.diag(side, -1)


def _phi(x: Array) -> Array:
    """(exp(x) - 1) / x, and 1 at 0."""
    return np.where(x == 0, 1.0, np.expm1(x) / np.where(x == 0, 1.0, x))
