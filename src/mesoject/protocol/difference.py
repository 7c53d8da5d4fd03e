"""What changed between two plans, or between two rule books."""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.protocol.rulebook import RuleBook
from mesoject.records.plan import Change, Plan


def plan_difference(old: Plan, new: Plan) -> tuple[Change, ...]:
    """List what new answers or new rules changed, part by part."""
    return tuple(_compare(_parts(old), _parts(new)))


def rules_difference(old: RuleBook, new: RuleBook) -> tuple[Change, ...]:
    """List every field of every entry, term and setting in which two rule books differ."""
    return tuple(_compare(_fields(old), _fields(new)))


def _compare(old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for part in dict.fromkeys([*old, *new]):
        if old.get(part) != new.get(part):
            yield Change(part=part, before=old.get(part), after=new.get(part))


def _parts(plan: Plan) -> dict[str, str]:
    parts = {"rules": plan.rules.sha256[:12], "answers": plan.intake_sha256[:12], "verdict": plan.verdict.name.lower()}
    parts |= {f"overlay {n}": change for n, change in enumerate(plan.rules.changes, 1)}
    for hit in plan.gate.hits:
        state = "overridden" if hit.overridden_by else "certain" if hit.certain else "answer missing"
        parts[f"hit {hit.id}"] = f"{hit.action.name.lower()} ({state})" + (f" until {hit.until}" if hit.until else "")
    parts |= {f"type {t.id}": t.standing for t in plan.types}
    parts |= {f"option {o.title}": o.status for o in plan.options}
    parts |= {
        f"technique {t.title}": f"{t.depth_min_mm:g} to {t.depth_max_mm:g} mm, {t.points} points, {t.volume_ml} mL"
        for t in plan.techniques
    }
    parts |= {
        f"anaesthetic {d.title}": f"{d.max_mg} mg, {d.max_g} g, refused: {d.refused}" for d in plan.anaesthetics.doses
    }
    sessions = plan.course.sessions if plan.course else ()
    parts |= {f"session {n}": day.isoformat() for n, day in enumerate(sessions, 1)}
    parts |= {f"drug {d.name}": d.wording for d in plan.drugs}
    return parts


def _fields(book: RuleBook) -> dict[str, str]:
    fields = {f"{e.id}.{k}": str(v) for e in book.all() for k, v in e.model_dump(mode="json").items()}
    fields |= {f"term {t.id}": t.condition for t in book.terms.values()}
    fields |= {f"settings.{k}": str(v) for k, v in book.settings.model_dump(mode="json").items()}
    return fields | {f"source {k}": v for k, v in book.sources.items()}
