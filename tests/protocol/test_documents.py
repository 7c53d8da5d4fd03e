"""The documents and schemas in docs/ are made from the rules; they fail here when the two part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mesoject.protocol import load_rules
from mesoject.protocol.facts import VOCABULARY
from mesoject.protocol.schemas import RECORDS, schema_of
from mesoject.records import UsageError
from mesoject.report.blocks import to_markdown
from mesoject.report.questions import question_document
from mesoject.report.rule_book import rule_book

DOCS = Path(__file__).parents[2] / "docs"
AGAIN = "run `make docs`"


def test_the_rule_book(book):
    assert (DOCS / "rules.md").read_text() == to_markdown(rule_book(book)), AGAIN


def test_the_questions():
    assert (DOCS / "questions.md").read_text() == to_markdown(question_document()), AGAIN


@pytest.mark.parametrize("record", RECORDS)
def test_the_schemas(record):
    assert json.loads((DOCS / "schemas" / f"{record}.schema.json").read_text()) == schema_of(record), AGAIN


def test_the_rule_book_holds_every_entry_and_source(book):
    text = to_markdown(rule_book(book))
    assert not [e.id for e in book.all() if f"| {e.id}" not in text]
    assert not [s for s in book.sources if f"| {s} |" not in text]
    assert not [e.id for e in book.rules if e.reason not in text.replace("\\|", "|")]


def test_the_rule_book_shows_a_clinics_changes():
    text = to_markdown(rule_book(load_rules("strict")))
    assert "Changed by strict" in text
    assert "G10.isotretinoin: action: review → refuse" in text


def test_every_question_has_wording_reason_and_direction():
    text = to_markdown(question_document())
    assert not [name for name in VOCABULARY if not name.startswith("derived") and f"| `{name}` |" not in text]


def test_an_unknown_record():
    with pytest.raises(UsageError, match="the records are intake"):
        schema_of("nothing")


def test_an_intake_fits_its_schema(healthy):
    schema = schema_of("intake")
    assert set(healthy.model_dump()) == set(schema["properties"])
    age = schema["$defs"]["Person"]["properties"]["age_years"]
    assert age["anyOf"][0] == {"maximum": 120.0, "minimum": 0.0, "type": "number"}
    assert (age["risk"], age["title"]) == ("down", "How old are you?")
