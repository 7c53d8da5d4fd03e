"""What counts as better: nearness to the person's own skin."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

from mesoject.outcome.pooled import to_scale
from mesoject.records.course import Course
from mesoject.records.quantity import Scale

Aim = Literal["own skin", "less", "not expected to fall", "none"]

SIZES: Final = frozenset({"area", "length", "width"})
TOWARDS_OWN_SKIN: Final = frozenset(
    {
        "delta_l", "delta_a", "delta_b", "delta_e", "erythema_difference", "melanin_difference", "texture_ratio",
        "height_mean", "height_p98", "depth_p98", "volume_raised", "volume_sunken", "volume",
    }
)  # fmt: skip
SCORES: Final = frozenset({"VSS", "SCAR", "POSAS_observer", "POSAS_patient"})
THICKNESS: Final = "thickness"  # by ultrasound or calliper: of a raised scar less is better, of others it depends
GROWTH: Final = (("area",), ("height_mean", "height_p98"), ("volume_raised", "volume"))
OWN_SKIN: Final = {"texture_ratio": 1.0}


def aim(name: str, course: Course) -> Aim:
    """Where a quantity should go.

    The area of a stretched flat scar is not expected to shrink (clinical practice judges such scars by colour and
    relief), so its fall is no success unless the course was declared to be judged on it.
    """
    if name in SIZES:
        flat = course.scar.stretched and course.scar.profile in ("flat", None)
        return "not expected to fall" if flat and course.primary != name else "less"
    if name in TOWARDS_OWN_SKIN:
        return "own skin"
    if name == THICKNESS and course.scar.profile == "raised":
        return "less"
    return "less" if name in SCORES else "none"


def judged_names() -> frozenset[str]:
    """Every name on which a course may be judged, if it is measured."""
    return (SIZES | TOWARDS_OWN_SKIN | SCORES) - {"delta_e"}


def can_be_primary(name: str, course: Course) -> bool:
    """Whether a course can be judged on a quantity: some direction must count as better, and a size has none."""
    return name != "delta_e" and aim(name, course) != "none"


def approach(name: str, scale: Scale, before: float, after: float) -> float:
    """How much nearer to own skin (below 0) or further from it (above 0) the scar is, on the quantity's scale.

    Parameters
    ----------
    before, after : float
        On the scale on which the quantity is compared.

    Examples
    --------
    A pale scar that gets paler is worse; one that turns from too red to a little too pale is better.

    >>> approach("delta_l", "linear", 9.0, 11.0), approach("delta_a", "linear", 4.0, -1.0)
    (2.0, -3.0)
    """
    if scale == "log" and name not in OWN_SKIN:
        return after - before
    own = to_scale(OWN_SKIN.get(name, 0.0), scale) if name in OWN_SKIN else 0.0
    return abs(after - own) - abs(before - own)


def growth_quantities(course: Course, judged: Collection[str]) -> tuple[str, ...]:
    """What shows the growth of a raised scar: its area, a height and a volume, as far as they are judged."""
    if course.scar.profile != "raised":
        return ()
    found = (next((name for name in names if name in judged), None) for names in GROWTH)
    return tuple(name for name in found if name is not None)
