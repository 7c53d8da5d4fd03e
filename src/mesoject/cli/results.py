"""Results as a table, as JSON and as CSV, and the exit code that sums them up."""

from __future__ import annotations

import csv as csv_format
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mesoject.batch import Draw, Request, Result, run, source_of
from mesoject.records import Quantity, UsageError
from mesoject.records.files import refuse_unwritable, write_atomically
from mesoject.report.numbers import by_part, digits_of, unit_word

PIPED_WIDTH = 120
WORDS = {"measured": "good", "warned": "good, with reservations", "refused": "refused"}


def show(
    requests: Sequence[Request], jobs: int, *, as_json: bool = False, csv: Path | None = None, draw: Draw | None = None
) -> list[Result]:
    """Run the requests with progress on standard error and print what came out."""
    if not requests:
        raise UsageError("there is no photograph or scan in what was given")
    if csv is not None:
        refuse_unwritable(csv)
    results = list(watched(run(requests, jobs, draw), len(requests)))
    if csv is not None:
        write_atomically(csv, as_csv(results).encode())
    if as_json:
        typer.echo(json.dumps([as_object(r) for r in results], indent=2, ensure_ascii=False))
    else:
        _print(results)
    return results


def finish(results: Sequence[Result]) -> None:
    """Leave with 0 all measured, 1 some refused, 3 nothing measured."""
    refused = sum(r.measurement.status == "refused" for r in results)
    if refused:
        raise typer.Exit(3 if refused == len(results) else 1)


def as_object(result: Result) -> dict[str, Any]:
    """One photograph's or scan's result as plain data; its key ``photo`` or ``scan`` says which."""
    m = result.measurement
    return {
        source_of(result.photo): result.photo.name,
        "status": m.status,
        "reasons": [{"code": r.code, "message": r.message, "remedy": r.remedy} for r in m.reasons],
        "quantities": [_quantity(q) for q in m.quantities],
        "provenance": m.provenance.model_dump() if m.provenance else None,
    }


def as_csv(results: Sequence[Result]) -> str:
    """One row a quantity; a refused photograph has one row with its reasons."""
    out = io.StringIO()
    writer = csv_format.writer(out, lineterminator="\n")
    writer.writerow(["photo", "status", "reasons", "quantity", "value", "unit", "standard_error", "low95", "high95"])
    for result in results:
        m = result.measurement
        head = [result.photo.name, m.status, " ".join(r.code for r in m.reasons)]
        rows = [[q.name, q.value, q.unit, q.standard_error, *q.interval()] for q in m.quantities]
        writer.writerows([*head, *row] for row in rows or [[""] * 6])
    return out.getvalue()


def _quantity(q: Quantity) -> dict[str, Any]:
    return {
        "name": q.name,
        "value": q.value,
        "unit": q.unit,
        "standard_error": q.standard_error,
        "interval95": list(q.interval()),
        "parts": [p.model_dump() for p in q.parts],
    }


def watched(results: Iterator[Result], count: int) -> Iterator[Result]:
    """Pass results on, with one line of progress each on standard error."""
    for k, result in enumerate(results, 1):
        word = WORDS[result.measurement.status]
        typer.echo(f"[{k}/{count}] {result.photo.name}: {word}", err=True)
        yield result


def _print(results: Sequence[Result]) -> None:
    console = Console(soft_wrap=True, highlight=False)
    if not console.is_terminal:
        console = Console(soft_wrap=True, highlight=False, width=PIPED_WIDTH)
    for result in results:
        console.print(f"\n[bold]{escape(result.photo.name)}[/bold]  {WORDS[result.measurement.status]}", markup=True)
        if result.measurement.quantities:
            console.print(_table(result.measurement.quantities))
        for r in result.measurement.reasons:
            console.print(f"  {r.code}: {r.message} {r.remedy}", markup=False)
    refused = [r for r in results if r.measurement.status == "refused"]
    if refused and len(results) > 1:
        console.print(f"\nNot measured: {len(refused)} of {len(results)}", markup=False)
        for result in refused:
            console.print(f"  {result.photo.name}: {result.measurement.reasons[0].code}", markup=False)


def _table(quantities: Sequence[Quantity]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    table.add_column("quantity", min_width=max(len(q.name) for q in quantities))
    for column, side in (("value", "right"), ("±", "right"), ("unit", "left"), ("95 % interval", "right")):
        table.add_column(column, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("error from")
    for q in quantities:
        digits = digits_of(q.standard_error)
        low, high = q.interval()
        parts = ", ".join(f"{part} {se:.{digits}f}" for part, se in by_part(q).items() if se > 0)
        numbers = (f"{q.value:.{digits}f}", f"{q.standard_error:.{digits}f}", unit_word(q.unit))
        table.add_row(q.name, *numbers, f"{low:.{digits}f} to {high:.{digits}f}", parts)
    return table
