"""A written report, read back: the page's elements, the PDF's words and tags."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from mesoject.report.course.written import Written

VOID = {"meta", "img", "col", "source"}


@dataclass(frozen=True)
class Element:
    """One element of the page with the text directly or indirectly within it."""

    tag: str
    attributes: dict[str, str]
    text: str
    section: str


@dataclass(frozen=True)
class Tagged:
    """One element of a PDF's structure."""

    kind: str
    alt: str
    language: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.found: list[Element] = []

    def handle_starttag(self, tag, attrs):
        entry = (tag, {k: v or "" for k, v in attrs}, [])
        if tag in VOID:
            self.found.append(Element(tag, entry[1], "", self._section()))
        else:
            self.open.append(entry)

    def handle_endtag(self, tag):
        last, attributes, words = self.open.pop()
        assert last == tag, f"<{last}> closed by </{tag}>"
        self.found.append(Element(tag, attributes, "".join(words), self._section()))

    def handle_data(self, data):
        for _, _, words in self.open:
            words.append(data)

    def _section(self) -> str:
        return next((a.get("class", "") + ":" + a.get("lang", "") for t, a, _ in self.open if t == "section"), "")


@dataclass(frozen=True)
class Report:
    """Everything that a test asks of a report."""

    written: Written
    elements: list[Element] = field(repr=False)

    def all(self, tag: str, section: str = "") -> list[Element]:
        return [e for e in self.elements if e.tag == tag and e.section.startswith(section)]

    def words(self, section: str) -> str:
        """Text of a section of the page, such as ``patient:de``."""
        audience, language = section.split(":")
        found = [
            e for e in self.all("section") if e.attributes == {**e.attributes, "class": audience, "lang": language}
        ]
        return " ".join(found[0].text.split())

    @cached_property
    def pages(self) -> list[str]:
        return pages(self.written.pdf)

    @cached_property
    def tags(self) -> list[Tagged]:
        return tags(self.written.pdf)


def opened(written: Written) -> Report:
    reader = _Reader()
    reader.feed(written.html.read_text(encoding="utf-8"))
    reader.close()
    assert not reader.open, f"never closed: {[tag for tag, _, _ in reader.open]}"
    return Report(written, reader.found)


def pages(path: Path) -> list[str]:
    """Words of each page, white space made even."""
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def tags(path: Path) -> list[Tagged]:
    """The structure that a screen reader follows, page by page."""
    with pypdfium2.PdfDocument(path) as document:
        assert document.is_tagged()
        return [tag for page in document for tag in _of_page(page)]


def _of_page(page: pypdfium2.PdfPage) -> Iterator[Tagged]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    for k in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, k))
    pdfium.FPDF_StructTree_Close(tree)


def _walk(element) -> Iterator[Tagged]:
    if not element:
        return
    read = (pdfium.FPDF_StructElement_GetType, pdfium.FPDF_StructElement_GetAltText, pdfium.FPDF_StructElement_GetLang)
    yield Tagged(*(_string(function, element) for function in read))
    for k in range(pdfium.FPDF_StructElement_CountChildren(element)):
        yield from _walk(pdfium.FPDF_StructElement_GetChildAtIndex(element, k))


def _string(function, element) -> str:
    size = function(element, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    function(element, buffer, size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")
