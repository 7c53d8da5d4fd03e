"""`mesoject packet`: what a payer asks, what the record holds, and the price without a payer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def packet(
    intake: Annotated[Path, typer.Argument(help="Answers as TOML or JSON.")],
    prices: Annotated[Path | None, typer.Option(help="The clinic's own prices as TOML or JSON.")] = None,
    rules: Annotated[str | None, typer.Option(help="A clinic's own file, or a profile (strict).")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the honest packet: criteria met, or 'criteria not met' and what is missing."""
    from mesoject.protocol import load_rules, make_packet, make_plan, read_answers
    from mesoject.records.intake import Intake
    from mesoject.records.packet import Prices
    from mesoject.report.blocks import to_markdown
    from mesoject.report.packet_document import packet_document

    book = load_rules(rules)
    answers = read_answers(intake, Intake)
    made = make_packet(answers, make_plan(answers, book), book, read_answers(prices, Prices) if prices else None)
    typer.echo(made.model_dump_json(indent=2) if json else to_markdown(packet_document(made)))
