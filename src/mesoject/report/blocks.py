"""A document as a list of blocks, rendered as Markdown or as a PDF by Typst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import typst

from mesoject.records import UsageError


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list; left out where it is empty."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table; left out where it has no rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Bullets | Table
LINE_CHARACTERS = 115


def to_markdown(blocks: Iterable[Block]) -> str:
    """Render as Markdown, readable as it stands."""
    return "\n\n".join(part for block in blocks if (part := _markdown(block))) + "\n"


def to_pdf(blocks: Sequence[Block], *, one_page: bool = False, language: str = "en") -> bytes:
    """Render as an A4 PDF/UA-1 by Typst, tagged for screen readers.

    Parameters
    ----------
    blocks : sequence of Block
        The first is the title.
    one_page : bool
        Two columns, and the largest type from 10 to 4 pt with which everything fits on one page.
    language : str
        ISO 639-1 code.

    Raises
    ------
    UsageError
        It does not fit on one page.
    """
    if not one_page:
        return _compile(_source(blocks, 9.0, 1, language))
    for size_pt in (10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0):
        source = _source(blocks, size_pt, 2, language)
        if isinstance(typst.compile(source, format="svg", ignore_system_fonts=True), bytes):
            return _compile(source)
    raise UsageError("the instructions do not fit on one page even at 4 pt; shorten the list of medicines")


def _source(blocks: Sequence[Block], size_pt: float, columns: int, language: str) -> bytes:
    title = next((block.text for block in blocks if isinstance(block, Heading)), "mesoject")
    head = (
        f"#set document(title: {_quoted(title)})\n#set text(lang: {_quoted(language)}, size: {size_pt}pt)\n"
        f'#set page(paper: "a4", margin: 1.6cm, columns: {columns})\n#set table(stroke: 0.4pt, inset: 3pt)\n'
    )
    return (head + "\n\n".join(part for block in blocks if (part := _typst(block)))).encode()


def _compile(source: bytes) -> bytes:
    return typst.compile(source, ignore_system_fonts=True, pdf_standards="ua-1")


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text}"
        case Paragraph(text):
            return text
        case Bullets(items):
            return "\n".join(f"- {item}" for item in items)
        case Table(header, rows):
            lines = [header, ["---"] * len(header), *rows] if rows else []
            return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _typst(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"#heading(level: {level}, {_quoted(text)})"
        case Paragraph(text):
            return f"#par({_text(text)})"
        case Bullets(items):
            return f"#list({', '.join(_text(item) for item in items)})" if items else ""
        case Table(header, rows):
            cells = ", ".join(_text(cell) for row in rows for cell in row)
            heads = ", ".join(f"strong({_quoted(h)})" for h in header)
            return f"#table(columns: ({_widths(block)}), table.header({heads}), {cells})" if rows else ""


def _widths(table: Table) -> str:
    """Every column holds its longest word; what is left of the line goes by the length of the text."""
    columns = list(zip(table.header, *table.rows, strict=True))
    words = [2 + max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    text = [(sum(map(len, column)) / len(column)) ** 0.7 for column in columns]
    left = max(0, LINE_CHARACTERS - sum(words))
    return " ".join(f"{word + left * share / sum(text):.1f}fr," for word, share in zip(words, text, strict=True))


def _text(text: str) -> str:
    return f"text({_quoted(text)})"


def _quoted(text: str) -> str:
    """A Typst string: nothing that a person typed is read as markup."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'
