"""ImageJ RoiSet: a ZIP of regions, as the ROI Manager saves them."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

import shapely

from mesoject.measuring.formats.imagej_roi import from_imagej, roi_area
from mesoject.measuring.formats.photo_frame import PhotoFrame, outline_in_photo
from mesoject.measuring.polygons import polygonal
from mesoject.records import Outline, Refused, reason

_MOST_MEMBERS = 1000
_MOST_BYTES = 50_000_000  # unpacked, all regions together
_BROKEN = (BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error)


def recognises(data: bytes) -> bool:
    """Tell whether this is a ZIP, be it an empty one."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read(data: bytes, photo: PhotoFrame) -> Outline:
    """Return the union of all regions in the set.

    Raises
    ------
    Refused
        ``empty_outline`` for a set without regions, ``outline_invalid`` for a broken or oversized one; and as
        `roi_area` does.
    """
    areas = [roi_area(region) for region in _regions(data)]
    if not areas:
        raise Refused([reason("empty_outline", "The ZIP holds no ImageJ region (.roi).")])
    return outline_in_photo(polygonal(shapely.unary_union(areas)), lambda points: from_imagej(points, photo))


def _regions(data: bytes) -> list[bytes]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if _is_region(member)]
            _check_sizes(members)
            return [archive.read(member) for member in members]  # zipfile never unpacks more than was declared
    except _BROKEN as error:
        raise Refused([reason("outline_invalid", f"The ZIP is broken: {error}.")]) from error


def _is_region(member: ZipInfo) -> bool:
    return member.filename.lower().endswith(".roi") and not member.filename.startswith("__MACOSX/")


def _check_sizes(members: list[ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_BYTES:
        found = f"{len(members)} regions of {unpacked / 1e6:.0f} MB"
        raise Refused([reason("outline_invalid", f"The ZIP holds {found}; the limit is 1000 regions of 50 MB.")])
