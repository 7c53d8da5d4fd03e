"""`mesoject gate`: the safety gate on the day of a session."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def gate(
    intake: Annotated[Path, typer.Argument(help="Answers as TOML or JSON, asked again today.")],
    session: Annotated[Path, typer.Argument(help="Answers of the day as TOML or JSON.")],
    rules: Annotated[str | None, typer.Option(help="A clinic's own file, or a profile (strict).")] = None,
    overrides: Annotated[Path | None, typer.Option(help="Decisions against rules, as TOML or JSON.")] = None,
) -> None:
    """Run the rules of the day; exit code 1 unless nothing worse than a caution was hit."""
    from mesoject.protocol import checked, checked_day, load_rules, read_answers, session_gate
    from mesoject.protocol.overrides import Overrides
    from mesoject.records.gate import Action
    from mesoject.records.intake import Intake
    from mesoject.records.session_day import SessionDay

    book = load_rules(rules)
    answers = checked(read_answers(intake, Intake), book)
    decisions = read_answers(overrides, Overrides).override if overrides else ()
    today = checked_day(read_answers(session, SessionDay), answers)
    result = session_gate(answers, today, book, decisions)
    typer.echo(f"Gate on {result.on}: {result.verdict.name.lower()}")
    for hit in result.hits:
        typer.echo(f"{hit.action.name.lower():8} {hit.id:24} {hit.applies_to}: {hit.reason}")
    raise typer.Exit(0 if result.verdict <= Action.CAUTION else 1)
