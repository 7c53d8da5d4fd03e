"""The numbers of a delivery with their bands, as tables, JSON and figures show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery import Bands, Delivery, ensemble
from mesoject.delivery.layout import Region

Array = NDArray[np.float64]
TIMES_H: Final = (1.0, 4.0, 24.0)
BAND: Final = ("low", "middle", "high")
"""5th, 50th and 95th percentile over the draws of an ensemble."""
FORMAT: Final = "mesoject-delivery/1"


@dataclass(frozen=True)
class Numbers:
    """What leaves the library of one delivery: the best guess, and the bands that belong to it.

    Axis 0 of every array is ``BAND``.
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


def numbers_of(delivery: Delivery, outline: Region, draws: int, seed: int) -> Numbers:
    """Return a delivery with its bands.

    Raises
    ------
    UsageError
        ``draws`` out of range.
    """
    return Numbers(delivery, ensemble(delivery.treatment, outline, n=draws, seed=seed))


def told_times(hours: float) -> tuple[float, ...]:
    """Return 1, 4 and 24 h as far as an answer over ``hours`` reaches, three at most, and its end.

    Examples
    --------
    >>> told_times(24.0), told_times(168.0), told_times(0.5)
    ((1.0, 4.0, 24.0), (4.0, 24.0, 168.0), (0.5,))
    """
    return (*tuple(t for t in TIMES_H if t < hours)[-2:], hours)


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
        "ledger_share_of_dose": {name: _banded(values) for name, values in numbers.shares.items()},
        "coverage": {
            "thresholds_ug_per_ml": numbers.thresholds_ug_per_ml.tolist(),
            "share_of_scar_dermis": _banded(numbers.coverage),
        },
        "hours_above_threshold": _hours(numbers),
        "rank_correlation_with_exposure": {name: round(rho, 3) for name, rho in numbers.bands.influence},
    }


def _hours(numbers: Numbers) -> dict[str, Any] | None:
    if numbers.hours_above is None:
        return None
    return {
        "threshold_ug_per_ml": numbers.delivery.treatment.threshold_ug_per_ml,
        "worst_5_percent": _banded(numbers.hours_above[:, 0]),
        "median": _banded(numbers.hours_above[:, 1]),
    }


def _banded(values: Array) -> dict[str, Any]:
    return {name: _rounded(part) for name, part in zip(BAND, values, strict=True)}


def _rounded(values: Array) -> Any:
    """Six digits: far more than the bands deserve, few enough to read."""
    return np.vectorize(lambda v: float(f"{v:.6g}"), otypes=[float])(values).tolist()
