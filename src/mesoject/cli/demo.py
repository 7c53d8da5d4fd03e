"""`mesoject demo`: the bundled photographs, measured, with pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mesoject.cli.options import Jobs


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the pictures, the table and the page.")] = Path("out/demo"),
    jobs: Jobs = 2,
) -> None:
    """Measure the photographs that come with mesoject and write a page that shows what was done."""
    from mesoject.batch import run
    from mesoject.cli.results import as_csv, watched
    from mesoject.demo import demo_requests
    from mesoject.records import UsageError
    from mesoject.records.files import write_atomically
    from mesoject.report.gallery import write_gallery
    from mesoject.report.overlay import Overlays

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {out}: {error.strerror}") from error
    requests = demo_requests()
    results = list(watched(run(requests, jobs, Overlays(out)), len(requests)))
    rows = [(r.photo.name, r.measurement) for r in results]
    write_atomically(out / "measurements.csv", as_csv(results).encode())
    write_gallery(rows, out, title="Bundled photographs, measured")
    typer.echo(
        f"\nOpen {out / 'index.html'} in a browser: every photograph with its outline, its numbers and their errors."
    )
    typer.echo(f"The same as a table: {out / 'measurements.csv'}")
