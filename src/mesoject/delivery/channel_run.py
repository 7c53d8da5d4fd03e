"""Micro-channels with a layer on top: the same in every column of the scar, exact between changes of the channels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.delivery.channel import Entry
from mesoject.delivery.column import RATES, Column
from mesoject.delivery.layout import Region
from mesoject.delivery.modal.eigen import Eigen, exchange
from mesoject.delivery.raster import Raster
from mesoject.delivery.skin import LAYERS

Array = NDArray[np.float64]
SPANS: Final = 48


@dataclass(frozen=True)
class ChannelRun:
    """One layer of product on one scar.

    Columns do not differ, so that one of them tells all: a strip about a clearance length wide along the border, where
    the active leaks sideways, is not resolved, nor is what lies between two channels.

    Attributes
    ----------
    column : Column
    raster : Raster
    outline : Polygon or MultiPolygon
    entry : Entry
    layer_mm : float
        Thickness of the product on the skin.
    layer_ug_per_ul : float
        What it held at the start.
    last_s : float
        How far the answer goes.
    """

    column: Column
    raster: Raster
    outline: Region
    entry: Entry
    layer_mm: float
    layer_ug_per_ul: float
    last_s: float

    @property
    def dose_ug(self) -> float:
        """All that was laid on."""
        return float(self.layer_mm * self.layer_ug_per_ul * self.outline.area)

    def amounts(self, times_s: Array) -> dict[str, Array]:
        """Micrograms by the columns of the ledger."""
        masses, lost = self._course(times_s)
        masses, lost = masses * self.outline.area, lost * self.outline.area
        held, column = masses[:, 1:], self.column
        fat, free = column.layer == LAYERS.index("subcutis"), held * (1 - column.bound)
        return {
            "scar_dermis": free[:, column.dermis].sum(1),
            "other_skin": free[:, ~column.dermis & ~fat].sum(1),
            "subcutis": free[:, fat].sum(1),
            "donor": masses[:, 0],
            "backflow": np.zeros(len(times_s)),
            "cleared_capillary": lost[:, 0],
            "cleared_lymph": lost[:, 1],
            "degraded": lost[:, 2],
            "bound": (held * column.bound).sum(1),
        }

    def scar(self, times_s: Array) -> NDArray[np.float32]:
        """Tissue concentration in the scar's dermis."""
        inside = self._tissue(times_s)[:, self.column.dermis, None].astype(np.float32)
        return np.broadcast_to(inside, (*inside.shape[:2], int(self.raster.mask.sum())))

    def block(self, t_s: float, cells: slice, at_s: Array, at_z: Array, cell_mm: float) -> Array:
        """Tissue concentration at any places; nothing outside the scar."""
        s, z = np.meshgrid(at_s, at_z, indexing="ij")
        inside = shapely.intersects_xy(self.outline, s, z)
        return np.asarray(self._tissue(np.array([t_s]))[0, cells, None, None] * inside)

    def _tissue(self, times_s: Array) -> Array:
        return np.asarray(self._course(times_s)[0][:, 1:] / self.column.thickness_mm)

    def _course(self, times_s: Array) -> tuple[Array, Array]:
        """Mass (n_times, 1 + n) of layer and cells, and (n_times, 3) lost by each route, µg/mm2."""
        masses, lost = np.empty((len(times_s), len(self._start[0])), float), np.empty((len(times_s), len(RATES)))
        span = np.clip(np.searchsorted(self._edges, times_s, "right") - 1, 0, SPANS - 1)
        for k in np.unique(span):
            here = np.flatnonzero(span == k)
            since = times_s[here] - self._edges[k]
            begun, gone = self._states[k]
            masses[here] = self._spans[k].masses(begun, since)[:, 0]
            lost[here] = gone + self._spans[k].lost(begun, since).sum(-1)[:, :, 0]
        return masses, lost

    @cached_property
    def _edges(self) -> Array:
        return self.last_s * (np.arange(SPANS + 1) / SPANS) ** 2

    @property
    def _start(self) -> Array:
        start = np.zeros((1, len(self.column.layer) + 1))
        start[0, 0] = self.layer_mm * self.layer_ug_per_ul
        return start

    @cached_property
    def _spans(self) -> list[Eigen]:
        return [self._eigen(b, e) for b, e in zip(self._edges[:-1], self._edges[1:], strict=True)]

    @cached_property
    def _states(self) -> list[tuple[Array, Array]]:
        """State and losses at the beginning of each span."""
        states = [(self._start, np.zeros(len(RATES)))]
        for eigen, length in zip(self._spans[:-1], np.diff(self._edges), strict=False):
            begun, gone = states[-1]
            span = np.array([length])
            states.append((eigen.masses(begun, span)[0], gone + eigen.lost(begun, span).sum(-1)[0, :, 0]))
        return states

    def _eigen(self, begin_s: float, end_s: float) -> Eigen:
        """Layer and column with the ways in as they are, on average, over a span."""
        column, entry = self.column, self.entry
        room = np.concatenate([[self.layer_mm], column.thickness_mm * column.capacity])
        flux = np.zeros((len(room), len(room)))
        cells = np.arange(1, len(room) - 1)
        flux[cells, cells + 1] = column.conductance
        half = column.thickness_mm[0] / (2 * column.capacity[0] * column.d_across[0])
        flux[0, 1] += 1 / (1 / entry.intact_mm_per_s + half) if entry.intact_mm_per_s > 0 else 0.0
        foot = 1 + int(np.searchsorted(column.faces_mm, entry.depth_mm, "right") - 1)
        flux[0, foot] += entry.through_channels(begin_s, end_s)
        rates = np.concatenate([np.zeros((len(RATES), 1)), column.rates], axis=1)
        return exchange(flux + flux.T, room, rates)
