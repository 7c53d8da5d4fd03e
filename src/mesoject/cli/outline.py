"""`mesoject outline`: the page in which a person draws the scar's outline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mesoject.cli.options import Unit

if TYPE_CHECKING:
    from mesoject.batch import Request


def outline(
    photo: Annotated[
        Path,
        typer.Argument(help="The photograph (JPEG, PNG, HEIC, 8-bit TIFF) or 3D scan (PLY, OBJ, STL, GLB, XYZ)."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where to write the page; by default PHOTO's name with .outline.html, here.")
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(help="An earlier outline of this photograph or scan, of any format that measure reads."),
    ] = None,
    target: Annotated[str, typer.Option(help="The printed target in the photograph.")] = "strips",
    bar_mm: Annotated[
        float | None, typer.Option(help="Length of the printed 100 mm bar; it makes the area shown on the page right.")
    ] = None,
    unit: Unit = None,
) -> None:
    """Write a page in which the scar's outline is drawn: one HTML file that works without a network."""
    from mesoject.batch import Request
    from mesoject.records import Refused

    page = out or Path(f"{photo.stem}.outline.html")
    try:
        _write(Request(photo, bar_mm=bar_mm, target=target, unit=unit), page, start)
    except Refused as refused:
        for found in refused.reasons:
            typer.echo(f"{found.code}: {found.message}\n  {found.remedy}", err=True)
        raise typer.Exit(3) from refused
    typer.echo(f"Wrote {page}")
    typer.echo(f"Open it in a browser, draw round the scar, and save {photo.stem}.outline.json.")
    typer.echo(f"Then: mesoject measure {photo} --outline {photo.stem}.outline.json{_options(photo, bar_mm, unit)}")


def _options(photo: Path, bar_mm: float | None, unit: str | None) -> str:
    from mesoject.batch import source_of

    if source_of(photo) == "scan":
        return f" --unit {unit}" if unit else ""
    return f" --bar-mm {bar_mm:g}" if bar_mm is not None else " --bar-mm LENGTH"


def _write(request: Request, page: Path, start: Path | None) -> None:
    from mesoject.batch import open_skin
    from mesoject.measuring import load_outline
    from mesoject.report.outline.page import write_outline_page

    skin = open_skin(request)
    earlier = load_outline(skin, start) if start is not None else None
    write_outline_page(skin, page, start=earlier, stem=request.photo.stem)
