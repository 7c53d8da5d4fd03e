"""`mesoject outline`: the page in which a person draws the scar's outline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


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
    from mesoject.records import Refused

    page = out or Path(f"{photo.stem}.outline.html")
    try:
        _write(photo, page, start, target, bar_mm)
    except Refused as refused:
        for found in refused.reasons:
            typer.echo(f"{found.code}: {found.message}\n  {found.remedy}", err=True)
        raise typer.Exit(3) from refused
    typer.echo(f"Wrote {page}")
    typer.echo(f"Open it in a browser, draw round the scar, and save {photo.stem}.outline.json.")
    bar = f" --bar-mm {bar_mm:g}" if bar_mm is not None else " --bar-mm LENGTH"
    typer.echo(f"Then: mesoject measure {photo} --outline {photo.stem}.outline.json{bar}")


def _write(photo: Path, page: Path, start: Path | None, target: str, bar_mm: float | None) -> None:
    from mesoject.capture import read_photo
    from mesoject.measuring import load_outline
    from mesoject.report.outline_page import write_outline_page

    skin = read_photo(photo, target=target, bar_mm=bar_mm)
    earlier = load_outline(skin, start) if start is not None else None
    write_outline_page(skin, page, start=earlier, stem=photo.stem)
