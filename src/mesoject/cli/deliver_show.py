"""`mesoject deliver TREATMENT.toml`: the answer as a table, as JSON, as figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mesoject.cli.options import AsJson


def show(
    treatment: Annotated[Path, typer.Argument(help="TREATMENT.toml; `mesoject deliver new` writes one.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Folder for figures (PNG, SVG) and JSON.")] = None,
    against: Annotated[Path | None, typer.Option(help="A second treatment of the same scar, to compare.")] = None,
    as_json: AsJson = False,
    engine: Annotated[str, typer.Option(help="auto, modal or general.")] = "auto",
    draws: Annotated[int, typer.Option(help="Draws of the uncertain parameters.", min=20, max=5000)] = 200,
    seed: Annotated[int, typer.Option(help="Seed of the draws.", min=0)] = 1,
) -> None:
    """Show where the active goes, for how long, and what is lost. No effect is claimed."""
    import json

    from mesoject.cli.deliver_files import answered, computed, made_folder, write_figures
    from mesoject.cli.deliver_tables import print_tables
    from mesoject.report.delivery_numbers import as_object

    with answered():
        made = [computed(path, engine, draws, seed) for path in (treatment, against) if path is not None]
    if out is not None:
        written = write_figures(made_folder(out), made)
    if as_json:
        found = [as_object(m) for m in made]
        typer.echo(json.dumps(found if against else found[0], indent=1, ensure_ascii=False))
        return
    for path, numbers in zip((treatment, against), made, strict=False):
        print_tables(str(path), numbers)
    if out is not None:
        typer.echo(f"Wrote {', '.join(written)} to {out}")
