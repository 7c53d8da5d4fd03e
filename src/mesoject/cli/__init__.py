"""The command line: one file a command; each imports what it needs when it runs."""

from __future__ import annotations

import os
import sys

import typer

from mesoject.cli.check import check
from mesoject.cli.course import app as course_app
from mesoject.cli.deliver import app as deliver_app
from mesoject.cli.demo import demo
from mesoject.cli.gate import gate
from mesoject.cli.intake import app as intake_app
from mesoject.cli.measure import measure
from mesoject.cli.outline import outline
from mesoject.cli.packet import packet
from mesoject.cli.plan import plan
from mesoject.cli.repeatability import repeatability
from mesoject.cli.rules import app as rules_app
from mesoject.cli.strips import strips
from mesoject.cli.triage import triage

MEASURING, TREATING = "Measuring", "Treating"

app = typer.Typer(
    name="mesoject",
    help="Measure a leg scar from ordinary photographs or 3D scans, with an honest error beside every number.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for measuring in (strips, check, outline, measure, repeatability, demo):
    app.command(rich_help_panel=MEASURING)(measuring)
app.add_typer(course_app, name="course", rich_help_panel=MEASURING)
for treating in (plan, gate, triage, packet):
    app.command(rich_help_panel=TREATING)(treating)
app.add_typer(deliver_app, name="deliver", rich_help_panel=TREATING)
app.add_typer(rules_app, name="rules", rich_help_panel=TREATING)
app.add_typer(intake_app, name="intake", rich_help_panel=TREATING)


def run() -> None:
    """Run the command line; what we raise on purpose becomes one clear line and exit code 2."""
    # Our matrices are small: on a busy machine the threads of linear algebra wait for each other for minutes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from mesoject.records.errors import MesojectError

    try:
        _standing_alone()
    except MesojectError as error:
        _empty_json()
        print(f"mesoject: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except OSError as error:
        if error.filename is None:
            raise
        print(f"mesoject: {error.filename}: {error.strerror}; give another path", file=sys.stderr)
        raise SystemExit(2) from None


def _standing_alone() -> None:
    """Run typer; where it ends with a wrong option, whoever reads JSON still gets JSON."""
    try:
        app()
    except SystemExit as left:
        if left.code == 2:
            _empty_json()
        raise


def _empty_json() -> None:
    if "--json" in sys.argv:
        print("[]")
