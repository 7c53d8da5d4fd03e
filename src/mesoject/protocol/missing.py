"""Which answers are missing, and what each of them could change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from mesoject.protocol.facts import DERIVED, SECTIONS
from mesoject.records.gate import Hit, MissingAnswer


def missing_answers(hits: Iterable[Hit]) -> tuple[MissingAnswer, ...]:
    """Rank the missing answers by the worst that they hide, then by how many rules wait for them."""
    by_name: dict[str, list[Hit]] = {}
    for hit in hits:
        for name in hit.missing:
            by_name.setdefault(DERIVED.get(name, name), []).append(hit)
    found = [_missing(name, waiting) for name, waiting in by_name.items()]
    return tuple(sorted(found, key=lambda m: (-m.worst, -len(m.rules), m.name)))


@cache
def wording(name: str) -> str:
    """Return the question that an answer belongs to.

    Examples
    --------
    >>> wording("person.age_years")
    'How old are you?'
    """
    if match := re.fullmatch(r"(\w+) of (.+)", name):
        return f"{match[2]}: {match[1].replace('_', ' ')}?"
    section, field = name.split(".", 1)
    return SECTIONS[section].model_fields[field].title or name


def _missing(name: str, waiting: list[Hit]) -> MissingAnswer:
    return MissingAnswer(
        name=name, wording=wording(name), worst=max(h.could_be for h in waiting), rules=tuple(h.id for h in waiting)
    )
