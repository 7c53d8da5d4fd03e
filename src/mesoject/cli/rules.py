"""`mesoject rules`: check, list, show, compare and print the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Check, list, show, compare and print the rules.")
Overlay = Annotated[str | None, typer.Option("--rules", help="A clinic's own file, or a profile (strict).")]


@app.command()
def check(rules: Overlay = None) -> None:
    """Load and check every rule; each fault is printed with its file and line."""
    from mesoject.protocol import load_rules

    book = load_rules(rules)
    typer.echo(f"{len(book.all())} entries, {len(book.rules)} gate rules, {len(book.sources)} sources: no fault.")
    typer.echo(f"sha256 {book.sha256}")
    for change in book.changes:
        typer.echo(f"changed: {change}")


@app.command("list")
def list_(
    rules: Overlay = None,
    table: Annotated[str | None, typer.Option(help="Only this table (rule, type, option, drug ...).")] = None,
) -> None:
    """List every entry: id, table, what it does, and its title."""
    from mesoject.protocol import load_rules
    from mesoject.records import UsageError

    book = load_rules(rules)
    if table is not None and table not in book.tables:
        raise UsageError(f"no table is called {table}; the tables are {', '.join(book.tables)}")
    for name, entries in book.tables.items():
        for entry in entries if table in (None, name) else ():
            does = getattr(entry, "action", "") or getattr(entry, "urgency", "")
            typer.echo(f"{entry.id:28} {name:12} {does:12} {entry.title}")


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="Id of an entry, such as G15.inr_high.")], rules: Overlay = None
) -> None:
    """Show one entry with its sources and the line on which it stands."""
    from difflib import get_close_matches

    from mesoject.protocol import load_rules
    from mesoject.records import UsageError

    book = load_rules(rules)
    if id not in book:
        near = get_close_matches(id, [e.id for e in book.all()], n=3, cutoff=0.4)
        raise UsageError(f"no entry is called {id}; near are {', '.join(near) or 'none'}")
    typer.echo(f"{book.places[id]}")
    for field, value in book[id].model_dump(mode="json", exclude_none=True).items():
        if value not in ("", []):
            typer.echo(f"{field}: {value}")
    for source in book[id].sources:
        typer.echo(f"[{source}] {book.sources[source]}")


@app.command()
def diff(
    new: Annotated[str, typer.Argument(help="A clinic's own file, or a profile (strict).")],
    old: Annotated[str | None, typer.Argument(help="What to compare it with; the shipped rules by default.")] = None,
) -> None:
    """Show every field in which two rule books differ."""
    from mesoject.protocol import load_rules, rules_difference

    for change in rules_difference(load_rules(old), load_rules(new)):
        typer.echo(f"{change.part}: {change.before} → {change.after}")


@app.command()
def book(
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write there instead of printing.")] = None,
    rules: Overlay = None,
) -> None:
    """Print the whole rule book as a readable document (Markdown; PDF where OUT ends in .pdf)."""
    from mesoject.protocol import load_rules
    from mesoject.report.blocks import to_markdown, to_pdf
    from mesoject.report.rule_book import rule_book

    blocks = rule_book(load_rules(rules))
    if out is None:
        typer.echo(to_markdown(blocks), nl=False)
    elif out.suffix == ".pdf":
        out.write_bytes(to_pdf(blocks))
    else:
        out.write_text(to_markdown(blocks), encoding="utf-8")
