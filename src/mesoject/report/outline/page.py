"""The page in which a person draws the scar's outline: one file that needs no network and sends nothing anywhere."""

from __future__ import annotations

import base64
import html
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mesoject.records import Outline
from mesoject.records.files import write_atomically
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.outline.lattice import AXES, NEAREST_DENSE_MM, lattice
from mesoject.report.outline.picture import MM_PER_PX, height_jpeg, picture, picture_region
from mesoject.report.outline.start import SAME_PLACE, THIN_MM, start_in_mm
from mesoject.report.outline.words import WORDS, Words
from mesoject.report.single_page import single_page
from mesoject.skinmap import Region, SkinMap

PAGE_SUFFIX = ".outline.html"
OUTLINE_SUFFIX = ".outline.json"
NATIVE = {"photo": "photo_px", "scan": "scan_xyz_mm"}
NEAR = {"photo": 0.05, "scan": 15.0}  # px from its place, or mm from the limb's form

_TEMPLATES = Path(__file__).parents[1] / "templates" / "outline"
_SCRIPTS = (
    "geometry", "skin", "state", "checks", "format", "viewport", "drawing", "panel", "actions", "pointer",
    "keyboard", "storage", "files", "main",
)  # fmt: skip


def write_outline_page(skin: SkinMap, path: Path, *, start: Outline | None = None, stem: str | None = None) -> None:
    """Write one self-contained HTML file in which the scar's outline is drawn on the unrolled skin.

    The page saves ``<stem>.outline.json`` (mesoject-outline/1): polygons in ``skin_mm`` and the same, with edges cut to
    0.5 mm or less, in photo pixels or in the scan's own axes. It holds the picture of the skin, of a scan a second one
    of its height, the mapping to photograph or scan as a lattice, and that file's SHA-256; neither the file, nor its
    metadata, nor any path.

    Parameters
    ----------
    skin : SkinMap
        Of one photograph or scan.
    path : Path
        Destination; an existing file is replaced, in one step.
    start : Outline, optional
        Drawn earlier on the same photograph or scan; the page opens with it.
    stem : str, optional
        Name of the photograph or scan without its suffix; by default taken from ``path``.

    Raises
    ------
    Refused
        When ``start`` belongs to another file or lies outside the skin in view.
    UsageError
        When ``path`` cannot be written.
    """
    name = path.name.removesuffix(PAGE_SUFFIX).removesuffix(".html") if stem is None else Path(stem).name
    region = picture_region(skin)
    page = _page(name, _data(skin, region, start, name), picture(skin, region), WORDS[skin.source])
    write_atomically(path, page.encode())


def _data(skin: SkinMap, region: Region, start: Outline | None, name: str) -> dict[str, Any]:
    """Everything that the scripts need, as plain data."""
    height, width = skin.paint.rgb8.shape[:2]
    return {
        "sha256": skin.source_sha256,
        "words": asdict(WORDS[skin.source]),
        "native": {"key": NATIVE[skin.source], "axes": AXES[skin.source], "near": NEAR[skin.source]},
        "saveAs": name + OUTLINE_SUFFIX,
        "photoSize": [width, height] if skin.relief is None else None,
        "height": _height(skin, region),
        "region": {"sLow": region.s_low, "sHigh": region.s_high, "zLow": region.z_low, "zHigh": region.z_high},
        "mmPerPx": MM_PER_PX,
        "trusted": list(skin.trusted_mm),
        "covers": [cover.round(3).tolist() for cover in skin.paint.covers if len(cover) >= 3],
        "lattice": lattice(skin, region),
        "denseMm": NEAREST_DENSE_MM,
        "samePlace": SAME_PLACE[skin.source],
        "thinMm": THIN_MM,
        "start": start_in_mm(start, skin) if start else [],
        "notes": [f"{w.message} {w.remedy}" for w in skin.warnings],
    }


def _height(skin: SkinMap, region: Region) -> dict[str, Any] | None:
    """The second picture of a scan, and the height at which its colours end."""
    shown = height_jpeg(skin, region)
    return shown and {"jpeg": base64.b64encode(shown[0]).decode(), "rangeMm": round(shown[1], 2)}


def _page(name: str, data: dict[str, Any], jpeg: bytes, words: Words) -> str:
    parts = {
        "name": html.escape(name),
        "jpeg": base64.b64encode(jpeg).decode(),
        "source": words.source,
        "frame": words.frame,
        "hatched": words.hatched,
        "up": words.up,
        "down": words.down,
        "intended_use": html.escape(INTENDED_USE),
    }
    return single_page(_TEMPLATES, _SCRIPTS, data, parts)
