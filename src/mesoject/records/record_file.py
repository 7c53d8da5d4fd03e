"""Records written by hand as TOML, checked when they are read: every fault with its line and the way out."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from mesoject.records.errors import UsageError
from mesoject.records.toml_lines import line_of, line_of_syntax_fault, toml_lines

LARGEST_BYTES: Final = 2_000_000
M = TypeVar("M", bound=BaseModel)


class RecordError(UsageError):
    """Everything that is wrong with a file, a line each: ``file:line: key: what, and what to do``."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def read_record(path: Path, model: type[M]) -> M:
    """Read a TOML file as a record.

    Raises
    ------
    RecordError
        The file cannot be read, is no TOML, or holds something that the record does not allow.
    """
    return parse_record(record_text(path), path.name, model)


def record_text(path: Path) -> str:
    """Text of a file; raises :class:`RecordError` where it is missing, too large or not UTF-8."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise RecordError([f"{path.name}: larger than {LARGEST_BYTES:,} bytes; such files are shorter"])
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RecordError([f"{path}: cannot be read ({error.strerror}); give a TOML file"]) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise RecordError([f"{path.name}:{line}: not UTF-8; save the file as UTF-8 text"]) from None


def parse_record(text: str, name: str, model: type[M]) -> M:
    """Read TOML text as a record; ``name`` is what faults call the file. Raises as :func:`read_record` does."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecordError([_placed(name, line_of_syntax_fault(error, text), f"no valid TOML: {error}")]) from None
    except RecursionError:
        raise RecordError([f"{name}: nested too deeply; a record needs a few levels"]) from None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        lines = toml_lines(text)
        faults = [_fault(name, fault, model, lines) for fault in _telling(error.errors())]
        raise RecordError(list(dict.fromkeys(faults))) from None


def _telling(faults: list[Any]) -> list[Any]:
    """Without the complaint that a list is too short because its rows are themselves at fault."""
    places = [fault["loc"] for fault in faults]
    return [
        fault
        for fault in faults
        if not (
            fault["type"] == "too_short"
            and any(p[: len(fault["loc"])] == fault["loc"] and p != fault["loc"] for p in places)
        )
    ]


def _fault(name: str, fault: Any, model: type[BaseModel], lines: dict[tuple[str | int, ...], int]) -> str:
    place = tuple(fault["loc"])
    shown = ".".join(str(part + 1) if isinstance(part, int) else part for part in place) or "the file"
    given = f" (given: {fault['input']!r})" if isinstance(fault["input"], str | int | float | bool) else ""
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        message, given = f"is not a key here. {_meant(place, model)}", ""
    return _placed(name, line_of(place, lines), f"{shown}: {message}{given}")


def _placed(name: str, line: int | None, message: str) -> str:
    return f"{name}:{line}: {message}" if line else f"{name}: {message}"


def _meant(place: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """The keys that may stand at this place, the likely one first."""
    owner = _owner(place[:-1], model)
    names = [field.alias or key for key, field in owner.model_fields.items()] if owner else []
    near = difflib.get_close_matches(str(place[-1]), names, 1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"Keys: {', '.join(names)}." if names else "Remove it."


def _owner(place: tuple[str | int, ...], model: type[BaseModel]) -> type[BaseModel] | None:
    """The record at a place of a record."""
    current: type[BaseModel] | None = model
    for part in place:
        if isinstance(part, int) or current is None:
            continue
        field = current.model_fields.get(part)
        current = _record_in(field.annotation) if field else None
    return current


def _record_in(annotation: Any) -> type[BaseModel] | None:
    """The record that an annotation holds: itself, an alternative or an element."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for found in map(_record_in, get_args(annotation)) if found), None)
