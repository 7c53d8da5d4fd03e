"""`mesoject deliver`: where an active goes in the skin, for how long, and what is lost."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from mesoject.cli.deliver_new import new
from mesoject.cli.deliver_show import show
from mesoject.cli.deliver_verify import verify


class FileOrCommand(TyperGroup):
    """`mesoject deliver FILE` is short for `mesoject deliver show FILE`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put `show` before whatever is neither one of the commands nor a call for help."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=FileOrCommand,
    no_args_is_help=True,
    help="Show where an active goes in the skin, for how long, and what is lost: mesoject deliver TREATMENT.toml.",
)
for command in (show, new, verify):
    app.command()(command)


@app.command()
def actives() -> None:
    """List the ids of the delivery catalogue."""
    from mesoject.report.delivery.parameters import actives_listed

    for name, title, weight, most in actives_listed():
        typer.echo(f"{name:26}{weight:>12}   up to {most:12} {title}")
