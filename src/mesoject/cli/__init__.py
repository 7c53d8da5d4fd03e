"""The command line: one file a command; each imports what it needs when it runs."""

from __future__ import annotations

import sys

import typer

from mesoject.cli.check import check
from mesoject.cli.demo import demo
from mesoject.cli.measure import measure
from mesoject.cli.outline import outline
from mesoject.cli.strips import strips

app = typer.Typer(
    name="mesoject",
    help="Measure a leg scar from ordinary photographs, with an honest error beside every number.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(strips)
app.command()(check)
app.command()(outline)
app.command()(measure)
app.command()(demo)


def run() -> None:
    """Run the command line; errors of ours become one line and exit code 2."""
    from mesoject.records.errors import MesojectError

    try:
        app()
    except MesojectError as error:
        if "--json" in sys.argv:
            print("[]")  # whoever reads JSON gets JSON, whatever the exit code
        print(f"mesoject: {error}", file=sys.stderr)
        sys.exit(2)
