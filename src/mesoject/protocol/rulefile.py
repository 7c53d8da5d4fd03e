"""Rule file → raw tables, each with the line on which it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mesoject.records import MesojectError

LARGEST_BYTES: Final = 1_000_000
_HEADER: Final = re.compile(r"^\s*\[\[\s*([\w-]+)\s*\]\]")
_KEY: Final = re.compile(r"^\s*([\w-]+)\s*=")


class RuleFileError(MesojectError):
    """Everything that is wrong with the rule files, a line each: ``file:line: what, and what to do``."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Block:
    """One ``[[table]]`` of a rule file."""

    table: str
    values: dict[str, Any]
    file: str
    line: int
    key_lines: dict[str, int]

    def at(self, key: str = "") -> str:
        """Return ``file:line`` of a key, or of the block."""
        return f"{self.file}:{self.key_lines.get(key, self.line)}"


def read_rule_file(path: Path) -> tuple[list[Block], dict[str, Any]]:
    """Read a rule file.

    Returns
    -------
    list of Block
        The ``[[tables]]`` in order.
    dict
        Everything else: ``[source]``, ``[settings]`` and plain keys.

    Raises
    ------
    RuleFileError
        Not there, larger than 1 MB, not UTF-8, or not TOML.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise RuleFileError([f"{path.name}:1: the file is larger than {LARGEST_BYTES:,} bytes; split it"])
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise RuleFileError([f"{path}: cannot be read ({error.strerror}); give the path of a rule file"]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise RuleFileError([f"{path.name}:{line[1] if line else 1}: not a TOML file: {error}"]) from None
    tables = {name: rows for name, rows in raw.items() if isinstance(rows, list) and _are_tables(rows)}
    return list(_blocks(tables, text, path.name)), {k: v for k, v in raw.items() if k not in tables}


def line_of(path: Path, name: str) -> int:
    """Return the line on which a plain key or a ``[table]`` of this name stands; 1 where none does."""
    written = re.compile(rf"^\s*(\[\s*{re.escape(name)}\s*\]|{re.escape(name)}\s*=)")
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if written.match(line)), 1)


def _are_tables(rows: list[Any]) -> bool:
    return bool(rows) and all(isinstance(row, dict) for row in rows)


def _blocks(tables: dict[str, list[dict[str, Any]]], text: str, file: str) -> Iterator[Block]:
    """Pair each table with its header line: the n-th header of a name is the n-th table of that name."""
    places = list(_places(text))
    for name, rows in tables.items():
        here = [(line, keys) for header, line, keys in places if header == name]
        for number, row in enumerate(rows):
            line, keys = here[number] if number < len(here) else (1, {})
            yield Block(name, row, file, line, keys)


def _places(text: str) -> Iterator[tuple[str, int, dict[str, int]]]:
    header, start = "", 1
    keys: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HEADER.match(line):
            if header:
                yield header, start, keys
            header, start, keys = match[1], number, {}
        elif match := _KEY.match(line):
            keys.setdefault(match[1], number)
    if header:
        yield header, start, keys
