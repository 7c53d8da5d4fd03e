"""The unit that a scan's numbers are in: declared by the file or by the person, never guessed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.scan.header import Header, read_header
from mesoject.records import Reason, Refused, UsageError, reason

MM_PER_UNIT = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4}
UNIT_WORDS = {"mm": "mm", "cm": "cm", "m": "m", "in": "inches"}
SIDE_LIMITS_MM = (20.0, 1500.0)
_WORDS = {
    "mm": r"millimet(?:er|re)s?|mm",
    "cm": r"centimet(?:er|re)s?|cm",
    "m": r"met(?:er|re)s?",
    "in": r"inch(?:es)?",
}


def unit_of(header: Header, given: str | None, points: NDArray[np.float64]) -> tuple[str, list[Reason]]:
    """The unit to read a scan in, with a warning where person and file differ.

    Raises
    ------
    UsageError
        For a unit that is not known.
    Refused
        ``scan_no_unit`` where neither says it.
    """
    if given is not None and given not in MM_PER_UNIT:
        raise UsageError(f"the scan's unit (--unit) is {given!r}; give one of {', '.join(MM_PER_UNIT)}")
    stated = declared_unit(header)
    if given is None and stated is None:
        side = float(np.ptp(points, axis=0).max())
        message = f"The file does not say in which unit its numbers are; its longest side is {side:.4g} of them."
        raise Refused([reason("scan_no_unit", message)])
    if given is not None and stated is not None and given != stated:
        note = reason(
            "scan_unit_differs", f"The file states {UNIT_WORDS[stated]}; it was read in {UNIT_WORDS[given]} as asked."
        )
        return given, [note]
    return given or stated or "", []


def stated_unit(path: Path) -> str | None:
    """The unit that a scan's file states; None where it states none.

    Raises
    ------
    Refused
        The file is no scan.
    UsageError
        It cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    return declared_unit(read_header(data))


def declared_unit(header: Header) -> str | None:
    """The unit that a file states: metres of any GLB (glTF 2.0, section 3.4), else what its comments name, if one."""
    if header.kind == "glb":
        return "m"
    comments = header.comments.lower()
    named = [unit for unit, word in _WORDS.items() if re.search(rf"(?<![a-z])(?:{word})(?![a-z])", comments)]
    return named[0] if len(named) == 1 else None


def refuse_size(points: NDArray[np.float64], unit: str) -> None:
    """Raise ``scan_size`` where no limb is as large as a scan (N, 3) in mm."""
    side = float(np.ptp(points, axis=0).max())
    low, high = SIDE_LIMITS_MM
    if low <= side <= high:
        return
    message = f"Read in {UNIT_WORDS[unit]}, the scan is {side:,.4g} mm across; a scan of a limb has {low:.0f} to"
    message = f"{message} {high:,.0f} mm.{other_units(unit, (side, SIDE_LIMITS_MM))}"
    raise Refused([reason("scan_size", message)])


def other_units(unit: str, *sizes: tuple[float, tuple[float, float]]) -> str:
    """The other units in which each of these sizes, in mm as read in ``unit``, lies in its limits: a sentence or none.

    Examples
    --------
    >>> other_units("in", (2000.0, (20.0, 1500.0)))
    ' Read in mm or cm it could be.'
    """
    fitting = [
        UNIT_WORDS[other]
        for other, mm in MM_PER_UNIT.items()
        if other != unit and all(low <= size / MM_PER_UNIT[unit] * mm <= high for size, (low, high) in sizes)
    ]
    return f" Read in {' or '.join(fitting)} it could be." if fitting else ""
