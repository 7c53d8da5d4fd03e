"""`mesoject repeatability`: how well the numbers repeat, from a study of repeat photographs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mesoject.cli.options import Jobs

TABLE, RESULT = "study.csv", "repeatability.json"


def repeatability(
    study: Annotated[Path, typer.Argument(help="Folder with study.csv and what it names.", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Folder for the results; the study's own where not given.")] = None,
    title: Annotated[str, typer.Option(help="Where the photographs come from; courses judged by them say so.")] = "",
    exact_outlines: Annotated[
        bool, typer.Option("--exact-outlines", help="The outlines are known (phantom, rendering), nobody drew them.")
    ] = False,
    jobs: Jobs = 1,
) -> None:
    """Measure repeat photographs and write variance components, ICC, SEM, MDC and limits of agreement.

    study.csv has a line a photograph and rater: photo,outline,scar,visit,rater,bar_mm,print_profile.
    Exit codes: 0 done, 1 done but some photographs refused, 2 the call or the table is wrong.
    """
    from mesoject.cli.results import watched
    from mesoject.records import UsageError
    from mesoject.records.files import refuse_unwritable, write_atomically
    from mesoject.report.repeatability.page import write_repeatability
    from mesoject.study import read_table, run_study

    folder = study if out is None else out
    rows = read_table(study / TABLE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from error
    refuse_unwritable(folder / RESULT)
    named = title or f"repeat photographs in {study.resolve().name}"
    found = run_study(rows, title=named, exact_outlines=exact_outlines, jobs=jobs, watch=watched)
    write_atomically(folder / RESULT, (found.table.model_dump_json(indent=1) + "\n").encode())
    refused = [(f"{row.photo.name} (line {row.line})", one.measurement.reasons) for row, one in found.refused]
    page = write_repeatability(folder, named, found.quantities, refused, found.left_out)
    typer.echo(f"{len(found.quantities)} quantities from {len(rows) - len(refused)} of {len(rows)} lines")
    for name, reasons in refused:
        typer.echo(f"  refused: {name}: {reasons[0].code}")
    for quantity, why in found.left_out:
        typer.echo(f"  left out: {quantity}: {why}")
    typer.echo(f"Table to judge courses by: {folder / RESULT}\nPage with tables and figures: {page}")
    if refused:
        raise typer.Exit(1)
