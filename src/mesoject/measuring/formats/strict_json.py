"""JSON into a record, strictly; what does not fit is named by its place."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from mesoject.records import Refused, reason

Record = TypeVar("Record", bound=BaseModel)


def parsed(record: type[Record], data: bytes) -> Record:
    """Return JSON as a record, with no guessing at types.

    Raises
    ------
    Refused
        ``outline_invalid``, naming the first thing that does not fit and where it stands.
    """
    try:
        return record.model_validate_json(data, strict=True)
    except ValidationError as error:
        raise Refused([reason("outline_invalid", _first_fault(error))]) from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, fault["loc"]))
    return f"{place or 'The file'}: {fault['msg']}."
