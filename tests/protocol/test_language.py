"""The language of conditions: Kleene's tables, types, and what is not part of it."""

from __future__ import annotations

import contextlib
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoject.protocol.language import NOT_APPLICABLE, ConditionError, Facts, Kind, compile_condition
from mesoject.protocol.language.kinds import DATE, NUMBER, TEXT, TRUTH

VOCABULARY = {
    "a.p": TRUTH, "a.q": TRUTH, "a.r": TRUTH, "a.n": NUMBER, "a.m": NUMBER, "a.day": DATE, "a.text": TEXT,
    "a.site": Kind("choice", frozenset({"calf", "thigh"})), "a.list": Kind("choices", frozenset({"latex", "egg"})),
    "a.drugs": Kind("records", fields={"name": TEXT, "atc": TEXT, "prescribed": TRUTH}),
}  # fmt: skip
T, F, U = True, False, None
ON = date(2026, 11, 22)


def value(text: str, **answers):
    return compile_condition(text, VOCABULARY).value(Facts({f"a.{k}": v for k, v in answers.items()}, ON))


@pytest.mark.parametrize(("p", "q", "conjunction", "disjunction"), [
    (T, T, T, T), (T, F, F, T), (T, U, U, T), (F, T, F, T), (F, F, F, F), (F, U, F, U), (U, T, U, T), (U, F, F, U),
    (U, U, U, U),
])  # fmt: skip
def test_kleenes_strong_tables(p, q, conjunction, disjunction):
    assert value("a.p and a.q", p=p, q=q) is conjunction
    assert value("a.p or a.q", p=p, q=q) is disjunction


@pytest.mark.parametrize(("p", "negated"), [(T, F), (F, T), (U, U)])
def test_negation(p, negated):
    assert value("not a.p", p=p) is negated


LAWS = [
    ("not (a.p and a.q)", "not a.p or not a.q"), ("not (a.p or a.q)", "not a.p and not a.q"), ("not not a.p", "a.p"),
    ("a.p and a.q", "a.q and a.p"), ("a.p or (a.q and a.r)", "(a.p or a.q) and (a.p or a.r)"),
    ("a.p and (a.q or a.r)", "(a.p and a.q) or (a.p and a.r)"), ("a.p or (a.p and a.q)", "a.p"),
    ("(a.p and a.q) and a.r", "a.p and (a.q and a.r)"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), LAWS)
def test_kleenes_laws_hold_for_every_assignment(left, right):
    for p, q, r in product((T, F, U), repeat=3):
        assert value(left, p=p, q=q, r=r) is value(right, p=p, q=q, r=r)


def test_the_excluded_middle_is_not_a_law():
    assert value("a.p or not a.p", p=U) is None


ATOMS = st.sampled_from(
    [
        "a.p",
        "a.q",
        "a.r",
        "a.n > 3",
        "a.n < a.m",
        "days_since(a.day) < 14",
        'a.site == "calf"',
        '"latex" in a.list',
        "any(d.prescribed for d in a.drugs)",
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda c: f"not ({c})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
    ),
    max_leaves=6,
)
GIVEN = st.fixed_dictionaries({
    "p": st.booleans(), "q": st.booleans(), "r": st.booleans(), "n": st.integers(0, 6), "m": st.integers(0, 6),
    "day": st.dates(date(2026, 1, 1), ON), "site": st.sampled_from(["calf", "thigh"]),
    "list": st.sampled_from([(), ("latex",), ("egg",)]),
    "drugs": st.sampled_from([(), ({"name": "x", "atc": "B01AC06", "prescribed": True},),
                              ({"name": "x", "atc": None, "prescribed": False},)]),
})  # fmt: skip


@given(CONDITIONS, GIVEN, st.sets(st.sampled_from(["p", "q", "r", "n", "m", "day", "site", "list", "drugs"])))
def test_a_known_value_stays_whatever_the_missing_answers_turn_out_to_be(condition, answers, missing):
    partly = {k: None if k in missing else v for k, v in answers.items()}
    known = value(condition, **partly)
    assert known is None or known is value(condition, **answers)


@given(CONDITIONS, GIVEN, st.sets(st.sampled_from(["p", "q", "r", "n", "day"]), min_size=1))
def test_blame_names_missing_answers_and_only_those(condition, answers, missing):
    node = compile_condition(condition, VOCABULARY)
    facts = Facts({f"a.{k}": None if k in missing else v for k, v in answers.items()}, ON)
    blamed = set(node.blame(facts)) if node.value(facts) is None else set()
    assert blamed <= {f"a.{k}" for k in missing}
    assert bool(blamed) == (node.value(facts) is None)


