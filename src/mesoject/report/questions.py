"""Every question of the intake and of the session, as a document."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mesoject.protocol.facts import SECTIONS, VOCABULARY
from mesoject.report.blocks import Block, Heading, Paragraph, Table

TITLES = {
    "person": "The person", "scar": "The scar", "leg": "The leg", "health": "Health", "medicines": "Medicines",
    "device": "Device and product", "goals": "Wishes and dates", "coverage": "For a payer",
    "today": "On the day: person and room", "product": "On the day: product", "entry": "Diary after a session",
}  # fmt: skip
ALLOWED = {
    "truth": "yes or no", "number": "a number", "date": "a date", "text": "words", "texts": "a list of words",
    "records": "a list of records",
}  # fmt: skip


def question_document() -> list[Block]:
    """Lay out all questions, section by section."""
    blocks: list[Block] = [
        Heading("Questions", 1),
        Paragraph(
            "Every answer is given, `none` (an empty list that was asked for), `missing`, `declined` or "
            "`not_applicable`. Unknown is missing or declined; it never passes a rule."
        ),
    ]
    for section, model in SECTIONS.items():
        blocks += [
            Heading(TITLES[section]),
            Table(("Answer", "Question", "Why", "Allowed", "Riskier", "Asked if"), list(_rows(section, model))),
        ]
    return blocks


def _rows(section: str, model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        yield (
            f"`{section}.{name}`",
            info.title or "",
            str(extra["why"]),
            _allowed(f"{section}.{name}", info),
            str(extra["risk"]),
            f"`{extra['applies_if']}`" if "applies_if" in extra else "always",
        )


def _allowed(name: str, info: FieldInfo) -> str:
    kind = VOCABULARY[name]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    unit = f" ({extra['unit']})" if "unit" in extra else ""
    return (", ".join(sorted(kind.choices)) or ALLOWED[kind.name]) + unit
