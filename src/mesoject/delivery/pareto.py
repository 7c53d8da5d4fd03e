"""Which depth, spacing and volume: what is best cannot be one number, so the front of those that none beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from mesoject.delivery.accepted import treated_skin
from mesoject.delivery.answer import NO_CLAIM, SPACING_NOTE, standard_times_h
from mesoject.delivery.catalogue import ActiveData, active
from mesoject.delivery.checks import check_before, check_outline
from mesoject.delivery.column import best_guess, column
from mesoject.delivery.depot import Ellipsoid, fitted
from mesoject.delivery.depth_checks import CLEAR_OF_FAT_MM
from mesoject.delivery.injection import EDGE_OF_CELL, injected
from mesoject.delivery.lattice import FINEST_MM, Lattice
from mesoject.delivery.layout import NARROW_MM, Region, grid_points, width_mm
from mesoject.delivery.on_scar import hours_on_scar
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.simulation import all_parameters
from mesoject.delivery.skin import LegSkin
from mesoject.delivery.threads import one_blas_thread
from mesoject.records import UsageError
from mesoject.records.treatment_map import Grid, TreatmentMap

Array = NDArray[np.float64]
SHALLOWEST_MM: Final = 0.3
CELL_MM: Final = 0.1
DEPTHS, VOLUMES, SPACINGS = 9, 6, 13
MOST_ON_FRONT: Final = 16
LEVELS: Final = (5.0, 50.0, 95.0)
ENDLESS: Final = (
    "Designs are found on endless square grids. At the borders of a scar hours are fewer: those on this scar stand "
    "beside them, best guess; the band is that of the endless grid."
)
NARROW: Final = (
    "the scar is {wide:.1f} mm wide, under {limit:g} mm: designs are computed on endless grids, which do not hold there"
)
TOO_DEEP: Final = (
    "The limit of {asked:g} mm was cut to {deepest:.2f} mm: depths nearer than {clear:g} mm to the fat below skin of "
    "{skin:.2f} mm are no designs."
)


@dataclass(frozen=True)
class Limits:
    """What a design must keep to.

    Attributes
    ----------
    max_dose_ug : float
        Of the active, on the whole scar.
    max_punctures_per_cm2 : float
    max_depth_mm : float or None
        None takes 0.2 mm less than the skin, and so does whatever is deeper: nearer to the fat is no design.
    """

    max_dose_ug: float
    max_punctures_per_cm2: float = 40.0
    max_depth_mm: float | None = None


@dataclass(frozen=True)
class Design:
    """One way to do it.

    Attributes
    ----------
    depth_mm, volume_ul, spacing_mm : float
    points : int
        Injections inside this scar's outline.
    punctures_per_cm2, dose_ug : float
    worst_5_percent_h : float
        Hours above the threshold in the worst-served twentieth of the dermis on an endless grid, best guess.
    band_h : (float, float, float) or None
        5th, 50th and 95th percentile of that over the draws.
    on_this_scar_h : float or None
        The same hours on the scar itself, with its borders, best guess; None where the design is not on the front.
    """

    depth_mm: float
    volume_ul: float
    spacing_mm: float
    points: int
    punctures_per_cm2: float
    dose_ug: float
    worst_5_percent_h: float
    band_h: tuple[float, float, float] | None = None
    on_this_scar_h: float | None = None


@dataclass(frozen=True)
class ParetoFront:
    """Designs that no other beats in time, punctures and dose together.

    Attributes
    ----------
    front : tuple of Design
        By punctures, then dose; at most 16, spread over the front.
    designs : tuple of Design
        All that kept to the limits.
    tried : int
    threshold_ug_per_ml : float
    limits : Limits
        As asked for; ``deepest_mm`` is what was kept to.
    deepest_mm : float
        No design is deeper: 0.2 mm above the fat at most.
    notes : tuple of str
    """

    front: tuple[Design, ...]
    designs: tuple[Design, ...]
    tried: int
    threshold_ug_per_ml: float
    limits: Limits
    deepest_mm: float
    notes: tuple[str, ...] = (NO_CLAIM, SPACING_NOTE, ENDLESS)


@one_blas_thread
def optimise(
    treatment: TreatmentMap,
    outline_mm: Region,
    limits: Limits,
    *,
    threshold_ug_per_ml: float | None = None,
    depths_mm: Sequence[float] | None = None,
    volumes_ul: Sequence[float] | None = None,
    spacings_mm: Sequence[float] | None = None,
    draws: int = 40,
    seed: int = 1,
    active_data: ActiveData | None = None,
) -> ParetoFront:
    """Compare designs of injections and return those that none beats.

    Parameters
    ----------
    treatment : TreatmentMap
        Of injections: its active, strength, skin and scar are kept; depth, volume and grid are what is varied.
    outline_mm : Polygon or MultiPolygon
    limits : Limits
    threshold_ug_per_ml : float, optional
        The treatment's own where not given; no active has a sourced one.
    depths_mm, volumes_ul, spacings_mm : sequences, optional
        9 depths down to the limit, 6 volumes of 0.25 to 8 µL and 13 spacings of 1 to 4 mm where not given: 702 designs.
    draws : int
        Draws of the parameters for the bands of the front; 0 for none.
    seed : int
    active_data : ActiveData, optional

    Raises
    ------
    UsageError
        No threshold, limits that leave nothing, a scar under 4 mm wide, or a treatment without injections.
    Refused
        As ``simulate``.
    """
    check_outline(outline_mm)
    _check_width(outline_mm)
    threshold = threshold_ug_per_ml or treatment.threshold_ug_per_ml
    if threshold is None or not threshold > 0:
        raise UsageError("a threshold above 0 µg/mL is needed: give threshold_ug_per_ml; no active has a sourced one")
    _, _, strength = injected(treatment)
    solute, skin = active_data or active(treatment.active), treated_skin(treatment)
    check_before(treatment, solute, skin)
    known = all_parameters(treatment, skin, solute)
    margin = treatment.grid.margin_mm if treatment.grid else Grid(spacing_mm=1).margin_mm
    deepest = _deepest(skin, limits)
    tried = _tried(deepest, depths_mm, volumes_ul, spacings_mm)
    counts = _counts(tried[2], margin, outline_mm)
    search = _Search(known, treatment.hours, strength, threshold)
    designs = search.all(tried, counts, float(outline_mm.area) / 100, limits)
    if not designs:
        raise UsageError(
            f"none of {np.prod([len(t) for t in tried])} designs keeps to {limits.max_dose_ug:g} µg and "
            f"{limits.max_punctures_per_cm2:g} punctures per cm²; allow more, or weaken the product"
        )
    front = _thinned(_front(designs))
    if not front:
        raise UsageError(
            f"none of {len(designs)} designs keeps the worst-served twentieth above {threshold:g} µg/mL at any time; "
            "ask for less, or allow more dose or punctures"
        )
    if draws:
        front = search.banded(front, draws, seed)
    front = [_on_scar(d, treatment, outline_mm, known, threshold) for d in front]
    count = int(np.prod([len(t) for t in tried]))
    notes = (NO_CLAIM, SPACING_NOTE, ENDLESS, *_cut(limits, skin, deepest))
    return ParetoFront(tuple(front), tuple(designs), count, threshold, limits, deepest, notes)


class _Search:
    def __init__(self, known: dict[str, Parameter], hours: float, strength: float, threshold: float) -> None:
        self.known, self.strength, self.threshold = known, strength, threshold
        self.times_h = standard_times_h(hours)

    def all(
        self, tried: tuple[Array, Array, Array], counts: dict[float, int], area_cm2: float, limits: Limits
    ) -> list[Design]:
        values = best_guess(self.known)
        lattice = Lattice(column(values, cell_mm=CELL_MM), self.times_h)
        found = []
        for volume in tried[1]:
            allowed = [
                (s, n)
                for s, n in counts.items()
                if n
                and n * volume * self.strength <= limits.max_dose_ug
                and n / area_cm2 <= limits.max_punctures_per_cm2
                and n * volume <= area_cm2 * 100 * values["scar_mm"]
            ]
            for depth in tried[0] if allowed else ():
                table = lattice.tabulated(self._depot(depth, volume, values, lattice))
                for spacing, n in allowed:
                    hours = self._hours(lattice, table, spacing, volume, values)
                    dose = n * volume * self.strength
                    found.append(Design(float(depth), float(volume), spacing, n, n / area_cm2, float(dose), hours))
        return found

    def banded(self, front: list[Design], draws: int, seed: int) -> list[Design]:
        quantiles = qmc.LatinHypercube(len(self.known), seed=seed).random(draws)
        hours = np.empty((draws, len(front)))
        for k, row in enumerate(quantiles):
            values = {name: p.at(float(q)) for (name, p), q in zip(self.known.items(), row, strict=True)}
            lattice = Lattice(column(values, cell_mm=CELL_MM), self.times_h)
            for i, d in enumerate(front):
                table = lattice.tabulated(self._depot(d.depth_mm, d.volume_ul, values, lattice))
                hours[k, i] = self._hours(lattice, table, d.spacing_mm, d.volume_ul, values)
        bands = np.percentile(hours, LEVELS, axis=0).T
        return [
            replace(d, band_h=(float(low), float(mid), float(high)))
            for d, (low, mid, high) in zip(front, bands, strict=True)
        ]

    def _depot(self, depth: float, volume: float, values: dict[str, float], lattice: Lattice) -> Ellipsoid:
        room = lattice.column.room_mm
        return fitted(depth, volume, values["depot_porosity"], room, EDGE_OF_CELL * FINEST_MM)

    def _hours(
        self, lattice: Lattice, table: NDArray[np.float32], spacing: float, volume: float, values: dict[str, float]
    ) -> float:
        dose = volume * self.strength * (1 - values["backflow"])
        return lattice.time_above(table, spacing, dose, self.threshold)


def _check_width(outline: Region) -> None:
    wide = width_mm(outline)
    if wide < NARROW_MM:
        raise UsageError(NARROW.format(wide=wide, limit=NARROW_MM))


def _on_scar(
    design: Design, treatment: TreatmentMap, outline: Region, known: dict[str, Parameter], threshold: float
) -> Design:
    """The design with the hours that it keeps on the scar itself."""
    margin = treatment.grid.margin_mm if treatment.grid else Grid(spacing_mm=1).margin_mm
    laid = {
        "depth_mm": design.depth_mm,
        "volume_ul": design.volume_ul,
        "grid": Grid(spacing_mm=design.spacing_mm, margin_mm=margin),
        "points_mm": None,
    }
    hours = hours_on_scar(treatment.model_copy(update=laid), outline, best_guess(known), threshold)
    return replace(design, on_this_scar_h=hours)


def _deepest(skin: LegSkin, limits: Limits) -> float:
    clear = skin.scar_mm.value - CLEAR_OF_FAT_MM
    return clear if limits.max_depth_mm is None else min(clear, limits.max_depth_mm)


def _cut(limits: Limits, skin: LegSkin, deepest: float) -> tuple[str, ...]:
    """Say so where the limit that was asked for is deeper than a design may be."""
    if limits.max_depth_mm is None or limits.max_depth_mm <= deepest:
        return ()
    told = {"asked": limits.max_depth_mm, "deepest": deepest, "clear": CLEAR_OF_FAT_MM, "skin": skin.scar_mm.value}
    return (TOO_DEEP.format(**told),)


def _tried(
    deepest: float,
    depths: Sequence[float] | None,
    volumes: Sequence[float] | None,
    spacings: Sequence[float] | None,
) -> tuple[Array, Array, Array]:
    found = (
        np.linspace(min(SHALLOWEST_MM, deepest), deepest, DEPTHS).round(2)
        if depths is None
        else np.asarray(depths, float),
        np.geomspace(0.25, 8.0, VOLUMES).round(2) if volumes is None else np.asarray(volumes, float),
        np.linspace(1.0, 4.0, SPACINGS) if spacings is None else np.asarray(spacings, float),
    )
    for name, values in zip(("depths_mm", "volumes_ul", "spacings_mm"), found, strict=True):
        if not len(values) or not (np.isfinite(values).all() and (values > 0).all()):
            raise UsageError(f"{name} are numbers above 0")
    kept = found[0][found[0] <= deepest + 1e-9]
    if not len(kept):
        raise UsageError(f"every depth is over the limit of {deepest:g} mm")
    return kept, found[1], found[2]


def _counts(spacings: Array, margin_mm: float, outline: Region) -> dict[float, int]:
    """How many points each spacing puts into this scar."""
    return {float(s): len(grid_points(Grid(spacing_mm=float(s), margin_mm=margin_mm), outline)) for s in spacings}


def _front(designs: list[Design]) -> list[Design]:
    """Those for which no other has at least the time with no more punctures and dose."""
    costs = np.array([(-d.worst_5_percent_h, d.punctures_per_cm2, d.dose_ug) for d in designs])
    kept = []
    for k, cost in enumerate(costs):
        as_good = (costs <= cost + 1e-12).all(1)
        better = (costs < cost - 1e-12).any(1)
        if not (as_good & better).any() and designs[k].worst_5_percent_h > 0:
            kept.append(designs[k])
    return sorted(kept, key=lambda d: (d.punctures_per_cm2, d.dose_ug))


def _thinned(front: list[Design]) -> list[Design]:
    if len(front) <= MOST_ON_FRONT:
        return front
    return [front[k] for k in np.unique(np.linspace(0, len(front) - 1, MOST_ON_FRONT).round().astype(int))]