@given(CONDITIONS, GIVEN, st.sets(st.sampled_from(["p", "q", "n", "site", "drugs"])))
def test_is_unknown_is_never_unknown(condition, answers, missing):
    term = {"term": compile_condition(condition, VOCABULARY)}
    facts = Facts({f"a.{k}": None if k in missing else v for k, v in answers.items()}, ON)
    assert compile_condition("is_unknown(term)", VOCABULARY, term).value(facts) in (True, False)


def test_what_does_not_apply_is_known():
    assert value("a.n > 3", n=NOT_APPLICABLE) is False
    assert value("not a.n > 3", n=NOT_APPLICABLE) is True
    assert value("a.p", p=NOT_APPLICABLE) is False
    assert value("days_since(a.day) < 14", day=NOT_APPLICABLE) is False
    assert value("-a.n < 1", n=NOT_APPLICABLE) is False


def test_lists_of_drugs():
    warfarin, unnamed = {"name": "w", "atc": "B01AA03", "prescribed": T}, {"name": "u", "atc": None, "prescribed": U}
    anticoagulated = 'any(d.atc.startswith(("B01A", "M01A")) for d in a.drugs)'
    assert value(anticoagulated, drugs=(unnamed, warfarin)) is True
    assert value(anticoagulated, drugs=(unnamed,)) is None
    assert value(anticoagulated, drugs=()) is False
    assert value(anticoagulated, drugs=None) is None
    assert value("count(d.prescribed for d in a.drugs) >= 2", drugs=(warfarin, warfarin)) is True
    assert value("count(d.prescribed for d in a.drugs) >= 2", drugs=(warfarin, unnamed)) is None


def test_arithmetic_and_dates():
    assert value("a.n * 2 - 1 >= a.m / 2 + 1", n=2, m=4) is True
    assert value("1 <= a.n < 3", n=3) is False
    assert value("days_since(a.day) == 30", day=date(2026, 10, 23)) is True


@pytest.mark.parametrize(("text", "says"), [
    ("a.typo > 3", "did you mean"), ("typo", "no answer or term"), ("a.n", "is a number, where a truth is needed"),
    ("a.n > 'x'", "cannot be"), ("a.p > 1", "cannot be ordered"), ("a.n and a.p", "where a truth"),
    ("a.site == 'arm'", "none of calf, thigh"), ("'dust' in a.list", "none of egg, latex"),
    ("a.n in ('x',)", "`in` looks for"), ("a.day > 3", "cannot be ordered"), ("days_since(a.n) > 1", "where a date"),
    ("a.n + a.p > 1", "where a number"), ("is_unknown(a.n > 1)", "asks about one answer"),
    ("any(a.drugs)", "write any("), ("any(d.dose for d in a.drugs)", "no such field"),
    ("any(d.prescribed for d in a.drugs if d.prescribed)", "write any("), ("any(x.p for x in a.n)", "write any("),
    ("any(any(e.prescribed for e in a.drugs) for d in a.drugs)", "write any("), ("a.drugs == a.drugs", "cannot be"),
    ("__import__('os').system('x')", "functions are"), ("open('x')", "functions are"),
    ("a.p.__class__", "no answer is"),
    ("lambda: a.p", "not part of"), ("[a.p]", "not part of"), ("a.p if a.q else a.r", "not part of"),
    ("(x := a.p)", "not part of"), ("f'{a.p}'", "not part of"), ("a.n ** 9 > 1", "only + - * /"),
    ("~a.n", "not part"),
    ("a.text.startswith(a.text)", "takes quoted words"), ("a.text.startswith()", "takes quoted words"),
    ("b'x' == a.text", "is not a number"), ("a.n > 1e", "cannot be read"), ("", "cannot be read"),
    ("a.p == None", "is not a number"), ("(" * 300 + "a.p" + ")" * 300, "cannot be read"),
    ("a.text in a.list", "`in`"),
    ("any(d.prescribed for d in a.drugs, 1)", "cannot be read"), ("a.p\nimport os", "cannot be read"),
])  # fmt: skip
def test_what_is_not_in_the_language_or_does_not_type_check(text, says):
    with pytest.raises(ConditionError) as caught:
        compile_condition(text, VOCABULARY)
    assert says in str(caught.value)


def test_a_ten_megabyte_condition_is_refused_before_it_is_parsed():
    with pytest.raises(ConditionError, match="10000000 characters, 1000 at most"):
        compile_condition("a.p or " * 1_428_571 + "a.p", VOCABULARY)


@given(st.text(max_size=60))
def test_no_text_does_anything_but_compile_or_be_refused(text):
    with contextlib.suppress(ConditionError):
        compile_condition(text, VOCABULARY)
