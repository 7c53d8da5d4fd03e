"""The numbers of a delivery with their bands, as tables, JSON and figures show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery import COLUMNS, Bands, Delivery, ensemble
from mesoject.delivery.answer import TOLD_H
from mesoject.delivery.layout import Region
from mesoject.delivery.ledger import Ledger
from mesoject.delivery.simulation import all_parameters

Array = NDArray[np.float64]
BAND: Final = ("low", "middle", "high")
"""5th, 50th and 95th percentile over the draws of an ensemble."""
FORMAT: Final = "mesoject-delivery/1"
TELLING_SHARE: Final = 0.05
SHARE_APART: Final = 0.005
HOURS_APART: Final = 0.05
"""A best guess is told to lie outside its band from here on: less cannot be seen, and sampling makes as much."""


@dataclass(frozen=True)
class Numbers:
    """What leaves the library of one delivery: the best guess, and the bands that belong to it.

    Axis 0 of every array is ``BAND``; the best guess of the same quantity stands beside it, without that axis.
    """

    delivery: Delivery
    bands: Bands

    @property
    def times_h(self) -> Array:
        """Times (t,) of the bands."""
        return self.bands.times_h

    @property
    def shares(self) -> dict[str, Array]:
        """Parts (3, t) of the dose, by the columns of the ledger."""
        return {name: amount / self.bands.dose_ug for name, amount in self.bands.ledger_ug.items()}

    @property
    def held_shares(self) -> dict[str, Array]:
        """What the scar's dermis and the fat hold (3, t), free and bound, over the dose, by the keys of ``HELD``."""
        return {name: amount / self.bands.dose_ug for name, amount in self.bands.held_ug.items()}

    @cached_property
    def best_ledger(self) -> Ledger:
        """Where the dose is at the times of the bands, best guess: its columns sum to the dose."""
        return self.delivery.ledger(self.times_h)

    @cached_property
    def best_coverage(self) -> Array:
        """Share (c, t) of the scar's dermis above each concentration, best guess."""
        return self.delivery.coverage(self.thresholds_ug_per_ml)

    @cached_property
    def best_hours(self) -> Array | None:
        """Hours (2,) above the user's threshold, best guess."""
        threshold = self.delivery.treatment.threshold_ug_per_ml
        return None if threshold is None else self.delivery.time_above(threshold)

    @property
    def thresholds_ug_per_ml(self) -> Array:
        """Concentrations (c,) of the coverage."""
        return self.bands.thresholds_ug_per_ml

    @property
    def coverage(self) -> Array:
        """Share (3, c, t) of the scar's dermis above each concentration."""
        return self.bands.coverage

    @property
    def hours_above(self) -> Array | None:
        """Hours (3, 2) above the user's threshold in the worst-served 5 % of the dermis and in its median."""
        threshold = self.delivery.treatment.threshold_ug_per_ml
        if threshold is None:
            return None
        k = int(np.abs(self.thresholds_ug_per_ml - threshold).argmin())
        return np.stack([self.bands.time_above_h[5][:, k], self.bands.time_above_h[50][:, k]], -1)

    def at(self, hours: float) -> int:
        """Index of the time nearest to ``hours``."""
        return int(np.abs(self.times_h - hours).argmin())


def telling_time(*compared: Numbers) -> float:
    """Return the last told time at which the scar's dermis still holds 5 % of a dose, best guess; else the first."""
    times = told_times(min(n.delivery.treatment.hours for n in compared))
    held = [max(float(n.best_ledger.held["scar_dermis"][n.at(t)]) for n in compared) for t in times]
    return max([t for t, share in zip(times, held, strict=True) if share >= TELLING_SHARE], default=times[0])


def outside(numbers: Numbers) -> str:
    """One sentence that names each best guess outside its band at the told times and says why; empty without one."""
    told = [numbers.at(t) for t in told_times(numbers.delivery.treatment.hours)]
    found = [
        COLUMNS[name].lower()
        for name, band in numbers.shares.items()
        if _beyond(numbers.best_ledger.shares[name][told], band[:, told])
    ]
    if _beyond(numbers.best_coverage[:, told], numbers.coverage[:, :, told]):
        found.append("coverage")
    if numbers.hours_above is not None and _beyond(numbers.best_hours, numbers.hours_above, HOURS_APART):
        found.append("hours above the threshold")
    return f"Best guess outside its band for {'; '.join(found)}: {_why(numbers)}." if found else ""


