"""Intake from TOML or JSON, checked against itself: a clear line for each fault, and no plan half-made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from mesoject.records.record_file import RecordFileError, file_text, placed, plain_data

M = TypeVar("M", bound=BaseModel)


class IntakeError(RecordFileError):
    """Everything that is wrong with the answers, a line each."""


def read_answers(path: Path, model: type[M]) -> M:
    """Read typed answers (an ``Intake``, a ``SessionDay``, a ``DiaryEntry``) from a TOML or JSON file.

    Raises
    ------
    IntakeError
        The file cannot be read, or holds answers that nobody asked for or that are impossible.
    """
    try:
        text = file_text(path)
        raw = plain_data(text, path)
    except RecordFileError as error:
        raise IntakeError(error.faults) from None
    try:
        return parse_answers(raw, model)
    except IntakeError as error:
        raise IntakeError([placed(line, text, path) for line in error.faults]) from None


def parse_answers(raw: object, model: type[M]) -> M:
    """Check raw answers against a record; every fault names the answer, what was given, and what is allowed."""
    if not isinstance(raw, dict):
        raise IntakeError(["Answers stand under their names: `asked_on = 2026-11-22`; this is no table of answers."])
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise IntakeError(list(dict.fromkeys(_lines(error, model)))) from None


def _lines(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """One line for each answer: of the alternatives that all failed, the one that says most."""
    by_answer: dict[str, list[Any]] = {}
    for fault in error.errors():
        by_answer.setdefault(_answer(fault["loc"], model), []).append(fault)
    lists = {re.split(r"\.\d+(?:\.|$)", name)[0] for name in by_answer if re.search(r"\.\d+(\.|$)", name)}
    return [_line(name, faults) for name, faults in by_answer.items() if name not in lists]


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
    if any(f["type"].startswith("bool") for f in faults):
        return "Yes is written true, no is written false; or 'missing' or 'declined'."
    if any(f["type"] == "extra_forbidden" for f in faults):
        return "Remove it, or correct its name; `mesoject intake questions` lists all."
    return "Give another answer, or 'missing' or 'declined'; an empty list is written 'none'."
