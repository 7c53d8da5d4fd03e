"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Photos = Annotated[
    list[Path],
    typer.Argument(help="Photographs, 3D scans (PLY, OBJ, STL, GLB, XYZ), or folders of them.", show_default=False),
]
BarMm = Annotated[
    float | None,
    typer.Option(help="Measured length of the printed 100 mm bar. Not given: a warning and a larger print error."),
]
BarSdMm = Annotated[float, typer.Option(help="Standard deviation of that reading, mm.", min=0)]
PrintProfile = Annotated[
    Path | None,
    typer.Option(help="JSON with the measured CIELAB of the print's patches. Not given: colours are relative."),
]
TargetName = Annotated[str, typer.Option(help="strips, chart-a4, chart-a3, or the path of a description file.")]
Unit = Annotated[str | None, typer.Option(help="Unit of a scan's numbers: mm, cm, m or in. GLB states its own.")]
Jobs = Annotated[int, typer.Option(help="Photographs measured at the same time.", min=1)]
AsJson = Annotated[bool, typer.Option("--json", help="Write the result as JSON to standard output.")]

PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff", ".mpo"}


def photos_in(paths: list[Path]) -> list[Path]:
    """Spell folders out; every other path stays, readable or not."""
    from mesoject.batch.request import SCAN_SUFFIXES

    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.iterdir() if p.suffix.lower() in PHOTO_SUFFIXES | SCAN_SUFFIXES)
            found += sorted(
                p for p in inside if not p.name.startswith(".")
            )  # macOS leaves ._IMG_1.jpg beside IMG_1.jpg
        else:
            found.append(path)
    return found
