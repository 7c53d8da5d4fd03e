"""Injections by the general engine: a scar in the skin beside it."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.column import RATES, Column
from mesoject.delivery.general.medium import Medium
from mesoject.delivery.general.stepper import Stepper
from mesoject.delivery.modal import Box, ModalSolution
from mesoject.delivery.raster import Raster
from mesoject.delivery.skin import LAYERS

Array = NDArray[np.float64]
STEPS_BETWEEN: Final = 2
KEPT_FIELDS: Final = 6


@dataclass(frozen=True)
class GeneralRun:
    """A map of equal injections into a scar with other skin round it.

    Attributes
    ----------
    column, beside : Column
        The scar's, and that of the skin beside it on the same cells.
    raster : Raster
        Of the scar; its cells are cells of the grid.
    start : ModalSolution
        The depots, laid out on the grid at time 0.
    inside : (n_s, n_z) array of bool
        Which columns of the box are scar.
    dose_ug, backflow : float
    times_s : (n,) array
        Moments at which the answer is kept, the first 0.
    """

    column: Column
    beside: Column
    raster: Raster
    start: ModalSolution
    inside: NDArray[np.bool_]
    dose_ug: float
    backflow: float
    times_s: Array
    _fields: OrderedDict[float, Array] = field(default_factory=OrderedDict, repr=False, compare=False)

    @cached_property
    def medium(self) -> Medium:
        """The grid's tissue: the scar's column inside the outline, the other outside."""
        pair = (self.beside, self.column)
        outside = (~self.inside).astype(np.uint8) * np.uint8(len(LAYERS))
        return Medium.of(
            cell_mm=(self.raster.cell_mm, self.raster.cell_mm),
            thickness_mm=self.column.thickness_mm,
            capacity=self._laid([c.capacity for c in pair]),
            along=self._laid([c.capacity * c.d_along for c in pair]),
            across=self._laid([c.capacity * c.d_across for c in pair]),
            loss=self._laid([c.rates.sum(0) for c in pair]),
            code=(self._laid([c.layer.astype(float) for c in pair]) + outside[..., None]).astype(np.uint8),
        )

    def amounts(self, times_s: Array) -> dict[str, Array]:
        """Micrograms by the columns of the ledger; between kept moments along a line, which keeps their sum."""
        kept, _ = self._marched
        return {name: np.interp(times_s, self.times_s, amount) for name, amount in kept.items()}

    def scar(self, times_s: Array) -> NDArray[np.float32]:
        """Tissue concentration in the scar's dermis; between kept moments along a line."""
        _, history = self._marched
        if len(times_s) == len(self.times_s) and np.array_equal(times_s, self.times_s):
            return history
        place = np.interp(times_s, self.times_s, np.arange(len(self.times_s)))
        before = np.minimum(place.astype(int), len(self.times_s) - 2)
        share = (place - before).astype(np.float32)[:, None, None]
        return np.asarray(history[before] * (1 - share) + history[before + 1] * share)

    def block(self, t_s: float, cells: slice, at_s: Array, at_z: Array, cell_mm: float) -> Array:
        """Tissue concentration at any places, along lines between the grid's cells."""
        tissue = self._at(t_s)[..., cells]
        s, z = (_between(at, grid) for at, grid in zip((at_s, at_z), self._axes, strict=True))
        return np.asarray(np.einsum("as,szk,bz->kab", s, tissue, z, optimize=True))

    def _at(self, t_s: float) -> Array:
        if t_s not in self._fields:
            stepper = self._stepper()
            for begin, end in zip(self.times_s[:-1], self.times_s[1:], strict=True):
                if t_s <= begin:
                    break
                stepper.advance(min(end, t_s) - begin, STEPS_BETWEEN)
            self._fields[t_s] = stepper.tissue
            if len(self._fields) > KEPT_FIELDS:
                self._fields.popitem(last=False)
        return self._fields[t_s]

    @cached_property
    def _marched(self) -> tuple[dict[str, Array], NDArray[np.float32]]:
        stepper = self._stepper()
        masses, lost, fields = [stepper.masses], [np.zeros(len(RATES))], [self._seen(stepper)]
        for span in np.diff(self.times_s):
            course = stepper.advance(span, STEPS_BETWEEN)
            masses.append(course[-1])
            lost.append(lost[-1] + self._lost(course))
            fields.append(self._seen(stepper))
        return self._columns(np.array(masses), np.array(lost)), np.array(fields)

    def _lost(self, course: Array) -> Array:
        """Split what left the tissue among the routes, by their rates times the mass that each region held."""
        left = course[0].sum() - course[-1].sum()
        weight = self._rates @ ((course[:-1] + course[1:]) / 2).sum(0)
        return np.asarray(left * weight / weight.sum()) if weight.sum() > 0 else np.zeros(len(RATES))

    def _columns(self, masses: Array, lost: Array) -> dict[str, Array]:
        layers = len(LAYERS)
        bound = np.concatenate([_per_layer(c, c.bound) for c in (self.column, self.beside)])
        free = masses * (1 - bound)
        scar = free[:, 1:3].sum(1)
        fat = free[:, [3, 3 + layers]].sum(1)
        return {
            "scar_dermis": scar,
            "other_skin": free.sum(1) - scar - fat,
            "subcutis": fat,
            "donor": np.zeros(len(masses)),
            "backflow": np.full(len(masses), self.dose_ug * self.backflow),
            "cleared_capillary": lost[:, 0],
            "cleared_lymph": lost[:, 1],
            "degraded": lost[:, 2],
            "bound": (masses * bound).sum(1),
        }

    @cached_property
    def _rates(self) -> Array:
        """Rates (3, codes) of each region."""
        pair = (self.column, self.beside)
        return np.concatenate([[_per_layer(c, c.rates[k]) for k in range(len(RATES))] for c in pair], axis=1)

    def _stepper(self) -> Stepper:
        at_s, at_z = self._axes
        (tissue,) = self.start.fields(np.zeros(1), at_s, at_z, slice(None), self.raster.cell_mm)
        return Stepper.of(self.medium, np.moveaxis(tissue, 0, 2) * (1 - self.backflow))

    def _seen(self, stepper: Stepper) -> NDArray[np.float32]:
        held = np.flatnonzero(self.column.dermis)
        tissue = stepper.free[self.inside][:, held] * self.medium.capacity[self.inside][:, held]
        return np.asarray(tissue.T, dtype=np.float32)

    @property
    def _axes(self) -> tuple[Array, Array]:
        return self.start.box.cells(self.raster.cell_mm)

    def _laid(self, pair: list[Array]) -> Array:
        return np.ascontiguousarray(np.where(self.inside[..., None], pair[1], pair[0]).astype(float))


