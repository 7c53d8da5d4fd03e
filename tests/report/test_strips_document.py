"""The strips as a document: pages, words, accessibility, and places that cannot be written."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from printed_sheet import Print, pieces

from mesoject.records import UsageError
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.strip_shapes import LABEL_BOX_MM, strip_shapes
from mesoject.report.strips import BAR_WORDS, PAGE_MM, Paper, write_strips

POINT_MM = 25.4 / 72
PRINTER_MARGIN_MM = 8.0


def test_two_pages_of_the_exact_size(printed: Print) -> None:
    with pypdfium2.PdfDocument(printed.path) as document:
        sizes = [np.multiply(page.get_size(), POINT_MM) for page in document]
    assert len(sizes) == 2
    assert np.allclose(sizes, printed.layout.size_mm, atol=0.001)


@pytest.mark.parametrize("page", [0, 1])
def test_nothing_lies_in_the_printers_margin(printed: Print, page: int) -> None:
    rows, columns = np.nonzero((printed.pages[page] < 255).any(axis=2))
    ink = printed.mm([[columns.min(), rows.min()], [columns.max(), rows.max()]])
    free = np.concatenate([ink[0], printed.layout.size_mm - ink[1]])
    print(f"page {page + 1}: {free.min():.1f} mm free")
    assert free.min() >= PRINTER_MARGIN_MM


def test_the_label_stands_in_its_box(printed: Print) -> None:
    with pypdfium2.PdfDocument(printed.path) as document:
        words = document[0].get_textpage()
        for piece in pieces():
            label = f"mesoject strips v1 {piece.name}"
            first, count = words.search(label, match_whole_word=True).get_next()
            boxes = np.array([words.get_charbox(i) for i in range(first, first + count)]) * POINT_MM
            height = printed.layout.size_mm[1]
            ink = np.array(
                [boxes[:, 0].min(), height - boxes[:, 3].max(), boxes[:, 2].max(), height - boxes[:, 1].min()]
            )
            low, high = printed.at(piece, LABEL_BOX_MM[:2]), printed.at(piece, LABEL_BOX_MM[2:])
            assert (ink[:2] >= low).all()
            assert (ink[2:] <= high).all()


def test_the_words_are_text(printed: Print) -> None:
    with pypdfium2.PdfDocument(printed.path) as document:
        first, second = (" ".join(page.get_textpage().get_text_range().split()) for page in document)
    assert BAR_WORDS in first
    assert "100 %" in first
    assert INTENDED_USE in second
    assert "20 to 140 mm" in second
    assert "250 to 450 mm" in second


def test_it_is_tagged_and_titled_in_english(printed: Print) -> None:
    raw = printed.path.read_bytes()
    with pypdfium2.PdfDocument(printed.path) as document:
        assert document.get_metadata_value("Title") == "mesoject strips v1"
        assert document.is_tagged()
    assert re.search(rb"/Lang\s*\(en", raw)


def test_it_is_vector_and_carries_its_fonts(printed: Print) -> None:
    raw = printed.path.read_bytes()
    assert b"/Subtype/Image" not in raw.replace(b" ", b"")
    assert b"/FontFile" in raw


def test_the_same_call_gives_the_same_bytes(printed: Print, tmp_path: Path) -> None:
    paper: Paper = next(name for name, size in PAGE_MM.items() if size == printed.layout.size_mm)
    write_strips(tmp_path / "again.pdf", paper=paper)
    assert (tmp_path / "again.pdf").read_bytes() == printed.path.read_bytes()


def test_a_marker_is_one_path() -> None:
    for piece in pieces():
        assert len(strip_shapes(piece)) == len(piece.patches) + len(piece.markers) + 1


# Refusals


@pytest.mark.parametrize("name", ["missing/strips.pdf", "file/strips.pdf", "."])
def test_an_unwritable_place_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UsageError, match=re.escape(str(tmp_path / name))):
        write_strips(tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    place = tmp_path / "strips.pdf"
    place.mkdir()
    (place / "kept").touch()
    with pytest.raises(UsageError, match=re.escape(str(place))):
        write_strips(place)
    assert [p.name for p in tmp_path.rglob("*")] == ["strips.pdf", "kept"]
