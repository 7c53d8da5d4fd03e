"""Every reason for a refusal or a warning: its code, what it means, and what a person can do about it."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from mesoject.records.delivery_reasons import DELIVERY_REASONS
from mesoject.records.photo_reasons import PHOTO_REASONS
from mesoject.records.reason_kind import Kind
from mesoject.records.scan_reasons import SCAN_REASONS
from mesoject.records.visit_reasons import VISIT_REASONS


class Reason(BaseModel):
    """Why there is no number, or why it comes with a reservation.

    Attributes
    ----------
    code : str
        A key of ``REASONS``.
    message : str
        What was found, with the value and the limit.
    remedy : str
        What to do about it.
    fatal : bool
        True: no number. False: a warning.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    remedy: str
    fatal: bool = True


def reason(code: str, message: str, *, fatal: bool | None = None) -> Reason:
    """Make a reason of a known kind; ``fatal`` overrides whether that kind refuses or warns.

    Examples
    --------
    >>> reason("no_focal_length", "The photograph carries no focal length.").fatal
    False
    """
    kind = REASONS[code]
    return Reason(code=code, message=message, remedy=kind.remedy, fatal=kind.fatal if fatal is None else fatal)


REASONS: Final[dict[str, Kind]] = PHOTO_REASONS | SCAN_REASONS | VISIT_REASONS | DELIVERY_REASONS
