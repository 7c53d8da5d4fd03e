"""From raw tables to checked entries: shapes, sources, ids, terms and conditions, every fault with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mesoject.protocol.entries import TABLES, Entry, GateRule, Settings, TermEntry
from mesoject.protocol.facts import SECTIONS, VOCABULARY
from mesoject.protocol.go_without import told_to_go_without
from mesoject.protocol.language import ConditionError, Node, Vocabulary, compile_condition, names_in, parse
from mesoject.protocol.rulefile import Block, line_of
from mesoject.records.answers import Absence

SESSION_SECTIONS = ("today.", "product.")
WORDS = "for a prescribed one the words are continue, ask the prescriber, or move the session"


class Draft:
    """What the files gave so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Entry]] = {table: {} for table in TABLES}
        self.terms: dict[str, TermEntry] = {}
        self.sources: dict[str, str] = {}
        self.settings: dict[str, Any] = {}
        self.setting_files: dict[str, Path] = {}
        self.places: dict[str, str] = {}
        self.blocks: dict[str, Block] = {}
        self.overlay: str | None = None
        self.changes: list[str] = []
        self.faults: list[str] = []

    def add(self, blocks: list[Block], rest: Mapping[str, Any], path: Path) -> None:
        """Take in one file."""
        for block in blocks:
            self._add_block(block)
        for key, value in rest.items():
            if key not in ("source", "settings") or not isinstance(value, dict):
                self.faults.append(f"{path.name}:{line_of(path, key)}: `{key}` is no table of a rule file; {_tables()}")
            elif key == "source":
                self.sources.update({k: str(v) for k, v in value.items()})
            else:
                self.settings.update(value)
                self.setting_files.update(dict.fromkeys(value, path))

    def _add_block(self, block: Block) -> None:
        if block.table == "term":
            self._take(block, TermEntry)
        elif block.table in TABLES:
            self._take(block, TABLES[block.table])
        else:
            self.faults.append(f"{block.at()}: `[[{block.table}]]` is no table of a rule file; {_tables()}")

    def _take(self, block: Block, model: type[Entry] | type[TermEntry]) -> None:
        try:
            entry = model.model_validate(block.values)
        except ValidationError as error:
            self.faults += [_line_of(block, fault) for fault in error.errors()]
            return
        key = f"term {entry.id}" if isinstance(entry, TermEntry) else entry.id
        if key in self.places:
            self.faults.append(
                f"{block.at('id')}: the id `{entry.id}` stands at {self.places[key]} already; give it another"
            )
            return
        self.places[key], self.blocks[key] = block.at(), block
        if isinstance(entry, TermEntry):
            self.terms[entry.id] = entry
        else:
            self.entries[block.table][entry.id] = entry

    def all(self) -> Iterator[Entry]:
        """Yield every entry."""
        for table in self.entries.values():
            yield from table.values()

    def fault(self, key: str, field: str, message: str) -> None:
        """Note a fault at the line of a field."""
        self.faults.append(f"{self.blocks[key].at(field)}: {key}: {message}")

    def checked_settings(self) -> Settings:
        """Return the settings; a fault in them ends the loading, since nothing can go on without."""
        from mesoject.protocol.rulefile import RuleFileError

        try:
            return Settings.model_validate(self.settings)
        except ValidationError as error:
            raise RuleFileError(self.faults + [self._setting(fault) for fault in error.errors()]) from None

    def _setting(self, fault: Any) -> str:
        name = ".".join(map(str, fault["loc"]))
        key = name.split(".")[0]
        path = self.setting_files.get(key)
        place = f"{path.name}:{line_of(path, key)}: " if path else ""
        return f"{place}settings: {name}: {fault['msg']}"


