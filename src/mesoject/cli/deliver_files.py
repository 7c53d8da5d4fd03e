"""Files of `mesoject deliver`, and refusals as plain lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mesoject.records import Refused, UsageError
from mesoject.records.files import write_atomically

if TYPE_CHECKING:
    from mesoject.report.delivery_numbers import Numbers

REFUSED = 3


@contextmanager
def answered() -> Iterator[None]:
    """Let a refusal end the command with its reasons on standard error and exit code 3."""
    try:
        yield
    except Refused as refused:
        for found in refused.reasons:
            typer.echo(f"{found.code}: {found.message}\n  {found.remedy}", err=True)
        raise typer.Exit(REFUSED) from refused


def computed(path: Path, engine: str, draws: int, seed: int) -> Numbers:
    """Read a treatment's file and its outline, and compute the answer with its bands.

    Raises
    ------
    RecordError, UsageError
        A file cannot be read or does not fit.
    Refused
        The treatment cannot be computed; the reason says why.
    """
    from mesoject.delivery import simulate
    from mesoject.measuring.skin_outline import read_skin_outline
    from mesoject.records.treatment_file import outline_path, read_treatment
    from mesoject.report.delivery_numbers import numbers_of

    treatment = read_treatment(path)
    outline = read_skin_outline(outline_path(treatment, path))
    delivery = simulate(treatment, outline, engine=engine)  # type: ignore[arg-type]
    return numbers_of(delivery, outline, draws, seed)


def write_figures(folder: Path, made: Sequence[Numbers]) -> list[str]:
    """Write the answers' figures and their numbers as JSON; a second answer's files begin with b."""
    from mesoject.report.delivery_comparison import comparison_figure
    from mesoject.report.delivery_figures import figures_of
    from mesoject.report.delivery_numbers import as_object
    from mesoject.report.delivery_style import save

    written = []
    for numbers, before in zip(made, ("", "b-"), strict=False):
        for name, figure in figures_of(numbers).items():
            save(figure, folder, before + name)
            written.append(before + name)
        text = json.dumps(as_object(numbers), indent=1, ensure_ascii=False)
        write_atomically(folder / f"{before}delivery.json", text.encode())
        written.append(f"{before}delivery.json")
    if len(made) == 2:
        save(comparison_figure(*made), folder, "comparison")
        written.append("comparison")
    return written


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
