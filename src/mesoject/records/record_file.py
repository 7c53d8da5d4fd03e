"""Records that people type: TOML or JSON as plain data, and the line on which each value stands."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mesoject.records.errors import UsageError

LARGEST_BYTES: Final = 1_000_000


class RecordFileError(UsageError):
    """Everything that is wrong with a file, a line each: ``file:line: what, and what to do``."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def file_text(path: Path) -> str:
    """Return the text of a file that a person may have typed.

    Raises
    ------
    RecordFileError
        It cannot be read, is larger than 1 MB, or is not UTF-8.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise RecordFileError([f"{path.name}: larger than {LARGEST_BYTES:,} bytes; answers are shorter"])
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RecordFileError([f"{path}: cannot be read ({error.strerror}); give a TOML or JSON file"]) from None
    except ValueError as error:
        raise RecordFileError([f"{path.name}: neither TOML nor JSON as its name says: {error}"]) from None


def plain_data(text: str, path: Path) -> object:
    """Return what the text says, as JSON where the file's name ends in .json and as TOML elsewhere.

    Raises
    ------
    RecordFileError
        It is not what its name says, or names a value twice.
    """
    try:
        return json.loads(text, object_pairs_hook=_once) if path.suffix == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordFileError([placed(f"neither TOML nor JSON as its name says: {error}", text, path)]) from None


def placed(fault: str, text: str, path: Path) -> str:
    """Put the file, and the line where it is found, before a fault that begins with the name of a value."""
    lines = text.splitlines()
    if fault.startswith("neither TOML"):
        told = re.search(r"\bline (\d+)", fault)
        number = int(told[1]) if told else len(lines) if "end of document" in fault else None
    else:
        number = _line_number(fault.split(":", maxsplit=1)[0].split("."), lines)
    return f"{path.name}:{number}: {fault}" if number else f"{path.name}: {fault}"


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of two answers to one question JSON would keep the last, and TOML none."""
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{', '.join(twice)}: answered twice; keep one")
    return dict(pairs)


def _line_number(name: list[str], lines: list[str]) -> int | None:
    """Line of a value: each part of its name is sought from the line of the part before it; None where it is not."""
    found: int | None = None
    for part in name:
        again = int(part) - 1 if part.isdigit() else 0
        if not part.isdigit():
            key = re.compile(rf"^\s*\[+[\w.\s]*\b{re.escape(part)}\b|(^|[{{,])\s*\"?{re.escape(part)}\"?\s*[=:]")
        hits = [n for n in range(found or 0, len(lines)) if key.search(lines[n])]
        if again and len(hits) <= again:
            continue  # the rows of an inline list share a line
        if not hits:
            return None
        found = hits[again]
    return None if found is None else found + 1