def compile_entries(draft: Draft) -> tuple[dict[tuple[str, str], Node], Vocabulary]:
    """Compile every condition and check what only shows in the whole; faults go into the draft."""
    terms = _compile_terms(draft)
    nodes: dict[tuple[str, str], Node] = {}
    for entry in draft.all():
        for source in entry.sources:
            if source not in draft.sources:
                draft.fault(entry.id, "sources", f"the source `{source}` is not in the list of sources")
        for field, sentence in told_to_go_without(entry):
            draft.fault(entry.id, field, f"`{field}`: `{sentence}` tells a person to go without a medicine; {WORDS}")
        for field, text in entry.conditions().items():
            _compile_into(nodes, (entry.id, field), text, terms, draft, field.split(".")[0])
        if isinstance(entry, GateRule):
            _check_rule(entry, nodes, draft)
    nodes.update(_questions(terms, draft))
    return nodes, VOCABULARY


def _compile_into(
    nodes: dict[tuple[str, str], Node],
    key: tuple[str, str],
    text: str,
    terms: dict[str, Node],
    draft: Draft,
    field: str,
) -> None:
    try:
        nodes[key] = compile_condition(text, VOCABULARY, terms)
    except ConditionError as error:
        draft.fault(key[0], field, str(error))


def _check_rule(rule: GateRule, nodes: Mapping[tuple[str, str], Node], draft: Draft) -> None:
    if (rule.action == "defer") != (rule.defer_days is not None) and rule.counted_from:
        draft.fault(rule.id, "counted_from", "only a deferral with defer_days is counted from a date")
    if rule.counted_from and getattr(VOCABULARY.get(rule.counted_from), "name", "") != "date":
        draft.fault(rule.id, "counted_from", f"`{rule.counted_from}` is no date among the answers")
    named = {name for field in rule.CONDITIONS if (rule.id, field) in nodes for name in nodes[rule.id, field].names()}
    if any(name.startswith(SESSION_SECTIONS) for name in named) and rule.when != "session":
        draft.fault(rule.id, "when", 'asks what is known on the day only; write when = "session"')


def _compile_terms(draft: Draft) -> dict[str, Node]:
    compiled: dict[str, Node] = {}
    for name in _in_order(draft):
        try:
            compiled[name] = compile_condition(draft.terms[name].condition, VOCABULARY, compiled)
        except ConditionError as error:
            draft.fault(f"term {name}", "condition", str(error))
    return compiled


def _in_order(draft: Draft) -> list[str]:
    """Terms so that each comes after those that it uses; a circle is a fault."""
    uses: dict[str, set[str]] = {}
    for name, term in draft.terms.items():
        try:
            uses[name] = names_in(parse(term.condition)) & draft.terms.keys()
        except ConditionError as error:
            draft.fault(f"term {name}", "condition", str(error))
    done: list[str] = []
    while ready := [name for name in uses if name not in done and uses[name] <= set(done)]:
        done += ready
    for name, used in uses.items():
        if name not in done and used <= uses.keys():
            draft.fault(
                f"term {name}",
                "condition",
                "the terms " + ", ".join(sorted(set(uses) - set(done))) + " go round in a circle",
            )
    return done


def _questions(terms: dict[str, Node], draft: Draft) -> dict[tuple[str, str], Node]:
    """Compile ``applies_if`` of every question."""
    nodes: dict[tuple[str, str], Node] = {}
    for section, model in SECTIONS.items():
        for field, info in model.model_fields.items():
            extra = info.json_schema_extra
            text = extra.get("applies_if") if isinstance(extra, dict) else None
            if info.default is Absence.MISSING and isinstance(text, str):
                key = (f"{section}.{field}", "applies_if")
                try:
                    nodes[key] = compile_condition(text, VOCABULARY, terms)
                except ConditionError as error:
                    draft.faults.append(f"question {key[0]}: {error}")
    return nodes


def _line_of(block: Block, fault: Any) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    name = block.values.get("id", block.table)
    message = {
        "missing": f"`{where}` is missing; every {block.table} needs it",
        "extra_forbidden": f"`{where}` is no field of a {block.table}",
    }.get(fault["type"], f"`{where}`: {fault['msg']}")
    return f"{block.at(str(fault['loc'][0]) if fault['loc'] else '')}: {name}: {message}"


def _tables() -> str:
    return "the tables are [[" + "]], [[".join(["term", *TABLES]) + "]], [source] and [settings]"
