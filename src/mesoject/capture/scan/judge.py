"""Whether a scan is one of a limb's skin: its size, its shape, its sides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.scan.base import Base
from mesoject.capture.scan.lay import FAR_MM, Laid
from mesoject.capture.scan.units import SIDE_LIMITS_MM, other_units
from mesoject.records import Reason, Refused, reason
from mesoject.skinmap import Place

Array = NDArray[np.float64]
RADIUS_LIMITS_MM = (12.0, 250.0)
MOST_FAR = 0.3
ROUGHEST_MM = 2.5  # off the form, of four fifths of the points: no limb's form
MOST_ALONG = 0.5  # curvature along the limb over curvature round it: a heel, a knee, a ball
OVERHANG_SAID = 0.01
BEYOND_SAID = 0.02
COARSEST_MM = 5.0


def refuse_no_limb(base: Base, side_mm: float, unit: str | None) -> None:
    """Raise ``scan_not_a_limb`` where the cone's radius is none of a limb, with the units in which it would be one."""
    radius = 1 / max(abs(base.curvature), 1e-6)
    low, high = RADIUS_LIMITS_MM
    if not low <= radius <= high or base.curvature < 0:
        shape = "flat" if radius > high else f"a cone of {radius:.3g} mm radius"
        message = f"The surface is {shape}; a limb has a radius of {low:.0f} to {high:.0f} mm."
        if unit is not None and base.curvature > 0:
            message += other_units(unit, (side_mm, SIDE_LIMITS_MM), (radius, RADIUS_LIMITS_MM))
        raise Refused([reason("scan_not_a_limb", message)])


def refuse_no_form(laid: Laid) -> list[Reason]:
    """Raise ``scan_not_a_limb`` where the points do not follow a limb's smooth form.

    Returns a warning where the scan goes all round.
    """
    if laid.off > MOST_FAR:
        message = f"{laid.off:.0%} of the scan lies more than {FAR_MM:.0f} mm off one limb's surface."
        raise Refused([reason("scan_not_a_limb", f"{message} Cut the scan to the skin round the scar.")])
    rough = float(np.quantile(np.abs(laid.height_mm), 0.8))
    if rough > ROUGHEST_MM:
        message = f"A fifth of the scan lies more than {rough:.1f} mm off a limb's form; {ROUGHEST_MM} mm is the limit."
        raise Refused([reason("scan_not_a_limb", message)])
    round_limb, along = _curvatures(laid.place, laid.mm)
    if abs(along) > MOST_ALONG * round_limb:
        message = f"The surface curves along the limb with a radius of {1 / abs(along):.0f} mm, round it with"
        raise Refused([reason("scan_not_a_limb", f"{message} {1 / max(round_limb, 1e-6):.0f} mm: a joint or a ball.")])
    if laid.beyond > BEYOND_SAID:
        message = f"{laid.beyond:.0%} of the scan lies on the other side of the limb and was left out."
        return [reason("scan_all_round", message)]
    return []


def _curvatures(place: Place, mm: Array) -> tuple[float, float]:
    """Mean normal curvature (1/mm) round and along the limb where the scan is; convex is positive."""
    some = mm[:: max(1, len(mm) // 500)]
    step = 10.0
    on, out = place.to_scan(some), place.to_scan(some, 1.0) - place.to_scan(some)
    both = []
    for way in (np.array([step, 0.0]), np.array([0.0, step])):
        bend = place.to_scan(some + way) + place.to_scan(some - way) - 2 * on
        both.append(-float(np.mean((bend * out).sum(1))) / step**2)
    return both[0], both[1]


def refuse_inside_out(facing_out: Array) -> list[Reason]:
    """Raise ``scan_inside_out`` where most triangles, by signed area on the skin (M,), show their back.

    Returns a warning where some do: skin that folds over itself, or points whose noise exceeds their distance.
    """
    total = float(np.abs(facing_out).sum())
    back = float(-facing_out[facing_out < 0].sum()) / max(total, 1e-9)
    if back > 0.5:
        message = f"{back:.0%} of the surface faces the inside of the limb."
        raise Refused([reason("scan_inside_out", message)])
    if back > OVERHANG_SAID:
        message = f"{back:.1%} of the surface faces backwards, folded under or noisy; the upper side was measured."
        return [reason("scan_overhang", message)]
    return []


def refuse_coarse(spacing_mm: float) -> None:
    """Raise ``scan_too_coarse`` where points lie too far apart for any scar."""
    if spacing_mm > COARSEST_MM:
        message = f"Points lie {spacing_mm:.1f} mm apart; {COARSEST_MM:.0f} mm is the limit."
        raise Refused([reason("scan_too_coarse", message)])
