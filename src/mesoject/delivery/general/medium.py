"""Tissue on a grid: what may differ from cell to cell."""

from __future__ import annotations

from dataclasses import dataclass

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
    flux_s, flux_z : (n_s, n_z, n) arrays
        Exchange with the cell before along s and z, per volume; 0 at the side of the box.
    flux_depth : (n_s, n_z, n) array
        Exchange with the cell above, per area; 0 at the surface.
    loss : (n_s, n_z, n) array
        Total first-order loss of the tissue concentration, 1/s.
    code : (n_s, n_z, n) array of uint8
        Region of each cell, for sums.
    """

    cell_mm: tuple[float, float]
    thickness_mm: Array
    capacity: Array
    flux_s: Array
    flux_z: Array
    flux_depth: Array
    loss: Array
    code: NDArray[np.uint8]

    @classmethod
    def of(
        cls,
        cell_mm: tuple[float, float],
        thickness_mm: Array,
        capacity: Array,
        along: Array,
        across: Array,
        loss: Array,
        code: NDArray[np.uint8],
    ) -> Medium:
        """Make it from capacity times apparent diffusivity (mm2/s) along the skin and through it.

        Neighbours exchange by the harmonic mean: the flux of two half cells in series.
        """
        return cls(
            cell_mm,
            thickness_mm,
            capacity,
            _lateral(along, 0, cell_mm[0]),
            _lateral(along, 1, cell_mm[1]),
            _through(across, thickness_mm),
            loss,
            code,
        )

    @property
    def volume_mm3(self) -> Array:
        """Volume (n,) of the cells."""
        return self.thickness_mm * self.cell_mm[0] * self.cell_mm[1]


def _lateral(along: Array, axis: int, cell_mm: float) -> Array:
    moved = np.moveaxis(along, axis, 0)
    flux = np.zeros_like(along)
    np.moveaxis(flux, axis, 0)[1:] = 2 / (1 / moved[:-1] + 1 / moved[1:]) / cell_mm**2
    return flux


def _through(across: Array, thickness_mm: Array) -> Array:
    half = thickness_mm / (2 * across)
    flux = np.zeros_like(across)
    flux[..., 1:] = 1 / (half[..., :-1] + half[..., 1:])
    return flux
