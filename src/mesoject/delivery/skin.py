"""Leg skin in layers: how thick each is, and how it differs from normal dermis; inside a scar and beside it."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from mesoject.delivery.parameter import Parameter
from mesoject.records import UsageError
from mesoject.records.skin_thickness import SKIN_THICKNESS
from mesoject.records.treatment_map import Maturity, ScarType

LAYERS: Final = ("epidermis", "papillary_dermis", "reticular_dermis", "subcutis")
DERMIS: Final = ("papillary_dermis", "reticular_dermis")
SPREAD_90: Final = 1.645
THINNEST_MM: Final = 0.4
READING_SD_MM: Final = 0.05  # of one ultrasound reading, where none is given


class Layer(BaseModel):
    """One layer of normal skin, relative to the active's own numbers.

    Attributes
    ----------
    name : str
    thickness_mm : Parameter or None
        None for the reticular dermis: it is what the others leave of the skin.
    diffusivity_factor, capillary_factor, lymph_factor : Parameter
        Times the active's diffusivity and rates.
    anisotropy : Parameter
        Diffusivity along the skin over that across it.
    accessible : Parameter
        Share of the tissue that a hydrophilic solute can enter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    thickness_mm: Parameter | None = None
    diffusivity_factor: Parameter
    anisotropy: Parameter
    capillary_factor: Parameter
    lymph_factor: Parameter
    accessible: Parameter


class LegSkin(BaseModel):
    """Skin of one site with one scar in it.

    Attributes
    ----------
    site, scar_type, maturity : str
    layers : tuple of Layer
        From the surface down, normal skin.
    skin_mm : Parameter
        Epidermis and dermis beside the scar.
    scar_mm : Parameter
        Epidermis and dermis of the scar.
    scar_diffusivity_factor, scar_clearance_factor, scar_accessible : Parameter
        What differs in the scar's dermis.
    depot_porosity : Parameter
        Share of the scar's tissue that injected fluid fills: it sets the depot's radius.
    measured : bool
        Whether the thickness of the scar is this person's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    site: str
    scar_type: ScarType
    maturity: Maturity
    layers: tuple[Layer, ...]
    skin_mm: Parameter
    scar_mm: Parameter
    scar_diffusivity_factor: Parameter
    scar_clearance_factor: Parameter
    scar_accessible: Parameter
    depot_porosity: Parameter
    measured: bool

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The numbers that an ensemble draws, as ``layer.name`` or ``scar.name``."""
        found = {
            f"{layer.name}.{name}": getattr(layer, name)
            for layer in self.layers
            for name in Layer.model_fields
            if name != "name" and getattr(layer, name) is not None
        }
        names = ("skin_mm", "scar_mm", "scar_diffusivity_factor", "scar_clearance_factor", "scar_accessible")
        return found | {name: getattr(self, name) for name in (*names, "depot_porosity")}


def leg_skin(
    site: str,
    *,
    scar_type: ScarType = "flat",
    maturity: Maturity = "unknown",
    skin_thickness_mm: float | None = None,
    skin_thickness_sd_mm: float | None = None,
    scar_thickness_mm: float | None = None,
) -> LegSkin:
    """Return the layers of leg skin at a site, with a scar in it.

    Thickness is the reading where there is one, else the table that the planning rules use. A flat scar is as thick
    as the skin beside it; an atrophic one at most that, with 1.0 mm of dermis; a hypertrophic one has 3 mm of dermis
    (defaults with wide bands: measure by ultrasound).

    Parameters
    ----------
    site : str
        A key of ``SKIN_THICKNESS``.
    scar_type : {'flat', 'atrophic', 'hypertrophic'}
    maturity : {'immature', 'mature', 'unknown'}
        Immature scars are red and cleared faster.
    skin_thickness_mm, skin_thickness_sd_mm, scar_thickness_mm : float, optional
        Epidermis and dermis, measured.

    Raises
    ------
    UsageError
        Unknown site.

    Examples
    --------
    >>> skin = leg_skin("calf", scar_type="flat")
    >>> skin.scar_mm.value, skin.scar_mm.mark
    (1.2, 'assumed')
    """
    if site not in SKIN_THICKNESS:
        raise UsageError(f"site {site!r} is not one of {', '.join(SKIN_THICKNESS)}")
    beside = _skin(site, skin_thickness_mm, skin_thickness_sd_mm)
    scar = _DATA["scar"]
    return LegSkin(
        site=site,
        scar_type=scar_type,
        maturity=maturity,
        layers=tuple(Layer(name=name, **_DATA[name]) for name in LAYERS),
        skin_mm=beside,
        scar_mm=_scar(scar_type, beside, scar_thickness_mm),
        scar_diffusivity_factor=Parameter(**scar["diffusivity_factor"]),
        scar_clearance_factor=Parameter(**scar["clearance_factor"][maturity]),
        scar_accessible=Parameter(**scar["accessible"]),
        depot_porosity=Parameter(**scar["depot_porosity"]),
        measured=scar_thickness_mm is not None or (scar_type == "flat" and skin_thickness_mm is not None),
    )


def channel_defaults() -> dict[str, Parameter]:
    """Numbers of micro-channels and of the intact horny layer, by name."""
    return {name: Parameter(**told) for name, told in _DATA["channels"].items()}


def _skin(site: str, measured_mm: float | None, sd_mm: float | None) -> Parameter:
    if measured_mm is not None:
        return _spread(measured_mm, sd_mm or READING_SD_MM, "measured", "this person's own, measured")
    row = SKIN_THICKNESS[site]
    return _spread(row.mean_mm, row.sd_mm, "measured" if row.verified else "assumed", row.source)


def _spread(mean_mm: float, sd_mm: float, mark: Any, source: str) -> Parameter:
    low = max(min(THINNEST_MM, mean_mm), mean_mm - SPREAD_90 * sd_mm)
    return Parameter(value=mean_mm, low=low, high=mean_mm + SPREAD_90 * sd_mm, mark=mark, source=source)


def _scar(scar_type: ScarType, beside: Parameter, measured_mm: float | None) -> Parameter:
    if measured_mm is not None:
        return _spread(measured_mm, READING_SD_MM, "measured", "this person's own scar, measured")
    if scar_type == "flat":
        return beside
    epidermis = Parameter(**_DATA["epidermis"]["thickness_mm"]).value
    dermis = Parameter(**_DATA["scar"][f"{scar_type}_dermis_mm"])
    low, value, high = (epidermis + mm for mm in (dermis.low, dermis.value, dermis.high))
    if scar_type == "atrophic":
        value, high = min(value, beside.value), min(high, beside.high)
        low = min(low, value)
    return Parameter(value=value, low=low, high=max(high, value), mark="assumed", source=dermis.source)


def _read() -> dict[str, Any]:
    text = resources.files("mesoject.delivery").joinpath("data/skin.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


_DATA: Final[dict[str, Any]] = _read()
