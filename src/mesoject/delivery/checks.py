"""What cannot be computed, and what is computed with a reservation: each with the number and the limit."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from mesoject.delivery.catalogue import ActiveData
from mesoject.delivery.depth_checks import check_depth
from mesoject.delivery.layout import NARROW_MM, Array, Region, width_mm
from mesoject.delivery.skin import LegSkin
from mesoject.records import Reason, Refused, reason
from mesoject.records.treatment_map import NEEDLE_FREE, TreatmentMap

SMALLEST_MM: Final = 3.0
LARGEST_MM: Final = 600.0
MOST_VOLUME_ML: Final = 10.0
NOTICE_VOLUME_ML: Final = 5.0
LEAST_VOLUME_UL: Final = 0.25
CLOSE_MM: Final = 0.2
MM_PER: Final = {"metres": 1000.0, "centimetres": 10.0}
PER_MM: Final = {"micrometres": 1000.0}
OFTEN_MM: Final = 5.0
"""Scars are seldom shorter: an outline is taken for one in another unit only where it would be this long in it."""


def check_outline(outline: Region) -> list[Reason]:
    """Refuse an outline that is empty, of a few mm, or far larger than a scar; warn of a narrow one.

    Returns
    -------
    list of Reason
        ``scar_narrow`` where the scar is narrower than 4 mm.

    Raises
    ------
    Refused
        ``outline_invalid``, ``empty_outline``, ``outline_tiny`` or ``unit_suspect``.
    """
    if not isinstance(outline, shapely.Polygon | shapely.MultiPolygon) or not outline.is_valid:
        raise Refused([reason("outline_invalid", "The outline is not a valid polygon.")])
    if outline.is_empty or outline.area == 0:
        raise Refused([reason("empty_outline", "The outline holds no area.")])
    low_s, low_z, high_s, high_z = outline.bounds
    longest = max(high_s - low_s, high_z - low_z)
    if longest < SMALLEST_MM:
        text = f"The outline is {longest:.3g} mm long; the limit is {SMALLEST_MM:g} mm.{_meant(longest)}"
        raise Refused([reason("outline_tiny", text)])
    if longest > LARGEST_MM:
        text = f"The outline is {longest:.5g} mm long; the limit is {LARGEST_MM:g} mm.{_meant(longest)}"
        raise Refused([reason("unit_suspect", text, fatal=True)])
    return _narrow(outline)


def check_before(treatment: TreatmentMap, active: ActiveData, skin: LegSkin) -> list[Reason]:
    """Check everything that needs no points yet.

    Returns
    -------
    list of Reason
        Warnings.

    Raises
    ------
    Refused
        ``depth_unknown``, ``active_outside_data`` or ``depth_below_skin``.
    """
    if treatment.delivery_mode in NEEDLE_FREE:
        text = f"Mode {treatment.delivery_mode}: no depth in mm is known for it, so no map can be computed."
        raise Refused([reason("depth_unknown", text)])
    found = [*_concentration(treatment, active), *check_depth(treatment, skin), *_units(treatment, skin)]
    fatal = [r for r in found if r.fatal]
    if fatal:
        raise Refused(fatal)
    if active.left_out:
        found.append(reason("model_incomplete", f"{active.title}: {active.left_out}"))
    if not skin.measured:
        found.append(reason("thickness_not_measured", _thickness(skin)))
    return found


def check_points(treatment: TreatmentMap, points_mm: Array, outline: Region, skin: LegSkin) -> list[Reason]:
    """Check volumes and places against the scar.

    Returns
    -------
    list of Reason
        Warnings.

    Raises
    ------
    Refused
        ``depot_too_large`` or ``unit_suspect``.
    """
    found = [
        *_outside(treatment, outline),
        *_close(treatment, points_mm, outline),
        *_volume(treatment, points_mm, outline, skin),
    ]
    fatal = [r for r in found if r.fatal]
    if fatal:
        raise Refused(fatal)
    return found


def starts_late(treatment: TreatmentMap, active: ActiveData) -> bool:
    """Whether the product is so strong that clearance lags, which the model leaves out."""
    given = treatment.channels.layer_ug_per_ul if treatment.channels else treatment.concentration_ug_per_ul
    return given is not None and active.lag_above_ug_per_ul is not None and given >= active.lag_above_ug_per_ul


def _meant(longest_mm: float) -> str:
    """What an outline would be in the unit that it may have been drawn in; a hint, not a conversion."""
    for unit, factor in MM_PER.items():
        if longest_mm < SMALLEST_MM and OFTEN_MM <= longest_mm * factor <= LARGEST_MM:
            return f" Is it in {unit}? Then it is {longest_mm * factor:.3g} mm long: write it in mm."
    for unit, factor in PER_MM.items():
        if longest_mm > LARGEST_MM and OFTEN_MM <= longest_mm / factor <= LARGEST_MM:
            return f" Is it in {unit}? Then it is {longest_mm / factor:.3g} mm long: write it in mm."
    return " Is it in pixels?" if longest_mm > LARGEST_MM else ""


def _narrow(outline: Region) -> list[Reason]:
    wide = width_mm(outline)
    if wide >= NARROW_MM:
        return []
    text = (
        f"The scar is {wide:.1f} mm wide, under {NARROW_MM:g} mm: a depot spans much of it, an outline drawn "
        "0.5 mm off changes much of it, and what leaves to the sides depends on the skin beside it."
    )
    return [reason("scar_narrow", text)]


def _thickness(skin: LegSkin) -> str:
    """How thick the skin is taken to be, and on what ground, in one sentence."""
    mm = skin.scar_mm
    ground = "an assumption" if mm.mark == "assumed" else f"a mean of other people ({mm.source})"
    return f"Skin {mm.value:.2f} mm thick ({mm.low:.2f} to {mm.high:.2f}) at the scar is {ground}."


def _concentration(treatment: TreatmentMap, active: ActiveData) -> list[Reason]:
    given = treatment.channels.layer_ug_per_ul if treatment.channels else treatment.concentration_ug_per_ul
    if given is None:
        return []
    if given > active.concentration_max_ug_per_ul:
        text = f"{given:g} µg/µL of {active.title}; the data go to {active.concentration_max_ug_per_ul:g} µg/µL."
        return [reason("active_outside_data", text)]
    if starts_late(treatment, active):
        text = (
            f"{given:g} µg/µL: from {active.lag_above_ug_per_ul:g} µg/µL on clearance starts about a day late; "
            "its best guess is lowered for that, and its band reaches down to a tenth."
        )
        return [reason("model_incomplete", text)]
    return []


def _units(treatment: TreatmentMap, skin: LegSkin) -> list[Reason]:
    given = treatment.channels.layer_ug_per_ul if treatment.channels else treatment.concentration_ug_per_ul
    if treatment.threshold_ug_per_ml is None or given is None:
        return []
    highest = given * 1000 * (1.0 if treatment.channels else skin.depot_porosity.value)
    if treatment.threshold_ug_per_ml <= highest:
        return []
    text = (
        f"threshold_ug_per_ml {treatment.threshold_ug_per_ml:g} is above the {highest:.4g} µg/mL of the depot itself."
    )
    return [reason("unit_suspect", text)]


def _outside(treatment: TreatmentMap, outline: Region) -> list[Reason]:
    if treatment.points_mm is None:
        return []
    places = np.array(treatment.points_mm)
    lost = int((~shapely.contains_xy(outline, places[:, 0], places[:, 1])).sum())
    text = f"{lost} of {len(places)} points lie outside the outline and are left out."
    return [reason("points_outside", text)] if lost else []


def _close(treatment: TreatmentMap, points_mm: Array, outline: Region) -> list[Reason]:
    """Listed points nearer to each other or to the border than a hand can place them; a grid's are where it says."""
    if treatment.points_mm is None:
        return []
    from scipy.spatial import cKDTree  # takes a moment: only where points are listed

    apart = cKDTree(points_mm).query(points_mm, k=2)[0][:, 1] if len(points_mm) > 1 else np.array([np.inf])
    edge = shapely.distance(shapely.points(points_mm), outline.boundary)
    told = (("another point", apart), ("the scar's border", edge))
    return [
        reason(
            "points_close",
            f"{int((mm < CLOSE_MM).sum())} of {len(points_mm)} points lie nearer than {CLOSE_MM:g} mm to {what}, the "
            f"nearest {float(mm.min()):.2g} mm.",
        )
        for what, mm in told
        if (mm < CLOSE_MM).any()
    ]


