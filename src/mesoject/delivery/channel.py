"""Micro-channels fed by a layer on the skin: how fast the active enters, and how that falls as the channels close."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mesoject.delivery.catalogue import ActiveData
from mesoject.delivery.column import M2_TO_MM2, Column, Values
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.skin import channel_defaults
from mesoject.records.treatment_map import Channels

SMALL_DA: Final = 1000.0
REFERENCE_DA: Final = 176.0
CM_PER_H_TO_MM_PER_S: Final = 10 / 3600
MM2_IN_CM2: Final = 100.0


def channel_parameters(active: ActiveData) -> dict[str, Parameter]:
    """The numbers of the way in, by name; permeability of intact skin is the active's own where it was measured."""
    found = channel_defaults()
    large = found.pop("large_permeability_cm_per_h")
    if active.skin_permeability_cm_per_h is not None:
        found["permeability_cm_per_h"] = active.skin_permeability_cm_per_h
    elif active.mw_da > SMALL_DA:
        found["permeability_cm_per_h"] = large
    return {f"channel.{name}": parameter for name, parameter in found.items()}


@dataclass(frozen=True)
class Entry:
    """Ways from a layer on the skin into it, for each mm2.

    Attributes
    ----------
    intact_mm_per_s : float
        Permeability of the horny layer between channels.
    per_mm2 : float
        Channels.
    depth_mm, radius_mm : float
        Of one channel when it is fresh.
    in_water, in_tissue : float
        Diffusivity in the channel, and capacity times diffusivity at its foot, mm2/s.
    closing_s : float
        Time in which the open area falls to 1/e.
    """

    intact_mm_per_s: float
    per_mm2: float
    depth_mm: float
    radius_mm: float
    in_water: float
    in_tissue: float
    closing_s: float

    @classmethod
    def of(cls, told: Channels, mw_da: float, values: Values, column: Column) -> Entry:
        """Read the treatment and one set of values."""
        depth = told.needle_mm * values["channel.depth_share"]
        foot = int(column.faces_mm.searchsorted(depth, "right") - 1)
        in_water = values["channel.water_diffusivity"] * M2_TO_MM2 * (REFERENCE_DA / mw_da) ** (1 / 3)
        return cls(
            intact_mm_per_s=values["channel.permeability_cm_per_h"] * CM_PER_H_TO_MM_PER_S,
            per_mm2=told.per_cm2 / MM2_IN_CM2,
            depth_mm=depth,
            radius_mm=values["channel.diameter_mm"] / 2,
            in_water=in_water,
            in_tissue=float(column.capacity[foot] * column.d_across[foot]),
            closing_s=told.closing_h * 3600 * values["channel.closing_factor"],
        )

    def through_channels(self, begin_s: float, end_s: float) -> float:
        """Mean permeability of the channels over a span of time, mm/s.

        A channel is a tube of fluid in series with a disc on a half space (Crank 1975): L / (pi a^2 D_w) and
        1 / (4 a K D).
        """
        span = (end_s - begin_s) / self.closing_s
        open_share = math.exp(-begin_s / self.closing_s) * (-math.expm1(-span) / span if span > 0 else 1.0)
        radius = self.radius_mm * math.sqrt(open_share)
        if radius == 0:
            return 0.0
        tube = self.depth_mm / (math.pi * radius**2 * self.in_water)
        foot = 1 / (4 * radius * self.in_tissue)
        return self.per_mm2 / (tube + foot)
