"""Intake from TOML or JSON, checked against itself: a clear line for each fault, and no plan half-made."""

from __future__ import annotations

import json
import re
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
    text = _text(path)
    try:
        return parse_answers(_parsed(text, path), model)
    except IntakeError as error:
        raise IntakeError([_placed(line, text, path) for line in error.faults]) from None


def parse_answers(raw: object, model: type[M]) -> M:
    """Check raw answers against a record; every fault names the answer, what was given, and what is allowed."""
    if not isinstance(raw, dict):
        raise IntakeError(["Answers stand under their names: `asked_on = 2026-11-22`; this is no table of answers."])
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise IntakeError(list(dict.fromkeys(_lines(error, model)))) from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise IntakeError([f"{path.name}: larger than {LARGEST_BYTES:,} bytes; answers are shorter"])
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise IntakeError([f"{path}: cannot be read ({error.strerror}); give a TOML or JSON file"]) from None
    except ValueError as error:
        raise IntakeError([f"{path.name}: neither TOML nor JSON as its name says: {error}"]) from None


def _parsed(text: str, path: Path) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once) if path.suffix == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise IntakeError([f"neither TOML nor JSON as its name says: {error}"]) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of two answers to one question JSON would keep the last, and TOML none."""
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{', '.join(twice)}: answered twice; keep one")
    return dict(pairs)


def _placed(fault: str, text: str, path: Path) -> str:
    """Put the file, and the line where it is found, before a fault."""
    lines = text.splitlines()
    if fault.startswith("neither TOML"):
        told = re.search(r"\bline (\d+)", fault)
        number = int(told[1]) if told else len(lines) if "end of document" in fault else None
    else:
        number = _line_number(fault.split(":", maxsplit=1)[0].split("."), lines)
    return f"{path.name}:{number}: {fault}" if number else f"{path.name}: {fault}"


def _line_number(name: list[str], lines: list[str]) -> int | None:
    """Line of an answer: each part of its name is sought from the line of the part before it; None where it is not."""
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
