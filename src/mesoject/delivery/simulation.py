"""One treatment to one answer: checks, skin, points, engine."""

from __future__ import annotations

import math
from typing import Final

from mesoject.delivery.accepted import accepted
from mesoject.delivery.answer import Delivery, standard_times_h
from mesoject.delivery.catalogue import ActiveData
from mesoject.delivery.channel import Entry, channel_parameters
from mesoject.delivery.channel_run import ChannelRun
from mesoject.delivery.checks import starts_late
from mesoject.delivery.column import Column, Values, best_guess, column, parameters
from mesoject.delivery.injection import injected, injection
from mesoject.delivery.layout import NARROW_MM, Array, Engine, Region, check_engine, width_mm
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.raster import raster
from mesoject.delivery.run import Run
from mesoject.delivery.skin import LegSkin
from mesoject.records import UsageError
from mesoject.records.treatment_map import TreatmentMap

CELL_MM: Final = 0.05
CHANNEL_CELLS: Final = 2000
LATE_CLEARANCE: Final = (
    0.1  # of the rate's lower bound, where clearance starts a day late; the best guess is the middle
)


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
    found = accepted(treatment, outline_mm, active_data)
    skin, solute, places = found.skin, found.active, found.points_mm
    values = best_guess(all_parameters(treatment, skin, solute))
    if treatment.channels is not None:
        chosen, why = "channels", _why_channels(engine)
        run: Run = channel_run(treatment, outline_mm, solute, values, column(values, cell_mm=CELL_MM))
    else:
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
        warnings=found.warnings,
        dose_ug=dose_ug(treatment, outline_mm, len(places)),
        run=run,
    )


def all_parameters(treatment: TreatmentMap, skin: LegSkin, solute: ActiveData) -> dict[str, Parameter]:
    """Every number that the answer to a treatment stands on, by name."""
    found = parameters(skin, solute)
    if starts_late(treatment, solute):
        late = found["active.k_lymph"]
        low = late.low * LATE_CLEARANCE
        found["active.k_lymph"] = late.model_copy(update={"low": low, "value": math.sqrt(low * late.high)})
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


def choose(engine: Engine, outline: Region) -> tuple[str, str]:
    """Return the engine to take and the reason for it."""
    wide = width_mm(outline)
    if engine == "modal":
        return "modal", "asked for"
    if engine == "general":
        return "general", "asked for"
    check_engine(engine)
    if wide < NARROW_MM:
        return "general", f"the scar is {wide:.1f} mm wide, under {NARROW_MM:g} mm: the skin beside it matters"
    return "modal", f"the scar is {wide:.1f} mm wide: skin counts as the same everywhere along the surface"
