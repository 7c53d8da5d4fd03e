"""Outlines as files: our JSON, PNG masks, LabelMe, ImageJ regions and sets of them."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Protocol

from mesoject.measuring.formats import imagej_roi, imagej_roiset, labelme, mesoject_json, png_mask
from mesoject.measuring.formats.files import contents
from mesoject.measuring.formats.mesoject_json import outline_schema
from mesoject.measuring.formats.photo_frame import PhotoFrame
from mesoject.records import Outline, Refused, reason
from mesoject.records.files import write_atomically

__all__ = ["outline_schema", "read_outline", "read_scan_outline", "write_outline"]


def read_outline(
    path: str | PathLike[str], *, photo_sha256: str, photo_size: tuple[int, int], exif_orientation: int
) -> Outline:
    """Read an outline from a file of any known format; the contents decide which it is, the name does not.

    Parameters
    ----------
    path : path
        mesoject-outline/1 or LabelMe JSON, PNG mask, ImageJ .roi or RoiSet .zip.
    photo_sha256 : str
        Of the photograph's file; an outline that names another is refused.
    photo_size : (int, int)
        Width and height of the photograph in px, EXIF orientation applied.
    exif_orientation : int
        1 to 8; 1 where the photograph carries none.

    Returns
    -------
    Outline
        In ``photo_px``; our JSON may also be in ``skin_mm``. Its polygons are valid and do not overlap.

    Raises
    ------
    Refused
        ``outline_foreign``: drawn on another picture. ``empty_outline``: no area. ``outline_invalid``: anything else
        that is wrong with the file; the message names it.
    UsageError
        There is no such file, or the orientation is not 1 to 8.
    """
    photo = PhotoFrame(photo_sha256, photo_size, exif_orientation)
    data = contents(Path(path))
    for known in _FORMATS:
        if known.recognises(data):
            return known.read(data, photo)
    named = Path(path).suffix or "without a suffix"
    message = f"The file ({named}) is neither mesoject-outline or LabelMe JSON, nor a PNG, nor an ImageJ region or set."
    raise Refused([reason("outline_invalid", message)])


def read_scan_outline(path: str | PathLike[str], *, scan_sha256: str) -> Outline:
    """Read an outline that was drawn on a scan: mesoject-outline/1 in ``scan_xyz_mm`` or ``skin_mm``.

    Raises
    ------
    Refused
        ``outline_foreign``: drawn on another file or on a photograph. ``empty_outline``, ``outline_invalid``.
    UsageError
        There is no such file.
    """
    data = contents(Path(path))
    if not mesoject_json.recognises(data):
        message = "The outline of a scan must be mesoject-outline/1 JSON; pictures and regions know no third dimension."
        raise Refused([reason("outline_invalid", message)])
    return mesoject_json.read_of_scan(data, scan_sha256)


def write_outline(path: str | PathLike[str], outline: Outline) -> None:
    """Write an outline as mesoject-outline/1, whole or not at all.

    Raises
    ------
    UsageError
        The folder is not there or may not be written to.
    """
    write_atomically(Path(path), mesoject_json.written(outline))


class _Format(Protocol):
    def recognises(self, data: bytes) -> bool: ...

    def read(self, data: bytes, photo: PhotoFrame) -> Outline: ...


_FORMATS: tuple[_Format, ...] = (png_mask, imagej_roi, imagej_roiset, mesoject_json, labelme)
