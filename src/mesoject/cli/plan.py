"""`mesoject plan`: from an intake to a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def plan(
    intake: Annotated[Path, typer.Argument(help="Answers as TOML or JSON.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the plan; made if it is not there.")],
    rules: Annotated[str | None, typer.Option(help="A clinic's own file, or a profile (strict).")] = None,
    overrides: Annotated[Path | None, typer.Option(help="Decisions against rules, as TOML or JSON.")] = None,
    since: Annotated[Path | None, typer.Option(help="An earlier plan.json: show what changed.")] = None,
) -> None:
    """Write a plan as text, JSON and PDF, a page for the patient in two languages, and a calendar."""
    from mesoject.cli.plan_files import plan_files
    from mesoject.protocol import load_rules, make_plan, plan_difference, read_answers
    from mesoject.protocol.overrides import Overrides
    from mesoject.records.intake import Intake
    from mesoject.records.plan import Plan

    old = read_answers(since, Plan) if since else None
    decisions = read_answers(overrides, Overrides).override if overrides else ()
    made = make_plan(read_answers(intake, Intake), load_rules(rules), decisions)
    files = plan_files(made)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    typer.echo(f"Gate: {made.verdict.name.lower()}" + (f", from {made.gate.until} on" if made.gate.until else ""))
    for missing in made.gate.missing[:5]:
        typer.echo(f"Missing (could bring {missing.worst.name.lower()}): {missing.wording}")
    for change in plan_difference(old, made) if old else ():
        typer.echo(f"Changed: {change.part}: {change.before} → {change.after}")
    typer.echo(f"Wrote {', '.join(files)} to {out}")
