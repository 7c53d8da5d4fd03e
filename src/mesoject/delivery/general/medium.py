"""Tissue on a grid: what may differ from cell to cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Medium:
    """Cells of equal size along the skin and of any thickness through it.

    Attributes
    ----------
    cell_mm : (float, float)
        Size along s and z.
    thickness_mm : (n,) array
        Of the cells through the skin, from the surface down.
    capacity : (n_s, n_z, n) array
        Tissue concentration over the concentration of what is free.
    along, across : (n_s, n_z, n) arrays
        Capacity times apparent diffusivity, along the skin and through it, mm2/s.
    loss : (n_s, n_z, n) array
        Total first-order loss of the tissue concentration, 1/s.
    code : (n_s, n_z, n) array of uint8
        Region of each cell, for sums.
    """

    cell_mm: tuple[float, float]
    thickness_mm: Array
    capacity: Array
    along: Array
    across: Array
    loss: Array
    code: NDArray[np.uint8]

    @cached_property
    def volume_mm3(self) -> Array:
        """Volume (n,) of the cells."""
        return self.thickness_mm * self.cell_mm[0] * self.cell_mm[1]

    @cached_property
    def flux_s(self) -> Array:
        """Exchange through the lower face of each cell along s, per volume; 0 at the side of the box."""
        return _lateral(self.along, 0, self.cell_mm[0])

    @cached_property
    def flux_z(self) -> Array:
        """The same along z."""
        return _lateral(self.along, 1, self.cell_mm[1])

    @cached_property
    def flux_depth(self) -> Array:
        """Exchange through the upper face of each cell, per area."""
        half = self.thickness_mm / (2 * self.across)
        flux = np.zeros_like(self.across)
        flux[..., 1:] = 1 / (half[..., :-1] + half[..., 1:])
        return flux


def _lateral(along: Array, axis: int, cell_mm: float) -> Array:
    """Harmonic mean of neighbours: the flux of two half cells in series."""
    moved = np.moveaxis(along, axis, 0)
    flux = np.zeros_like(along)
    np.moveaxis(flux, axis, 0)[1:] = 2 / (1 / moved[:-1] + 1 / moved[1:]) / cell_mm**2
    return flux
