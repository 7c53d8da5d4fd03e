"""`mesoject deliver TREATMENT.toml`: the answer as a table, as JSON, as figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mesoject.cli.options import AsJson


def show(
    treatment: Annotated[Path, typer.Argument(help="TREATMENT.toml; `mesoject deliver new` writes one.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Folder for figures (PNG, SVG) and JSON.")] = None,
    against: Annotated[Path | None, typer.Option(help="A second treatment of the same scar, to compare.")] = None,
    page: Annotated[Path | None, typer.Option(help="Write a page with sliders: one HTML file, no network.")] = None,
    as_json: AsJson = False,
    engine: Annotated[str, typer.Option(help="auto, modal or general.")] = "auto",
    draws: Annotated[int, typer.Option(help="Draws of the uncertain parameters.", min=20, max=2000)] = 200,
    seed: Annotated[int, typer.Option(help="Seed of the draws.", min=0)] = 1,
    max_dose_ug: Annotated[
        float | None, typer.Option(help="Designs: most active; else the treatment's own.", min=0)
    ] = None,
    max_per_cm2: Annotated[float, typer.Option(help="Designs: most punctures in a square centimetre.", min=0)] = 40.0,
    max_depth_mm: Annotated[
        float | None, typer.Option(help="Designs: deepest; 0.2 mm off the fat at most.", min=0)
    ] = None,
) -> None:
    """Show where the active goes, for how long, and what is lost. No effect is claimed.

    With a threshold in the file, the trade-offs of designs of depth, volume and spacing are shown too.
    """
    from mesoject.cli.deliver_files import answered, counted, made_folder, refuse_quickly, write_answer
    from mesoject.records.files import refuse_unwritable

    with answered(as_json=as_json):
        for path in (treatment, against):
            if path is not None:
                refuse_quickly(path, engine)
    if out is not None:
        made_folder(out)
    if page is not None:
        refuse_unwritable(page)

    from mesoject.cli.deliver_tables import print_answer  # takes seconds: only for what can be computed
    from mesoject.report.delivery.answer import Wanted, answer, as_object

    wanted = Wanted(engine, draws, seed, max_dose_ug, max_per_cm2, max_depth_mm, counted(draws))
    with answered(as_json=as_json):
        made = answer(treatment, against, wanted)
        written = write_answer(made, out, page)
    if as_json:
        typer.echo(json.dumps(as_object(made), indent=1, ensure_ascii=False))
        return
    print_answer(made)
    if written:
        typer.echo(f"Wrote {', '.join(written)}")
