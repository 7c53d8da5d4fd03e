"""The command line, one file a command."""

from __future__ import annotations

import sys

import typer

from mesoject.cli.gate import gate
from mesoject.cli.intake import app as intake_app
from mesoject.cli.packet import packet
from mesoject.cli.plan import plan
from mesoject.cli.rules import app as rules_app
from mesoject.cli.triage import triage

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(plan)
app.command()(gate)
app.command()(triage)
app.command()(packet)
app.add_typer(rules_app, name="rules")
app.add_typer(intake_app, name="intake")


def run() -> None:
    """Run the command line; what we raise on purpose becomes a clear line and exit code 2."""
    from mesoject.records.errors import MesojectError

    try:
        app()
    except MesojectError as error:
        print(f"mesoject: {error}", file=sys.stderr)
        raise SystemExit(2) from None
