"""A number and what it carries: unit, standard error, scale, and the parts of that error."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Part = Literal["geometry", "outline", "colour", "print", "method", "noise", "reference"]
Scope = Literal["photo", "visit", "print", "rater", "method"]
Scale = Literal["linear", "log"]


class ErrorPart(BaseModel):
    """One source of error of a quantity.

    Attributes
    ----------
    part : str
        What it comes from.
    se : float
        Standard error in the quantity's own unit (on a log scale: value times relative error).
    scope : str
        Within what it is shared: averaging two photographs of a visit lessens a ``photo`` part,
        a ``print`` part cancels between visits that share the print, a ``method`` part never averages away.
    """

    model_config = ConfigDict(frozen=True)

    part: Part
    se: float = Field(ge=0, allow_inf_nan=False)
    scope: Scope


class Quantity(BaseModel):
    """A measured value with its unit and its error.

    The whole standard error is the root of the sum of the squared parts.

    Attributes
    ----------
    name : str
        ``area``, ``delta_a`` ...; docs/quantities.md lists them.
    value : float
    unit : str
        UCUM: ``mm2``, ``mm``, ``1``, ``deg``; CIELAB differences are ``1``.
    parts : tuple of ErrorPart
    scale : {'linear', 'log'}
        Where the error is proportional to the value (area, volume) the interval is symmetric in the logarithm.
    at_least_zero : bool
        True for a magnitude that cannot be negative (``delta_e``): its interval is cut at zero.

    Examples
    --------
    >>> from mesoject.records import ErrorPart, Quantity
    >>> area = Quantity(name="area", value=700.0, unit="mm2", scale="log", parts=(
    ...     ErrorPart(part="geometry", se=4.0, scope="photo"), ErrorPart(part="outline", se=3.0, scope="rater")))
    >>> area.standard_error
    5.0
    >>> tuple(round(v, 1) for v in area.interval(0.95))
    (690.3, 709.9)
    """

    model_config = ConfigDict(frozen=True)

    name: str
    value: float = Field(allow_inf_nan=False)
    unit: str
    parts: tuple[ErrorPart, ...]
    scale: Scale = "linear"
    at_least_zero: bool = False

    @model_validator(mode="after")
    def _log_scale_is_positive(self) -> Self:
        if self.scale == "log" and self.value <= 0:
            raise ValueError(f"{self.name}: {self.value} has no logarithm; a log-scale quantity must be above 0")
        if not self.parts:
            raise ValueError(f"{self.name}: a number without its error does not leave the library")
        return self

    @property
    def standard_error(self) -> float:
        """Root of the sum of the squared parts, in ``unit``."""
        return math.hypot(*(p.se for p in self.parts))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Two-sided interval at ``level`` from the normal distribution, on the quantity's own scale."""
        z = NormalDist().inv_cdf(0.5 + level / 2)
        if self.scale == "log":
            spread = math.exp(z * self.standard_error / self.value)
            return self.value / spread, self.value * spread
        low, high = self.value - z * self.standard_error, self.value + z * self.standard_error
        return (max(0.0, low), max(0.0, high)) if self.at_least_zero else (low, high)
