"""Files of `mesoject deliver`, and refusals as plain lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mesoject.records import Refused, UsageError
from mesoject.records.files import write_atomically

if TYPE_CHECKING:
    from mesoject.report.delivery.answer import Answer

REFUSED = 3


@contextmanager
def answered(*, as_json: bool = False) -> Iterator[None]:
    """Let a refusal end the command with its reasons on standard error and exit code 3; as JSON too where asked."""
    try:
        yield
    except Refused as refused:
        for found in refused.reasons:
            typer.echo(f"{found.code}: {found.message}\n  {found.remedy}", err=True)
        if as_json:
            reasons = [r.model_dump(exclude={"fatal"}) for r in refused.reasons]
            typer.echo(json.dumps({"format": "mesoject-delivery/1", "refused": reasons}, indent=1, ensure_ascii=False))
        raise typer.Exit(REFUSED) from refused


def refuse_quickly(treatment: Path, engine: str) -> None:
    """Read a treatment and its outline and check both, before anything heavy is imported.

    Raises
    ------
    RecordError, UsageError
        A file cannot be read or does not fit; or the engine is not known.
    Refused
        The treatment cannot be computed; the reason says why.
    """
    from mesoject.delivery.accepted import accepted, treated_skin
    from mesoject.delivery.catalogue import active
    from mesoject.delivery.checks import check_before
    from mesoject.delivery.layout import check_engine
    from mesoject.records.treatment_file import outline_path, read_treatment

    told = read_treatment(treatment)
    check_engine(engine)
    check_before(told, active(told.active), treated_skin(told))

    from mesoject.measuring.skin_outline import read_skin_outline  # takes a second: reads every format of outlines

    accepted(told, read_skin_outline(outline_path(told, treatment)))


def write_answer(made: Answer, out: Path | None, page: Path | None) -> list[str]:
    """Write the figures and the numbers into a folder, and the page with sliders; return what was written.

    Raises
    ------
    UsageError
        A place that cannot be written to; or a page of micro-channels, which have no sliders.
    """
    from mesoject.report.delivery.answer import as_object, figures_of
    from mesoject.report.delivery.page import write_delivery_page
    from mesoject.report.delivery.style import save

    written = []
    if out is not None:
        for name, figure in figures_of(made).items():
            written += [path.name for path in save(figure, out, name)]
        text = json.dumps(as_object(made), indent=1, ensure_ascii=False)
        write_atomically(out / "delivery.json", text.encode())
        written = [f"{', '.join(written)}, delivery.json to {out}"]
    if page is not None:
        write_delivery_page(made.first, page)
        written.append(str(page))
    return written


def counted(draws: int) -> Callable[[int], None] | None:
    """Return what writes the draws that are done on one line of standard error; None where that is no terminal."""
    if not sys.stderr.isatty():
        return None

    def told(done: int) -> None:
        words = f"draw {done} of {draws}" if done < draws else ""
        typer.echo(f"\r{words:<30}\r", nl=False, err=True)

    return told


def made_folder(path: Path) -> Path:
    """Return a folder, made if it is not there.

    Raises
    ------
    UsageError
        It cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {path}: {error.strerror}") from error
    return path


def relative_outline(outline: Path, treatment: Path) -> str:
    """Return the outline's path from the folder of the treatment's file; absolute where there is no other."""
    try:
        return Path(os.path.relpath(outline.resolve(), treatment.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return outline.resolve().as_posix()


def write_new(path: Path, text: str, *, force: bool) -> None:
    """Write a file that is not there yet, or that may be replaced.

    Raises
    ------
    UsageError
        The file is there and ``force`` is not set, or it cannot be written.
    """
    if path.exists() and not force:
        raise UsageError(f"{path} is there already; give another --out, or --force to replace it")
    write_atomically(path, text.encode())
