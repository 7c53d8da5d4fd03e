"""What goes where: one treatment of one scar, as injections or micro-channels, in millimetres on the SkinMap."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mesoject.records.intake.device import DeliveryMode
from mesoject.records.intake.scar import Site

FORMAT: Final = "mesoject-treatment/1"
MOST_POINTS: Final = 3000
"""More points than this on one scar are a mistake of spacing or unit, whether listed or made by a grid."""

ScarType = Literal["flat", "atrophic", "hypertrophic"]
Maturity = Literal["immature", "mature", "unknown"]
InjectionMode = Literal["mesogun_single_needle", "manual_needle"]

NEEDLE_FREE: Final[frozenset[str]] = frozenset({"needle_free_electroporation", "pneumatic_jet"})
"""Modes whose depth in the skin is not known, so that no map can be computed for them."""

_Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Share = Annotated[_Number, Field(ge=0, le=0.95)]
_Place = tuple[Annotated[_Number, Field(ge=-2000, le=2000)], Annotated[_Number, Field(ge=-2000, le=2000)]]


class _Record(BaseModel):
    """Frozen, and closed against fields that do not belong."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Grid(_Record):
    """Equal distances inside the outline.

    Attributes
    ----------
    spacing_mm : float
        Distance between neighbours.
    pattern : {'square', 'hexagonal'}
    turned_deg : float
        Direction of the rows, counted from s towards z.
    margin_mm : float
        No point lies closer than this to the scar's border.
    """

    spacing_mm: Annotated[_Number, Field(ge=0.2, le=50)]
    pattern: Literal["square", "hexagonal"] = "square"
    turned_deg: Annotated[_Number, Field(ge=-180, le=180)] = 0.0
    margin_mm: Annotated[_Number, Field(ge=0, le=20)] = 0.5


class Channels(_Record):
    """Micro-channels by powered needles, with a layer of product on top that feeds them until they close.

    Attributes
    ----------
    per_cm2 : float
        Punctures in a square centimetre, all passes together.
    needle_mm : float
        Length set on the device; the channel that stays open is much shorter.
    layer_um : float
        Thickness of the product on the skin.
    layer_ug_per_ul : float
        Concentration of the active in it (µg/µL is the same as mg/mL).
    closing_h : float
        Time in which the channels' open area falls to 1/e.
    occluded : bool
        Covered with a film, which keeps channels open for longer; ``closing_h`` already counts it.
    """

    per_cm2: Annotated[_Number, Field(ge=1, le=2000)]
    needle_mm: Annotated[_Number, Field(ge=0.1, le=3)]
    layer_um: Annotated[_Number, Field(ge=1, le=2000)]
    layer_ug_per_ul: Annotated[_Number, Field(ge=1e-7, le=500)]
    closing_h: Annotated[_Number, Field(ge=0.1, le=100)] = 5.0
    occluded: Annotated[bool, Field(strict=True)] = False


