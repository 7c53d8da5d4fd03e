"""`mesoject deliver verify`: the delivery model against exact solutions and published data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from mesoject.cli.options import AsJson

if TYPE_CHECKING:
    from mesoject.delivery import Case

EXACT = {True: "pass", False: "FAIL", None: "not judged"}
DATA = {True: "covered", False: "NOT covered", None: "not judged"}


def verify(as_json: AsJson = False) -> None:
    """Run the verification suite: exit code 1 where an exact solution is missed.

    Published data are shown beside it, covered by the band or not; where one is not, the line says why.
    """
    from mesoject.delivery import verify as run

    cases = run()
    exact = [case for case in cases if case.kind == "equations"]
    if as_json:
        typer.echo(json.dumps([vars(case) for case in cases], indent=1, ensure_ascii=False))
    else:
        typer.echo(f"{'case':5} {'what':62} {'error':>9} {'order':>6}  {'limit':28} result")
        for case in cases:
            _print(case)
        covered = sum(c.passed is True for c in cases if c not in exact)
        typer.echo(f"{sum(c.passed is True for c in exact)} of {len(exact)} against exact solutions pass; ", nl=False)
        typer.echo(f"{covered} of {len(cases) - len(exact)} published data lie within their band")
    raise typer.Exit(0 if all(case.passed for case in exact) else 1)


def _print(case: Case) -> None:
    error = "" if case.error is None else f"{case.error:.1e}"
    order = "" if case.order is None else f"{case.order:.2f}"
    word = (EXACT if case.kind == "equations" else DATA)[case.passed]
    typer.echo(f"{case.id:5} {case.title:62} {error:>9} {order:>6}  {case.limit:28} {word}")
    if case.kind != "equations":
        typer.echo(f"{'':5} {case.kind}: {case.detail}")
