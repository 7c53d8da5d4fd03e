"""A treatment that can be computed: everything that is known of it before any engine starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mesoject.delivery.catalogue import ActiveData, active
from mesoject.delivery.checks import check_before, check_outline, check_points
from mesoject.delivery.layout import Array, Region, points
from mesoject.delivery.skin import LegSkin, leg_skin
from mesoject.records import Reason
from mesoject.records.treatment_map import TreatmentMap


@dataclass(frozen=True)
class Accepted:
    """A treatment that passed every check.

    Attributes
    ----------
    skin : LegSkin
    active : ActiveData
    points_mm : (n, 2) array
        Places of injection; none for micro-channels.
    warnings : tuple of Reason
    """

    skin: LegSkin
    active: ActiveData
    points_mm: Array
    warnings: tuple[Reason, ...]


def accepted(treatment: TreatmentMap, outline_mm: Region, active_data: ActiveData | None = None) -> Accepted:
    """Check a treatment, quickly: nothing heavy is imported for it.

    Parameters
    ----------
    treatment : TreatmentMap
    outline_mm : Polygon or MultiPolygon
    active_data : ActiveData, optional
        An active of one's own, in place of the catalogue's.

    Raises
    ------
    Refused
        The mode has no known depth, the outline, depth, volume or concentration cannot be; the message names value
        and limit.
    """
    outline_warnings = check_outline(outline_mm)
    solute = active_data or active(treatment.active)
    skin = treated_skin(treatment)
    warnings = [*check_before(treatment, solute, skin), *outline_warnings]
    if treatment.channels is not None:
        return Accepted(skin, solute, np.empty((0, 2)), tuple(warnings))
    places = points(treatment, outline_mm)
    warnings += check_points(treatment, places, outline_mm, skin)
    return Accepted(skin, solute, places, tuple(warnings))


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
