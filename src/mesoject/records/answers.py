"""The five kinds of answers, which never mix: given, none, missing, declined, not applicable."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

Risk = Literal["up", "down", "none"]


class Absence(StrEnum):
    """What stands in place of a given answer.

    ``none`` is an answer (drugs asked, none taken) and stands for an empty list, which itself is not accepted.
    ``missing`` and ``declined`` are unknown to every rule. ``not_applicable`` is known: no comparison with it holds.
    """

    NONE = "none"
    MISSING = "missing"
    DECLINED = "declined"
    NOT_APPLICABLE = "not_applicable"


UNKNOWN = frozenset({Absence.MISSING, Absence.DECLINED})

Unknown = Literal[Absence.MISSING, Absence.DECLINED]
Unasked = Literal[Absence.MISSING, Absence.DECLINED, Absence.NOT_APPLICABLE]
Unlisted = Literal[Absence.NONE, Absence.MISSING, Absence.DECLINED]


def _plain_date(value: object) -> object:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError("a date is written 2026-11-22")
    return value


Day = Annotated[date, BeforeValidator(_plain_date)]
Yes = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(min_length=1, max_length=200)]


def ask(wording: str, *, why: str, risk: Risk = "none", unit: str = "1", applies_if: str = "") -> Any:
    """Describe a question; the answer is missing until someone gives it.

    Parameters
    ----------
    wording : str
        The question as it is put to the person or the clinician.
    why : str
        Why it is asked.
    risk : {'up', 'down', 'none'}
        The direction in which an answer gets riskier: a larger number, a later date, yes, a longer list ('up');
        the opposite ('down'); no such direction ('none').
    unit : str
        UCUM unit of a number.
    applies_if : str
        Condition in the language of the rules. Where it is false the question need not be asked, and only there
        ``not_applicable`` is an answer. Empty: always.
    """
    extra: dict[str, Any] = {"risk": risk, "why": why}
    if unit != "1":
        extra["unit"] = unit
    if applies_if:
        extra["applies_if"] = applies_if
    return Field(default=Absence.MISSING, title=wording, description=f"{wording} {why}", json_schema_extra=extra)
