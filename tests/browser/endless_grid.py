"""The page's answer in Python: the engine's own column and waves in double precision, without the page's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mesoject.delivery import Delivery
from mesoject.delivery.answer import standard_times_h
from mesoject.delivery.column import best_guess, column
from mesoject.delivery.depot import fitted
from mesoject.delivery.injection import EDGE_OF_CELL
from mesoject.delivery.lattice import FINEST_MM, UG_PER_MM3_TO_ML, Lattice
from mesoject.delivery.quantiles import weighted_percentiles
from mesoject.delivery.simulation import all_parameters
from mesoject.delivery.skin import DERMIS, LAYERS
from mesoject.delivery.span import above


@dataclass(frozen=True)
class Endless:
    """Equal injections on an endless square grid, best guess."""

    delivery: Delivery
    cell_mm: float = 0.1

    def answer(self, design: dict[str, float], places: int) -> dict[str, Any]:
        """Concentration (times, cells, places squared) in a quarter of the grid's cell, ledger, coverage and hours."""
        known = all_parameters(self.delivery.treatment, self.delivery.skin, self.delivery.active)
        values = best_guess(known)
        cut = column(values, cell_mm=self.cell_mm)
        times_h = standard_times_h(self.delivery.treatment.hours)
        lattice = Lattice(cut, times_h)
        edge = EDGE_OF_CELL * FINEST_MM
        depot = fitted(design["depth"], design["volume"], values["depot_porosity"], cut.room_mm, edge)
        start = depot.transform(cut.faces_mm, lattice.table.nodes)
        kept = 1 - values["backflow"]
        field = self._field(lattice, start, design, places) * design["volume"] * design["concentration"] * kept
        weights = cut.thickness_mm[cut.dermis] / cut.thickness_mm[cut.dermis].sum()
        hours = above(field, times_h, design["threshold"]).ravel()
        spread = np.repeat(weights, places**2) / places**2
        return {
            "times_h": times_h,
            "mean_over_depth": np.tensordot(field, weights, (1, 0)),
            "coverage": (field > design["threshold"]).mean(2) @ weights,
            "hours": weighted_percentiles(hours, spread, (5, 50)),
            "ledger": self._ledger(lattice, start, kept, values["backflow"]),
        }

    @staticmethod
    def _field(lattice: Lattice, start: np.ndarray, design: dict[str, float], places: int) -> np.ndarray:
        cut, spacing = lattice.column, design["spacing"]
        masses = lattice.eigen.masses(start, lattice.times_h * 3600)
        table = masses[:, :, cut.dermis] / cut.thickness_mm[cut.dermis]
        count = 1 + int(lattice.table.longest * spacing / (2 * np.pi))
        wave = 2 * np.pi / spacing * np.arange(count)
        at = spacing / 2 * (np.arange(places) + 0.5) / places
        cosines = np.cos(at[:, None] * wave) * np.where(wave == 0, 1.0, 2.0)
        length = np.hypot(wave[:, None], wave).ravel()
        inside = length <= lattice.table.longest
        waves = np.zeros((len(lattice.times_h), len(length), table.shape[2]))
        waves[:, inside] = np.einsum("wn,tnc->twc", lattice.table.weights(length[inside]), table)
        waves = waves.reshape(len(waves), count, count, -1)
        found = np.einsum("ap,bq,tpqc->tcab", cosines, cosines, waves, optimize=True)
        return found.reshape(*found.shape[:2], -1) * UG_PER_MM3_TO_ML / spacing**2

    @staticmethod
    def _ledger(lattice: Lattice, start: np.ndarray, kept: float, backflow: float) -> dict[str, np.ndarray]:
        cut, times_s = lattice.column, lattice.times_h * 3600
        held = lattice.eigen.masses(start, times_s)[:, 0] * kept
        lost = lattice.eigen.lost(start, times_s)[:, :, 0].sum(-1) * kept
        free = held * (1 - cut.bound)
        fat = cut.layer == LAYERS.index("subcutis")
        dermis = np.isin(cut.layer, [LAYERS.index(name) for name in DERMIS])
        return {
            "scar_dermis": free[:, dermis].sum(1),
            "other_skin": free[:, ~dermis & ~fat].sum(1),
            "subcutis": free[:, fat].sum(1),
            "bound": (held * cut.bound).sum(1),
            "backflow": np.full(len(times_s), backflow),
            "cleared_capillary": lost[:, 0],
            "cleared_lymph": lost[:, 1],
            "degraded": lost[:, 2],
        }
