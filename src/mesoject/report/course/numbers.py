"""How the numbers of an outcome are written: as few decimals as the error deserves, as many as the verdict needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mesoject.records.outcome import Estimate, Series, Verdict
from mesoject.report.numbers import digits_of, unit_word, written

MOST_DECIMALS = 9
SPACE = "\u00a0"


class ChangeNumbers(NamedTuple):
    """A change with what it is held against, written without a unit; the first seven with a sign.

    ``least_fall`` and ``most_fall`` bound the smallest detectable fall: the error's own size is known only so well.
    """

    change: str
    low: str
    high: str
    adjusted_low: str
    adjusted_high: str
    fall: str
    rise: str
    least_fall: str
    most_fall: str


def estimate(e: Estimate) -> str:
    """Value ± standard error, without its unit."""
    error = e.standard_error
    return f"{written(e.value, error)}{SPACE}±{SPACE}{written(error, error)}"


def detectable(v: Verdict) -> tuple[float, float]:
    """The smallest fall, below zero, and the smallest rise, above it, that can be told from no change."""
    return -abs(v.detectable_fall), abs(v.detectable_rise)


def change_numbers(series: Series, v: Verdict) -> ChangeNumbers:
    """Change, its interval, the adjusted interval, and the smallest detectable fall and rise.

    All are rounded alike, and so that no bound that lies off zero, and no change beyond what can be detected, is
    written as if it did not.
    """
    factor = 100.0 if series.scale == "log" else 1.0
    numbers = [x * factor for x in (v.change, v.low, v.high, v.adjusted_low, v.adjusted_high, *detectable(v))]
    decimals = _decimals(numbers, _order)
    bounds = (f"{x * factor:.{decimals}f}" for x in (v.detectable_low, v.detectable_high))
    return ChangeNumbers(*(signed(x, decimals) for x in numbers), *bounds)


def change_unit(series: Series) -> str:
    """Unit of a change with the space before it: per cent where the scale is logarithmic."""
    unit = "%" if series.scale == "log" else unit_word(series.unit)
    return f"{SPACE}{unit}" if unit else ""


def signed(value: float, decimals: int) -> str:
    """A change with its sign; what is written as zero has none.

    Examples
    --------
    >>> signed(-1.25, 1), signed(0.31, 1), signed(-0.01, 1)
    ('−1.2', '+0.3', '0.0')
    """
    text = f"{value:+.{decimals}f}"
    return (text[1:] if float(text) == 0 else text).replace("-", "\u2212")


def interval_numbers(series: Series, e: Estimate) -> tuple[str, str, str]:
    """A change of the series with its interval, written so that a bound off zero stays off zero."""
    factor = 100.0 if series.scale == "log" else 1.0
    numbers = [x * factor for x in (e.value, e.low, e.high)]
    decimals = _decimals(numbers, lambda n: (n[1] > 0, n[2] < 0))
    value, low, high = (signed(x, decimals) for x in numbers)
    return value, low, high


def _decimals(numbers: Sequence[float], order: Callable[[Sequence[float]], tuple[bool, ...]]) -> int:
    """Decimals that two digits of the error ask for, or as many more as keep ``order`` as it is."""
    low, high = numbers[1:3]
    least = digits_of(max(high - low, 1e-12) / 4)
    exact = order(numbers)
    for decimals in range(least, MOST_DECIMALS):
        if order([round(x, decimals) for x in numbers]) == exact:
            return decimals
    return MOST_DECIMALS


def _order(numbers: Sequence[float]) -> tuple[bool, ...]:
    """What the word rests upon."""
    change, low, high, adjusted_low, adjusted_high, fall, rise = numbers
    return low > 0, high < 0, adjusted_low > 0, adjusted_high < 0, change < fall, change > rise
