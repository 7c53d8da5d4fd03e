"""Begin a course and add visits to it: whole text or none, and what a person wrote in the file stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from mesoject.course.file import FILE_NAME, course_file
from mesoject.course.readings import settled
from mesoject.records import UsageError
from mesoject.records.course import Course, ManualValue
from mesoject.records.files import write_atomically
from mesoject.records.record_file import parse_record, record_text

PHOTOS: Final = "photos"
SCANS: Final = "scans"
OUTLINES: Final = "outlines"

_START: Final = """\
# A course of one scar. `mesoject course schema` prints every key that may stand here. No person's name belongs here.
format = "mesoject-course/1"
code = {code}
# What the course is judged on, chosen before its numbers are seen (area, delta_a, height_mean ...). Without it: height
# if raised, depth if sunken, delta_a if red, delta_l if pale or brown, else area.
# primary = "area"

[scar]
{scar}
# beyond_border = false    # grown over the border of the original wound
# stretched = false        # a stretched flat scar: its area is not expected to shrink

# An untreated scar or half, photographed on the same days, lets a change be put down to the treatment:
# [control]
# kind = "half"            # or "scar"
# comparable = true
# randomised = false
# blinded = false

# `mesoject course add-visit` writes visits at the end of this file. Beside photographs, or without any, may stand
# 3D scans (--scan SCAN --unit mm) and readings of an instrument (--value "thickness=3.1±0.2 mm, ultrasound 20 MHz"):
# [[visits]]
# date = 2026-02-28
# [[visits.scans]]
# file = "scans/2026-02-28_scan1.ply"
# unit = "mm"              # of the file's numbers: mm, cm, m or in
# outline = "outlines/2026-02-28_scan1.outline.json"
# [[visits.values]]
# quantity = "thickness"   # of a raised scar, less is better
# value = 3.1
# standard_error = 0.2
# unit = "mm"
# instrument = "ultrasound 20 MHz"
"""

_HINTS: Final = {
    "site": '"calf"          # thigh, knee, calf, shin, ankle, foot',
    "side": '"left"          # or "right"',
    "cause": '"surgery"      # surgery, trauma, burn, acne_or_infection, injection, stretching, other',
    "closed_on": "2026-01-31    # day on which the wound was fully closed",
    "profile": '"raised"     # by touch: raised, flat or depressed',
    "colour": '"red"         # by eye: red, pale, brown or matched',
}


@dataclass(frozen=True)
class NewPhoto:
    """A photograph to be added, and its outline where there is one; ``carried`` as in the course file."""

    file: Path
    outline: Path | None = None
    carried: bool = False


@dataclass(frozen=True)
class NewScan:
    """A 3D scan to be added, the unit of its numbers, and its outline where there is one."""

    file: Path
    unit: str
    outline: Path | None = None


@dataclass(frozen=True)
class NewVisit:
    """A visit to be added; ``keys`` are the visit's other keys as course.toml names them."""

    day: date
    photos: tuple[NewPhoto, ...]
    keys: dict[str, Any]
    scans: tuple[NewScan, ...] = ()
    values: tuple[ManualValue, ...] = ()


Shot = TypeVar("Shot", NewPhoto, NewScan)