class TreatmentMap(_Record):
    """One active, brought into one scar once.

    Injections take exactly one of ``grid`` and ``points_mm`` with ``depth_mm``, ``volume_ul`` and
    ``concentration_ug_per_ul``; powered microneedles take ``channels`` instead of all of them.

    Attributes
    ----------
    site : str
        A key of ``SKIN_THICKNESS``.
    skin_thickness_mm, skin_thickness_sd_mm : float or None
        Epidermis and dermis beside the scar, measured, and the standard deviation of that reading; they replace the
        table of the site.
    scar_type : {'flat', 'atrophic', 'hypertrophic'}
    scar_thickness_mm : float or None
        Epidermis and dermis of the scar itself, measured.
    maturity : {'immature', 'mature', 'unknown'}
        An immature scar is red: more vessels, faster clearance.
    delivery_mode : str
    active : str
        An id of the delivery catalogue; ``mesoject deliver actives`` lists them.
    outline : str
        Path of a ``mesoject-outline/1`` file in frame ``skin_mm``, from the folder of the treatment file.
    grid : Grid or None
    points_mm : tuple of (s, z) or None
        Places of injection on the SkinMap, in mm.
    channels : Channels or None
    depth_mm : float or None
        Vertical depth of the depot's centre below the surface.
    volume_ul : float or None
        Volume of each injection; 0.05 mL are 50 µL.
    concentration_ug_per_ul : float or None
        µg/µL is the same as mg/mL.
    backflow : float
        Share of each injection that flows back out of the puncture.
    backflow_band : (float, float)
        Least and most that it could be.
    threshold_ug_per_ml : float or None
        Concentration in tissue that the user asks about. No active has a sourced target, so there is no default.
    hours : float
        How long the answer looks ahead.

    Examples
    --------
    >>> TreatmentMap(site="calf", scar_type="flat", delivery_mode="manual_needle", active="ghk_cu",
    ...     outline="scar.json", grid=Grid(spacing_mm=2.5), depth_mm=0.7, volume_ul=2.0,
    ...     concentration_ug_per_ul=10.0).backflow_band
    (0.0, 0.4)
    """

    format: Literal["mesoject-treatment/1"] = FORMAT
    site: Site
    skin_thickness_mm: Annotated[_Number, Field(ge=0.4, le=6)] | None = None
    skin_thickness_sd_mm: Annotated[_Number, Field(ge=0.005, le=1)] | None = None
    scar_type: ScarType
    scar_thickness_mm: Annotated[_Number, Field(ge=0.3, le=20)] | None = None
    maturity: Maturity = "unknown"
    delivery_mode: DeliveryMode
    active: Annotated[str, Field(pattern="^[a-z0-9_]{1,60}$")]
    outline: Annotated[str, Field(min_length=1, max_length=500)]
    grid: Grid | None = None
    points_mm: Annotated[tuple[_Place, ...], Field(min_length=1, max_length=MOST_POINTS)] | None = None
    channels: Channels | None = None
    depth_mm: Annotated[_Number, Field(ge=0.05, le=20)] | None = None
    volume_ul: Annotated[_Number, Field(ge=0.1, le=500)] | None = None
    concentration_ug_per_ul: Annotated[_Number, Field(ge=1e-7, le=500)] | None = None
    backflow: _Share = 0.1
    backflow_band: tuple[_Share, _Share] = (0.0, 0.4)
    threshold_ug_per_ml: Annotated[_Number, Field(gt=0, le=500_000)] | None = None
    hours: Annotated[_Number, Field(ge=0.1, le=336)] = 24.0

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        low, high = self.backflow_band
        if not low <= self.backflow <= high:
            raise ValueError(f"backflow {self.backflow:g} lies outside its own backflow_band {low:g} to {high:g}")
        if self.skin_thickness_sd_mm is not None and self.skin_thickness_mm is None:
            raise ValueError("skin_thickness_sd_mm belongs to a measured skin_thickness_mm, which is not given")
        if self.delivery_mode == "powered_microneedle":
            self._check_channels()
        elif self.delivery_mode not in NEEDLE_FREE:
            self._check_injections()
        return self

    def _check_channels(self) -> None:
        if self.channels is None:
            raise ValueError("delivery_mode powered_microneedle needs a table [channels]")
        given = [name for name in ("grid", "points_mm", *_INJECTED) if getattr(self, name) is not None]
        if given:
            raise ValueError(f"{', '.join(given)}: belongs to an injection; powered_microneedle takes [channels] alone")

    def _check_injections(self) -> None:
        if self.channels is not None:
            raise ValueError(f"[channels] belongs to powered_microneedle, not to {self.delivery_mode}")
        if (self.grid is None) == (self.points_mm is None):
            raise ValueError("give exactly one of [grid] and points_mm")
        missing = [name for name in _INJECTED if getattr(self, name) is None]
        if missing:
            raise ValueError(f"an injection needs {', '.join(missing)}")


_INJECTED: Final = ("depth_mm", "volume_ul", "concentration_ug_per_ul")
