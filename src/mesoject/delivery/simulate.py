"""One treatment to one answer: checks, skin, points, engine."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import shapely

from mesoject.delivery.answer import Delivery
from mesoject.delivery.catalogue import ActiveData, active
from mesoject.delivery.checks import check_before, check_outline, check_points
from mesoject.delivery.column import best_guess, column
from mesoject.delivery.injection import injection
from mesoject.delivery.layout import Region, points
from mesoject.delivery.raster import raster
from mesoject.delivery.skin import LegSkin, leg_skin
from mesoject.records import UsageError
from mesoject.records.treatment_map import TreatmentMap

Engine = Literal["auto", "modal"]
CELL_MM: Final = 0.05


def simulate(
    treatment: TreatmentMap, outline_mm: Region, *, engine: Engine = "auto", active_data: ActiveData | None = None
) -> Delivery:
    """Compute where an active goes.

    Parameters
    ----------
    treatment : TreatmentMap
    outline_mm : Polygon or MultiPolygon
        The scar, [s, z] in mm on the SkinMap.
    engine : {'auto', 'modal'}
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
    places = points(treatment, outline_mm)
    warnings += check_points(treatment, places, outline_mm, skin)
    values = best_guess(skin, solute)
    chosen, why = choose(engine, outline_mm)
    run = injection(treatment, outline_mm, places, values, column(values, cell_mm=CELL_MM), raster(outline_mm))
    return Delivery(
        treatment=treatment,
        outline=outline_mm,
        points_mm=places,
        skin=skin,
        active=solute,
        engine=chosen,
        why=why,
        warnings=tuple(warnings),
        dose_ug=run.dose_ug,
        run=run,
    )


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
    if engine != "auto":
        raise UsageError(f"engine {engine!r} is not one of auto, modal")
    return "modal", f"the scar is {wide:.1f} mm wide: skin counts as the same everywhere along the surface"
