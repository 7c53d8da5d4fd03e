"""`mesoject deliver new`: a first TREATMENT.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def new(
    outline: Annotated[Path, typer.Option(help="The scar's outline, as the page of `mesoject outline` saves it.")],
    plan: Annotated[Path | None, typer.Option(help="plan.json of `mesoject plan`: site, mode, active, limits.")] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="Where to write it.")] = Path("TREATMENT.toml"),
    site: Annotated[str | None, typer.Option(help="thigh, knee, calf, shin, ankle or foot.")] = None,
    scar_type: Annotated[str | None, typer.Option(help="flat, atrophic or hypertrophic.")] = None,
    mode: Annotated[str | None, typer.Option(help="manual_needle, mesogun_single_needle, powered_microneedle.")] = None,
    active: Annotated[str | None, typer.Option(help="An id that `mesoject deliver actives` lists.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a TREATMENT.toml with defaults by the rules, for a person to check and change."""
    from mesoject.cli.deliver_files import answered, relative_outline, write_new
    from mesoject.delivery.checks import check_outline
    from mesoject.measuring.skin_outline import read_skin_outline
    from mesoject.protocol import read_answers
    from mesoject.records.plan import Plan
    from mesoject.report.treatment_draft import Wishes, drafted
    from mesoject.report.treatment_toml import treatment_toml

    with answered():
        scar = read_skin_outline(outline)
        check_outline(scar)
        planned = read_answers(plan, Plan) if plan else None
        wishes = Wishes.of(site=site, scar_type=scar_type, delivery_mode=mode, active=active)
        draft = drafted(relative_outline(outline, out), planned, wishes)
        write_new(out, treatment_toml(draft.treatment, draft.why), force=force)
    typer.echo(f"Wrote {out} for a scar of {scar.area / 100:.2f} cm².")
    if draft.assumed:
        typer.echo(f"Assumed, because nobody said: {', '.join(draft.assumed)}. Set them right in the file.")
    typer.echo(f"Then: mesoject deliver {out}")