def framed(on: Raster, margin_mm: float) -> tuple[Box, NDArray[np.bool_]]:
    """Box of whole cells about a raster, and the raster's mask in it."""
    cells = math.ceil(margin_mm / on.cell_mm)
    inside = np.pad(on.mask, cells)
    low = (on.at_s[0] - (cells + 0.5) * on.cell_mm, on.at_z[0] - (cells + 0.5) * on.cell_mm)
    return Box((float(low[0]), float(low[1])), (inside.shape[0] * on.cell_mm, inside.shape[1] * on.cell_mm)), inside


def on_cells_of(beside: Column, column: Column) -> Column:
    """Read one column's tissue at the middles of another's cells."""
    at = np.clip(np.searchsorted(beside.faces_mm, column.centres_mm, "right") - 1, 0, len(beside.layer) - 1)
    return Column(
        thickness_mm=column.thickness_mm,
        d_across=beside.d_across[at],
        d_along=beside.d_along[at],
        capacity=beside.capacity[at],
        rates=beside.rates[:, at],
        bound=beside.bound[at],
        layer=beside.layer[at],
    )


def _per_layer(column: Column, values: Array) -> Array:
    first = [int(np.argmax(column.layer == k)) for k in range(len(LAYERS))]
    return np.asarray(values[first])


def _between(at: Array, grid: Array) -> Array:
    """Weights (n, cells) that read a line between the middles of cells."""
    place = np.clip((at - grid[0]) / (grid[1] - grid[0]), 0, len(grid) - 1)
    before = np.minimum(place.astype(int), len(grid) - 2)
    weights = np.zeros((len(at), len(grid)))
    rows = np.arange(len(at))
    weights[rows, before] = 1 - (place - before)
    weights[rows, before + 1] = place - before
    return weights
