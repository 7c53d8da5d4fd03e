"""A clinic's own file over the shipped rules; whatever it changes is listed in every plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mesoject.protocol.checks import Draft
from mesoject.protocol.entries import Entry
from mesoject.protocol.rulefile import Block, read_rule_file


def lay_over(draft: Draft, path: Path) -> None:
    """Lay a clinic's file over the draft.

    The file may hold new entries (``[[rule]]`` ...), ``[settings]``, ``[source]``, and ``[[change]]`` blocks with an
    ``id``, the fields to replace (or ``withdrawn = true``) and ``why``, which is required.
    """
    blocks, rest = read_rule_file(path)
    draft.overlay = str(rest.pop("name", path.name))
    before, old = set(draft.places), dict(draft.settings)
    draft.add([b for b in blocks if b.table != "change"], rest, file=path.name)
    draft.changes += [f"{key}: added by {draft.overlay}" for key in draft.places if key not in before]
    draft.changes += [f"settings.{k}: {old.get(k)} → {v}" for k, v in draft.settings.items() if old.get(k) != v]
    for block in blocks:
        if block.table == "change":
            _change(draft, block)


def _change(draft: Draft, block: Block) -> None:
    values = dict(block.values)
    id, why, withdrawn = values.pop("id", None), values.pop("why", None), values.pop("withdrawn", False)
    table = next((rows for rows in draft.entries.values() if id in rows), None)
    if table is None:
        draft.faults.append(f"{block.at('id')}: no entry is called `{id}`; `mesoject rules list` shows all")
    elif not isinstance(why, str) or len(why.strip()) < 10:
        draft.faults.append(f"{block.at('why')}: {id}: a change needs its reason in `why`, in a sentence")
    elif withdrawn is True:
        del table[id]
        draft.changes.append(f"{id}: withdrawn. {why}")
    else:
        _replace(draft, block, table, values, why)


def _replace(draft: Draft, block: Block, table: dict[str, Entry], values: dict[str, Any], why: str) -> None:
    entry = table[block.values["id"]]
    try:
        changed = type(entry).model_validate(entry.model_dump() | values)
    except ValidationError as error:
        draft.faults += [
            f"{block.at(str(f['loc'][0]))}: {entry.id}: `{f['loc'][0]}`: {f['msg']}" for f in error.errors()
        ]
        return
    table[entry.id] = changed
    draft.blocks[entry.id] = block
    draft.changes += [
        f"{entry.id}: {field}: {getattr(entry, field)} → {getattr(changed, field)}. {why}"
        for field in values
        if getattr(entry, field) != getattr(changed, field)
    ]
