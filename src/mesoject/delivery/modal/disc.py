"""The waves of a box that count, from the longest to the shortest, and how each reads the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mesoject.delivery.modal.table import WaveTable

Array = NDArray[np.float64]


@dataclass(frozen=True)
class WaveDisc:
    """Pairs of cosines whose wave number lies within a quarter disc, sorted by it.

    Attributes
    ----------
    longest : float
        Radius of the disc, 1/mm.
    length : (n,) array
        Wave numbers, rising.
    row, column : (n,) arrays of int
        Which cosine along s and along z.
    amplitudes : (n,) array
        Coefficients of the map.
    weights : (n, nodes) array
        How each reads the table.
    """

    longest: float
    length: Array
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    amplitudes: Array
    weights: Array

    @classmethod
    def of(cls, waves: tuple[Array, Array], amplitudes: Array, table: WaveTable, longest: float) -> WaveDisc:
        """Sort the waves of a box up to a wave number."""
        n_s, n_z = (int(np.searchsorted(wave, longest + 1e-9, "right")) for wave in waves)
        length = np.hypot(waves[0][:n_s, None], waves[1][None, :n_z]).ravel()
        order = np.argsort(length, kind="stable")
        order = order[: np.searchsorted(length[order], longest + 1e-9, "right")]
        row, column = np.divmod(order, n_z)
        return cls(longest, length[order], row, column, amplitudes[row, column], table.weights(length[order]))

    @cached_property
    def weights32(self) -> NDArray[np.float32]:
        """The same in single precision."""
        return self.weights.astype(np.float32)

    def coefficients(self, rows: Array, longest: float, dtype: DTypeLike) -> Array:
        """Coefficients (n_s, n_z, cells) of a field from the table (nodes, cells) at one time."""
        count = max(1, int(np.searchsorted(self.length, longest + 1e-9, "right")))
        row, column = self.row[:count], self.column[:count]
        weights = self.weights32 if dtype == np.float32 else self.weights
        values = (weights[:count] @ rows.astype(dtype)) * self.amplitudes[:count, None].astype(dtype)
        mixed: Array = np.zeros((int(row.max()) + 1, int(column.max()) + 1, rows.shape[1]), dtype=dtype)
        mixed[row, column] = values
        return mixed
