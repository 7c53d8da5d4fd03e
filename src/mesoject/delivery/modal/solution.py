"""All depots of a map at once: fields, sums over the scar, and what was lost, at any time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mesoject.delivery.column import Column
from mesoject.delivery.depot import Depot
from mesoject.delivery.modal.box import Box
from mesoject.delivery.modal.disc import WaveDisc
from mesoject.delivery.modal.eigen import Eigen
from mesoject.delivery.modal.table import WaveTable
from mesoject.delivery.threads import one_blas_thread

Array = NDArray[np.float64]
NODES: Final = 96
WAVES_FOR_CELL: Final = 1.5  # times pi over the cell: beyond what it can show, so that edges do not ring
COLUMNS_AT_ONCE: Final = 96
ALIKE: Final = 0.9
CUT: Final = 1e-7  # waves whose share of the mean has fallen below are dropped


@dataclass(frozen=True)
class ModalSolution:
    """One class of depots (same depth, volume and shape) in laterally uniform skin.

    Attributes
    ----------
    column : Column
    depot : Depot
    box : Box
    points_mm : (n, 2) array
        Axes of the depots.
    mass_ug : (n,) array
        Dose of each that stays in the skin.
    finest_mm : float
        Finest cell at which a field will be asked for; waves much shorter than two such cells are left out.
    nodes : int
        Nodes of the table over wave numbers.
    """

    column: Column
    depot: Depot
    box: Box
    points_mm: Array
    mass_ug: Array
    finest_mm: float = 0.1
    nodes: int = NODES
    _held: dict[str, WaveDisc] = dataclass_field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def table(self) -> WaveTable:
        """Nodes over wave numbers."""
        return WaveTable(WAVES_FOR_CELL * math.pi / self.finest_mm, self.nodes)

    @cached_property
    def eigen(self) -> Eigen:
        """The column at the nodes."""
        return Eigen.of(self.column, self.table.nodes)

    @cached_property
    def start(self) -> Array:
        """Mass (nodes, n) of one unit depot in each cell."""
        return self.depot.transform(self.column.faces_mm, self.table.nodes)

    def tabulated(self, times_s: Array) -> Array:
        """Tissue concentration (n_times, nodes, n) of one unit depot, 1/mm, at the nodes."""
        return self.eigen.masses(self.start, times_s) / self.column.thickness_mm

    @cached_property
    def waves(self) -> tuple[Array, Array]:
        """Wave numbers along both sides of the box."""
        return self.box.waves(self.table.longest)

    @cached_property
    def amplitudes(self) -> Array:
        """Coefficients (n_s, n_z) of the map."""
        return self.box.amplitudes(self.points_mm, self.mass_ug, self.waves)

    def field(
        self, t_s: float, at_s: Array, at_z: Array, cells: slice, cell_mm: float, dtype: DTypeLike = float
    ) -> Array:
        """Tissue concentration on a raster.

        Parameters
        ----------
        t_s : float
            Seconds after the injections.
        at_s, at_z : (n_s,), (n_z,) arrays
            Middles of the raster's cells, mm.
        cells : slice
            Which cells of the column.
        cell_mm : float
            Size of the raster's cells, over which the answer is the mean; 0 for points.
        dtype : type
            float or np.float32; the second is twice as fast and good to 1e-6.

        Returns
        -------
        (cells, n_s, n_z) array, ug/mm3
        """
        (field,) = self.fields(np.array([t_s]), at_s, at_z, cells, cell_mm, dtype)
        return field

    @one_blas_thread
    def fields(
        self, times_s: Array, at_s: Array, at_z: Array, cells: slice, cell_mm: float, dtype: DTypeLike = float
    ) -> list[Array]:
        """The same at several times; what does not depend on time is made once."""
        table = self.tabulated(times_s)[:, :, cells]
        reach = [self._reach(rows, cell_mm) for rows in table]
        disc = self._disc(max(reach))
        left: Array = self.box.cosines(0, self.waves[0], at_s, cell_mm).astype(dtype)
        right: Array = self.box.cosines(1, self.waves[1], at_z, cell_mm).T.astype(dtype)
        found = []
        for rows, longest in zip(table, reach, strict=True):
            mixed = np.ascontiguousarray(disc.coefficients(rows, longest, dtype).transpose(2, 0, 1))
            _, n_s, n_z = mixed.shape
            part = (mixed.reshape(-1, n_z) @ right[:n_z]).reshape(-1, n_s, len(at_z))
            found.append(np.matmul(left[:, :n_s], part))
        return found

    @one_blas_thread
    def masked(
        self, times_s: Array, at_s: Array, at_z: Array, cells: slice, cell_mm: float, mask: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """Tissue concentration (n_times, cells, places in the mask) in single precision: many times, few cells."""
        table = self.tabulated(times_s)[:, :, cells]
        reach = [self._reach(rows, cell_mm) for rows in table]
        disc = self._disc(max(reach))
        left = self.box.cosines(0, self.waves[0], at_s, cell_mm).astype(np.float32)
        right = self.box.cosines(1, self.waves[1], at_z, cell_mm).astype(np.float32)
        found = np.empty((len(times_s), table.shape[2], int(mask.sum())), dtype=np.float32)
        for some in _alike(reach, table.shape[2]):
            rows = np.concatenate(list(table[some]), axis=1)
            mixed = disc.coefficients(rows, max(reach[some]), np.float32)
            n_s, n_z, columns = mixed.shape
            half = (left[:, :n_s] @ mixed.reshape(n_s, -1)).reshape(-1, n_z, columns)
            full = np.matmul(right[:, :n_z], half)[mask]
            found[some] = full.T.reshape(-1, table.shape[2], found.shape[2])
        return found

    @one_blas_thread
    def sums(self, times_s: Array, weight: Array) -> Array:
        """Mass in each cell of the column under a weight along the skin.

        Parameters
        ----------
        times_s : (n_times,) array
        weight : (n_s, n_z) array
            Integral of the weight times each pair of cosines, mm2, as ``overlap`` makes it.

        Returns
        -------
        (n_times, n) array, ug
        """
        return self.node_weights(weight) @ self.eigen.masses(self.start, times_s)

    def node_weights(self, weight: Array) -> Array:
        """Share (nodes,) with which each node of the table enters a sum under a weight: time has no part in it."""
        disc = self._disc(self.table.longest)
        return np.asarray((disc.amplitudes * weight[disc.row, disc.column]) @ disc.weights)

    @one_blas_thread
    def overlap(self, mask: Array, at_s: Array, at_z: Array, cell_mm: float) -> Array:
        """Integral (n_s, n_z), mm2, of a mask given on square cells, times each pair of cosines."""
        left = self.box.cosines(0, self.waves[0], at_s, cell_mm)
        right = self.box.cosines(1, self.waves[1], at_z, cell_mm)
        return np.asarray(left.T @ mask @ right * cell_mm**2)

    def _reach(self, rows: Array, cell_mm: float) -> float:
        """Longest wave number that still counts, from the table at one time and the cells that are asked for."""
        size = np.abs(rows).max(1)
        alive = np.flatnonzero(size > CUT * size[0])
        last = min(alive[-1] + 1 if len(alive) else 1, len(size) - 1)
        return min(float(self.table.nodes[last]), WAVES_FOR_CELL * math.pi / cell_mm if cell_mm else math.inf)

    def _disc(self, longest: float) -> WaveDisc:
        """The waves up to a length, shortest first; made again only when longer ones are asked for."""
        held = self._held.get("disc")
        if held is None or held.longest < longest:
            held = self._held["disc"] = WaveDisc.of(self.waves, self.amplitudes, self.table, longest)
        return held


def _alike(reach: list[float], cells: int) -> list[slice]:
    """Runs of times that need about the same waves: one large product for a run is faster than a small one for each."""
    runs, begin = [], 0
    for k in range(1, len(reach) + 1):
        full = (k - begin) * cells >= COLUMNS_AT_ONCE
        if k == len(reach) or full or reach[k] < ALIKE * reach[begin]:
            runs.append(slice(begin, k))
            begin = k
    return runs
