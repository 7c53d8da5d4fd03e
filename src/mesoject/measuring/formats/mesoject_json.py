"""mesoject-outline/1: our own JSON, the record Outline as it stands."""

from __future__ import annotations

from typing import Any

from mesoject.measuring.formats.photo_frame import PhotoFrame
from mesoject.measuring.formats.strict_json import parsed
from mesoject.measuring.polygons import from_shapely, validated
from mesoject.records import Outline, Refused, reason
from mesoject.records.outline import Polygons


def recognises(data: bytes) -> bool:
    """Tell whether this is our JSON, of whatever version."""
    return data.lstrip()[:1] == b"{" and b'"mesoject-outline/' in data


def read(data: bytes, photo: PhotoFrame) -> Outline:
    """Return the outline, its polygons checked and, where they overlap, united.

    Raises
    ------
    Refused
        ``outline_foreign``: drawn on another file or on a scan. ``outline_invalid`` and ``empty_outline``: as
        `validated` says, and for JSON that is broken or not of this version.
    """
    outline = parsed(Outline, data)
    _check_source(outline, photo)
    in_photo = None if outline.photo_px is None else _sound(outline.photo_px)
    return outline.model_copy(update={"polygons": _sound(outline.polygons), "photo_px": in_photo})


def read_of_scan(data: bytes, scan_sha256: str) -> Outline:
    """Return an outline that was drawn on a scan; raises as :func:`read` does."""
    outline = parsed(Outline, data)
    if outline.frame == "photo_px" or outline.photo_px is not None:
        raise Refused([reason("outline_foreign", "The outline was drawn on a photograph, not on a scan.")])
    _check_hash(outline, scan_sha256, "scan")
    if outline.frame == "scan_xyz_mm":  # in space, lines cross or not only once they are laid on the skin
        return outline
    return outline.model_copy(update={"polygons": _sound(outline.polygons)})


def written(outline: Outline) -> bytes:
    """Return the outline as UTF-8 JSON with a final newline; numbers read back to the last bit."""
    return outline.model_dump_json().encode() + b"\n"


def outline_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of mesoject-outline/1."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Outline.model_json_schema()


def _check_source(outline: Outline, photo: PhotoFrame) -> None:
    if outline.frame == "scan_xyz_mm":
        raise Refused([reason("outline_foreign", "The outline was drawn on a scan (frame scan_xyz_mm).")])
    _check_hash(outline, photo.sha256, "photograph")


def _check_hash(outline: Outline, sha256: str, what: str) -> None:
    if outline.source_sha256 not in (None, sha256):
        hashes = f"drawn on {outline.source_sha256[:12]}…, the {what} is {sha256[:12]}…"
        raise Refused([reason("outline_foreign", f"The files' SHA-256 differ: {hashes}.")])


def _sound(polygons: Polygons) -> Polygons:
    return from_shapely(validated(polygons))
