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
        The band; draws are uniform in the logarithm between them, triangular about the best guess where ``low`` is 0.
    mark : {'measured', 'derived', 'assumed'}
        Measured: a published measurement in skin. Derived: computed from one. Assumed: a default of this project.
    source : str

    Examples
    --------
    >>> Parameter(value=2.0, low=1.0, high=4.0, mark="assumed", source="none").at(0.5)
    2.0
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

    def at(self, quantile: float) -> float:
        """Return the value below which this share of the draws lies."""
        if self.low == self.high:
            return self.value
        if self.low == 0:
            return _triangular(quantile, self.value, self.high)
        return math.exp(math.log(self.low) + quantile * math.log(self.high / self.low))

    def widened(self, factor: float) -> Parameter:
        """Return the same number with a band ``factor`` times as wide (in the logarithm where it can be)."""
        if self.low == 0:
            return self.model_copy(update={"high": self.value + (self.high - self.value) * factor})
        low = self.value * (self.low / self.value) ** factor
        return self.model_copy(update={"low": low, "high": self.value * (self.high / self.value) ** factor})


def _triangular(quantile: float, mode: float, high: float) -> float:
    """Quantile of the triangular distribution from 0 over ``mode`` to ``high``."""
    if quantile * high < mode:
        return math.sqrt(quantile * high * mode)
    return high - math.sqrt((1 - quantile) * high * (high - mode))