def new_course(folder: Path, code: str | None, scar: dict[str, Any]) -> Path:
    """Write the start of a course; it becomes readable with its first visit.

    Raises
    ------
    UsageError
        There is a course already, an answer is none of those allowed, or the folder cannot be made.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise UsageError(f"{path} is there already; give another folder, or add a visit to it")
    rows = [
        f"{key} = {_toml(scar[key])}" if scar.get(key) is not None else f"# {key} = {_HINTS[key]}" for key in _HINTS
    ]
    text = _START.format(code=_toml(code or folder.resolve().name), scar="\n".join(rows))
    parse_record(text, FILE_NAME, Course)
    for part in (folder / PHOTOS, folder / OUTLINES):
        _make(part)
    write_atomically(path, text.encode())
    return path


def bring_in(path: Path, visit: NewVisit) -> NewVisit:
    """Copy a visit's photographs, scans and outlines into the course's folder; return the visit with the copies.

    Raises
    ------
    UsageError
        A file is missing or cannot be copied.
    """
    folder = course_file(path).parent
    shots: list[NewPhoto | NewScan] = [*visit.photos, *visit.scans]
    for shot in shots:
        for given in filter(None, (shot.file, shot.outline)):
            if not given.is_file():
                raise UsageError(f"cannot read {given}: there is no such file")
    photos = (_brought(p, folder, folder / PHOTOS, f"{visit.day}_{k}") for k, p in enumerate(visit.photos, 1))
    scans = (_brought(s, folder, folder / SCANS, f"{visit.day}_scan{k}") for k, s in enumerate(visit.scans, 1))
    return replace(visit, photos=tuple(photos), scans=tuple(scans))


def outline_stem(file: Path) -> str:
    """What an outline is called by the file that it is drawn on; those of a photograph and a scan never collide.

    Examples
    --------
    >>> outline_stem(Path("photos/leg.jpg")), outline_stem(Path("scans/leg.ply")), outline_stem(Path("scans/scan1.ply"))
    ('leg', 'leg_scan', 'scan1')
    """
    return f"{file.stem}_scan" if file.parent.name == SCANS and "scan" not in file.stem else file.stem


def add_visit(path: Path, visit: NewVisit) -> None:
    """Add a visit, whose files lie in the course's folder already, to the end of the course file.

    Raises
    ------
    RecordError
        What would be written is no course; the file stays as it was.
    """
    file = course_file(path)
    longer = record_text(file).rstrip("\n") + "\n\n" + _visit_text(visit, file.parent)
    settled(parse_record(longer, file.name, Course), file.name, longer)
    write_atomically(file, longer.encode())


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from error


def _brought(shot: Shot, folder: Path, to: Path, stem: str) -> Shot:
    file = _copied(shot.file, to, stem)
    outline = None if shot.outline is None else _copied(shot.outline, folder / OUTLINES, outline_stem(file))
    return replace(shot, file=file, outline=outline)


def _copied(source: Path, folder: Path, stem: str) -> Path:
    """Copy a file into the course under the visit's day, never over another one; a file that lies there stays."""
    _make(folder)
    if source.resolve().parent == folder.resolve():
        return folder / source.name
    data = source.read_bytes()
    names = [f"{stem}{source.suffix.lower()}", *(f"{stem}{letter}{source.suffix.lower()}" for letter in "bcdefghij")]
    for name in names:
        path = folder / name
        if not path.exists():
            write_atomically(path, data)
        if path.read_bytes() == data:
            return path
    raise UsageError(f"{folder} holds {len(names)} other files called {stem}; move some of them")


def _visit_text(visit: NewVisit, folder: Path) -> str:
    scores = visit.keys.get("scores")
    keys = {key: value for key, value in visit.keys.items() if value is not None and key != "scores"}
    rows = ["[[visits]]", f"date = {visit.day.isoformat()}", *(f"{k} = {_toml(v)}" for k, v in keys.items())]
    if scores:
        rows.append("scores = {" + ", ".join(f"{name} = {value!r}" for name, value in scores.items()) + "}")
    for photo in visit.photos:
        rows += ["[[visits.photos]]", *_files(photo, folder), *(["carried = true"] if photo.carried else [])]
    for scan in visit.scans:
        rows += ["[[visits.scans]]", *_files(scan, folder), f"unit = {_toml(scan.unit)}"]
    for value in visit.values:
        rows += ["[[visits.values]]", *(f"{key} = {_toml(v)}" for key, v in value.model_dump().items())]
    return "\n".join(rows) + "\n"


def _files(shot: NewPhoto | NewScan, folder: Path) -> Iterator[str]:
    yield f"file = {_toml(_inside(shot.file, folder))}"
    if shot.outline is not None:
        yield f"outline = {_toml(_inside(shot.outline, folder))}"


def _inside(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _toml(value: Any) -> str:
    """A value as TOML writes it; a text's JSON form is a TOML basic string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
