"""Injections by the modal engine."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.column import RATES, Column, Values
from mesoject.delivery.depot import Depot, fitted
from mesoject.delivery.layout import Region
from mesoject.delivery.modal import Box, Eigen, ModalSolution
from mesoject.delivery.modal.solution import WAVES_FOR_CELL
from mesoject.delivery.raster import Raster
from mesoject.delivery.skin import LAYERS
from mesoject.records import UsageError
from mesoject.records.treatment_map import TreatmentMap

Array = NDArray[np.float64]
MARGIN_MM: Final = (2.0, 8.0)
LENGTHS_OF_MARGIN: Final = 4.0
NODES_LEAST: Final = 12
EDGE_OF_CELL: Final = 0.7  # blur of a depot border, in cells: less would ring in the last waves that a cell can show


@dataclass(frozen=True)
class Injection:
    """A map of equal injections in skin that is the same everywhere along the surface.

    Attributes
    ----------
    column : Column
    raster : Raster
    solution : ModalSolution
        Of all that was injected.
    dose_ug : float
        All that was injected.
    backflow : float
        Share of it that flowed back out.
    """

    column: Column
    raster: Raster
    solution: ModalSolution
    dose_ug: float
    backflow: float

    def amounts(self, times_s: Array) -> dict[str, Array]:
        """Micrograms by the columns of the ledger.

        Only the mean over the box counts for losses, so that they do not depend on where the points are.
        """
        stayed = 1 - self.backflow
        kept = self.dose_ug * stayed
        eigen, start = self._mean
        held = eigen.masses(start, times_s)[:, 0] * kept
        lost = eigen.lost(start, times_s)[:, :, 0].sum(-1) * kept
        column = self.column
        fat = column.layer == LAYERS.index("subcutis")
        in_scar = self.solution.sums(times_s, self._mask_overlap)[:, column.dermis] * stayed
        free = 1 - column.bound
        scar = (in_scar * free[column.dermis]).sum(1)
        skin = (held * free)[:, ~fat].sum(1)
        found = {
            "scar_dermis": scar,
            "other_skin": skin - scar,
            "subcutis": (held * free)[:, fat].sum(1),
            "donor": np.zeros(len(times_s)),
            "backflow": np.full(len(times_s), self.dose_ug * self.backflow),
        }
        routes = zip(("cleared_capillary", "cleared_lymph", "degraded"), range(len(RATES)), strict=True)
        return found | {name: lost[:, k] for name, k in routes} | {"bound": (held * column.bound).sum(1)}

    def scar(self, times_s: Array) -> NDArray[np.float32]:
        """Tissue concentration in the scar's dermis."""
        cells = _slice(self.column.dermis)
        on = self.raster
        found = self.solution.masked(times_s, on.at_s, on.at_z, cells, on.cell_mm, on.mask)
        return found * np.float32(1 - self.backflow)

    def block(self, t_s: float, cells: slice, at_s: Array, at_z: Array, cell_mm: float) -> Array:
        """Tissue concentration at any places of the box."""
        return self.solution.field(t_s, at_s, at_z, cells, cell_mm) * (1 - self.backflow)

    @cached_property
    def _mean(self) -> tuple[Eigen, Array]:
        wave = np.zeros(1)
        return Eigen.of(self.column, wave), self.solution.depot.transform(self.column.faces_mm, wave)

    @cached_property
    def _mask_overlap(self) -> Array:
        r = self.raster
        return self.solution.overlap(r.mask.astype(float), r.at_s, r.at_z, r.cell_mm)


def injection(
    treatment: TreatmentMap,
    outline: Region,
    points_mm: Array,
    values: Values,
    column: Column,
    on: Raster,
    like: ModalSolution | None = None,
) -> Injection:
    """Set the modal engine up for a map.

    Parameters
    ----------
    treatment : TreatmentMap
        With depth, volume and concentration.
    outline : Polygon or MultiPolygon
    points_mm : (n, 2) array
    values : mapping
        Of ``best_guess`` or of one draw; ``backflow`` in it overrides the treatment's.
    column : Column
    on : Raster
    like : ModalSolution, optional
        Another answer to the same map, whose box and waves serve again.

    Returns
    -------
    Injection
    """
    depth, volume, strength = injected(treatment)
    depot = fitted(depth, volume, values["depot_porosity"], column.room_mm, EDGE_OF_CELL * on.cell_mm)
    backflow = values.get("backflow", treatment.backflow)
    each = volume * strength
    masses = np.full(len(points_mm), each)
    if like is not None:
        solution = replace(like, column=column, depot=depot)
    else:
        box = surrounding(outline, depot, column, treatment.hours)
        nodes = nodes_for(depot, column, treatment.hours, on.cell_mm)
        solution = ModalSolution(column, depot, box, points_mm, masses, on.cell_mm, nodes)
    return Injection(column, on, solution, each * len(points_mm), backflow)


def injected(treatment: TreatmentMap) -> tuple[float, float, float]:
    """Depth in mm, volume in µL and concentration in µg/µL of each injection.

    Raises
    ------
    UsageError
        The treatment is not one of injections.
    """
    told = treatment.depth_mm, treatment.volume_ul, treatment.concentration_ug_per_ul
    if None in told:
        raise UsageError(
            f"{treatment.delivery_mode} is not a map of injections: it has no depth, volume, concentration"
        )
    depth, volume, strength = told
    return float(depth or 0), float(volume or 0), float(strength or 0)


def surrounding(outline: Region, depot: Depot, column: Column, hours: float) -> Box:
    """Box about a scar, wide enough that its sides do not matter: a few diffusion or clearance lengths away."""
    margin = margin_mm(depot, column, hours)
    low_s, low_z, high_s, high_z = outline.bounds
    return Box((low_s - margin, low_z - margin), (high_s - low_s + 2 * margin, high_z - low_z + 2 * margin))


def margin_mm(depot: Depot, column: Column, hours: float) -> float:
    """How far outside the scar there is still something to compute."""
    skin = column.layer < LAYERS.index("subcutis")
    spread = column.d_along[skin].max()
    loss = max(column.rates.sum(0)[column.dermis].min(), 1 / (hours * 3600))
    return float(np.clip(depot.reach_mm + LENGTHS_OF_MARGIN * math.sqrt(spread / loss), *MARGIN_MM))


def nodes_for(depot: Depot, column: Column, hours: float, finest_mm: float) -> int:
    """Nodes of the table that a depot and its spreading need; fewer for slow actives.

    The transform of a depot swings once every 2 pi of wave number times radius, and what is left after a time is a
    narrow peak at wave number 0, at which the nodes lie densest. With these numbers the table reads to 1e-4 of its
    peak at every time, and to far better for slow actives.
    """
    longest = WAVES_FOR_CELL * math.pi / finest_mm
    spread = math.sqrt(2 * float(column.d_along.max()) * hours * 3600)
    return NODES_LEAST + math.ceil(longest * depot.reach_mm / 2 + 4 * math.sqrt(longest * spread))


def _slice(inside: NDArray[np.bool_]) -> slice:
    held = np.flatnonzero(inside)
    return slice(int(held[0]), int(held[-1]) + 1)
