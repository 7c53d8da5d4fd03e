"""Two treatments of the same scar side by side: the same draws for both, so that what they share falls out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mesoject.delivery.answer import NO_CLAIM
from mesoject.delivery.bands import Bands, ensemble
from mesoject.delivery.layout import Region
from mesoject.records import UsageError
from mesoject.records.treatment_map import TreatmentMap

Array = NDArray[np.float64]
EQUAL_H: Final = 1e-3
"""Hours are read in single precision: less than this is no difference."""


@dataclass(frozen=True)
class Comparison:
    """Two maps under the same thresholds.

    Attributes
    ----------
    a, b : Bands
    worst_5_percent_h : (3, k) array
        b minus a, hours above each threshold in the worst-served twentieth: 5th, 50th and 95th percentile of the
        differences within draws.
    median_h : (3, k) array
        The same for the middle of the dermis.
    b_longer, a_longer, equal : (k,) arrays
        Shares of the draws in which b or a keeps the worst-served twentieth above the threshold for longer, or both
        for as long, to 0.001 h; they sum to 1.
    notes : tuple of str
    """

    a: Bands
    b: Bands
    worst_5_percent_h: Array
    median_h: Array
    b_longer: Array
    a_longer: Array
    equal: Array
    notes: tuple[str, ...] = (NO_CLAIM,)


def compare(
    a: TreatmentMap,
    b: TreatmentMap,
    outline_mm: Region,
    *,
    thresholds_ug_per_ml: ArrayLike | None = None,
    n: int = 100,
    seed: int = 1,
) -> Comparison:
    """Compare two treatments of one scar.

    Where both are of one kind and active, each draw gives both the same skin and the same active, so that the
    difference is known better than either.

    Parameters
    ----------
    a, b : TreatmentMap
    outline_mm : Polygon or MultiPolygon
    thresholds_ug_per_ml : array_like, optional
        Those that ``ensemble`` would take for ``a`` where not given.
    n : int
    seed : int

    Raises
    ------
    Refused
        As ``simulate``.
    UsageError
        The two look ahead for different times.
    """
    if a.hours != b.hours:
        raise UsageError(f"one treatment looks {a.hours:g} h ahead and the other {b.hours:g} h; make them equal")
    first = ensemble(a, outline_mm, n, seed, thresholds_ug_per_ml)
    second = ensemble(b, outline_mm, n, seed, first.thresholds_ug_per_ml)
    if len(second.thresholds_ug_per_ml) != len(first.thresholds_ug_per_ml):
        first = ensemble(a, outline_mm, n, seed, second.thresholds_ug_per_ml)
    gap = second.drawn_hours - first.drawn_hours
    return Comparison(
        a=first,
        b=second,
        worst_5_percent_h=np.percentile(gap[..., 0], (5, 50, 95), axis=0),
        median_h=np.percentile(gap[..., 1], (5, 50, 95), axis=0),
        b_longer=(gap[..., 0] > EQUAL_H).mean(0),
        a_longer=(gap[..., 0] < -EQUAL_H).mean(0),
        equal=(np.abs(gap[..., 0]) <= EQUAL_H).mean(0),
    )
