"""The rectangle of skin that is computed: its cosine waves, and the places where the answer is read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """A rectangle with no flux through its sides.

    Attributes
    ----------
    low_mm : (float, float)
        Its corner of least s and z.
    size_mm : (float, float)
    """

    low_mm: tuple[float, float]
    size_mm: tuple[float, float]

    def waves(self, longest: float) -> tuple[Array, Array]:
        """Wave numbers along s and z up to ``longest``, 1/mm."""
        counts = (1 + math.floor(longest * size / math.pi + 1e-9) for size in self.size_mm)
        s, z = (math.pi / size * np.arange(n, dtype=float) for n, size in zip(counts, self.size_mm, strict=True))
        return s, z

    def cells(self, cell_mm: float) -> tuple[Array, Array]:
        """Middles of square cells that fill the box, in mm."""
        s, z = (
            low + size * (np.arange(n := max(1, round(size / cell_mm))) + 0.5) / n
            for low, size in zip(self.low_mm, self.size_mm, strict=True)
        )
        return s, z

    def cosines(self, axis: int, wave: Array, at_mm: Array, cell_mm: float = 0.0) -> Array:
        """Cosine waves (n_places, n_waves), averaged over cells of that size."""
        mean = np.sinc(wave * cell_mm / (2 * np.pi))
        return np.cos((at_mm - self.low_mm[axis])[:, None] * wave) * mean

    def amplitudes(self, points_mm: Array, mass: Array, waves: tuple[Array, Array]) -> Array:
        """Coefficients (n_s, n_z), 1/mm2 times mass, of point sources at (n, 2) places of the box."""
        s = self.cosines(0, waves[0], points_mm[:, 0]) * np.where(waves[0] == 0, 1.0, 2.0)
        z = self.cosines(1, waves[1], points_mm[:, 1]) * np.where(waves[1] == 0, 1.0, 2.0)
        return (s.T * mass) @ z / (self.size_mm[0] * self.size_mm[1])
