"""`mesoject course`: begin a course, add visits to it, and see what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mesoject.cli.options import Jobs, Unit

if TYPE_CHECKING:
    from rich.table import Table

    from mesoject.course.result import CourseResult
    from mesoject.course.write import NewVisit
    from mesoject.report.course.written import Written

app = typer.Typer(help="Follow one scar over visits, from photographs and scans to a verdict.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The course's folder, or its course.toml.")]


@app.command("new")
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make; photographs and results will lie in it.")],
    code: Annotated[str | None, typer.Option(help="A code for the course, never a person's name.")] = None,
    site: Annotated[str | None, typer.Option(help="thigh, knee, calf, shin, ankle or foot.")] = None,
    side: Annotated[str | None, typer.Option(help="left or right.")] = None,
    cause: Annotated[str | None, typer.Option(help="surgery, trauma, burn ...")] = None,
    closed_on: Annotated[str | None, typer.Option(help="Day on which the wound was fully closed.")] = None,
    profile: Annotated[str | None, typer.Option(help="By touch: raised, flat or depressed.")] = None,
    colour: Annotated[str | None, typer.Option(help="By eye: red, pale, brown or matched.")] = None,
) -> None:
    """Begin a course: a folder with a commented course.toml."""
    from mesoject.cli.visit_words import a_day
    from mesoject.course.write import new_course

    scar = {"site": site, "side": side, "cause": cause, "profile": profile, "colour": colour}
    path = new_course(folder, code, {**scar, "closed_on": a_day(closed_on, "--closed-on")})
    typer.echo(f"Wrote {path}")
    typer.echo(f"Then: mesoject course add-visit {folder} --photo PHOTO --photo PHOTO --bar-mm LENGTH")
    typer.echo(
        "A 3D scan is added with --scan SCAN --unit mm, a reading with --value; both may stand beside photographs."
    )


@app.command("add-visit")
def add(
    course: Folder,
    photo: Annotated[
        list[Path] | None, typer.Option(help="A photograph of the visit; two or more are better than one.")
    ] = None,
    outline: Annotated[
        list[Path] | None, typer.Option(help="The scar's outline: one file a photograph, in order. May be drawn later.")
    ] = None,
    scan: Annotated[list[Path] | None, typer.Option(help="A 3D scan of the visit: PLY, OBJ, STL, GLB or XYZ.")] = None,
    unit: Unit = None,
    scan_outline: Annotated[
        list[Path] | None, typer.Option(help="The scar's outline on each scan, in order. May be drawn later.")
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(help="A reading with its standard error: 'thickness=3.1±0.2 mm, ultrasound 20 MHz'."),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="2026-11-24; by default when the photograph was taken.")
    ] = None,
    bar_mm: Annotated[float | None, typer.Option(help="Measured length of the printed 100 mm bar.")] = None,
    print_batch: Annotated[str | None, typer.Option(help="A code for the print of the strips.")] = None,
    print_profile: Annotated[
        str | None, typer.Option(help="Measured colours of the print, in the course's folder.")
    ] = None,
    girth_mm: Annotated[float | None, typer.Option(help="Round the limb at the scar.")] = None,
    score: Annotated[list[str] | None, typer.Option(help="Total of a scale, such as VSS=7.")] = None,
    notes: Annotated[str | None, typer.Option(help="Anything to remember; no name of a person.")] = None,
) -> None:
    """Add a visit: its photographs and scans are copied into the course; outlines that are not there yet are proposed.

    Exit codes: 0 added, 1 added without a file that cannot be measured, 2 the call is wrong, 3 nothing was added.
    """
    from mesoject.cli.visit_words import a_day, a_score, a_value, day_taken, new_photos, new_scans
    from mesoject.course.propose import proposed
    from mesoject.course.write import NewVisit, add_visit, bring_in
    from mesoject.records import UsageError
    from mesoject.report.outline.page import write_outline_page

    photos, scans = new_photos(photo or [], outline or []), new_scans(scan or [], scan_outline or [], unit)
    keys: dict[str, Any] = {
        "bar_mm": bar_mm,
        "print_batch": print_batch,
        "print_profile": print_profile,
        "girth_mm": girth_mm,
        "scores": dict(map(a_score, score or [])),
        "notes": notes,
    }
    values = tuple(map(a_value, value or []))
    if not (photos or scans or values or keys["scores"]):
        raise UsageError("a visit needs something that was found; give --photo, --scan, --value or --score")
    asked = NewVisit(a_day(day, "--date") or day_taken(photo or []), photos, keys, scans, values)
    visit, said = proposed(
        course,
        bring_in(course, asked),
        lambda skin, page, start, stem: write_outline_page(skin, page, start=start, stem=stem),
    )
    added = visit.photos or visit.scans or visit.values or keys["scores"]
    if added:
        add_visit(course, visit)
        typer.echo(f"Added the visit of {visit.day} with {_held(visit)}.")
    for line in said:
        typer.echo(line)
    if len(visit.photos) + len(visit.scans) < len(photos) + len(scans):
        raise typer.Exit(1 if added else 3)


def _held(visit: NewVisit) -> str:
    """What a visit came with, in words."""
    given: dict[str, int] = {
        "photograph": len(visit.photos),
        "scan": len(visit.scans),
        "reading": len(visit.values),
        "score": len(visit.keys["scores"]),
    }
    words = [f"one {name}" if count == 1 else f"{count} {name}s" for name, count in given.items() if count]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


@app.command("report")
def report(course: Folder, jobs: Jobs = 2) -> None:
    """Measure what is new, judge the course, and write the report beside it.

    Exit codes: 0 done, 1 some photographs or scans were refused, 2 the course or the call is wrong, 3 none could be
    measured.
    """
    from mesoject.course.file import open_course
    from mesoject.course.run import run_course
    from mesoject.report.course.again import report_again

    file = open_course(course)
    result = run_course(file, jobs=jobs, told=lambda line: typer.echo(line, err=True))
    written = report_again(result, file.results)
    _say(result, written)
    refused = [p.measurement.status == "refused" for visit in result.visits for p in visit.photos]
    if any(refused):
        raise typer.Exit(3 if all(refused) else 1)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of course.toml."""
    import json

    from mesoject.records.course import course_schema

    typer.echo(json.dumps(course_schema(), indent=2))


