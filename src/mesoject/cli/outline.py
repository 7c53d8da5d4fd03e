"""`mesoject outline`: the page in which a person draws the scar's outline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mesoject.records import Refused, UsageError


def outline(
    photo: Annotated[Path, typer.Argument(help="The photograph: JPEG, PNG, HEIC or 8-bit TIFF.")],
    out: Annotated[
        Path | None, typer.Option(help="Where to write the page; by default PHOTO's name with .outline.html, here.")
    ] = None,
    start: Annotated[
        Path | None, typer.Option(help="An earlier outline of this photograph, of any format that measure reads.")
    ] = None,
    target: Annotated[str, typer.Option(help="The printed target in the photograph.")] = "strips",
    bar_mm: Annotated[
        float | None, typer.Option(help="Length of the printed 100 mm bar; it makes the area shown on the page right.")
    ] = None,
) -> None:
    """Write a page in which the scar's outline is drawn: one HTML file that works without a network."""
    page = out or Path(f"{photo.stem}.outline.html")
    try:
        _write(photo, page, start, target, bar_mm)
    except Refused as refused:
        for found in refused.reasons:
            typer.echo(f"{found.code}: {found.message}\n  {found.remedy}", err=True)
        raise typer.Exit(3) from refused
    except UsageError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"Wrote {page}")
    typer.echo(f"Open it in a browser, draw round the scar, and save {photo.stem}.outline.json.")
    typer.echo(f"Then: mesoject measure {photo} --outline {photo.stem}.outline.json")


def _write(photo: Path, page: Path, start: Path | None, target: str, bar_mm: float | None) -> None:
    from mesoject.capture.assemble import read_photo
    from mesoject.capture.photo import open_photo
    from mesoject.measure.formats import read_outline
    from mesoject.report.outline_page import write_outline_page

    skin = read_photo(photo, target=target, bar_mm=bar_mm)
    earlier = None
    if start is not None:
        opened = open_photo(photo)
        earlier = read_outline(
            start, photo_sha256=opened.sha256, photo_size=opened.size, exif_orientation=opened.exif_orientation
        )
    write_outline_page(skin, page, start=earlier, stem=photo.stem)
