"""Files of `mesoject deliver`, and refusals as plain lines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from mesoject.records import Refused, UsageError
from mesoject.records.files import write_atomically

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
