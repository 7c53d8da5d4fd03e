"""Steps in time through given moments, with the mass of every region on the way."""

from __future__ import annotations

import math
from collections import deque
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
ACCEPTED: Final = 0.2  # of a step's change may be left over; the step's operator only ever makes that smaller
AT_REST: Final = 1e-12  # of the whole: a change so small is rounding
DIRECTIONS: Final = 1
MOST_DIRECTIONS: Final = 12


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
        """Two implicit steps to begin with, which damp what is sharp; then Crank-Nicolson, halved where it must be."""
        if self.steps < IMPLICIT_STEPS:
            self._sweep(self.free, length)
        else:
            change = self._change(length)
            if change is None:
                self._step(length / 2)
                self._step(length / 2)
                return
            self.free += change
        self.free *= math.exp(-self.shift * length)
        self.steps += 1

    def _change(self, length: float) -> Array | None:
        """Change over a Crank-Nicolson step; None where the step is too long for tissue so uneven.

        The first guess is the step of Douglas (1962): the change of all directions at once, smoothed along each in
        turn. Unlike split steps it is exact for what has come to rest, as the slowly decaying shape has once the shift
        is taken out. In smooth tissue it stands as it is. Where tissue is so uneven that it would grow, conjugate
        residuals (Eisenstat, Elman and Schultz 1983) with the same sweeps as preconditioner bring it to the step's own
        solution, which never grows.
        """
        left = self._residual(self.free, length)
        change, image = self._smoothed(left, length)
        left -= image
        still = AT_REST * np.linalg.norm(self.free)
        held: deque[tuple[Array, Array, float]] = deque(maxlen=DIRECTIONS)
        for _ in range(MOST_DIRECTIONS):
            if np.linalg.norm(left) <= max(ACCEPTED * np.linalg.norm(change), still):
                return change
            way, image = self._smoothed(left, length)
            for earlier, its_image, size in held:
                share = np.vdot(its_image, image) / size
                way -= share * earlier
                image -= share * its_image
            size = float(np.vdot(image, image))
            share = np.vdot(image, left) / size
            change += share * way
            left -= share * image
            held.append((way, image, size))
        return None

    def _smoothed(self, values: Array, length: float) -> tuple[Array, Array]:
        """Values after the three sweeps, and what the step's operator makes of them."""
        way = values.copy()
        self._sweep(way, length / 2)
        image = self._residual(way, length / 2)
        return way, np.subtract(way, image, out=image)

    def _residual(self, values: Array, length: float) -> Array:
        from mesoject.delivery.general import kernels

        medium = self.medium
        change = np.empty_like(values)
        fluxes = (medium.flux_s, medium.flux_z, medium.flux_depth)
        kernels.residual(values, medium.capacity, medium.thickness_mm, *fluxes, medium.loss, self.shift, length, change)
        return change

    def _sweep(self, values: Array, span: float) -> None:
        from mesoject.delivery.general import kernels

        medium = self.medium
        kernels.sweep_s(values, medium.capacity, medium.flux_s, span)
        kernels.sweep_z(values, medium.capacity, medium.flux_z, span)
        through = (medium.thickness_mm, medium.flux_depth, medium.loss, self.shift, span)
        kernels.sweep_depth(values, medium.capacity, *through)


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
