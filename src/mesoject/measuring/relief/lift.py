"""How far noise lifts extremes, and volumes of one sign; means know nothing of it.

The highest of many places is a high place on which the noise was high too, and half of any noise about zero is volume
above zero. What the scan's noise does is seen by adding more of the same, as the healthy ring shows it, and by going
back from there to none (SIMEX; Cook & Stefanski 1994, JASA 89:1314). Only distributions count, so that nothing is drawn
by chance: the added noise is convolved with the heights.

An extreme goes with the noise's SD where a scar is level and with its variance where it is peaked. The highest fiftieth
of one scan is too few places to tell which, so that the SD is taken. A volume is a sum over all places; it tells.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
BINS = 4000
ADDED = (1.0, 3.0)  # times the variance that is there; 3 makes the SD twice as large
POWERS = np.linspace(0.5, 1.0, 51)


class Lift(NamedTuple):
    """How far noise has moved quantiles (Q,), mm, upwards positive; and raised and sunken volume alike, mm3."""

    quantiles_mm: Array
    volume_mm3: float


class _Told(NamedTuple):
    quantiles_mm: Array
    raised_mm3: float


def lift(heights_mm: Array, area_mm2: Array, noise_mm: Array, shares: tuple[float, ...]) -> Lift:
    """Find how far noise has moved values of a scar's heights.

    Parameters
    ----------
    heights_mm, area_mm2 : (N,)
        Of the scar's pixels.
    noise_mm : (M,)
        Heights of the healthy ring over its surface.
    shares : tuple of float
        Which quantiles, 0 to 1.

    Examples
    --------
    A level scar 1 mm high: all of the spread is noise.

    >>> import numpy as np
    >>> from mesoject.measuring.relief.lift import lift
    >>> noise = 0.1 * np.random.default_rng(1).standard_normal(20_000)
    >>> found = lift(1 + noise, np.ones(20_000), noise, (0.02, 0.98))
    >>> found.quantiles_mm.round(2).tolist()
    [-0.2, 0.2]
    """
    noise = noise_mm - noise_mm.mean()
    reach = (1 + math.sqrt(ADDED[1])) * float(np.abs(noise).max())
    low = float(heights_mm.min()) - reach
    step = max(float(heights_mm.max()) + reach - low, 1e-9) / BINS
    centres = np.asarray(low + step * (np.arange(BINS) + 0.5), np.float64)
    there = np.histogram(heights_mm, BINS, (low, low + BINS * step), weights=area_mm2)[0].astype(float)
    now, more, most = (_told(centres, _noisier(there, noise * math.sqrt(k), step), shares) for k in (0.0, *ADDED))
    volume = _back(more.raised_mm3 - now.raised_mm3, most.raised_mm3 - now.raised_mm3)
    return Lift(most.quantiles_mm - now.quantiles_mm, volume)


def _noisier(there: Array, noise: Array, step: float) -> Array:
    half = math.ceil(float(np.abs(noise).max()) / step) + 1
    kernel = np.histogram(noise, 2 * half + 1, (-(half + 0.5) * step, (half + 0.5) * step))[0] / len(noise)
    return np.asarray(np.convolve(there, kernel)[half:-half], float)


def _told(centres: Array, area: Array, shares: tuple[float, ...]) -> _Told:
    total = np.cumsum(area)
    quantiles = np.interp(np.multiply(shares, total[-1]), total - area / 2, centres)
    return _Told(quantiles, float(area @ np.maximum(centres, 0)))


def _back(first: float, second: float) -> float:
    """What the noise that is there makes, of what two additions to it make: all go with one power of the variance."""
    if first <= 0:
        return 0.0
    ratios = ((1 + ADDED[1]) ** POWERS - 1) / ((1 + ADDED[0]) ** POWERS - 1)
    power = float(np.interp(second / first, ratios, POWERS))
    return float(first / ((1 + ADDED[0]) ** power - 1))
