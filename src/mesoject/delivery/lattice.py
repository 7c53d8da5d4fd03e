"""Injections on an endless grid: one cell of it tells all, with a few dozen waves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.column import Column
from mesoject.delivery.depot import Ellipsoid
from mesoject.delivery.modal import Eigen, WaveTable
from mesoject.delivery.modal.solution import WAVES_FOR_CELL
from mesoject.delivery.quantiles import weighted_percentiles
from mesoject.delivery.run import UG_PER_MM3_TO_ML
from mesoject.delivery.span import above

Array = NDArray[np.float64]
FINEST_MM: Final = 0.25
NODES: Final = 72
PLACE_MM: Final = 0.2
FEWEST_PLACES, MOST_PLACES = 5, 9


@dataclass(frozen=True)
class Spectrum:
    """The waves of a square grid and the places where its cell is read.

    Attributes
    ----------
    spacing_mm : float
    cosines : (places, n) array
        Cosine waves at the places; a quarter of the cell is enough.
    weights : (n * n, nodes) array
        How each pair of waves reads the table.
    """

    spacing_mm: float
    cosines: Array
    weights: Array

    @classmethod
    def of(cls, spacing_mm: float, table: WaveTable) -> Spectrum:
        """Waves of a spacing up to the longest of the table; what lies beyond the disc weighs nothing."""
        count = 1 + int(table.longest * spacing_mm / (2 * math.pi))
        wave = 2 * math.pi / spacing_mm * np.arange(count)
        places = int(np.clip(round(spacing_mm / 2 / PLACE_MM), FEWEST_PLACES, MOST_PLACES))
        at = spacing_mm / 2 * (np.arange(places) + 0.5) / places
        cosines = np.cos(at[:, None] * wave) * np.where(wave == 0, 1.0, 2.0)
        length = np.hypot(wave[:, None], wave).ravel()
        weights = table.weights(np.minimum(length, table.longest))
        weights[length > table.longest] = 0
        return cls(spacing_mm, cosines, weights)


class Lattice:
    """Square grids of equal depots in one skin.

    Parameters
    ----------
    column : Column
    times_h : (n,) array
    """

    def __init__(self, column: Column, times_h: Array) -> None:
        self.column, self.times_h = column, times_h
        self.table = WaveTable(WAVES_FOR_CELL * math.pi / FINEST_MM, NODES)
        self.eigen = Eigen.of(column, self.table.nodes)
        self._spectra: dict[float, Spectrum] = {}

    def tabulated(self, depot: Ellipsoid) -> NDArray[np.float32]:
        """Tissue concentration (nodes, times * dermis cells) of a unit depot at the table's nodes."""
        held = self.eigen.masses(depot.transform(self.column.faces_mm, self.table.nodes), self.times_h * 3600)
        inside = held[:, :, self.column.dermis] / self.column.thickness_mm[self.column.dermis]
        return np.ascontiguousarray(inside.transpose(1, 0, 2).reshape(len(self.table.nodes), -1), dtype=np.float32)

    def cell(self, tabulated: NDArray[np.float32], spacing_mm: float) -> NDArray[np.float32]:
        """Tissue concentration (times, dermis cells, places) for a unit dose in every point, µg/mL."""
        spectrum = self.spectrum(spacing_mm)
        places, count = spectrum.cosines.shape
        mixed = (spectrum.weights.astype(np.float32) @ tabulated).reshape(count, count, -1)
        cosines = spectrum.cosines.astype(np.float32)
        half = np.tensordot(cosines, mixed, (1, 0))
        field = np.tensordot(half, cosines, (1, 1)) * np.float32(UG_PER_MM3_TO_ML / spacing_mm**2)
        shaped = field.reshape(places, len(self.times_h), -1, places).transpose(1, 2, 0, 3)
        return np.ascontiguousarray(shaped).reshape(len(self.times_h), -1, places**2)

    def time_above(
        self, tabulated: NDArray[np.float32], spacing_mm: float, dose_ug: float, threshold: float, percentile: float = 5
    ) -> float:
        """Hours above a threshold (µg/mL) in the worst-served share of the dermis."""
        field = self.cell(tabulated, spacing_mm)
        hours = above(field, self.times_h, threshold / dose_ug)
        thickness = self.column.thickness_mm[self.column.dermis]
        weights = np.repeat(thickness / thickness.sum(), hours.shape[1]) / hours.shape[1]
        return float(weighted_percentiles(hours.ravel(), weights, (percentile,))[0])

    def spectrum(self, spacing_mm: float) -> Spectrum:
        """The waves of a spacing, made once."""
        if spacing_mm not in self._spectra:
            self._spectra[spacing_mm] = Spectrum.of(spacing_mm, self.table)
        return self._spectra[spacing_mm]
