"""Actives as data: how fast each spreads, is cleared, degraded and bound, each number with source and band."""

from __future__ import annotations

import math
import tomllib
from importlib import resources
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from mesoject.delivery.parameter import Parameter
from mesoject.records import Refused, reason
from mesoject.records.actives import Active

WEIGHT_RANGE_DA: Final = (100.0, 1000.0)
"""Molecular weights on which the dermis formula stands."""

_PARAMETERS: Final = ("diffusivity", "k_capillary", "k_lymph", "k_degradation", "binding_factor")


class ActiveData(BaseModel):
    """One active of the delivery catalogue.

    Attributes
    ----------
    id, title : str
    family : str
        A name of ``records.actives``, or ``'tracer'`` for solutes kept as anchors of the model.
    kind : {'active', 'anchor'}
    mw_da : float
        Molecular weight.
    concentration_max_ug_per_ul : float
        Highest concentration that the data could speak for; above it a simulation is refused.
    lag_above_ug_per_ul : float or None
        Above it clearance starts late, which the model leaves out.
    diffusivity : Parameter
        In normal dermis, of what is free, m2/s.
    k_capillary, k_lymph, k_degradation : Parameter
        Rates in reticular dermis, 1/s, of what is free.
    binding_factor : Parameter
        Whole over free in tissue, 1 where nothing binds; linear and reversible.
    skin_permeability_cm_per_h : Parameter or None
        Of intact skin from water, for a topical layer.
    widen : float
        Bands are this many times as wide, in the logarithm, because of what is left out.
    left_out : str
        What matters for this active and is not computed; empty where nothing is known to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    family: Active | Literal["tracer", "by_weight"]
    kind: Literal["active", "anchor"]
    mw_da: Annotated[float, Field(gt=0)]
    concentration_max_ug_per_ul: Annotated[float, Field(gt=0)]
    lag_above_ug_per_ul: float | None = None
    diffusivity: Parameter
    k_capillary: Parameter
    k_lymph: Parameter
    k_degradation: Parameter
    binding_factor: Parameter
    skin_permeability_cm_per_h: Parameter | None = None
    widen: Annotated[float, Field(ge=1)] = 1.0
    left_out: str = ""

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The numbers that an ensemble draws, bands widened for what is left out."""
        found = {name: getattr(self, name) for name in _PARAMETERS}
        for name in ("diffusivity", "k_capillary", "k_lymph", "k_degradation"):
            found[name] = found[name].widened(self.widen)
        if self.skin_permeability_cm_per_h is not None:
            found["skin_permeability_cm_per_h"] = self.skin_permeability_cm_per_h
        return found


def active(name: str) -> ActiveData:
    """Return an active of the catalogue.

    Raises
    ------
    Refused
        ``active_unknown``.

    Examples
    --------
    >>> active("ghk_cu").diffusivity.value
    1.4e-10
    """
    if name not in ACTIVES_DATA:
        raise Refused([reason("active_unknown", f"{name!r} is not one of {', '.join(ACTIVES_DATA)}.")])
    return ACTIVES_DATA[name]


def active_by_weight(mw_da: float, title: str = "solute by weight") -> ActiveData:
    """Make an active of a small, water-soluble, unbound solute from its molecular weight alone.

    Diffusivity in dermis is 10^(-8.15 - 0.655 log10 MW) m2/s (Kretsos and Kasting, as coded by Chen, Surrey); another
    public code (httk) carries -8.5 where this has -8.15, a factor of 2.24, which the band covers.

    Parameters
    ----------
    mw_da : float
        100 to 1000 Da.
    title : str

    Raises
    ------
    Refused
        ``active_outside_data``: the weight is outside the range of the formula.
    """
    low, high = WEIGHT_RANGE_DA
    if not low <= mw_da <= high:
        text = f"A molecular weight of {mw_da:g} Da is outside the {low:g} to {high:g} Da of the dermis formula."
        raise Refused([reason("active_outside_data", text)])
    like = ACTIVES_DATA["ghk"]
    value = 10 ** (-8.15 - 0.655 * math.log10(mw_da))
    source = "10^(-8.15 - 0.655 log10 MW) m2/s, dermis (Kretsos and Kasting, as coded by Chen, Surrey)"
    spread = Parameter(value=value, low=value / 3, high=value * 2, mark="derived", source=source)
    return like.model_copy(
        update={"id": "by_weight", "title": title, "family": "by_weight", "mw_da": mw_da, "diffusivity": spread}
    )


def _read() -> dict[str, ActiveData]:
    text = resources.files("mesoject.delivery").joinpath("data/actives.toml").read_text(encoding="utf-8")
    return {row["id"]: ActiveData(**row) for row in tomllib.loads(text)["active"]}


ACTIVES_DATA: Final[dict[str, ActiveData]] = _read()
