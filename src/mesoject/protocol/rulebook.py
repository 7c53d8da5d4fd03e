"""All rules, checked: the shipped files, and what a clinic laid over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from mesoject.protocol.checks import Draft, compile_entries
from mesoject.protocol.entries import (
    AnaestheticEntry,
    CareEntry,
    ClaimEntry,
    CodeEntry,
    CombinationEntry,
    DrugEntry,
    Entry,
    Evidence,
    GateRule,
    ModeEntry,
    OptionEntry,
    Payer,
    ScarType,
    Settings,
    StopRule,
    SupplementEntry,
    TechniqueEntry,
    TermEntry,
    TextEntry,
    TriageEntry,
)
from mesoject.protocol.language import Node, Vocabulary
from mesoject.protocol.overlay import lay_over
from mesoject.protocol.rulefile import RuleFileError, read_rule_file
from mesoject.records.gate import Hit
from mesoject.records.plan import RuleSet

SHIPPED = Path(__file__).parent / "rules"
PROFILES = SHIPPED / "profiles"
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Checked rules, ready to be asked.

    Attributes
    ----------
    tables : mapping of str to tuple of Entry
        Entries by table, in the order of the files.
    terms : mapping of str to TermEntry
    sources : mapping of str to str
    settings : Settings
    nodes : mapping of (id, field) to Node
        Every condition, compiled.
    vocabulary : dict of str to Kind
    places : mapping of str to str
        ``file:line`` of every id.
    overlay : str or None
        Name of the clinic's file.
    changes : tuple of str
        What it changed, a line each.
    """

    tables: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    terms: Mapping[str, TermEntry] = field(repr=False)
    sources: Mapping[str, str] = field(repr=False)
    settings: Settings = field(repr=False)
    nodes: Mapping[tuple[str, str], Node] = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    places: Mapping[str, str] = field(repr=False)
    overlay: str | None
    changes: tuple[str, ...]

    def __getitem__(self, id: str) -> Entry:
        """Return the entry with this id; KeyError where there is none."""
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    @cached_property
    def applies(self) -> dict[str, Node]:
        """Conditions under which a question is asked, by the name of its answer."""
        return {name: node for (name, field), node in self.nodes.items() if field == "applies_if"}

    @cached_property
    def unanswered(self) -> dict[tuple[str, tuple[str, ...]], Hit]:
        """Hits that missing answers alone made, by rule and answers; the gate fills it."""
        return {}

    def all(self) -> list[Entry]:
        """Return every entry, in the order of tables and files."""
        return [entry for entries in self.tables.values() for entry in entries]

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.all()}

    @cached_property
    def sha256(self) -> str:
        """Hash of everything that could change a plan: entries, terms, sources and settings, overlay included."""
        content = {
            "entries": [[table, e.model_dump(mode="json")] for table, rows in self.tables.items() for e in rows],
            "terms": [term.model_dump() for term in self.terms.values()],
            "sources": dict(self.sources),
            "settings": self.settings.model_dump(mode="json"),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def stamp(self) -> RuleSet:
        """What a plan keeps of the rules that made it."""
        return RuleSet(sha256=self.sha256, overlay=self.overlay, changes=self.changes)

    def _of(self, table: str, kind: type[E]) -> tuple[E, ...]:
        return tuple(entry for entry in self.tables[table] if isinstance(entry, kind))

    @cached_property
    def rules(self) -> tuple[GateRule, ...]:
        """Rules of the safety gate."""
        return self._of("rule", GateRule)

    @cached_property
    def types(self) -> tuple[ScarType, ...]:
        """Scar types, the leading one first."""
        return self._of("type", ScarType)

    @cached_property
    def options(self) -> tuple[OptionEntry, ...]:
        """Everything that could be done."""
        return self._of("option", OptionEntry)

    @cached_property
    def modes(self) -> tuple[ModeEntry, ...]:
        """Ways of delivery."""
        return self._of("mode", ModeEntry)

    @cached_property
    def techniques(self) -> tuple[TechniqueEntry, ...]:
        """Injection and needling techniques."""
        return self._of("technique", TechniqueEntry)

    @cached_property
    def anaesthetics(self) -> tuple[AnaestheticEntry, ...]:
        """Anaesthetics with their limits."""
        return self._of("anaesthetic", AnaestheticEntry)

    @cached_property
    def drugs(self) -> tuple[DrugEntry, ...]:
        """Drugs by ATC group."""
        return self._of("drug", DrugEntry)

    @cached_property
    def supplements(self) -> tuple[SupplementEntry, ...]:
        """Supplements."""
        return self._of("supplement", SupplementEntry)

    @cached_property
    def combinations(self) -> tuple[CombinationEntry, ...]:
        """Intervals to other treatments."""
        return self._of("combination", CombinationEntry)

    @cached_property
    def care(self) -> tuple[CareEntry, ...]:
        """Preparation, session, aftercare and check-ups."""
        return self._of("care", CareEntry)

    @cached_property
    def triage(self) -> tuple[TriageEntry, ...]:
        """Reactions and red flags."""
        return self._of("triage", TriageEntry)

    @cached_property
    def risks(self) -> tuple[TextEntry, ...]:
        """Risks for the consent talk."""
        return self._of("risk", TextEntry)

    @cached_property
    def lifestyle(self) -> tuple[TextEntry, ...]:
        """Advice on habits."""
        return self._of("lifestyle", TextEntry)

    @cached_property
    def claims(self) -> tuple[ClaimEntry, ...]:
        """What is advertised, against the evidence."""
        return self._of("claim", ClaimEntry)

    @cached_property
    def payers(self) -> tuple[Payer, ...]:
        """Policies of payers."""
        return self._of("payer", Payer)

    @cached_property
    def codes(self) -> tuple[CodeEntry, ...]:
        """Codes by number."""
        return self._of("code", CodeEntry)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Items of the insurance packet."""
        return self._of("evidence", Evidence)

    @cached_property
    def stops(self) -> tuple[StopRule, ...]:
        """When a course ends early."""
        return self._of("stop", StopRule)


def load_rules(overlay: Path | str | None = None, *, directory: Path = SHIPPED) -> RuleBook:
    """Load and check the rules.

    Parameters
    ----------
    overlay : Path or str, optional
        A clinic's own file, or the name of a shipped profile (``strict``).
    directory : Path
        Folder of the rule files.

    Raises
    ------
    RuleFileError
        All faults at once, each with file and line: unknown source or field, duplicate id, an action without its
        reason, a condition that does not type-check, terms that go round in a circle.

    Examples
    --------
    >>> load_rules()["G66.unknown"].action
    'refuse'
    """
    draft = Draft()
    for path in sorted(directory.glob("*.toml")):
        draft.add(*read_rule_file(path), path)
    if overlay is not None:
        lay_over(draft, _overlay_path(overlay))
    settings = draft.checked_settings()
    nodes, vocabulary = compile_entries(draft)
    if draft.faults:
        raise RuleFileError(draft.faults)
    tables = {table: tuple(entries.values()) for table, entries in draft.entries.items()}
    return RuleBook(
        tables,
        draft.terms,
        draft.sources,
        settings,
        nodes,
        vocabulary,
        draft.places,
        draft.overlay,
        tuple(draft.changes),
    )


def _overlay_path(overlay: Path | str) -> Path:
    profile = PROFILES / f"{overlay}.toml"
    return profile if isinstance(overlay, str) and profile.exists() else Path(overlay)
