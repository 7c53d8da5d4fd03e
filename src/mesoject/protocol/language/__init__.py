"""The language of conditions: a typed part of Python's expressions with three-valued logic."""

from mesoject.protocol.language.compile import ConditionError, compile_condition, names_in, parse
from mesoject.protocol.language.kinds import Kind, Vocabulary, vocabulary_of
from mesoject.protocol.language.nodes import NOT_APPLICABLE, Facts, Node, Term

__all__ = [
    "NOT_APPLICABLE",
    "ConditionError",
    "Facts",
    "Kind",
    "Node",
    "Term",
    "Vocabulary",
    "compile_condition",
    "names_in",
    "parse",
    "vocabulary_of",
]
