"""`mesoject demo`: the bundled course from photographs to report, and every bundled photograph with pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mesoject.cli.options import Jobs


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the course, its report, pictures and tables.")] = Path(
        "out/demo"
    ),
    jobs: Jobs = 2,
) -> None:
    """Run the course that comes with mesoject from photographs to report, and measure every bundled photograph."""
    from mesoject.records import UsageError

    try:
        out.mkdir(parents=True, exist_ok=True)
        _course(out / "course", jobs)
        _gallery(out, jobs)
    except OSError as error:
        raise UsageError(f"cannot make the folder {out}: {error.strerror}; give another with --out") from error


def _course(folder: Path, jobs: int) -> None:
    from mesoject.cli.course import report
    from mesoject.demo import bundled_course

    typer.echo("The bundled course: five visits of two photographs, rendered; no person is in them.", err=True)
    report(bundled_course(folder), jobs)


def _gallery(out: Path, jobs: int) -> None:
    from mesoject.batch import run
    from mesoject.cli.results import as_csv, watched
    from mesoject.demo import demo_requests
    from mesoject.records.files import write_atomically
    from mesoject.report.gallery import write_gallery
    from mesoject.report.overlay import Overlays

    typer.echo("\nEvery bundled photograph, bad ones among them:", err=True)
    requests = demo_requests()
    results = list(watched(run(requests, jobs, Overlays(out)), len(requests)))
    write_atomically(out / "measurements.csv", as_csv(results).encode())
    write_gallery([(r.photo.name, r.measurement) for r in results], out, title="Bundled photographs, measured")
    typer.echo(f"\nEvery photograph with its outline, its numbers and their errors: {out / 'index.html'}")
    typer.echo(f"The same as a table: {out / 'measurements.csv'}")
