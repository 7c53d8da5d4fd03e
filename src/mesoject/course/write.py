"""Begin a course and add visits to it: whole text or none, and what a person wrote in the file stays as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from mesoject.course.file import FILE_NAME
from mesoject.records import UsageError
from mesoject.records.course import Course
from mesoject.records.files import write_atomically
from mesoject.records.record_file import parse_record, record_text

PHOTOS: Final = "photos"
OUTLINES: Final = "outlines"

_START: Final = """\
# A course of one scar; `mesoject course schema` prints every key that may stand here. No name of a person belongs in it.
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
class NewVisit:
    """A visit to be added; its photographs are copied into the course's folder."""

    day: date
    photos: tuple[Path, ...]
    outlines: tuple[Path | None, ...]
    keys: dict[str, Any]


def new_course(folder: Path, code: str | None, scar: dict[str, Any]) -> Path:
    """Write the start of a course; it becomes readable with its first visit.

    Raises
    ------
    UsageError
        There is a course already, or the folder cannot be made.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise UsageError(f"{path} is there already; give another folder, or add a visit to it")
    for part in (folder / PHOTOS, folder / OUTLINES):
        _make(part)
    rows = [
        f"{key} = {_toml(scar[key])}" if scar.get(key) is not None else f"# {key} = {_HINTS[key]}" for key in _HINTS
    ]
    text = _START.format(code=_toml(code or folder.resolve().name), scar="\n".join(rows))
    write_atomically(path, text.encode())
    return path


def add_visit(path: Path, visit: NewVisit) -> list[Path]:
    """Copy a visit's photographs and outlines into the course and add it to the file's end.

    Returns
    -------
    list of Path
        The copied photographs.

    Raises
    ------
    UsageError
        A file is missing, or what would be written is no course.
    """
    file = path / FILE_NAME if path.is_dir() else path
    text = record_text(file)
    for given in (*visit.photos, *filter(None, visit.outlines)):
        if not given.is_file():
            raise UsageError(f"cannot read {given}: there is no such file")
    photos = [_copied(photo, file.parent / PHOTOS, f"{visit.day}_{k}") for k, photo in enumerate(visit.photos, 1)]
    outlines = [
        _copied(o, file.parent / OUTLINES, photo.stem) if o is not None else None
        for o, photo in zip(visit.outlines, photos, strict=True)
    ]
    longer = text.rstrip("\n") + "\n\n" + _visit_text(visit, photos, outlines, file.parent)
    parse_record(longer, file.name, Course)
    write_atomically(file, longer.encode())
    return photos


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from error


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


def _visit_text(visit: NewVisit, photos: list[Path], outlines: list[Path | None], folder: Path) -> str:
    scores = visit.keys.get("scores")
    keys = {key: value for key, value in visit.keys.items() if value is not None and key != "scores"}
    rows = ["[[visits]]", f"date = {visit.day.isoformat()}", *(f"{k} = {_toml(v)}" for k, v in keys.items())]
    if scores:
        rows.append("scores = {" + ", ".join(f"{name} = {value:g}" for name, value in scores.items()) + "}")
    for photo, outline in zip(photos, outlines, strict=True):
        rows += ["[[visits.photos]]", f"file = {_toml(_inside(photo, folder))}"]
        if outline is not None:
            rows.append(f"outline = {_toml(_inside(outline, folder))}")
    return "\n".join(rows) + "\n"


def _inside(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _toml(value: Any) -> str:
    """A value as TOML writes it; a text's JSON form is a TOML basic string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
