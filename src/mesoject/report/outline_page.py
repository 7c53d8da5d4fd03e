"""The page in which a person draws the scar's outline: one file that needs no network and sends nothing anywhere."""

from __future__ import annotations

import base64
import html
from pathlib import Path
from typing import Any

from mesoject.records import Outline
from mesoject.records.files import write_atomically
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.outline_lattice import NEAREST_DENSE_MM, lattice
from mesoject.report.outline_picture import MM_PER_PX, picture, picture_region
from mesoject.report.outline_start import SAME_PLACE_PX, THIN_MM, start_in_mm
from mesoject.report.single_page import single_page
from mesoject.skinmap import Region, SkinMap

PAGE_SUFFIX = ".outline.html"
OUTLINE_SUFFIX = ".outline.json"

_TEMPLATES = Path(__file__).parent / "templates" / "outline"
_SCRIPTS = (
    "geometry", "skin", "state", "checks", "format", "viewport", "drawing", "panel", "actions", "pointer",
    "keyboard", "storage", "files", "main",
)  # fmt: skip


def write_outline_page(skin: SkinMap, path: Path, *, start: Outline | None = None, stem: str | None = None) -> None:
    """Write one self-contained HTML file in which the scar's outline is drawn on the unrolled skin.

    The page saves ``<stem>.outline.json`` (mesoject-outline/1): polygons in ``skin_mm`` and the same, with edges cut to
    0.5 mm or less, in photo pixels. It holds the picture of the skin, its mapping to the photograph as a lattice, and
    the photograph's SHA-256; neither the photograph's file, nor its metadata, nor any path.

    Parameters
    ----------
    skin : SkinMap
        Of one photograph.
    path : Path
        Destination; an existing file is replaced, in one step.
    start : Outline, optional
        Drawn earlier on the same photograph; the page opens with it.
    stem : str, optional
        Name of the photograph without its suffix; by default taken from ``path``.

    Raises
    ------
    Refused
        When ``start`` belongs to another photograph or lies outside the skin in view.
    UsageError
        When ``path`` cannot be written.
    """
    name = path.name.removesuffix(PAGE_SUFFIX).removesuffix(".html") if stem is None else Path(stem).name
    region = picture_region(skin)
    page = _page(name, _data(skin, region, start, name), picture(skin, region))
    write_atomically(path, page.encode())


def _data(skin: SkinMap, region: Region, start: Outline | None, name: str) -> dict[str, Any]:
    """Everything that the scripts need, as plain data."""
    height, width = skin.paint.rgb8.shape[:2]
    return {
        "sha256": skin.sources["photo_sha256"],
        "saveAs": name + OUTLINE_SUFFIX,
        "photoSize": [width, height],
        "region": {"sLow": region.s_low, "sHigh": region.s_high, "zLow": region.z_low, "zHigh": region.z_high},
        "mmPerPx": MM_PER_PX,
        "trusted": list(skin.trusted_mm),
        "covers": [cover.round(3).tolist() for cover in skin.paint.covers if len(cover) >= 3],
        "lattice": lattice(skin, region),
        "denseMm": NEAREST_DENSE_MM,
        "samePlacePx": SAME_PLACE_PX,
        "thinMm": THIN_MM,
        "start": start_in_mm(start, skin) if start else [],
        "notes": [f"{w.message} {w.remedy}" for w in skin.warnings],
    }


def _page(name: str, data: dict[str, Any], jpeg: bytes) -> str:
    parts = {
        "name": html.escape(name),
        "jpeg": base64.b64encode(jpeg).decode(),
        "intended_use": html.escape(INTENDED_USE),
    }
    return single_page(_TEMPLATES, _SCRIPTS, data, parts)
