"""The column's answer tabulated over the length of the wave, and read between the nodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class WaveTable:
    """Chebyshev nodes in the wave number (not its square: that is too coarse near 0).

    Attributes
    ----------
    longest : float
        Largest wave number of the table, 1/mm.
    count : int
        Number of nodes; the first is wave number 0, the last ``longest``.
    """

    longest: float
    count: int

    @property
    def nodes(self) -> Array:
        """Wave numbers (count,), 1/mm, rising from 0."""
        return self.longest * (1 - np.cos(np.pi * np.arange(self.count) / (self.count - 1))) / 2

    def weights(self, wave: Array) -> Array:
        """Barycentric weights (n, count) that read a table at wave numbers (n,) (Berrut and Trefethen 2004)."""
        signs = np.where(np.arange(self.count) % 2, -1.0, 1.0)
        signs[[0, -1]] *= 0.5
        gap = wave[:, None] - self.nodes
        hit = np.abs(gap) < 1e-12 * max(self.longest, 1.0)
        share = signs / np.where(hit, 1.0, gap)
        share /= share.sum(1, keepdims=True)
        on_node = hit.any(1)
        share[on_node] = hit[on_node]
        return share
