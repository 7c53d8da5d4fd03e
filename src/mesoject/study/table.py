"""``study.csv``: a line a photograph and rater. Whatever is wrong is named with its line."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mesoject.records import UsageError

NEEDED = ("photo", "outline", "scar", "visit", "rater", "bar_mm", "print_profile")
KNOWN = "known_"
MAY_BE_EMPTY = ("rater", "bar_mm", "print_profile")
NO_RATER = "-"


@dataclass(frozen=True)
class Row:
    """One line.

    Attributes
    ----------
    line : int
        Where it stands in the file.
    photo, outline : Path
    scar, visit, rater : str
        Codes; never a person's name.
    bar_mm : float or None
    print_profile : Path or None
    known : dict of str to float or None
        True values by quantity (a phantom, a rendering). None where the column exists and the cell is empty: then the
        line gives nothing to that quantity.
    """

    line: int
    photo: Path
    outline: Path
    scar: str
    visit: str
    rater: str
    bar_mm: float | None
    print_profile: Path | None
    known: dict[str, float | None] = field(default_factory=dict)


def read_table(path: Path) -> list[Row]:
    """Read a study's table; paths in it are relative to its folder.

    Raises
    ------
    UsageError
        When the file cannot be read, a column is missing or unknown, or a line is wrong; the message names the line.
    """
    lines = _lines(path)
    reader = csv.reader(io.StringIO(lines), delimiter=_delimiter(lines), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UsageError(f"{path} line {reader.line_num}: {error}; check the quotation marks") from error
    if not rows:
        raise UsageError(f"{path}: it is empty; its first line is {','.join(NEEDED)}")
    header = [cell.strip() for cell in rows[0][1]]
    _refuse_header(path, rows[0][0], header)
    found = [_row(path, line, header, cells) for line, cells in rows[1:]]
    if not found:
        raise UsageError(f"{path}: there is no line below the header; give a line a photograph")
    _refuse_doubles(path, found)
    return found


def _lines(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; a study is a folder with study.csv in it") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UsageError(f"{path} line {line}: not UTF-8; save the table as CSV in UTF-8") from error


def _delimiter(text: str) -> str:
    """Spreadsheets of some countries part cells with semicolons."""
    first = text.splitlines()[0] if text else ""
    return ";" if ";" in first and "," not in first else ","


def _refuse_header(path: Path, line: int, header: Sequence[str]) -> None:
    lacking = [name for name in NEEDED if name not in header]
    strange = [name for name in header if name not in NEEDED and not name.startswith(KNOWN)]
    double = sorted({name for name in header if header.count(name) > 1})
    for names, what in ((lacking, "lacks"), (strange, "has unknown"), (double, "repeats")):
        if names:
            raise UsageError(f"{path} line {line}: the header {what} {', '.join(map(repr, names))}; it is {_header()}")


def _header() -> str:
    return f"{','.join(NEEDED)} and, where the truth is known, {KNOWN}QUANTITY"


def _row(path: Path, line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        raise UsageError(f"{path} line {line}: {len(cells)} cells under {len(header)} columns; give one each")
    cell = {name: value.strip() for name, value in zip(header, cells, strict=True)}
    for name in NEEDED:
        if not cell[name] and name not in MAY_BE_EMPTY:
            raise UsageError(f"{path} line {line}: {name} is empty; fill it in")
    known = {name.removeprefix(KNOWN): _number(path, line, name, cell) for name in header if name.startswith(KNOWN)}
    return Row(
        line=line,
        photo=_file(path, line, "photo", cell["photo"]),
        outline=_file(path, line, "outline", cell["outline"]),
        scar=cell["scar"],
        visit=cell["visit"],
        rater=cell["rater"] or NO_RATER,
        bar_mm=_length(path, line, cell),
        print_profile=_file(path, line, "print_profile", cell["print_profile"]) if cell["print_profile"] else None,
        known=known,
    )


def _file(path: Path, line: int, column: str, name: str) -> Path:
    found = path.parent / name
    if not found.is_file():
        raise UsageError(f"{path} line {line}: {column} {name}: there is no such file beside study.csv")
    return found


def _length(path: Path, line: int, cell: dict[str, str]) -> float | None:
    value = _number(path, line, "bar_mm", cell)
    if value is not None and value <= 0:
        raise UsageError(f"{path} line {line}: bar_mm {value:g} is no length; give millimetres, 100 for a true print")
    return value


def _number(path: Path, line: int, column: str, cell: dict[str, str]) -> float | None:
    if not cell[column]:
        return None
    try:
        value = float(cell[column])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UsageError(f"{path} line {line}: {column} {cell[column]!r} is no number; write it like 100.2")
    return value


def _refuse_doubles(path: Path, rows: Sequence[Row]) -> None:
    seen: dict[tuple[Path, str], Row] = {}
    place: dict[Path, Row] = {}
    for row in rows:
        same = seen.setdefault((row.photo, row.rater), row)
        if same is not row:
            raise UsageError(
                f"{path} line {row.line}: {row.photo.name} by rater {row.rater} is already on line {same.line}"
            )
        other = place.setdefault(row.photo, row)
        if (other.scar, other.visit) != (row.scar, row.visit):
            raise UsageError(
                f"{path} line {row.line}: {row.photo.name} is of scar {row.scar}, visit {row.visit}, but on line "
                f"{other.line} of scar {other.scar}, visit {other.visit}; a photograph shows one scar at one visit"
            )
