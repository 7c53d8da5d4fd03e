"""`mesoject triage`: how soon somebody looks at what a diary says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def triage(
    entry: Annotated[Path, typer.Argument(help="One diary entry as TOML or JSON.")],
    language: Annotated[Literal["en", "de"], typer.Option(help="Language of the advice.")] = "en",
) -> None:
    """Judge one diary entry; the most urgent line wins, and what is unclear goes up."""
    from mesoject.protocol import load_rules, read_answers
    from mesoject.protocol import triage as judge
    from mesoject.records.diary import DiaryEntry

    result = judge(read_answers(entry, DiaryEntry), load_rules())
    typer.echo(f"{result.urgency.name.lower().replace('_', ' ')}")
    for hit in result.hits:
        if hit.urgency is result.urgency:
            typer.echo(f"{hit.id}: {hit.advice_de if language == 'de' else hit.advice_en}")