def _volume(treatment: TreatmentMap, points_mm: Array, outline: Region, skin: LegSkin) -> list[Reason]:
    if treatment.volume_ul is None:
        return []
    dermis = skin.scar_mm.value
    whole_ml = treatment.volume_ul * len(points_mm) / 1000
    room_ul = outline.area * dermis
    told = f"{len(points_mm)} injections of {treatment.volume_ul:g} µL"
    found = _drop(treatment.volume_ul)
    if whole_ml > MOST_VOLUME_ML:
        text = f"{told} are {whole_ml:.3g} mL; the limit is {MOST_VOLUME_ML:g} mL."
        found.append(reason("unit_suspect", text, fatal=True))
    elif whole_ml > NOTICE_VOLUME_ML:
        text = f"{told} are {whole_ml:.3g} mL; over {NOTICE_VOLUME_ML:g} mL is much."
        found.append(reason("unit_suspect", text))
    if whole_ml * 1000 > room_ul:
        text = f"{whole_ml * 1000:.4g} µL cannot fit into {room_ul:.4g} µL of scar, {dermis:.2f} mm thick."
        found.append(reason("depot_too_large", text))
    elif whole_ml * 1000 > room_ul * skin.depot_porosity.value:
        free = room_ul * skin.depot_porosity.value
        text = f"{whole_ml * 1000:.4g} µL are more than the {free:.4g} µL of fluid space in the scar: it will swell."
        found.append(reason("depot_too_large", text, fatal=False))
    return found


def _drop(volume_ul: float) -> list[Reason]:
    """A volume that is rather one in mL."""
    if volume_ul >= LEAST_VOLUME_UL:
        return []
    text = (
        f"volume_ul {volume_ul:g} is under {LEAST_VOLUME_UL:g} µL, hardly a drop. Is it in mL? "
        f"{volume_ul:g} mL are {volume_ul * 1000:g} µL."
    )
    return [reason("unit_suspect", text)]
