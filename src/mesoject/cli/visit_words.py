"""What is typed for a visit on the command line, as a course holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mesoject.records import UsageError

if TYPE_CHECKING:
    from datetime import date

    from mesoject.course.write import NewPhoto, NewScan
    from mesoject.records.course import ManualValue

_NUMBER: Final = r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?"
_VALUE: Final = re.compile(
    rf"\s*([\w.+-]+)\s*=\s*({_NUMBER})\s*(?:±|\+/?-)\s*({_NUMBER})\s*([^\s,;\d.+-][^\s,;]*)\s*[,;]\s*(\S.*?)\s*"
)


def new_photos(photos: Sequence[Path], outlines: Sequence[Path]) -> tuple[NewPhoto, ...]:
    """Photographs with their outlines, in order; raises UsageError for a scan among them or another number."""
    from mesoject.batch import source_of
    from mesoject.course.write import NewPhoto

    for photo in photos:
        if source_of(photo) == "scan":
            raise UsageError(f"--photo: {photo} is a 3D scan; give it with --scan, and its unit with --unit")
    return tuple(NewPhoto(p, o) for p, o in zip(photos, _one_each(photos, outlines, "--outline"), strict=True))


def new_scans(scans: Sequence[Path], outlines: Sequence[Path], unit: str | None) -> tuple[NewScan, ...]:
    """Scans with unit and outline; the unit is the one given, or else the one that each file states.

    Raises
    ------
    UsageError
        A file is no scan by its name, or nothing says its unit.
    """
    from mesoject.batch import SCAN_SUFFIXES, source_of
    from mesoject.capture.scan.units import MM_PER_UNIT
    from mesoject.course.write import NewScan

    if unit is not None and unit not in MM_PER_UNIT:
        raise UsageError(f"--unit is {unit}; give one of {', '.join(MM_PER_UNIT)}")
    for scan in scans:
        if source_of(scan) == "photo":
            kinds = ", ".join(sorted(suffix[1:].upper() for suffix in SCAN_SUFFIXES))
            raise UsageError(f"--scan: {scan} is none of {kinds} by its name; give a photograph with --photo")
    paired = zip(scans, _one_each(scans, outlines, "--scan-outline"), strict=True)
    return tuple(NewScan(scan, unit or _stated(scan), outline) for scan, outline in paired)


def _stated(scan: Path) -> str:
    from mesoject.capture.scan.units import stated_unit

    found = stated_unit(scan)
    if found is None:
        raise UsageError(f"{scan} does not say in which unit its numbers are; give --unit mm (or cm, m, in)")
    return found


def _one_each(files: Sequence[Path], outlines: Sequence[Path], option: str) -> list[Path | None]:
    if not outlines:
        return [None] * len(files)
    if len(outlines) != len(files):
        what = "photograph" if option == "--outline" else "scan"
        count = f"{len(files)} {what}{'' if len(files) == 1 else 's'}"
        raise UsageError(f"{option}: {len(outlines)} files for {count}; give one each, or none")
    return list(outlines)


def a_value(text: str) -> ManualValue:
    """A reading of an instrument as it is typed.

    Raises
    ------
    UsageError
        For anything else, or an error that is not above 0.

    Examples
    --------
    >>> reading = a_value("thickness=3.1±0.2 mm, ultrasound 20 MHz")
    >>> reading.value, reading.standard_error, reading.unit, reading.instrument
    (3.1, 0.2, 'mm', 'ultrasound 20 MHz')
    >>> a_value("thickness = 2.9 +- 0.3 mm; calliper").instrument
    'calliper'
    """
    from pydantic import ValidationError

    from mesoject.records.course import ManualValue
    from mesoject.records.errors import first_fault

    found = _VALUE.fullmatch(text)
    if found is None:
        form = "NAME=VALUE±STANDARD_ERROR UNIT, INSTRUMENT"
        raise UsageError(f"--value is {text!r}; write {form}, such as 'thickness=3.1±0.2 mm, ultrasound 20 MHz'")
    name, value, error, unit, instrument = found.groups()
    try:
        return ManualValue(
            quantity=name, value=float(value), standard_error=float(error), unit=unit, instrument=instrument
        )
    except ValidationError as fault:
        raise UsageError(f"--value is {text!r}; {first_fault(fault)}") from None


def a_score(text: str) -> tuple[str, float]:
    """The total of a scale, as ``VSS=7``."""
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise UsageError(f"--score is {text}; write NAME=NUMBER, such as VSS=7") from None


def a_day(text: str | None, option: str) -> date | None:
    """A date as ISO 8601 writes it."""
    from datetime import date

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is {text}; a date is written 2026-11-24") from None


def day_taken(photos: Sequence[Path]) -> date:
    """Day on which the first photograph says that it was taken."""
    from datetime import date

    from mesoject.capture.photo import open_photo

    if not photos:
        raise UsageError("nothing says on which day the visit was; give --date")
    taken = open_photo(photos[0]).taken
    try:
        return date.fromisoformat((taken or "")[:10].replace(":", "-"))
    except ValueError:
        raise UsageError(f"{photos[0]} does not say when it was taken; give --date") from None
