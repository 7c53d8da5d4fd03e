"""The SkinMap of a request: a photograph's or a scan's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesoject.batch.request import Request

if TYPE_CHECKING:
    from mesoject.skinmap import SkinMap


def open_skin(request: Request) -> SkinMap:
    """Read what a request names.

    Raises
    ------
    Refused
        As :func:`mesoject.capture.read_photo` and :func:`mesoject.capture.scan.read_scan` do.
    UsageError
        A file is missing or an option is wrong.
    """
    if request.source == "scan":
        from mesoject.capture.scan import read_scan

        return read_scan(request.photo, unit=request.unit)
    from mesoject.capture import read_photo

    return read_photo(
        request.photo,
        target=request.target,
        bar_mm=request.bar_mm,
        bar_sd_mm=request.bar_sd_mm,
        print_profile=request.print_profile,
    )
