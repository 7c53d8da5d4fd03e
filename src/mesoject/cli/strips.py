"""`mesoject strips`: the sheet to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def strips(
    out: Annotated[Path, typer.Option(help="Where to write the PDF; an existing file is replaced.")] = Path(
        "strips.pdf"
    ),
    paper: Annotated[Literal["a4", "letter"], typer.Option(help="Paper in the printer.")] = "a4",
) -> None:
    """Write the two strips as a PDF to print, with a page that shows their use."""
    from mesoject.report.strips import write_strips

    write_strips(out, paper=paper)
    typer.echo(f"Wrote {out}")
    typer.echo("Print it at 100 % ('actual size', not 'fit to page') on plain matt white paper.")
    typer.echo(
        "Measure the printed bar with a ruler and write its length down: it belongs to every photograph (--bar-mm)."
    )
