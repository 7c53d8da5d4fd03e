"""TREATMENT.toml as a TreatmentMap: a clear line for each fault, with the value, the limit and the likely slip."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from mesoject.records.intake import DeliveryMode
from mesoject.records.record_file import RecordError, record_text
from mesoject.records.toml_lines import line_of, line_of_syntax_fault, toml_lines
from mesoject.records.treatment_map import NEEDLE_FREE, Channels, Grid, TreatmentMap

_LIMITS: Final = {
    "greater_than": ("gt", "is not above", "the value must be greater"),
    "greater_than_equal": ("ge", "is below", "the least that makes sense here"),
    "less_than_equal": ("le", "is above", "the most that makes sense here"),
}
_WRITTEN: Final = {
    "float_type": "write a number without quotation marks",
    "bool_type": "write true or false",
    "string_type": "write it in quotation marks",
    "finite_number": "write a finite number",
    "tuple_type": "write a list in square brackets",
    "string_pattern_mismatch": "an id has small letters, digits and _; `mesoject deliver actives` lists all",
    "model_type": "write a table of values",
}


def read_treatment(path: str | PathLike[str]) -> TreatmentMap:
    """Read a treatment map from a TOML file.

    Parameters
    ----------
    path : path
        Its ``outline`` stays as written; :func:`outline_path` says which file is meant.

    Returns
    -------
    TreatmentMap

    Raises
    ------
    RecordError
        The file cannot be read or holds values that do not fit; one line a fault.
    """
    path = Path(path)
    text = record_text(path)
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = line_of_syntax_fault(error, text) if isinstance(error, tomllib.TOMLDecodeError) else None
        raise RecordError([_placed(path.name, line, f"no valid TOML: {error}")]) from None
    try:
        return TreatmentMap.model_validate(raw)
    except ValidationError as error:
        lines = toml_lines(text)
        faults = [_placed(path.name, line_of(tuple(f["loc"]), lines), _line(f)) for f in error.errors()]
        raise RecordError(list(dict.fromkeys(faults))) from None


def outline_path(treatment: TreatmentMap, path: str | PathLike[str]) -> Path:
    """Return the outline's file: as the treatment names it, from the folder that the treatment's own file lies in."""
    return Path(path).parent / treatment.outline


def _placed(name: str, line: int | None, message: str) -> str:
    return f"{name}:{line}: {message}" if line else f"{name}: {message}"


def _line(fault: Any) -> str:
    location, kind = fault["loc"], fault["type"]
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if kind == "missing" and isinstance(location[-1], int):
        return f"{name.rsplit('.', 1)[0]}: is no place; a place is written [s, z], in mm"
    told = _told(fault, name)
    return f"{name}: {told}" if name else told


def _told(fault: Any, name: str) -> str:  # noqa: PLR0911
    kind, value = fault["type"], fault["input"]
    if kind in _LIMITS:
        return _beyond(kind, float(value), fault, name)
    if kind == "missing":
        return f"is not given; add {name} = …"
    if kind == "extra_forbidden":
        return f"is no value of a treatment{_meant(fault['loc'])}; remove it or correct its name"
    if kind == "literal_error":
        return f"{value!r} is not allowed; allowed: {_allowed(fault)}"
    if kind in ("too_long", "too_short") and isinstance(value, list | tuple):
        return _count(kind, len(value), fault["ctx"])
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    return _misfit(kind, value, fault["msg"])


def _allowed(fault: Any) -> str:
    """What may stand there; modes that are refused all the same are not offered."""
    if fault["loc"] == ("delivery_mode",):
        return ", ".join(mode for mode in get_args(DeliveryMode) if mode not in NEEDLE_FREE)
    return str(fault["ctx"]["expected"])


def _count(kind: str, given: int, limits: Any) -> str:
    if kind == "too_long":
        return f"lists {given}; at most {limits['max_length']} are allowed"
    return f"lists {given}; at least {limits['min_length']} is needed"


def _misfit(kind: str, value: object, message: str) -> str:
    given = f"{value!r} " if isinstance(value, str | int | float | bool) else ""
    told = _WRITTEN.get(kind)
    return f"{given}does not fit; {told}" if told else f"{given}does not fit: {message}"


def _beyond(kind: str, value: float, fault: Any, name: str) -> str:
    bound, verb, meaning = _LIMITS[kind]
    limit = fault["ctx"][bound]
    return f"{value:g} {verb} {limit:g}, {meaning}{_slip(value, fault['loc'], name)}"


def _slip(value: float, location: tuple[str | int, ...], name: str) -> str:
    """Say what the value would be if its unit had been taken 1000 times too large or too small."""
    if value <= 0 or not name.rsplit(".", 1)[-1].endswith(("_mm", "_ul", "_per_ul", "_per_ml", "_um")):
        return ""
    for corrected in (value / 1000, value * 1000):
        if _would_fit(corrected, location):
            return f"; is the unit right? {corrected:g} would fit"
    return ""


def _would_fit(value: float, location: tuple[str | int, ...]) -> bool:
    model: type[BaseModel] = _PARTS.get(str(location[0]), TreatmentMap)
    field = model.model_fields.get(str(location[-1]))
    try:
        TypeAdapter(field.rebuild_annotation() if field else None).validate_python(value)
    except ValidationError:
        return False
    return True


_PARTS: Final[dict[str, type[BaseModel]]] = {"grid": Grid, "channels": Channels}


def _meant(location: tuple[str | int, ...]) -> str:
    near = difflib.get_close_matches(str(location[-1]), list(_names()), 1, 0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def _names() -> Iterator[str]:
    yield from TreatmentMap.model_fields
    for part in _PARTS.values():
        yield from part.model_fields
