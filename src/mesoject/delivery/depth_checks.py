"""Whether a depot lies in the skin: not in the fat below it, and not through its surface."""

from __future__ import annotations

from typing import Final

from mesoject.delivery.column import best_guess, thicknesses_mm
from mesoject.delivery.depot import Ellipsoid, ball_radius_mm, ball_volume_ul, fitted
from mesoject.delivery.skin import LegSkin
from mesoject.records import Reason, reason
from mesoject.records.treatment_map import TreatmentMap

DEEPEST_IN_FAT_MM: Final = 4.0
CLEAR_OF_FAT_MM: Final = 0.2
SMALLER_VOLUME: Final = (
    "Set a smaller volume_ul, on more points: no depth is surely clear of surface and fat with this one."
)
ROUNDED: Final = 9
"""Decimals: what sums of thicknesses lose in rounding must not decide the last digit of a message."""
SHORTEST_MM: Final = 0.005
"""A depot is told to pass a border from here on: half of the last digit that is shown."""


def check_depth(treatment: TreatmentMap, skin: LegSkin) -> list[Reason]:
    """Compare depth and volume of an injection with the skin, its best guess and the least that it could be.

    Returns
    -------
    list of Reason
        ``depth_below_skin`` (fatal where the model ends), ``depot_too_large``, ``depot_at_surface``, ``depot_in_fat``.
    """
    depth, volume = treatment.depth_mm, treatment.volume_ul
    if depth is None or volume is None:
        return []
    limit = skin.scar_mm.value + DEEPEST_IN_FAT_MM
    if depth > limit:
        text = f"depth_mm {depth:g}, below skin of {skin.scar_mm.value:.2f} mm; the model ends at {limit:.2f} mm."
        return [reason("depth_below_skin", text, fatal=True)]
    depot, ball_mm = _depot(depth, volume, skin)
    found = [*_shape(volume, depot, ball_mm), *_extent(depth, depot, skin)]
    return _of_one_mind([*_middle(depth, skin), *found])


def _of_one_mind(found: list[Reason]) -> list[Reason]:
    """Give one way out where one warning asks for a larger depth and another for a smaller one: a smaller volume."""
    codes = {r.code for r in found}
    if "depot_at_surface" not in codes or len(codes) == 1:
        return found
    return [r.model_copy(update={"remedy": SMALLER_VOLUME}) for r in found]


def _depot(depth: float, volume: float, skin: LegSkin) -> tuple[Ellipsoid, float]:
    """The depot as computed, best guess, and the radius of a ball of its volume."""
    porosity = skin.depot_porosity.value
    return fitted(depth, volume, porosity, room_mm(skin)), ball_radius_mm(volume, porosity)


def room_mm(skin: LegSkin) -> tuple[float, float, float]:
    """Depths at which the scar's dermis begins, it ends, and the computed fat ends, best guess."""
    epidermis, papillary, reticular, fat = thicknesses_mm(best_guess(skin.parameters))
    ends = epidermis + papillary + reticular
    return round(epidermis, ROUNDED), round(ends, ROUNDED), round(ends + fat, ROUNDED)


def _middle(depth: float, skin: LegSkin) -> list[Reason]:
    """The middle of the depot against the skin's thickness, its best guess and its low bound."""
    thick, thinnest = skin.scar_mm.value, skin.scar_mm.low
    drawn = f"in {100 * skin.scar_mm.share_below(depth):.0f} % of the draws of its thickness"
    if depth > thick:
        text = f"depth_mm {depth:g} is below skin of {thick:.2f} mm: the injection goes into the fat, {drawn}."
    elif depth > thinnest:
        text = (
            f"depth_mm {depth:g} is below skin of {thinnest:.2f} mm, the least of its band (best guess {thick:.2f} mm):"
            f" {drawn} the injection goes into the fat."
        )
    elif depth > thick - CLEAR_OF_FAT_MM:
        text = f"depth_mm {depth:g} is nearer than {CLEAR_OF_FAT_MM:g} mm to the fat below skin of {thick:.2f} mm."
    else:
        return []
    return [reason("depth_below_skin", text, fatal=False)]


def _shape(volume: float, depot: Ellipsoid, ball_mm: float) -> list[Reason]:
    if ball_mm <= depot.half_height_mm:
        return []
    text = (
        f"A ball of {volume:g} µL would be {2 * ball_mm:.2f} mm thick, for which there is no room: the depot is taken "
        f"as flattened, {2 * depot.half_height_mm:.2f} mm thick and {2 * depot.radius_mm:.2f} mm wide."
    )
    return [reason("depot_too_large", text, fatal=False)]


def _extent(depth: float, depot: Ellipsoid, skin: LegSkin) -> list[Reason]:
    """The top of the depot against the surface, its foot against the fat, both as computed."""
    thick, half, found = skin.scar_mm.value, depot.half_height_mm, []
    if half > depth + SHORTEST_MM:
        most = ball_volume_ul(depth, skin.depot_porosity.value)
        text = (
            f"depth_mm {depth:g} is less than the {half:.2f} mm from the depot's middle to its top: it breaks the "
            f"surface by {half - depth:.2f} mm; at this depth {most:.2g} µL fit below it."
        )
        found.append(reason("depot_at_surface", text))
    foot = depth + half
    if depth <= thick < foot - SHORTEST_MM:
        text = (
            f"The depot's foot lies at {foot:.2f} mm, below skin of {thick:.2f} mm: "
            f"{100 * depot.share_below(thick):.0f} % of it starts in the fat; this volume clears it at depth_mm "
            f"{thick - half:.2f} or less."
        )
        found.append(reason("depot_in_fat", text))
    return found
