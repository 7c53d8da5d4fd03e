"""V11: published measurements. Most of them set a parameter, so that agreement is consistency and no proof."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from mesoject.delivery.catalogue import ActiveData, active
from mesoject.delivery.column import Column, column, parameters
from mesoject.delivery.depot import fitted
from mesoject.delivery.modal import Eigen
from mesoject.delivery.skin import leg_skin
from mesoject.delivery.verification.case import Case, Kind
from mesoject.delivery.verification.copper import copper_peptide

Array = NDArray[np.float64]
DRAWS: Final = 200
SEED: Final = 11
MINUTE_S: Final = 60.0
HOUR_S: Final = 3600.0
PLASMA_LOSS: Final = 0.05 / MINUTE_S  # apparent, of insulin
SERIES: Final = ("fitc_dextran_4kda", "fitc_dextran_10kda", "fitc_dextran_20kda", "fitc_dextran_40kda")


def published() -> list[Case]:
    """Return the cases; a pass means that the band of 90 % covers the datum."""
    return [_dextran_150(), _insulin(), _series(), _hyaluronan(), copper_peptide()]


def _dextran_150() -> Case:
    """J Vasc Res 2001;38: 10 µL into the skin of the instep, 20 people; falls by 4.1 (SD 3.9) from 10 min to 24 h."""
    kept = _retained("fitc_dextran_150kda", "foot", 0.4, 10.0, np.array([10 * MINUTE_S, 24 * HOUR_S]))
    return _banded(
        "Dextran 150 kDa in the instep: fall from 10 min to 24 h",
        kept[:, 0] / kept[:, 1],
        4.1,
        "consistency",
        "SD of the datum 3.9, as large as itself; it set the lymph rate",
    )


def _insulin() -> Case:
    """PMC5035373: time of the plasma peak 35 min into the skin, 87.5 min under it; the first set a rate."""
    times = np.arange(1, 361, dtype=float) * MINUTE_S
    under = _peaks("insulin", 6.0, times) / MINUTE_S
    within = _peaks("insulin", 1.0, times) / MINUTE_S
    told = f"into the skin {_band(within)} min beside 35, which set the rate"
    why_not = (
        "the order is right, the delay too short: the rate in fat is assumed, and what leaves hexamers and a larger "
        "depot slowly (Soeborg 2009) is not modelled"
    )
    title = "Insulin under the skin: time of the plasma peak, min"
    return _banded(title, under, 87.5, "out of sample", told, why_not)


def _series() -> Case:
    """Intracutaneous series: retention 4 < 10 < 20 < 40 kDa."""
    kept = np.array([_retained(name, "thigh", 0.8, 10.0, np.array([4 * HOUR_S]))[:, 0] for name in SERIES])
    middle = np.median(kept, axis=1)
    passed = bool((np.diff(middle) > 0).all())
    told = ", ".join(f"{m:.2f}" for m in middle)
    return Case(
        "V11",
        "Dextrans of 4, 10, 20, 40 kDa: order of what stays at 4 h",
        None,
        None,
        "4 < 10 < 20 < 40",
        passed,
        "consistency",
        f"median share kept {told}; the rates above 4 kDa were scaled by this series",
    )


def _hyaluronan() -> Case:
    """Am J Physiol 1990;259:H532: half-life of hyaluronan under rabbit skin 0.5 to 1 day."""
    times = np.linspace(0, 72, 145) * HOUR_S
    kept = _retained("hyaluronan_500kda", "thigh", 4.0, 20.0, times)
    half = np.array([np.interp(-0.5, -row / row[0], times) for row in kept]) / HOUR_S
    low, high = np.percentile(half, (5, 95))
    passed = bool(low <= 24 and high >= 12)
    return Case(
        "V11",
        "Hyaluronan under the skin: half-life, h",
        None,
        None,
        "12 to 24 h",
        passed,
        "consistency",
        f"predicted {_band(half)} h; it set the rate",
    )


def _banded(title: str, predicted: Array, datum: float, kind: Kind, detail: str, why_not: str = "") -> Case:
    low, high = np.percentile(predicted, (5, 95))
    passed = bool(low <= datum <= high)
    told = f"predicted {_band(predicted)}; {detail}"
    if not passed and why_not:
        told += f"; not covered: {why_not}"
    return Case("V11", title, None, None, f"band covers {datum:g}", passed, kind, told)


def _band(values: Array) -> str:
    low, middle, high = np.percentile(values, (5, 50, 95))
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def _draws(solute: ActiveData, site: str) -> list[tuple[Column, float]]:
    """Columns of normal skin and porosities, over the bands."""
    known = parameters(leg_skin(site), solute)
    rows = qmc.LatinHypercube(len(known), seed=SEED).random(DRAWS)
    drawn = [{n: p.at(float(q)) for (n, p), q in zip(known.items(), row, strict=True)} for row in rows]
    return [(column(values, cell_mm=0.1, scar=False), values["depot_porosity"]) for values in drawn]


def _retained(name: str, site: str, depth_mm: float, volume_ul: float, times_s: Array) -> Array:
    """Share (draws, times) of a dose that is still in the tissue."""
    wave = np.zeros(1)
    kept = []
    for cut, porosity in _draws(active(name), site):
        start = fitted(depth_mm, volume_ul, porosity, cut.room_mm).transform(cut.faces_mm, wave)
        kept.append(Eigen.of(cut, wave).masses(start, times_s)[:, 0].sum(1))
    return np.array(kept)


def _peaks(name: str, depth_mm: float, times_s: Array) -> Array:
    """Time of the peak in plasma: what is cleared enters a single compartment with a known loss."""
    wave = np.zeros(1)
    found = []
    for cut, porosity in _draws(active(name), "thigh"):
        depot = fitted(depth_mm, 10.0, porosity, cut.room_mm)
        eigen = Eigen.of(cut, wave)
        cleared = eigen.lost(depot.transform(cut.faces_mm, wave), times_s)[:, :2, 0].sum((1, 2))
        entering = np.diff(np.concatenate([[0.0], cleared]))
        plasma, step = [0.0], times_s[1] - times_s[0]
        for gain in entering:
            plasma.append(plasma[-1] * math.exp(-PLASMA_LOSS * step) + gain)
        found.append(times_s[int(np.argmax(plasma[1:]))])
    return np.array(found)
