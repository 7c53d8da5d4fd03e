"""Decisions of named people against single hits: allowed roles only, with a reason in writing."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from mesoject.records import UsageError
from mesoject.records.gate import Action, Hit, Override


class Overrides(BaseModel):
    """A file of decisions: ``[[override]]`` blocks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    override: tuple[Override, ...]


def apply_overrides(hits: list[Hit], overrides: Iterable[Override]) -> list[Hit]:
    """Mark the hits that were decided against; they stay in the list.

    Raises
    ------
    UsageError
        No such hit, or the role may not decide against it.
    """
    by_rule = {override.rule: override for override in overrides}
    known = {hit.id: hit for hit in hits}
    for rule, override in by_rule.items():
        _check(known.get(rule), override)
    return [hit.model_copy(update={"overridden_by": by_rule[hit.id]}) if hit.id in by_rule else hit for hit in hits]


def _check(hit: Hit | None, override: Override) -> None:
    if hit is None:
        raise UsageError(f"override of {override.rule}: this rule was not hit; remove the override")
    if hit.action is Action.CAUTION:
        raise UsageError(f"override of {override.rule}: a caution needs no override; remove it")
    if override.role not in hit.override_by:
        allowed = ", ".join(hit.override_by) or "nobody"
        raise UsageError(f"override of {override.rule}: a {override.role} may not; allowed: {allowed}")
