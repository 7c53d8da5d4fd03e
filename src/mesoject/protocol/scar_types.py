"""Scar types: all that match, all that may, and what is missing to tell."""

from __future__ import annotations

from mesoject.protocol.entries import ScarType
from mesoject.protocol.language import Facts
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.plan import Criterion, Standing, TypeFinding


def find_types(facts: Facts, book: RuleBook) -> tuple[TypeFinding, ...]:
    """Hold every type against the answers; matching ones lead in the order of the rules, then the possible ones."""
    findings = [_finding(entry, facts, book) for entry in book.types]
    order = {"matches": 0, "possible": 1, "excluded": 2}
    return tuple(sorted(findings, key=lambda f: order[f.standing]))


def _finding(entry: ScarType, facts: Facts, book: RuleBook) -> TypeFinding:
    nodes = [book.nodes[entry.id, f"criteria.{i}"] for i in range(len(entry.criteria))]
    holds = [node.value(facts) for node in nodes]
    standing: Standing = "excluded" if False in holds else "possible" if None in holds else "matches"
    missing = [name for node, value in zip(nodes, holds, strict=True) if value is None for name in node.blame(facts)]
    return TypeFinding(
        id=entry.id,
        sources=entry.sources,
        grade=entry.grade,
        directness=entry.directness,
        provenance=entry.provenance,
        title=entry.title,
        standing=standing,
        criteria=tuple(Criterion(words=c.words, holds=v) for c, v in zip(entry.criteria, holds, strict=True)),
        missing=tuple(dict.fromkeys(missing)) if standing == "possible" else (),
        codes=entry.codes,
        ask_also=entry.ask_also,
    )
