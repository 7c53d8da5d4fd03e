"""Condition as text → checked tree: a small, typed part of Python's expressions and nothing else.

Python's own parser reads it; only what stands in ``_READERS`` is understood. Allowed: names of answers and terms,
numbers, quoted words, ``and or not``, comparisons, ``in``, ``+ - * /``, ``.startswith``, ``any(... for x in list)``,
``count(... for x in list)``, ``days_since(date)``, ``is_unknown(answer)``.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from mesoject.protocol.language.kinds import DATE, NUMBER, TEXT, TRUTH, Kind, Vocabulary
from mesoject.protocol.language.nodes import (
    Answer,
    Constant,
    DaysSince,
    IsUnknown,
    Junction,
    Node,
    Not,
    Operation,
    Over,
    Term,
)
from mesoject.records import MesojectError

LONGEST: Final = 1000


class ConditionError(MesojectError):
    """A condition that cannot be read or does not type-check."""


def compile_condition(text: str, vocabulary: Vocabulary, terms: Mapping[str, Node] | None = None) -> Node:
    """Read and check a condition.

    Parameters
    ----------
    text : str
        At most 1000 characters, such as ``medicines.inr > 3.5``.
    vocabulary : dict of str to Kind
        Answers that may be named.
    terms : mapping of str to Node, optional
        Conditions with a name of their own.

    Raises
    ------
    ConditionError
        Not in the language, an unknown name, or kinds that do not go together.

    Examples
    --------
    >>> from datetime import date
    >>> from mesoject.protocol.language.nodes import Facts
    >>> node = compile_condition("lab.inr > 3.5", {"lab.inr": NUMBER})
    >>> [node.value(Facts({"lab.inr": v}, date(2026, 1, 1))) for v in (4.0, 2.0, None)]
    [True, False, None]
    """
    node = _Compiler(vocabulary, terms or {}).read(parse(text))
    _expect(node, TRUTH, text)
    return node


def parse(text: str) -> ast.expr:
    """Parse a condition, refusing what is too long or too deep before it costs anything."""
    if len(text) > LONGEST:
        raise ConditionError(f"a condition has {len(text)} characters, {LONGEST} at most; split it into named terms")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConditionError(f"`{text}` cannot be read: {error}") from None


def names_in(tree: ast.expr) -> set[str]:
    """Return the plain names in a parsed condition, among them the terms that it uses."""
    return {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)}


class _Compiler:
    def __init__(self, vocabulary: Vocabulary, terms: Mapping[str, Node]) -> None:
        self.vocabulary, self.terms = vocabulary, terms
        self.row: tuple[str, Kind] | None = None

    def read(self, tree: ast.expr) -> Node:
        reader = _READERS.get(type(tree))
        if reader is None:
            raise ConditionError(f"`{ast.unparse(tree)}` is not part of the language of conditions")
        return reader(self, tree)

    def constant(self, tree: ast.Constant) -> Node:
        kind = _CONSTANTS.get(type(tree.value))
        if kind is None:
            raise ConditionError(f"`{ast.unparse(tree)}` is not a number, a quoted word, True or False")
        return Constant(kind, tree.value)

    def words(self, tree: ast.Tuple) -> Node:
        parts = [self.read(element) for element in tree.elts]
        if not parts or not all(isinstance(p, Constant) and p.kind == TEXT for p in parts):
            raise ConditionError(f"`{ast.unparse(tree)}` is not a list of quoted words")
        return Constant(Kind("texts"), tuple(p.constant for p in parts if isinstance(p, Constant)))

    def name(self, tree: ast.Name) -> Node:
        if tree.id not in self.terms:
            raise ConditionError(f"no answer or term is called `{tree.id}`{_nearest(tree.id, self.terms)}")
        return Term(TRUTH, tree.id, self.terms[tree.id])

    def attribute(self, tree: ast.Attribute) -> Node:
        name = ast.unparse(tree)
        if self.row and name.startswith(self.row[0] + "."):
            return self._field(name, self.row[1])
        if name not in self.vocabulary:
            raise ConditionError(f"no answer is called `{name}`{_nearest(name, self.vocabulary)}")
        return Answer(self.vocabulary[name], name)

    def _field(self, name: str, records: Kind) -> Node:
        field = name.split(".", 1)[1]
        if field not in records.fields:
            raise ConditionError(f"`{name}`: no such field{_nearest(field, records.fields)}")
        return Answer(records.fields[field], field, of_row=True)

    def junction(self, tree: ast.BoolOp) -> Node:
        parts = tuple(_expect(self.read(v), TRUTH, ast.unparse(v)) for v in tree.values)
        return Junction(TRUTH, parts, decided_by=isinstance(tree.op, ast.Or))

    def unary(self, tree: ast.UnaryOp) -> Node:
        part = self.read(tree.operand)
        if isinstance(tree.op, ast.Not):
            return Not(TRUTH, _expect(part, TRUTH, ast.unparse(tree.operand)))
        if isinstance(tree.op, ast.USub):
            return Operation(NUMBER, (_expect(part, NUMBER, ast.unparse(tree.operand)),), operator.neg)
        raise ConditionError(f"`{ast.unparse(tree)}` is not part of the language of conditions")

    def arithmetic(self, tree: ast.BinOp) -> Node:
        function = _ARITHMETIC.get(type(tree.op))
        if function is None:
            raise ConditionError(f"`{ast.unparse(tree)}`: only + - * / are allowed")
        parts = tuple(_expect(self.read(side), NUMBER, ast.unparse(side)) for side in (tree.left, tree.right))
        return Operation(NUMBER, parts, function)

    def comparison(self, tree: ast.Compare) -> Node:
        sides = [self.read(side) for side in (tree.left, *tree.comparators)]
        pairs = zip(sides, tree.ops, sides[1:], strict=False)
        links = tuple(_link(left, op, right, ast.unparse(tree)) for left, op, right in pairs)
        return links[0] if len(links) == 1 else Junction(TRUTH, links, decided_by=False)

    def call(self, tree: ast.Call) -> Node:
        if isinstance(tree.func, ast.Attribute) and tree.func.attr == "startswith":
            return self._startswith(tree.func.value, tree)
        function = tree.func.id if isinstance(tree.func, ast.Name) else ""
        if function not in _FUNCTIONS or len(tree.args) != 1 or tree.keywords:
            raise ConditionError(
                f"`{ast.unparse(tree)}`: the functions are {', '.join(_FUNCTIONS)} and .startswith, with one argument"
            )
        return _FUNCTIONS[function](self, tree.args[0])

    def _startswith(self, text: ast.expr, tree: ast.Call) -> Node:
        node = _expect(self.read(text), TEXT, ast.unparse(text))
        prefixes = self.read(tree.args[0]) if len(tree.args) == 1 and not tree.keywords else node
        if not isinstance(prefixes, Constant) or prefixes.kind.name not in ("text", "texts"):
            raise ConditionError(f"`{ast.unparse(tree)}`: .startswith takes quoted words")
        return Operation(TRUTH, (node, prefixes), str.startswith)

    def days_since(self, tree: ast.expr) -> Node:
        return DaysSince(NUMBER, _expect(self.read(tree), DATE, ast.unparse(tree)))

    def is_unknown(self, tree: ast.expr) -> Node:
        node = self.read(tree)
        if not isinstance(node, Answer | Term):
            raise ConditionError(f"is_unknown asks about one answer or term, not about `{ast.unparse(tree)}`")
        return IsUnknown(TRUTH, node)

    def over(self, tree: ast.expr, *, counts: bool) -> Node:
        if not isinstance(tree, ast.GeneratorExp) or len(tree.generators) != 1 or self.row:
            raise ConditionError(f"`{ast.unparse(tree)}`: write any(condition for one in list)")
        loop = tree.generators[0]
        records = self.read(loop.iter)
        if not isinstance(loop.target, ast.Name) or loop.ifs or loop.is_async or records.kind.name != "records":
            raise ConditionError(f"`{ast.unparse(tree)}`: write any(condition for one in a list of records)")
        self.row = (loop.target.id, records.kind)
        try:
            condition = _expect(self.read(tree.elt), TRUTH, ast.unparse(tree.elt))
        finally:
            self.row = None
        return Over(NUMBER if counts else TRUTH, records, condition, counts)


def _link(left: Node, op: ast.cmpop, right: Node, text: str) -> Node:
    if isinstance(op, ast.In | ast.NotIn):
        _check_membership(left, right, text)
        return Operation(TRUTH, (left, right), _COMPARISONS[type(op)])
    function = _COMPARISONS.get(type(op))
    ordered = not isinstance(op, ast.Eq | ast.NotEq)
    kinds = {left.kind.name, right.kind.name}
    if function is None or (ordered and kinds not in ({"number"}, {"date"})):
        raise ConditionError(f"`{text}`: {left.kind} and {right.kind} cannot be ordered")
    alike = left.kind.name == right.kind.name or kinds == {"choice", "text"}
    if not alike or kinds & {"records", "texts", "choices"}:
        raise ConditionError(f"`{text}`: {left.kind} cannot be compared with {right.kind}")
    _check_choices(left.kind, right, text)
    _check_choices(right.kind, left, text)
    return Operation(TRUTH, (left, right), function)


def _check_membership(left: Node, right: Node, text: str) -> None:
    fits = left.kind.name in ("text", "choice") and right.kind.name in ("texts", "choices")
    if not fits or (isinstance(left, Constant) == isinstance(right, Constant)):
        raise ConditionError(f"`{text}`: `in` looks for a word in a list of words")
    _check_choices(left.kind, right, text)
    _check_choices(right.kind, left, text)


def _check_choices(kind: Kind, constant: Node, text: str) -> None:
    if not (kind.choices and isinstance(constant, Constant)):
        return
    words = constant.constant if isinstance(constant.constant, tuple) else (constant.constant,)
    for word in words:
        if word not in kind.choices:
            raise ConditionError(f"`{text}`: `{word}` is none of {', '.join(sorted(kind.choices))}")


def _expect(node: Node, kind: Kind, text: str) -> Node:
    if node.kind.name != kind.name:
        raise ConditionError(f"`{text}` is a {node.kind}, where a {kind} is needed")
    return node


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, known, n=1)
    return f"; did you mean `{found[0]}`?" if found else ""


_CONSTANTS: Final[dict[type, Kind]] = {bool: TRUTH, int: NUMBER, float: NUMBER, str: TEXT}
_ARITHMETIC: Final[dict[type, Callable[..., Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
_COMPARISONS: Final[dict[type, Callable[..., Any]]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.In: lambda word, words: word in words, ast.NotIn: lambda word, words: word not in words,
}  # fmt: skip
_READERS: Final[dict[type, Callable[..., Node]]] = {
    ast.Constant: _Compiler.constant, ast.Tuple: _Compiler.words, ast.Name: _Compiler.name,
    ast.Attribute: _Compiler.attribute, ast.BoolOp: _Compiler.junction, ast.UnaryOp: _Compiler.unary,
    ast.BinOp: _Compiler.arithmetic, ast.Compare: _Compiler.comparison, ast.Call: _Compiler.call,
}  # fmt: skip
_FUNCTIONS: Final[dict[str, Callable[[_Compiler, ast.expr], Node]]] = {
    "any": lambda c, tree: c.over(tree, counts=False), "count": lambda c, tree: c.over(tree, counts=True),
    "days_since": _Compiler.days_since, "is_unknown": _Compiler.is_unknown,
}  # fmt: skip