def _beyond(best: Array | None, band: Array, room: float = SHARE_APART) -> bool:
    return best is not None and bool(((best < band[0] - room) | (best > band[2] + room)).any())


def _why(numbers: Numbers) -> str:
    """What makes a best guess leave its band."""
    d = numbers.delivery
    ends = [n for n, p in all_parameters(d.treatment, d.skin, d.active).items() if p.one_sided]
    if ends:
        return f"{', '.join(ends)} stands at an end of its own band, so that all draws lie on one side of it"
    if d.engine == "general":
        return "the best guess is of the general engine, with skin beside the scar, the band of the modal one, without"
    return "it takes every parameter at its middle at once, which draws hardly ever do"


def numbers_of(
    delivery: Delivery, outline: Region, draws: int, seed: int, progress: Callable[[int], None] | None = None
) -> Numbers:
    """Return a delivery with its bands; ``progress`` is told how many draws are done.

    Raises
    ------
    UsageError
        ``draws`` out of range.
    """
    return Numbers(delivery, ensemble(delivery.treatment, outline, n=draws, seed=seed, progress=progress))


def told_times(hours: float) -> tuple[float, ...]:
    """Return 1, 4 and 24 h as far as an answer over ``hours`` reaches, three at most, and its end.

    Examples
    --------
    >>> told_times(24.0), told_times(168.0), told_times(0.5)
    ((1.0, 4.0, 24.0), (4.0, 24.0, 168.0), (0.5,))
    """
    return (*tuple(t for t in TOLD_H if t < hours)[-2:], hours)


def as_plain(numbers: Numbers) -> dict[str, Any]:
    """The numbers as plain data, every one with its band."""
    d = numbers.delivery
    return {
        "format": FORMAT,
        "treatment": d.treatment.model_dump(mode="json", exclude_none=True),
        "active": d.active.title,
        "engine": {"name": d.engine, "why": d.why},
        "warnings": [r.model_dump(exclude={"fatal"}) for r in d.warnings],
        "notes": list(d.notes),
        "band": {"percentiles": [5, 50, 95], "draws": numbers.bands.n, "seed": numbers.bands.seed},
        "dose_ug": d.dose_ug,
        "points_mm": np.round(d.points_mm, 3).tolist(),
        "layers_mm": {name: list(span) for name, span in d.layers_mm.items()},
        "times_h": numbers.times_h.tolist(),
        "ledger_share_of_dose": {
            name: _banded(values) | {"best": numbers.best_ledger.shares[name].tolist()}
            for name, values in numbers.shares.items()
        },
        "held_share_of_dose": {
            name: _banded(values, numbers.best_ledger.held[name]) for name, values in numbers.held_shares.items()
        },
        "coverage": {
            "thresholds_ug_per_ml": numbers.thresholds_ug_per_ml.tolist(),
            "threshold_entered_by_user_ug_per_ml": d.treatment.threshold_ug_per_ml,
            "share_of_scar_dermis": _banded(numbers.coverage, numbers.best_coverage),
        },
        "hours_above_threshold": _hours(numbers),
        "best_outside_band": outside(numbers) or None,
        "rank_correlation_with_exposure": {name: round(rho, 3) for name, rho in numbers.bands.influence},
    }


def _hours(numbers: Numbers) -> dict[str, Any] | None:
    if numbers.hours_above is None or numbers.best_hours is None:
        return None
    return {
        "threshold_ug_per_ml": numbers.delivery.treatment.threshold_ug_per_ml,
        "worst_5_percent": _banded(numbers.hours_above[:, 0], numbers.best_hours[0]),
        "median": _banded(numbers.hours_above[:, 1], numbers.best_hours[1]),
    }


def _banded(values: Array, best: Array | None = None) -> dict[str, Any]:
    found = {name: _rounded(part) for name, part in zip(BAND, values, strict=True)}
    return found if best is None else found | {"best": _rounded(best)}


def _rounded(values: Array) -> Any:
    """Six digits: far more than the bands deserve, few enough to read."""
    return np.vectorize(lambda v: float(f"{v:.6g}"), otypes=[float])(values).tolist()
