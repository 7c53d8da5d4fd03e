"""The quantity on which a course is judged: the one declared, else the one that the scar's kind asks for."""

from __future__ import annotations

from collections.abc import Collection

from mesoject.outcome.direction import THICKNESS, can_be_primary
from mesoject.records.course import Course

HEIGHTS = ("height_mean", "height_p98", "volume_raised", "volume")
DEPTHS = ("depth_p98", "volume_sunken")


def choose_primary(course: Course, judgeable: frozenset[str], measured: Collection[str] = ("area",)) -> tuple[str, str]:
    """Choose the primary quantity.

    Parameters
    ----------
    course : Course
    judgeable : set of str
        Quantities with a number at two visits at least, with a known repeatability, and with a direction.
    measured : collection of str
        Quantities with any number.

    Returns
    -------
    name, why : str
        The area stands in where the wanted quantity cannot be judged, a typed thickness where there is no area either;
        ``why`` says so. Where nothing stands in, the wanted quantity is named all the same.
    """
    wanted, because = _wanted(course)
    for name in wanted:
        if name in judgeable:
            return name, because
    lacks = f"{' or '.join(wanted)} has no number at two visits, no known repeatability, or no direction "
    lacks += "that counts as better"
    if "area" not in judgeable and THICKNESS in judgeable:
        return THICKNESS, f"{because}; but {lacks}, so the course is judged on the thickness that was typed in"
    if wanted == ("area",):
        return "area", because
    if "area" in measured or not can_be_primary(wanted[0], course):
        return "area", f"{because}; but {lacks}, so the course is judged on area"
    return wanted[0], f"{because}; but {lacks}, and nothing else that was measured can stand in"


def _wanted(course: Course) -> tuple[tuple[str, ...], str]:
    scar = course.scar
    if course.primary is not None:
        return (course.primary,), f"{course.primary} was declared in the course"
    if scar.profile == "raised":
        return HEIGHTS, "a raised scar is judged on its height or volume"
    if scar.profile == "depressed":
        return DEPTHS, "a sunken scar is judged on its depth"
    if scar.colour == "red":
        return ("delta_a",), "a red scar is judged on its redness against own skin"
    if scar.colour in ("pale", "brown"):
        return ("delta_l",), f"a {scar.colour} scar is judged on its lightness against own skin"
    return ("area",), "no kind of scar that asks for another quantity was declared, so the course is judged on area"
