"""The answer to one treatment: where the active is, for how long, and what is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mesoject.delivery.catalogue import ActiveData
from mesoject.delivery.layout import Region
from mesoject.delivery.ledger import Ledger
from mesoject.delivery.quantiles import weighted_percentiles
from mesoject.delivery.run import UG_PER_MM3_TO_ML, Run
from mesoject.delivery.skin import LAYERS, LegSkin
from mesoject.delivery.span import above
from mesoject.delivery.threads import one_blas_thread
from mesoject.records import Reason, UsageError
from mesoject.records.treatment_map import TreatmentMap

Array = NDArray[np.float64]
Where = Literal["scar_dermis", "skin", "all"]
TIMES: Final = 48
TOLD_H: Final = (1.0, 4.0, 24.0)
"""Hours at which tables and figures tell."""
BELOW_SKIN_MM: Final = 1.0
NO_CLAIM: Final = "This is where the model puts the active, not whether it helps: no effect on a scar is claimed."
SPACING_NOTE: Final = (
    "In this linear model losses depend on depth, volume and active alone; spacing changes coverage, not losses."
)


@dataclass(frozen=True)
class Map:
    """Values over the scar, seen from above.

    Attributes
    ----------
    values : (n_s, n_z) array
        NaN outside the scar.
    s_mm, z_mm : arrays
        Middles of the cells.
    """

    values: Array
    s_mm: Array
    z_mm: Array


@dataclass(frozen=True)
class Section:
    """Values in a plane through the skin.

    Attributes
    ----------
    values : (n_depth, n) array
        µg in a mL of tissue.
    depth_mm, along_mm : arrays
        Middles of the cells.
    layers_mm : dict of str to (float, float)
        Where each layer begins and ends.
    """

    values: Array
    depth_mm: Array
    along_mm: Array
    layers_mm: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Delivery:
    """One treatment, computed with the best guess of each parameter; ``ensemble`` gives the bands that belong to it.

    Attributes
    ----------
    treatment : TreatmentMap
    outline : Polygon or MultiPolygon
        Of the scar, mm.
    points_mm : (n, 2) array
        Places of injection; none for micro-channels.
    skin : LegSkin
    active : ActiveData
    engine : {'modal', 'general', 'channels'}
        Which engine was taken.
    why : str
        Why that one.
    warnings : tuple of Reason
    dose_ug : float
    run : Run
        The engine's own answer.
    """

    treatment: TreatmentMap
    outline: Region
    points_mm: Array
    skin: LegSkin
    active: ActiveData
    engine: str
    why: str
    warnings: tuple[Reason, ...]
    dose_ug: float
    run: Run

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that go with every output."""
        return (NO_CLAIM,) if self.treatment.channels is not None else (NO_CLAIM, SPACING_NOTE)

    @property
    def times_h(self) -> Array:
        """Standard times (49,), closer together at the start; the first is 0."""
        return standard_times_h(self.treatment.hours)

    @cached_property
    def history(self) -> NDArray[np.float32]:
        """Tissue concentration (times, dermis cells, places of the scar), µg/mL, at the standard times."""
        return self.run.scar(self.times_h * 3600) * np.float32(UG_PER_MM3_TO_ML)

    def ledger(self, times_h: ArrayLike | None = None) -> Ledger:
        """Where the dose is at each time; the standard times where none are given."""
        times = self._times(times_h)
        return Ledger(times, self.run.amounts(times * 3600), self.dose_ug, float(self.run.column.bound[0]))

    @one_blas_thread
    def coverage(self, thresholds_ug_per_ml: ArrayLike, times_h: ArrayLike | None = None) -> Array:
        """Share of the scar's dermis above each threshold at each time.

        Returns
        -------
        (n_thresholds, n_times) array
        """
        thresholds = np.atleast_1d(np.asarray(thresholds_ug_per_ml, dtype=float))
        _check_thresholds(thresholds)
        field = self.history if times_h is None else self.run.scar(self._times(times_h) * 3600) * UG_PER_MM3_TO_ML
        weights = self._cell_weights
        return np.array([(field > limit).mean(2) @ weights for limit in thresholds])

    def time_above(self, threshold_ug_per_ml: float, percentiles: Sequence[float] = (5, 50)) -> Array:
        """Hours above a threshold that this share of the scar's dermis does not exceed.

        The 5th percentile is the worst-served twentieth of the volume, the 50th the median.
        """
        hours = self._hours_above(threshold_ug_per_ml)
        weights = np.repeat(self._cell_weights, hours.shape[1]) / hours.shape[1]
        return weighted_percentiles(hours.ravel(), weights, percentiles)

    def field(self, t_h: float, region: Where = "skin", cell_mm: float | None = None) -> tuple[Array, dict[str, Array]]:
        """Tissue concentration in three dimensions.

        Parameters
        ----------
        t_h : float
            Hours after the treatment.
        region : {'scar_dermis', 'skin', 'all'}
            The dermis (NaN outside the outline), epidermis and dermis, or the fat with it.
        cell_mm : float, optional
            Size of cells along the skin; that of the coverage where not given.

        Returns
        -------
        (n_depth, n_s, n_z) array
            µg in a mL of tissue.
        dict of str to array
            Middles of the cells: ``depth_mm``, ``s_mm``, ``z_mm``.
        """
        from mesoject.delivery.raster import raster

        (t,) = self._times([t_h])
        on = self.run.raster if cell_mm is None else raster(self.outline, cell_mm)
        cells = self._cells(region)
        values = self.run.block(t * 3600, cells, on.at_s, on.at_z, on.cell_mm) * UG_PER_MM3_TO_ML
        if region == "scar_dermis":
            values = np.where(on.mask, values, np.nan)
        return values, {"depth_mm": self.run.column.centres_mm[cells], "s_mm": on.at_s, "z_mm": on.at_z}

    def section(self, t_h: float, at_mm: float | None = None, along: Literal["s", "z"] = "s") -> Section:
        """Tissue concentration in a plane through the skin, down to 1 mm of fat.

        Parameters
        ----------
        t_h : float
        at_mm : float, optional
            Where the plane lies on the other axis; through the point nearest to the middle where not given.
        along : {'s', 'z'}
            Axis along which it runs.
        """
        (t,) = self._times([t_h])
        on, column = self.run.raster, self.run.column
        depth = column.centres_mm
        cells = slice(0, int(np.searchsorted(depth, column.skin_mm + BELOW_SKIN_MM)))
        at = np.array([self._middle[1 if along == "s" else 0] if at_mm is None else at_mm])
        at_s, at_z = (on.at_s, at) if along == "s" else (at, on.at_z)
        values = self.run.block(t * 3600, cells, at_s, at_z, 0.0).reshape(cells.stop, -1) * UG_PER_MM3_TO_ML
        return Section(values, depth[cells], on.at_s if along == "s" else on.at_z, self.layers_mm)

    def surface_map(self, threshold_ug_per_ml: float, t_h: float | None = None) -> Map:
        """Seen from above: hours above the threshold, mean over the depth of the dermis.

        With ``t_h`` it is the share of that depth which is above the threshold at that time instead.
        """
        on, weights = self.run.raster, self._cell_weights
        if t_h is None:
            seen = weights @ self._hours_above(threshold_ug_per_ml)
        else:
            _check_thresholds(np.array([threshold_ug_per_ml]))
            (field,) = self.run.scar(self._times([t_h]) * 3600) * UG_PER_MM3_TO_ML
            seen = weights @ (field > threshold_ug_per_ml)
        values = np.full(on.mask.shape, np.nan)
        values[on.mask] = seen
        return Map(values, on.at_s, on.at_z)

    @property
    def layers_mm(self) -> dict[str, tuple[float, float]]:
        """Where each layer begins and ends, mm below the surface."""
        faces, layer = self.run.column.faces_mm, self.run.column.layer
        held = {name: np.flatnonzero(layer == k) for k, name in enumerate(LAYERS)}
        return {name: (float(faces[k[0]]), float(faces[k[-1] + 1])) for name, k in held.items() if len(k)}

    @property
    def _middle(self) -> Array:
        centre = np.array(self.outline.centroid.coords[0])
        if not len(self.points_mm):
            return centre
        return np.asarray(self.points_mm[np.linalg.norm(self.points_mm - centre, axis=1).argmin()])

    @property
    def _cell_weights(self) -> Array:
        thickness = self.run.column.thickness_mm[self.run.column.dermis]
        return np.asarray(thickness / thickness.sum())

    def _hours_above(self, threshold_ug_per_ml: float) -> Array:
        _check_thresholds(np.array([threshold_ug_per_ml]))
        return above(self.history, self.times_h, threshold_ug_per_ml)

    def _cells(self, region: Where) -> slice:
        column = self.run.column
        if region == "all":
            return slice(0, len(column.layer))
        inside = column.dermis if region == "scar_dermis" else column.layer < LAYERS.index("subcutis")
        if region not in ("scar_dermis", "skin"):
            raise UsageError(f"region {region!r} is not one of scar_dermis, skin, all")
        held = np.flatnonzero(inside)
        return slice(int(held[0]), int(held[-1]) + 1)

    def _times(self, times_h: ArrayLike | None) -> Array:
        if times_h is None:
            return self.times_h
        times = np.atleast_1d(np.asarray(times_h, dtype=float))
        if not np.isfinite(times).all() or (times < 0).any() or (times > self.treatment.hours + 1e-9).any():
            raise UsageError(f"times lie between 0 and the {self.treatment.hours:g} hours of the treatment")
        return times


def standard_times_h(hours: float) -> Array:
    """Times (49,) from 0, closer together at the start; 1, 4 and 24 h are among them where they lie within."""
    times = hours * (np.arange(TIMES + 1) / TIMES) ** 2
    for told in TOLD_H:
        nearest = int(np.abs(times - told).argmin())
        if 0 < nearest < TIMES:
            times[nearest] = told
    return np.asarray(times)


def _check_thresholds(thresholds: Array) -> None:
    if not (np.isfinite(thresholds).all() and (thresholds > 0).all()):
        raise UsageError("a threshold is a number above 0, in µg/mL")
