"""The one family of errors; a message names the value, the limit and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mesoject.records.reasons import Reason


def first_fault(error: Exception) -> str:
    """One line that says what a file's text has wrong: of a pydantic error the first place and its message."""
    faults = getattr(error, "errors", None)
    if faults is None:
        return str(error).splitlines()[0] if str(error) else type(error).__name__
    first = faults()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"


class MesojectError(Exception):
    """Base of everything that mesoject raises on purpose."""


class UsageError(MesojectError):
    """The call itself is wrong: a file that is not there, two options that exclude each other."""


class Refused(MesojectError):  # noqa: N818 - a refusal is a result, and is called one
    """No number can be given for this input; ``reasons`` say why and what to do.

    Parameters
    ----------
    reasons : sequence of Reason
        At least one; the first is the one that a person should read first.
    """

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(f"{r.code}: {r.message} {r.remedy}" for r in self.reasons))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Reason, ...]]]:
        """Go through a process pool whole: exceptions are otherwise made anew from their message."""
        return type(self), (self.reasons,)
