"""Rules as data: from typed answers to a plan.

The room reads typed answers, never a picture, and imports nothing but ``records``.
"""

from mesoject.protocol.anaesthetic import share
from mesoject.protocol.consistency import checked, checked_day
from mesoject.protocol.difference import plan_difference, rules_difference
from mesoject.protocol.gate import RuleError, plan_gate, session_gate
from mesoject.protocol.insurance import make_packet
from mesoject.protocol.intake_file import IntakeError, parse_answers, read_answers
from mesoject.protocol.planner import make_plan
from mesoject.protocol.rulebook import RuleBook, load_rules
from mesoject.protocol.rulefile import RuleFileError
from mesoject.protocol.triage import triage

__all__ = [
    "IntakeError",
    "RuleBook",
    "RuleError",
    "RuleFileError",
    "checked",
    "checked_day",
    "load_rules",
    "make_packet",
    "make_plan",
    "parse_answers",
    "plan_difference",
    "plan_gate",
    "read_answers",
    "rules_difference",
    "session_gate",
    "share",
    "triage",
]
