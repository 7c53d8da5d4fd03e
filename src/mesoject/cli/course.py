"""`mesoject course`: begin a course, add visits to it, and see what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mesoject.cli.options import Jobs

if TYPE_CHECKING:
    from datetime import date

    from rich.table import Table

    from mesoject.course.result import CourseResult
    from mesoject.report.course.written import Written

app = typer.Typer(help="Follow one scar over visits, from photographs to a verdict.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The course's folder, or its course.toml.")]
Day = Annotated[
    str | None, typer.Option(help="2026-11-24; by default the day on which the first photograph was taken.")
]


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
    from mesoject.course.write import new_course

    scar = {"site": site, "side": side, "cause": cause, "profile": profile, "colour": colour}
    path = new_course(folder, code, {**scar, "closed_on": _day(closed_on, "--closed-on")})
    typer.echo(f"Wrote {path}")
    typer.echo(f"Then: mesoject course add-visit {folder} --photo PHOTO --photo PHOTO --bar-mm LENGTH")


@app.command("add-visit")
def add(
    course: Folder,
    photo: Annotated[list[Path], typer.Option(help="A photograph of the visit; two or more are better than one.")],
    outline: Annotated[
        list[Path] | None, typer.Option(help="The scar's outline: one file a photograph, in order. May be drawn later.")
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
    """Add a visit: its photographs are copied into the course, and outlines that are not there yet are proposed."""
    from mesoject.course.propose import proposed
    from mesoject.course.write import NewPhoto, NewVisit, add_visit, bring_in
    from mesoject.report.outline.page import write_outline_page

    photos = tuple(NewPhoto(p, o) for p, o in zip(photo, _one_each(photo, outline or []), strict=True))
    keys: dict[str, Any] = {
        "bar_mm": bar_mm,
        "print_batch": print_batch,
        "print_profile": print_profile,
        "girth_mm": girth_mm,
        "scores": dict(map(_score, score or [])),
        "notes": notes,
    }
    visit = bring_in(course, NewVisit(_day(day, "--date") or _taken(photo), photos, keys))
    visit, said = proposed(
        course, visit, lambda skin, page, start, stem: write_outline_page(skin, page, start=start, stem=stem)
    )
    if visit.photos:
        add_visit(course, visit)
        many = "one photograph" if len(visit.photos) == 1 else f"{len(visit.photos)} photographs"
        typer.echo(f"Added the visit of {visit.day} with {many}.")
    for line in said:
        typer.echo(line)
    if len(visit.photos) < len(photo):
        raise typer.Exit(1 if visit.photos else 3)


@app.command("report")
def report(course: Folder, jobs: Jobs = 2) -> None:
    """Measure what is new, judge the course, and write the report beside it.

    Exit codes: 0 done, 1 some photographs were refused, 2 the course or the call is wrong, 3 nothing could be measured.
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


def _day(text: str | None, option: str) -> date | None:
    from datetime import date

    from mesoject.records import UsageError

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is {text}; a date is written 2026-11-24") from None


def _taken(photos: list[Path]) -> date:
    """Day on which the first photograph says that it was taken."""
    from datetime import date

    from mesoject.capture.photo import open_photo
    from mesoject.records import UsageError

    taken = open_photo(photos[0]).taken
    try:
        return date.fromisoformat((taken or "")[:10].replace(":", "-"))
    except ValueError:
        raise UsageError(f"{photos[0]} does not say when it was taken; give --date") from None


def _one_each(photos: list[Path], outlines: list[Path]) -> list[Path | None]:
    from mesoject.records import UsageError

    if not outlines:
        return [None] * len(photos)
    if len(outlines) != len(photos):
        raise UsageError(f"--outline: {len(outlines)} files for {len(photos)} photographs; give one each, or none")
    return list(outlines)


def _score(text: str) -> tuple[str, float]:
    from mesoject.records import UsageError

    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise UsageError(f"--score is {text}; write NAME=NUMBER, such as VSS=7") from None
