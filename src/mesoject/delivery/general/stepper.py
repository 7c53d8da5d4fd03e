"""Steps in time through given moments, with the mass of every region on the way."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.general.medium import Medium

Array = NDArray[np.float64]
IMPLICIT_STEPS: Final = 2
CELLS_FOR_THREADS: Final = 400_000


@dataclass
class Stepper:
    """State of the general engine.

    Attributes
    ----------
    medium : Medium
    free : (n_s, n_z, n) array
        Concentration of what is free, mass per mm3 of fluid; tissue concentration is ``capacity`` times it.
    shift : float
        Rate that is taken out of the equations and put back exactly: the decay of the whole, so that long steps are
        good for the slow part that is left.
    """

    medium: Medium
    free: Array
    shift: float = 0.0
    steps: int = field(default=0)

    @classmethod
    def of(cls, medium: Medium, tissue: Array) -> Stepper:
        """Start from a tissue concentration (n_s, n_z, n)."""
        return cls(medium, np.ascontiguousarray(tissue / medium.capacity))

    @property
    def tissue(self) -> Array:
        """Tissue concentration (n_s, n_z, n)."""
        return self.free * self.medium.capacity

    @property
    def masses(self) -> Array:
        """Mass in the cells of each code of the medium."""
        from mesoject.delivery.general import kernels

        medium = self.medium
        return np.asarray(
            kernels.sums_by_code(self.free, medium.capacity, medium.volume_mm3, medium.code, int(medium.code.max()) + 1)
        )

    def advance(self, duration_s: float, steps: int = 1) -> Array:
        """Go on for a time in equal steps.

        Returns
        -------
        (steps + 1, codes) array
            Mass by code at the start and after each step.
        """
        with _threads_for(self.free.size):
            return self._advance(duration_s / steps, steps)

    def _advance(self, length: float, steps: int) -> Array:
        masses = [self.masses]
        for _ in range(steps):
            self._step(length)
            masses.append(self.masses)
            before, now = masses[-2].sum(), masses[-1].sum()
            self.shift = max(0.0, math.log(before / now) / length) if before > 0 and now > 0 else 0.0
        return np.array(masses)

    def _step(self, length: float) -> None:
        from mesoject.delivery.general import kernels

        medium = self.medium
        implicit = self.steps < IMPLICIT_STEPS
        over = 0.0 if implicit else 1.0
        span = length if implicit else length / 2
        scale = math.exp(-self.shift * length)
        free, capacity = self.free, medium.capacity
        kernels.sweep_s(free, capacity, medium.flux_s, span / 2, over)
        kernels.sweep_z(free, capacity, medium.flux_z, span / 2, over)
        through = (medium.thickness_mm, medium.flux_depth, medium.loss, self.shift)
        kernels.sweep_depth(free, capacity, *through, span, over, scale)
        kernels.sweep_z(free, capacity, medium.flux_z, span / 2, over)
        kernels.sweep_s(free, capacity, medium.flux_s, span / 2, over)
        self.steps += 1


@contextmanager
def _threads_for(cells: int) -> Iterator[None]:
    """One thread for a small grid: waiting for each other at the end of each sweep costs more than it saves."""
    import numba

    before = numba.get_num_threads()
    numba.set_num_threads(before if cells > CELLS_FOR_THREADS else 1)
    try:
        yield
    finally:
        numba.set_num_threads(before)
