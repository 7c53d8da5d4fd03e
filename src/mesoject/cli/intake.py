"""`mesoject intake`: the questions, and the schemas of every record that goes in or out."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The questions, and the schemas of what goes in and out.")


@app.command()
def questions() -> None:
    """Print every question: wording, why it is asked, allowed answers, direction of risk."""
    from mesoject.report.blocks import to_markdown
    from mesoject.report.questions import question_document

    typer.echo(to_markdown(question_document()), nl=False)


@app.command()
def schema(
    record: Annotated[str, typer.Argument(help="intake, session, diary, plan, packet, prices, overrides, treatment.")],
) -> None:
    """Print the JSON Schema of a record."""
    import json

    from mesoject.protocol.schemas import schema_of

    typer.echo(json.dumps(schema_of(record), indent=2, ensure_ascii=False))
