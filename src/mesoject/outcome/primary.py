"""The quantity on which a course is judged: the one declared, else the one that the scar's kind asks for."""

from __future__ import annotations

from mesoject.records.course import Course

HEIGHTS = ("height_mean", "height_p98", "volume_raised", "volume")
DEPTHS = ("depth_p98", "volume_sunken")


def choose_primary(course: Course, judgeable: frozenset[str]) -> tuple[str, str]:
    """Choose the primary quantity.

    Parameters
    ----------
    course : Course
    judgeable : set of str
        Quantities with a number at two visits at least, with a known repeatability, and with a direction.

    Returns
    -------
    name, why : str
        The area stands in where the wanted quantity cannot be judged, and ``why`` says so.
    """
    wanted, because = _wanted(course)
    for name in wanted:
        if name in judgeable:
            return name, because
    if wanted == ("area",):
        return "area", because
    return "area", (
        f"{because}; but {' or '.join(wanted)} has no number at two visits, no known repeatability, or no direction "
        "that counts as better, so the course is judged on area"
    )


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
