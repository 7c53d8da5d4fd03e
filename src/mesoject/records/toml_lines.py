"""On which line of a TOML text each key stands, so that a fault can be pointed at."""

from __future__ import annotations

import re
import tomllib
from typing import Final

Path = tuple[str | int, ...]

_HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(r"^\s*((?:\"[^\"]*\"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:\"[^\"]*\"|'[^']*'|[\w-]+))*)\s*=")
_PART: Final = re.compile(r"\"[^\"]*\"|'[^']*'|[\w-]+")


def toml_lines(text: str) -> dict[Path, int]:
    """Line (from 1) of every table and key of a valid TOML text, by its path; rows of arrays of tables are numbered.

    Examples
    --------
    >>> text = ["a = 1", "[[visits]]", "date = 2025-01-02", "[[visits]]", "[[visits.photos]]", "file = 'b.jpg'"]
    >>> toml_lines(chr(10).join(text))["visits", 1, "photos", 0, "file"]
    6
    """
    lines: dict[Path, int] = {}
    rows: dict[Path, int] = {}
    table: Path = ()
    quoted: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if quoted:  # inside a text of several lines nothing is a key
            quoted = None if quoted in line else quoted
            continue
        if header := _HEADER.match(line):
            table = _table(_parts(header[2]), rows, again=header[1] == "[[")
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
            quoted = _opens(line)
    return lines


def line_of(path: Path, lines: dict[Path, int]) -> int | None:
    """Line of the place itself, or of the nearest thing around it that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def line_of_syntax_fault(error: tomllib.TOMLDecodeError, text: str) -> int | None:
    """Line that the parser's own message names; the last one where the text ends too early."""
    told = re.search(r"\bline (\d+)", str(error))
    if told:
        return int(told[1])
    return len(text.splitlines()) if "end of document" in str(error) else None


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _table(names: list[str], rows: dict[Path, int], *, again: bool) -> Path:
    """Path of a header's table: the newest row of every array of tables on the way, a new one for the last."""
    path: Path = ()
    for k, name in enumerate(names):
        path = (*path, name)
        if again and k == len(names) - 1:
            rows[path] = rows.get(path, -1) + 1
        if path in rows:
            path = (*path, rows[path])
    return path


def _opens(line: str) -> str | None:
    """The closing mark of a text of several lines that this line opens and does not close."""
    value = line.split("=", 1)[1]
    for mark in ('"""', "'''"):
        if value.count(mark) % 2:
            return mark
    return None
