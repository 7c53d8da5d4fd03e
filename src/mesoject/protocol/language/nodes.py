"""The parts of a condition and their value by Kleene's three-valued logic; None is unknown.

Kleene, S. C. (1952), Introduction to Metamathematics, section 64 (strong tables). An answer that does not apply is
known: a truth that does not apply is false, and no comparison with it holds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from mesoject.protocol.language.kinds import Kind


class _NotApplicable:
    def __repr__(self) -> str:
        return "not applicable"


NOT_APPLICABLE: Final = _NotApplicable()


@dataclass
class Facts:
    """Answers by name on one day; terms that were worked out are kept in ``memo``."""

    values: Mapping[str, Any]
    on: date
    memo: dict[str, Any] = field(default_factory=dict)
    row: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Node(ABC):
    """A part of a condition."""

    kind: Kind

    @abstractmethod
    def value(self, facts: Facts) -> Any:
        """Return the value, None where an answer that matters is missing."""

    def blame(self, facts: Facts) -> Iterator[str]:
        """Yield the names whose absence makes the value unknown."""
        for child in self.children():
            if child.value(facts) is None:
                yield from child.blame(facts)

    def children(self) -> tuple[Node, ...]:
        """Return the parts of this part."""
        return ()

    def names(self) -> Iterator[str]:
        """Yield every answer that the value can depend on."""
        for child in self.children():
            yield from child.names()


@dataclass(frozen=True, eq=False)
class Constant(Node):
    """A number, word or list of words that stands in the condition itself."""

    constant: Any

    def value(self, facts: Facts) -> Any:
        return self.constant


@dataclass(frozen=True, eq=False)
class Answer(Node):
    """An answer, or a field of the record at hand within ``any`` and ``count``."""

    name: str
    of_row: bool = False

    def value(self, facts: Facts) -> Any:
        found = facts.row[self.name] if self.of_row else facts.values[self.name]
        return False if found is NOT_APPLICABLE and self.kind.name == "truth" else found

    def blame(self, facts: Facts) -> Iterator[str]:
        yield self.name

    def names(self) -> Iterator[str]:
        if not self.of_row:
            yield self.name


@dataclass(frozen=True, eq=False)
class Term(Node):
    """A condition with a name of its own; worked out once for the same facts."""

    name: str
    body: Node

    def value(self, facts: Facts) -> Any:
        if self.name not in facts.memo:
            facts.memo[self.name] = self.body.value(facts)
        return facts.memo[self.name]

    def children(self) -> tuple[Node, ...]:
        return (self.body,)


@dataclass(frozen=True, eq=False)
class Not(Node):
    """Negation: the unknown stays unknown."""

    part: Node

    def value(self, facts: Facts) -> Any:
        inner = self.part.value(facts)
        return None if inner is None else not inner

    def children(self) -> tuple[Node, ...]:
        return (self.part,)


@dataclass(frozen=True, eq=False)
class Junction(Node):
    """``and`` (decided by the first False) or ``or`` (decided by the first True)."""

    parts: tuple[Node, ...]
    decided_by: bool

    def value(self, facts: Facts) -> Any:
        result: bool | None = not self.decided_by
        for part in self.parts:
            inner = part.value(facts)
            if inner is self.decided_by:
                return self.decided_by
            if inner is None:
                result = None
        return result

    def children(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(frozen=True, eq=False)
class Operation(Node):
    """A comparison or a sum: unknown where a part is; a comparison with what does not apply is false."""

    parts: tuple[Node, ...]
    function: Callable[..., Any]

    def value(self, facts: Facts) -> Any:
        values = [part.value(facts) for part in self.parts]
        if any(v is NOT_APPLICABLE for v in values):
            return False if self.kind.name == "truth" else NOT_APPLICABLE
        return None if any(v is None for v in values) else self.function(*values)

    def children(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(frozen=True, eq=False)
class DaysSince(Node):
    """Whole days from a date to the day of the facts."""

    day: Node

    def value(self, facts: Facts) -> Any:
        then = self.day.value(facts)
        return (facts.on - then).days if isinstance(then, date) else then

    def children(self) -> tuple[Node, ...]:
        return (self.day,)


@dataclass(frozen=True, eq=False)
class IsUnknown(Node):
    """Whether an answer or a term is unknown; itself always known."""

    part: Node

    def value(self, facts: Facts) -> bool:
        return self.part.value(facts) is None

    def children(self) -> tuple[Node, ...]:
        return (self.part,)


@dataclass(frozen=True, eq=False)
class Over(Node):
    """``any`` or ``count`` of a condition over the records of a list."""

    records: Node
    condition: Node
    counts: bool

    def value(self, facts: Facts) -> Any:
        rows = self.records.value(facts)
        if rows is None or rows is NOT_APPLICABLE:
            return rows
        results = [self._holds(row, facts) for row in rows]
        if self.counts:
            return None if None in results else sum(results)
        return True if True in results else None if None in results else False

    def blame(self, facts: Facts) -> Iterator[str]:
        rows = self.records.value(facts)
        if rows is None:
            yield from self.records.blame(facts)
            return
        for row in rows:
            if self._holds(row, facts) is None:
                inner = Facts(facts.values, facts.on, {}, row)
                yield from (f"{part} of {row['name']}" for part in self.condition.blame(inner))

    def children(self) -> tuple[Node, ...]:
        return (self.records, self.condition)

    def _holds(self, row: Mapping[str, Any], facts: Facts) -> Any:
        return self.condition.value(Facts(facts.values, facts.on, facts.memo, row))
