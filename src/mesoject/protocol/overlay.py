"""A clinic's own file over the shipped rules; whatever it changes is listed in every plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mesoject.protocol.checks import Draft
from mesoject.protocol.entries import AnaestheticEntry, Entry, GateRule
from mesoject.protocol.rulefile import Block, read_rule_file

FIXED = "nobody may decide against this rule, so that it can only be made stricter"
LIMITS = ("mg_per_kg", "max_mg", "grams_per_cm2", "max_g", "max_area_cm2")
STRICTNESS = ("caution", "review", "defer", "refuse")


def lay_over(draft: Draft, path: Path) -> None:
    """Lay a clinic's file over the draft.

    The file may hold new entries (``[[rule]]`` ...), ``[settings]``, ``[source]``, and ``[[change]]`` blocks with an
    ``id``, the fields to replace (or ``withdrawn = true``) and ``why``, which is required. A rule that nobody may
    decide against can only be made stricter, and a limit of an anaesthetic only lower.
    """
    blocks, rest = read_rule_file(path)
    draft.overlay = str(rest.pop("name", path.name))
    before, old = set(draft.places), dict(draft.settings)
    draft.add([b for b in blocks if b.table != "change"], rest, path)
    draft.changes += [f"{key}: added by {draft.overlay}" for key in draft.places if key not in before]
    draft.changes += [f"settings.{k}: {old.get(k)} → {v}" for k, v in draft.settings.items() if old.get(k) != v]
    for block in blocks:
        if block.table == "change":
            _change(draft, block)


def _change(draft: Draft, block: Block) -> None:
    values = dict(block.values)
    id, why, withdrawn = str(values.pop("id", None)), values.pop("why", None), values.pop("withdrawn", False)
    table = next((rows for rows in draft.entries.values() if id in rows), None)
    if table is None:
        draft.faults.append(f"{block.at('id')}: no entry is called `{id}`; `mesoject rules list` shows all")
    elif not isinstance(why, str) or len(why.strip()) < 10:
        draft.faults.append(f"{block.at('why')}: {id}: a change needs its reason in `why`, in a sentence")
    elif withdrawn is True and _is_fixed(table[id]):
        draft.faults.append(f"{block.at('withdrawn')}: {id}: {FIXED}")
    elif withdrawn is True:
        del table[id]
        draft.changes.append(f"{id}: withdrawn. {why}")
    else:
        _replace(draft, block, table, values, why)


def _replace(draft: Draft, block: Block, table: dict[str, Entry], values: dict[str, Any], why: str) -> None:
    entry = table[str(block.values["id"])]
    try:
        changed = type(entry).model_validate(entry.model_dump() | values)
    except ValidationError as error:
        draft.faults += [
            f"{block.at(str(f['loc'][0]))}: {entry.id}: `{f['loc'][0]}`: {f['msg']}" for f in error.errors()
        ]
        return
    draft.faults += [f"{block.at(field)}: {entry.id}: {message}" for field, message in _looser(entry, changed)]
    table[entry.id] = changed
    draft.blocks[entry.id] = block
    draft.changes += [
        f"{entry.id}: {field}: {getattr(entry, field)} → {getattr(changed, field)}. {why}"
        for field in values
        if getattr(entry, field) != getattr(changed, field)
    ]


def _is_fixed(entry: Entry) -> bool:
    """Whether the rule says in so many words (``override_by = []``) that nobody may decide against it."""
    return isinstance(entry, GateRule) and entry.override_by == ()


def _looser(old: Entry, new: Entry) -> Iterator[tuple[str, str]]:
    """Fields in which a change would allow what must not be allowed."""
    if isinstance(old, AnaestheticEntry):
        for field in LIMITS:
            before, after = getattr(old, field), getattr(new, field)
            if before is not None and (after is None or not 0 < after <= before):
                yield field, f"`{field}`: {after} lies above the label's {before}; a limit may be lowered, never raised"
    if isinstance(old, GateRule) and isinstance(new, GateRule) and _is_fixed(old):
        for field in ("condition", "asked_if", "when", "applies_to"):
            if getattr(old, field) != getattr(new, field):
                yield field, f"`{field}`: {FIXED}"
        if STRICTNESS.index(new.action) < STRICTNESS.index(old.action):
            yield "action", f"`action`: {new.action} instead of {old.action}: {FIXED}"
        if new.override_by != ():
            yield "override_by", f"`override_by`: {FIXED}"
        if new.action == "defer" and (new.defer_days or 0) < (old.defer_days or 0):
            yield "defer_days", f"`defer_days`: {FIXED}"
