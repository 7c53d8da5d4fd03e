"""Readings of instruments, typed into a course: one unit for one quantity, nothing impossible, nothing unused."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from mesoject.outcome.direction import THICKNESS, judged_names
from mesoject.records.course import Course, ManualValue
from mesoject.records.record_file import RecordError
from mesoject.records.toml_lines import line_of, toml_lines

SIZES: Final = frozenset({"area", "length", "width", "perimeter"})
RELIEF: Final = frozenset(
    {"height_mean", "height_p98", "depth_p98", "volume_raised", "volume_sunken", "volume", "sa", "sq", "sz", "sdr"}
)
COLOURS: Final = frozenset(
    {
        "delta_l", "delta_a", "delta_b", "delta_e", "erythema_difference", "melanin_difference", "skin_ita",
        "texture_ratio",
    }
)  # fmt: skip
BY_PHOTO: Final = SIZES | COLOURS
BY_SCAN: Final = SIZES | COLOURS | RELIEF
"""What mesoject itself measures on a photograph, and on a scan."""

_UNITS: Final[dict[str, tuple[str, float]]] = {
    "um": ("mm", 0.001), "µm": ("mm", 0.001), "mm": ("mm", 1.0), "cm": ("mm", 10.0), "m": ("mm", 1000.0),
    "mm2": ("mm2", 1.0), "mm²": ("mm2", 1.0), "cm2": ("mm2", 100.0), "cm²": ("mm2", 100.0),
    "uL": ("mm3", 1.0), "µL": ("mm3", 1.0), "mm3": ("mm3", 1.0), "mm³": ("mm3", 1.0),
    "cm3": ("mm3", 1000.0), "cm³": ("mm3", 1000.0), "mL": ("mm3", 1000.0), "ml": ("mm3", 1000.0),
}  # fmt: skip
_MAGNITUDES: Final = frozenset({"thickness", "area", "length", "width", "perimeter", "girth", "depth", "volume"})
_SIGNED: Final = "volume"  # raised less sunken
_CLOSE: Final = 0.85


@dataclass(frozen=True)
class _Reading:
    """A typed value with the day of its visit and its place in the file."""

    value: ManualValue
    day: date
    place: tuple[str | int, ...]
    scored: bool


def settled(course: Course, name: str, text: str) -> tuple[Course, tuple[str, ...]]:
    """Return the course with each typed quantity in one unit, and a sentence for each thing that is odd.

    Parameters
    ----------
    course : Course
        Its visits in the order of ``text``.
    name, text : str
        What the course file is called, and what it holds.

    Raises
    ------
    RecordError
        A line for each reading that is negative and cannot be, stands twice, is in a unit that cannot be compared with
        the quantity's others, or is of something that the course itself measures.
    """
    lines = toml_lines(text)
    readings = list(_readings(course))
    faults = [*_impossible(readings), *_twice(readings), *_measured(course, readings), *_units(readings)]
    if faults:
        by_line = sorted((line_of(place, lines) or 0, fault) for place, fault in faults)
        raise RecordError([f"{name}:{line}: {fault}" for line, fault in by_line])
    common = {quantity: _common(units) for quantity, units in _by_quantity(readings).items()}
    visits = tuple(
        visit.model_copy(update={"values": tuple(_in(common[v.quantity], v) for v in visit.values)})
        for visit in course.visits
    )
    return course.model_copy(update={"visits": visits}), (*_converted(readings), *_slips(readings, name, lines))


def _readings(course: Course) -> Iterator[_Reading]:
    for k, visit in enumerate(course.visits):
        for n, value in enumerate(visit.values):
            yield _Reading(value, visit.date, ("visits", k, "values", n), value.quantity in visit.scores)


def _impossible(readings: list[_Reading]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for reading in readings:
        value = reading.value
        magnitude = value.quantity != _SIGNED and _MAGNITUDES & set(value.quantity.split("_"))
        if value.value < 0 and magnitude:
            yield (
                (*reading.place, "value"),
                f"{value.quantity} is {value.value:g} {value.unit}; it cannot be below 0, so correct the value",
            )


def _twice(readings: list[_Reading]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    seen: set[tuple[date, str]] = set()
    for reading in readings:
        key = reading.day, reading.value.quantity
        if key in seen or reading.scored:
            where = "in scores too" if reading.scored else "twice"
            yield (
                reading.place,
                f"{key[1]} stands {where} on {key[0]}; give one value, such as the mean of the readings with its "
                "standard error",
            )
        seen.add(key)


def _measured(course: Course, readings: list[_Reading]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """A typed area beside a measured one would be dropped at one visit and compared with it at another."""
    photos = any(p.of == "scar" for visit in course.visits for p in visit.photos)
    scans = any(s.of == "scar" for visit in course.visits for s in visit.scans)
    for reading in readings:
        quantity = reading.value.quantity
        source = "photographs" if photos and quantity in BY_PHOTO else "scans" if scans and quantity in BY_SCAN else ""
        if source:
            yield (
                (*reading.place, "quantity"),
                f"{quantity} is measured on the {source} of this course, and a typed value does not mix with that; "
                f"give the reading a name of its own, such as {quantity}_typed, or take it out",
            )


def _units(readings: list[_Reading]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    first: dict[str, str] = {}
    for reading in readings:
        quantity, unit = reading.value.quantity, reading.value.unit
        at = (*reading.place, "unit")
        if quantity == THICKNESS and _kind(unit) != "mm":
            yield at, f"{quantity} is in {unit!r}; give it in mm or cm"
        elif _kind(unit) != _kind(first.setdefault(quantity, unit)):
            yield (
                at,
                f"{quantity} is in {unit!r} here and in {first[quantity]!r} before, which cannot be converted; give "
                f"every reading of it in {first[quantity]}",
            )


def _by_quantity(readings: list[_Reading]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for reading in readings:
        found.setdefault(reading.value.quantity, []).append(reading.value.unit)
    return {quantity: list(dict.fromkeys(units)) for quantity, units in found.items()}


def _kind(unit: str) -> str:
    """Unit that others of its kind are converted to; a unit that is not known stands for itself."""
    return _UNITS.get(unit, (unit, 1.0))[0]


def _common(units: list[str]) -> str:
    """The unit in which a quantity is judged: its own where there is one alone, else millimetres or their powers."""
    return units[0] if len(units) == 1 else _kind(units[0])


def _in(unit: str, value: ManualValue) -> ManualValue:
    if value.unit == unit:
        return value
    factor = _UNITS[value.unit][1]
    more = {"value": value.value * factor, "standard_error": value.standard_error * factor, "unit": unit}
    return value.model_copy(update=more)


def _converted(readings: list[_Reading]) -> Iterator[str]:
    for quantity, units in _by_quantity(readings).items():
        if len(units) > 1:
            yield f"{quantity} was typed in {' and '.join(units)}; it is compared in {_common(units)}."


def _slips(readings: list[_Reading], name: str, lines: dict[tuple[str | int, ...], int]) -> Iterator[str]:
    """Names that nobody knows and that lie next to one that is known."""
    known = judged_names() | BY_SCAN | {THICKNESS}
    seen: set[str] = set()
    for reading in readings:
        quantity = reading.value.quantity
        near = difflib.get_close_matches(quantity, known, 1, _CLOSE)
        if quantity in known | seen or not near or re.match(rf"{near[0]}[_.\d-]", quantity):
            continue
        seen.add(quantity)
        yield (
            f"{name}:{line_of((*reading.place, 'quantity'), lines)}: {quantity!r} is no quantity that is known, so no "
            f"direction of it counts as better. Did you mean {near[0]}?"
        )
