"""One treatment to one answer: checks, skin, points, engine."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import shapely

from mesoject.delivery.answer import Delivery, standard_times_h
from mesoject.delivery.catalogue import ActiveData, active
from mesoject.delivery.channel import Entry, channel_parameters
from mesoject.delivery.channel_run import ChannelRun
from mesoject.delivery.checks import check_before, check_outline, check_points, starts_late
from mesoject.delivery.column import Column, Values, best_guess, column, parameters
from mesoject.delivery.injection import injected, injection
from mesoject.delivery.layout import Array, Region, points
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.raster import raster
from mesoject.delivery.run import Run
from mesoject.delivery.skin import LegSkin, leg_skin
from mesoject.records import UsageError
from mesoject.records.treatment_map import TreatmentMap

Engine = Literal["auto", "modal", "general"]
NARROW_MM: Final = 4.0
CELL_MM: Final = 0.05
CHANNEL_CELLS: Final = 2000
LATE_CLEARANCE: Final = 0.1  # of the rate's lower bound, where clearance starts a day late and a day is asked about


def simulate(
    treatment: TreatmentMap, outline_mm: Region, *, engine: Engine = "auto", active_data: ActiveData | None = None
) -> Delivery:
    """Compute where an active goes.

    Parameters
    ----------
    treatment : TreatmentMap
    outline_mm : Polygon or MultiPolygon
        The scar, [s, z] in mm on the SkinMap.
    engine : {'auto', 'modal', 'general'}
        ``auto`` takes the modal engine, and the general one for a scar narrower than 4 mm, where the skin beside it
        matters.
    active_data : ActiveData, optional
        An active of one's own, in place of the catalogue's.

    Returns
    -------
    Delivery

    Raises
    ------
    Refused
        The mode has no known depth, the outline, depth, volume or concentration cannot be; the message names value
        and limit.
    UsageError
        Unknown engine, or an engine that cannot compute this treatment.
    """
    check_outline(outline_mm)
    solute = active_data or active(treatment.active)
    skin = treated_skin(treatment)
    warnings = check_before(treatment, solute, skin)
    values = best_guess(all_parameters(treatment, skin, solute))
    if treatment.channels is not None:
        chosen, why, places = "channels", _why_channels(engine), np.empty((0, 2))
        run: Run = channel_run(treatment, outline_mm, solute, values, column(values, cell_mm=CELL_MM))
    else:
        places = points(treatment, outline_mm)
        warnings += check_points(treatment, places, outline_mm, skin)
        chosen, why = choose(engine, outline_mm)
        run = _started(chosen, treatment, outline_mm, places, values)
    return Delivery(
        treatment=treatment,
        outline=outline_mm,
        points_mm=places,
        skin=skin,
        active=solute,
        engine=chosen,
        why=why,
        warnings=tuple(warnings),
        dose_ug=dose_ug(treatment, outline_mm, len(places)),
        run=run,
    )


def all_parameters(treatment: TreatmentMap, skin: LegSkin, solute: ActiveData) -> dict[str, Parameter]:
    """Every number that the answer to a treatment stands on, by name."""
    found = parameters(skin, solute)
    if starts_late(treatment, solute):
        late = found["active.k_lymph"]
        found["active.k_lymph"] = late.model_copy(update={"low": late.low * LATE_CLEARANCE})
    if treatment.channels is not None:
        return found | channel_parameters(solute)
    low, high = treatment.backflow_band
    source = "share that flows back out of the puncture, as the treatment states it"
    back = Parameter(value=treatment.backflow, low=low, high=high, mark="assumed", source=source)
    return found | {"backflow": back}


def channel_run(
    treatment: TreatmentMap, outline: Region, solute: ActiveData, values: Values, cut: Column
) -> ChannelRun:
    """Set micro-channels up.

    Raises
    ------
    UsageError
        The treatment has no channels.
    """
    told = treatment.channels
    if told is None:
        raise UsageError(f"{treatment.delivery_mode} has no [channels]")
    entry = Entry.of(told, solute.mw_da, values, cut)
    on = raster(outline, most_cells=CHANNEL_CELLS)
    return ChannelRun(cut, on, outline, entry, told.layer_um / 1000, told.layer_ug_per_ul, treatment.hours * 3600)


def dose_ug(treatment: TreatmentMap, outline: Region, count: int) -> float:
    """All of the active that is injected or laid on."""
    if treatment.channels is not None:
        return treatment.channels.layer_um / 1000 * treatment.channels.layer_ug_per_ul * float(outline.area)
    _, volume, strength = injected(treatment)
    return volume * strength * count


def _why_channels(engine: str) -> str:
    if engine not in ("auto", "modal"):
        raise UsageError(f"engine {engine!r} does not compute micro-channels; leave it at auto")
    return "micro-channels are taken as evenly spread: one column tells all, exact between changes of the channels"


def _started(engine: str, treatment: TreatmentMap, outline: Region, places: Array, values: Values) -> Run:
    if engine == "general":
        from mesoject.delivery.general.setup import general_run

        times_s = standard_times_h(treatment.hours) * 3600
        return general_run(treatment, outline, places, values, width_mm(outline), times_s)
    return injection(treatment, outline, places, values, column(values, cell_mm=CELL_MM), raster(outline))


def treated_skin(treatment: TreatmentMap) -> LegSkin:
    """Leg skin as a treatment map describes it."""
    return leg_skin(
        treatment.site,
        scar_type=treatment.scar_type,
        maturity=treatment.maturity,
        skin_thickness_mm=treatment.skin_thickness_mm,
        skin_thickness_sd_mm=treatment.skin_thickness_sd_mm,
        scar_thickness_mm=treatment.scar_thickness_mm,
    )


def width_mm(outline: Region) -> float:
    """Diameter of the largest circle that fits into the scar."""
    return 2 * float(np.max([shapely.maximum_inscribed_circle(part).length for part in shapely.get_parts(outline)]))


def choose(engine: Engine, outline: Region) -> tuple[str, str]:
    """Return the engine to take and the reason for it."""
    wide = width_mm(outline)
    if engine == "modal":
        return "modal", "asked for"
    if engine == "general":
        return "general", "asked for"
    if engine != "auto":
        raise UsageError(f"engine {engine!r} is not one of auto, modal, general")
    if wide < NARROW_MM:
        return "general", f"the scar is {wide:.1f} mm wide, under {NARROW_MM:g} mm: the skin beside it matters"
    return "modal", f"the scar is {wide:.1f} mm wide: skin counts as the same everywhere along the surface"
