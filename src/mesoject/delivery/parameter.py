"""A number of the model: value, band, where it comes from, and how far that can be trusted."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Mark = Literal["measured", "derived", "assumed"]
_Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Parameter(BaseModel):
    """One number that the answer stands on.

    Attributes
    ----------
    value : float
        Best guess, in the unit that its name or its holder states.
    low, high : float
        The band. Half of the draws lie between ``low`` and the best guess and half between that and ``high``, each
        half spread evenly in the logarithm (in the value where ``low`` is 0), so that the best guess is their median.
        Where the best guess is an end of its band they are spread evenly over the whole.
    mark : {'measured', 'derived', 'assumed'}
        Measured: a published measurement in skin. Derived: computed from one. Assumed: a default of this project.
    source : str

    Examples
    --------
    >>> Parameter(value=3.0, low=1.0, high=4.0, mark="assumed", source="none").at(0.5)
    3.0
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: _Number
    low: _Number
    high: _Number
    mark: Mark
    source: Annotated[str, Field(min_length=3)]

    @model_validator(mode="after")
    def _band_holds_the_value(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value:g} lies outside its band {self.low:g} to {self.high:g}")
        return self

    @property
    def one_sided(self) -> bool:
        """Whether the best guess stands at an end of its band, so that all draws lie on one side of it."""
        return self.low < self.high and self.value in (self.low, self.high)

    def at(self, quantile: float) -> float:
        """Return the value below which this share of the draws lies; the best guess is their median."""
        if self.low == self.high:
            return self.value
        if self.one_sided:
            return _between(quantile, self.low, self.high)
        if quantile < 0.5:
            return _between(2 * quantile, self.low, self.value)
        return _between(2 * quantile - 1, self.value, self.high, self.low > 0)

    def share_below(self, value: float) -> float:
        """Return the share of the draws below a value: the inverse of ``at``."""
        if self.low == self.high:
            return float(value > self.value)
        if self.one_sided:
            return _share(value, self.low, self.high)
        if value < self.value:
            return _share(value, self.low, self.value) / 2
        return (1 + _share(value, self.value, self.high, self.low > 0)) / 2

    def widened(self, factor: float) -> Parameter:
        """Return the same number with a band ``factor`` times as wide (in the logarithm where it can be)."""
        if self.low == 0:
            return self.model_copy(update={"high": self.value + (self.high - self.value) * factor})
        low = self.value * (self.low / self.value) ** factor
        return self.model_copy(update={"low": low, "high": self.value * (self.high / self.value) ** factor})


def _between(quantile: float, low: float, high: float, in_logarithm: bool = True) -> float:
    """Quantile of a spread that is even in the logarithm, or even in the value where ``low`` is 0."""
    if low == 0 or not in_logarithm:
        return low + quantile * (high - low)
    return float(low * (high / low) ** quantile)


def _share(value: float, low: float, high: float, in_logarithm: bool = True) -> float:
    """Inverse of ``_between``, from 0 to 1."""
    value = min(max(value, low), high)
    if low == 0 or not in_logarithm:
        return (value - low) / (high - low)
    return math.log(value / low) / math.log(high / low)
