"""What the uncertainty of the parameters makes of an answer: bands from many draws, and which number matters most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.stats import qmc, rankdata

from mesoject.delivery.accepted import accepted
from mesoject.delivery.answer import standard_times_h
from mesoject.delivery.catalogue import ActiveData
from mesoject.delivery.column import Values, column
from mesoject.delivery.injection import injection
from mesoject.delivery.layout import NARROW_MM, Region, width_mm
from mesoject.delivery.ledger import COLUMNS, HELD
from mesoject.delivery.modal import ModalSolution
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.quantiles import weighted_percentiles
from mesoject.delivery.raster import Raster, raster
from mesoject.delivery.run import UG_PER_MM3_TO_ML
from mesoject.delivery.simulation import all_parameters, channel_run, dose_ug
from mesoject.delivery.span import above
from mesoject.delivery.threads import one_blas_thread
from mesoject.records import UsageError
from mesoject.records.treatment_map import TreatmentMap

Array = NDArray[np.float64]
LEVELS: Final = (5.0, 50.0, 95.0)
CELL_MM: Final = 0.1
RASTER_MM: Final = 0.3
PLACES: Final = 30
DECADES: Final = 4
THRESHOLDS: Final = 13
DOMINATE: Final = (
    "The parameters decide the width of the band, not the arithmetic: diffusivity is uncertain by a factor of 2 to 5 "
    "and clearance by 3 to 5, while the numerical error is about 0.1 %."
)
NARROW: Final = "The band of this narrow scar is computed as if the skin beside it were scar too, by the modal engine."


@dataclass(frozen=True)
class Bands:
    """5th, 50th and 95th percentile over the draws.

    Attributes
    ----------
    n, seed : int
    times_h : (t,) array
    thresholds_ug_per_ml : (k,) array
    ledger_ug : dict of str to (3, t) array
        Columns of the ledger, µg. Percentiles of each on its own: they need not sum to the dose.
    held_ug : dict of str to (3, t) array
        What the scar's dermis and the fat hold, free and bound.
    coverage : (3, k, t) array
        Share of the scar's dermis above each threshold.
    time_above_h : dict of {5, 50} to (3, k) array
        Hours above each threshold in the worst twentieth and the middle of the scar's dermis.
    influence : tuple of (str, float)
        Rank correlation of each parameter with what the scar's dermis holds over time (area under its curve), the
        strongest first.
    drawn_hours : (n, k, 2) array
        Hours above each threshold of every draw: worst twentieth, middle.
    dose_ug : float
    note : str
        What the bands rest on.
    """

    n: int
    seed: int
    times_h: Array
    thresholds_ug_per_ml: Array
    ledger_ug: dict[str, Array]
    held_ug: dict[str, Array]
    coverage: Array
    time_above_h: dict[int, Array]
    influence: tuple[tuple[str, float], ...]
    drawn_hours: Array
    dose_ug: float
    note: str = DOMINATE


@one_blas_thread
def ensemble(
    treatment: TreatmentMap,
    outline_mm: Region,
    n: int = 200,
    seed: int = 1,
    thresholds_ug_per_ml: ArrayLike | None = None,
    active_data: ActiveData | None = None,
    progress: Callable[[int], None] | None = None,
) -> Bands:
    """Compute a treatment with many draws of every parameter from its band.

    Draws fill the bands evenly (Latin hypercube, McKay et al. 1979) and independently. They are computed by the modal
    engine also where ``simulate`` takes the general one.

    Parameters
    ----------
    treatment : TreatmentMap
    outline_mm : Polygon or MultiPolygon
    n : int
        Draws, 10 to 2000.
    seed : int
        The same seed gives the same bands.
    thresholds_ug_per_ml : array_like, optional
        Where not given, 13 over four decades below the strength of the product, with the treatment's own.
    active_data : ActiveData, optional
    progress : callable, optional
        Told after each draw how many are done.

    Raises
    ------
    Refused
        As ``simulate``.
    UsageError
        ``n`` out of range.
    """
    if not 10 <= n <= 2000:
        raise UsageError(f"n {n} is outside 10 to 2000 draws")
    found = accepted(treatment, outline_mm, active_data)
    known = all_parameters(treatment, found.skin, found.active)
    thresholds = _thresholds(treatment, thresholds_ug_per_ml)
    quantiles = qmc.LatinHypercube(len(known), seed=seed).random(n)
    draw = _Draw(treatment, outline_mm, found.active, found.points_mm, thresholds, seed)
    values = [_values(known, q) for q in quantiles]
    draw.prepare(values)
    drawn = []
    for done, v in enumerate(values, 1):
        drawn.append(draw(v))
        if progress is not None:
            progress(done)
    note = f"{DOMINATE} {NARROW}" if treatment.channels is None and width_mm(outline_mm) < NARROW_MM else DOMINATE
    return replace(_summed(known, quantiles, drawn, draw, (n, seed)), note=note)


@dataclass(frozen=True)
class _Answer:
    ledger: Array  # (columns, times)
    held: Array  # (places of HELD, times)
    coverage: Array  # (thresholds, times)
    hours: Array  # (thresholds, 2)


class _Draw:
    """Computes one draw; what all draws share is made once."""

    def __init__(
        self,
        treatment: TreatmentMap,
        outline: Region,
        solute: ActiveData,
        places: Array,
        thresholds: Array,
        seed: int,
    ) -> None:
        self.treatment, self.outline, self.solute = treatment, outline, solute
        self.places, self.thresholds = places, thresholds
        self.times_h = standard_times_h(treatment.hours)
        self.raster = raster(outline, max(RASTER_MM, raster(outline).cell_mm))
        self.sampled = _scattered(outline, np.random.default_rng(seed))
        self.like: ModalSolution | None = None

    def prepare(self, drawn: list[dict[str, float]]) -> None:
        """Make a box and a table that serve the widest of the draws."""
        if self.treatment.channels is not None:
            return
        laid = [
            injection(self.treatment, self.outline, self.places, v, column(v, cell_mm=CELL_MM), self.raster).solution
            for v in drawn
        ]
        widest = max(laid, key=lambda solution: solution.box.size_mm)
        self.like = replace(widest, nodes=max(solution.nodes for solution in laid))

    def __call__(self, values: Values) -> _Answer:
        cut = column(values, cell_mm=CELL_MM)
        times_s = self.times_h * 3600
        if self.treatment.channels is not None:
            run = channel_run(self.treatment, self.outline, self.solute, values, cut)
            amounts, fields = run.amounts(times_s), run.scar(times_s)[:, :, :1]
        else:
            laid = injection(self.treatment, self.outline, self.places, values, cut, self.raster, self.like)
            amounts = laid.amounts(times_s)
            held = np.flatnonzero(cut.dermis)
            cells = slice(int(held[0]), int(held[-1]) + 1)
            at = self.sampled
            fields = laid.solution.masked(times_s, at.at_s, at.at_z, cells, 0.0, at.mask) * np.float32(
                1 - laid.backflow
            )
        weights = cut.thickness_mm[cut.dermis] / cut.thickness_mm[cut.dermis].sum()
        return self._read(amounts, cut.bound[0], fields * np.float32(UG_PER_MM3_TO_ML), weights)

    def _read(self, amounts: dict[str, Array], bound: float, fields: NDArray[np.float32], weights: Array) -> _Answer:
        ledger = np.array([amounts[name] for name in COLUMNS])
        held = np.array([amounts[name] for name in HELD]) / (1 - bound)
        coverage = np.array([(fields > limit).mean(2) @ weights for limit in self.thresholds])
        spread = np.repeat(weights, fields.shape[2]) / fields.shape[2]
        hours = [
            weighted_percentiles(above(fields, self.times_h, limit).ravel(), spread, (5, 50))
            for limit in self.thresholds
        ]
        return _Answer(ledger, held, coverage, np.array(hours))


def _values(known: dict[str, Parameter], quantiles: Array) -> dict[str, float]:
    return {name: p.at(float(q)) for (name, p), q in zip(known.items(), quantiles, strict=True)}


def _thresholds(treatment: TreatmentMap, given: ArrayLike | None) -> Array:
    if given is not None:
        thresholds = np.unique(np.atleast_1d(np.asarray(given, dtype=float)))
    else:
        strength = treatment.channels.layer_ug_per_ul if treatment.channels else treatment.concentration_ug_per_ul
        thresholds = (strength or 1.0) * 1000 * np.logspace(-DECADES - 0.5, -0.5, THRESHOLDS)
    if treatment.threshold_ug_per_ml is not None:
        thresholds = np.union1d(thresholds, [treatment.threshold_ug_per_ml])
    if not (np.isfinite(thresholds).all() and (thresholds > 0).all()):
        raise UsageError("a threshold is a number above 0, in µg/mL")
    return thresholds


def _scattered(outline: Region, rng: np.random.Generator) -> Raster:
    """Lines at random places within equal strips: no grid of injections can fall in step with them."""
    low_s, low_z, high_s, high_z = outline.bounds
    at_s = low_s + (high_s - low_s) * (np.arange(PLACES) + rng.random(PLACES)) / PLACES
    at_z = low_z + (high_z - low_z) * (np.arange(PLACES) + rng.random(PLACES)) / PLACES
    s, z = np.meshgrid(at_s, at_z, indexing="ij")
    mask = shapely.contains_xy(outline, s, z)
    return Raster(at_s, at_z, mask, 0.0) if mask.any() else raster(outline)


def _summed(
    known: dict[str, Parameter], quantiles: Array, drawn: list[_Answer], draw: _Draw, made: tuple[int, int]
) -> Bands:
    ledger = np.percentile([a.ledger for a in drawn], LEVELS, axis=0)
    drawn_hours = np.array([a.hours for a in drawn])
    hours = np.percentile(drawn_hours, LEVELS, axis=0)
    held = np.percentile([a.held for a in drawn], LEVELS, axis=0)
    exposure = np.trapezoid([a.held[0] for a in drawn], draw.times_h, axis=1)
    return Bands(
        n=made[0],
        seed=made[1],
        times_h=draw.times_h,
        thresholds_ug_per_ml=draw.thresholds,
        ledger_ug={name: ledger[:, k] for k, name in enumerate(COLUMNS)},
        held_ug={name: held[:, k] for k, name in enumerate(HELD)},
        coverage=np.percentile([a.coverage for a in drawn], LEVELS, axis=0),
        time_above_h={5: hours[..., 0], 50: hours[..., 1]},
        influence=_influence(known, quantiles, exposure),
        drawn_hours=drawn_hours,
        dose_ug=dose_ug(draw.treatment, draw.outline, len(draw.places)),
    )


def _influence(known: dict[str, Parameter], quantiles: Array, outcome: Array) -> tuple[tuple[str, float], ...]:
    ranks = rankdata(outcome)
    found = [
        (name, float(np.corrcoef(rankdata(quantiles[:, k]), ranks)[0, 1]))
        for k, (name, p) in enumerate(known.items())
        if p.low < p.high
    ]
    return tuple(sorted(found, key=lambda row: -abs(row[1])))
