"""Intake from TOML or JSON, checked against itself: a clear line for each fault, and no plan half-made."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from mesoject.records import UsageError

LARGEST_BYTES: Final = 1_000_000
M = TypeVar("M", bound=BaseModel)


class IntakeError(UsageError):
    """Everything that is wrong with the answers, a line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def read_answers(path: Path, model: type[M]) -> M:
    """Read typed answers (an ``Intake``, a ``SessionDay``, a ``DiaryEntry``) from a TOML or JSON file.

    Raises
    ------
    IntakeError
        The file cannot be read, or holds answers that nobody asked for or that are impossible.
    """
    return parse_answers(_read(path), model)


def parse_answers(raw: object, model: type[M]) -> M:
    """Check raw answers against a record; every fault names the answer, what was given, and what is allowed."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise IntakeError(list(dict.fromkeys(_lines(error, model)))) from None


def _read(path: Path) -> object:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise IntakeError([f"{path.name}: larger than {LARGEST_BYTES:,} bytes; answers are shorter"])
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        raise IntakeError([f"{path}: cannot be read ({error.strerror}); give a TOML or JSON file"]) from None
    except (ValueError, RecursionError) as error:
        raise IntakeError([f"{path.name}: neither TOML nor JSON as its name says: {error}"]) from None


def _lines(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """One line for each answer: of the alternatives that all failed, the one that says most."""
    by_answer: dict[str, list[Any]] = {}
    for fault in error.errors():
        by_answer.setdefault(_answer(fault["loc"], model), []).append(fault)
    return [_line(name, faults) for name, faults in by_answer.items()]


def _answer(location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """Name of the answer that a fault lies in, without the names of the alternatives that pydantic appends."""
    kept: list[str] = []
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int):
            kept.append(str(part + 1))
        elif current is not None:
            kept.append(part)
            field = current.model_fields.get(part)
            inner = field.annotation if field else None
            current = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
        elif part.isidentifier() and part not in _ALTERNATIVES:
            kept.append(part)
    return ".".join(kept)


_ALTERNATIVES: Final = {"bool", "float", "int", "str", "date", "tuple"}


def _line(name: str, faults: list[Any]) -> str:
    telling = [f for f in faults if f["type"] not in ("literal_error", "enum")] or faults
    fault = max(telling, key=lambda f: f["type"] not in ("date_type", "string_type"))
    given = f" (given: {fault['input']!r})" if isinstance(fault["input"], str | int | float | bool) else ""
    message = "is not asked in this record" if fault["type"] == "extra_forbidden" else fault["msg"]
    return f"{name}: {message}{given}. {_remedy(faults)}"


def _remedy(faults: list[Any]) -> str:
    allowed = [f["ctx"]["expected"] for f in faults if f["type"] == "literal_error" and "<" not in f["ctx"]["expected"]]
    if allowed:
        return f"Allowed: {allowed[0]}; or 'missing' or 'declined'."
    if any(f["type"] == "extra_forbidden" for f in faults):
        return "Remove it, or correct its name; `mesoject intake questions` lists all."
    return "Give another answer, or 'missing' or 'declined'; an empty list is written 'none'."