def _say(result: CourseResult, written: Written) -> None:
    from rich.console import Console

    from mesoject.cli.results import PIPED_WIDTH

    outcome = result.outcome
    console = Console(soft_wrap=True, highlight=False)
    if not console.is_terminal:
        console = Console(soft_wrap=True, highlight=False, width=PIPED_WIDTH)
    console.print(f"\n[bold]{outcome.word}[/bold]: {outcome.because}", markup=True)
    console.print(f"{outcome.attribution.rung}: {outcome.attribution.sentence}", markup=False)
    console.print(_table(result))
    if result.stop is not None and result.stop.applies:
        console.print(f"{result.stop.sentence} ({result.stop.source})", markup=False)
    for note in (*result.notes, *outcome.notes):
        console.print(f"- {note}", markup=False)
    typer.echo(f"\nOpen {written.html}")
    typer.echo(f"For print: {written.pdf}; for the patient: {written.patient_pdf}")


def _table(result: CourseResult) -> Table:
    """Every quantity at its last visit against the first, the primary one first."""
    from rich.markup import escape
    from rich.table import Table

    from mesoject.report.course.tables import verdict_table

    table = Table(box=None, pad_edge=False, padding=(0, 2))
    shown = verdict_table(result.outcome)
    quantity, _, _, change, detectable, _ = shown.header
    for title in (quantity, change, detectable, "Verdict"):
        table.add_column(title)
    for name, _, _, *rest in shown.rows:
        table.add_row(*(escape(cell.text) for cell in (name, *rest)))
    return table
