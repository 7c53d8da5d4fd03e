"""Kinds of values in a condition, and the vocabulary that typed records lend to it."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

Name = Literal["truth", "number", "date", "text", "choice", "choices", "texts", "records"]


@dataclass(frozen=True)
class Kind:
    """Kind of a value: what may be compared with what.

    Attributes
    ----------
    name : str
    choices : frozenset of str
        Allowed words of a choice or of a list of choices.
    fields : Mapping of str to Kind
        Fields of each record in a list.
    """

    name: Name
    choices: frozenset[str] = frozenset()
    fields: Mapping[str, Kind] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(sorted(self.choices))})" if self.choices else self.name


TRUTH: Final = Kind("truth")
NUMBER: Final = Kind("number")
DATE: Final = Kind("date")
TEXT: Final = Kind("text")

Vocabulary = dict[str, Kind]


def vocabulary_of(sections: Mapping[str, type[BaseModel]]) -> Vocabulary:
    """Return every answer of the sections as ``section.field`` with its kind.

    Examples
    --------
    >>> from mesoject.records.intake import Person
    >>> str(vocabulary_of({"person": Person})["person.age_years"])
    'number'
    """
    return {
        f"{section}.{name}": _kind_of(info.annotation)
        for section, model in sections.items()
        for name, info in model.model_fields.items()
    }


def _kind_of(annotation: Any) -> Kind:
    for part in _parts(annotation):
        if part in _SCALARS:
            return _SCALARS[part]
        if get_origin(part) is Literal and all(type(a) is str for a in get_args(part)):
            return Kind("choice", frozenset(get_args(part)))
        if get_origin(part) is tuple:
            return _kind_of_items(get_args(part)[0])
    raise TypeError(f"{annotation} has no kind in the language of the rules")


def _kind_of_items(item: Any) -> Kind:
    if isinstance(item, type) and issubclass(item, BaseModel):
        return Kind("records", fields={name: _kind_of(info.annotation) for name, info in item.model_fields.items()})
    inner = _kind_of(item)
    return Kind("choices", inner.choices) if inner.name == "choice" else Kind("texts")


def _parts(annotation: Any) -> list[Any]:
    """Members of a union, stripped of ``Annotated``."""
    if hasattr(annotation, "__metadata__"):
        return _parts(annotation.__origin__)
    if get_origin(annotation) in (Union, types.UnionType):
        return [inner for member in get_args(annotation) for inner in _parts(member)]
    return [annotation]


_SCALARS: Final[dict[Any, Kind]] = {bool: TRUTH, int: NUMBER, float: NUMBER, date: DATE, str: TEXT}
