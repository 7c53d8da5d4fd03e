"""`mesoject deliver verify`: the delivery model against exact solutions."""

from __future__ import annotations

import typer


def verify() -> None:
    """Run the verification suite; exit code 1 where a case fails."""
    from mesoject.delivery import verify as run

    cases = run()
    typer.echo(f"{'case':64} {'error':>10} {'order':>6} {'limit':>10}  result")
    for case in cases:
        order = "" if case.order is None else f"{case.order:.2f}"
        typer.echo(
            f"{case.name:64} {case.error:10.1e} {order:>6} {case.limit:10.1e}  {'pass' if case.passed else 'FAIL'}"
        )
    failed = sum(not case.passed for case in cases)
    typer.echo(f"{len(cases) - failed} of {len(cases)} pass")
    raise typer.Exit(1 if failed else 0)
