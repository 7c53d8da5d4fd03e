"""The report of a course as three files: whole, the same for the same course, and readable by everyone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from opened_report import Report, opened, pages, tags

from mesoject.course.result import CourseResult
from mesoject.records import UsageError
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.course.report import write_course_report

CLINICIAN = "clinician:en"
NAMES = (
    "plain", "one visit", "everything refused", "no photographs", "no alignment", "control", "twelve visits",
    "many quantities", "long notes", "tiny", "long", "round the limb", "worse", "mixed", "no change", "evil",
)  # fmt: skip
HEADINGS = [
    "Before and after", "Map of change", "Course of each quantity", "Verdicts", "Capture quality",
    "What could not be judged, and why", "Stop rule", "Attribution: L0 on a ladder from L0 to L4",
    "Visits and sessions", "Method, repeatability and provenance", "Intended use",
]  # fmt: skip


def test_the_bundled_course_gives_a_report_with_real_pictures(bundled: CourseResult, tmp_path: Path) -> None:
    report = opened(write_course_report(bundled, tmp_path))
    assert bundled.outcome.series
    assert "d22_v0_p0.jpg" in report.words(CLINICIAN)
    assert len(report.all("img", CLINICIAN)) > 10
    assert report.written.html.stat().st_size > 300_000


@pytest.mark.parametrize("name", NAMES)
def test_patient_first_in_both_languages_then_the_clinician(reports: dict[str, Report], name: str) -> None:
    sections = [(e.attributes["class"], e.attributes["lang"]) for e in reports[name].all("section")]
    assert sections == [("patient", "en"), ("patient", "de"), ("clinician", "en")]
    first, second, *rest = reports[name].pages
    assert first.startswith("Your scar: what was measured")
    assert second.startswith("Ihre Narbe: was gemessen wurde")
    assert "Intended use" in " ".join(rest)


@pytest.mark.parametrize("name", NAMES)
def test_the_patients_page_is_one_page_in_each_language(reports: dict[str, Report], name: str) -> None:
    assert len(pages(reports[name].written.patient_pdf)) == 2
    assert pages(reports[name].written.patient_pdf)[0].startswith("Your scar")


def test_the_clinicians_headings_stand_in_their_order(reports: dict[str, Report]) -> None:
    assert [e.text for e in reports["plain"].all("h2", "clinician")] == HEADINGS
    words = " ".join(reports["plain"].pages[2:])
    places = [words.index(heading) for heading in HEADINGS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
def test_intended_use_stands_word_for_word(reports: dict[str, Report], name: str) -> None:
    assert INTENDED_USE in reports[name].words(CLINICIAN)
    assert INTENDED_USE in " ".join(reports[name].pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_says_what_it_shows(reports: dict[str, Report], name: str) -> None:
    shown = [e.attributes["alt"] for e in reports[name].all("img")]
    assert all(len(alt) > 20 for alt in shown)
    tagged = [tag.alt for tag in reports[name].tags if tag.kind == "Figure"]
    assert sorted(tagged) == sorted(shown)


def test_the_pdf_is_tagged_titled_and_knows_its_languages(reports: dict[str, Report]) -> None:
    report = reports["plain"]
    raw = report.written.pdf.read_bytes()
    assert b"/StructTreeRoot" in raw
    assert b"pdfuaid" in raw
    assert re.search(rb"/Lang\s*\(en", raw)
    assert re.search(rb"/Lang\s*\(de", raw)
    kinds = [tag.kind for tag in report.tags]
    assert kinds.count("H1") == 3
    assert kinds.count("H2") == len(report.all("h2"))
    assert kinds.count("TH") >= len(report.all("thead"))
    assert any(tag.language == "de" for tag in tags(report.written.patient_pdf))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_a_caption_and_headers_for_rows_and_columns(reports: dict[str, Report], name: str) -> None:
    report = reports[name]
    assert len(report.all("caption")) == len(report.all("table")) > 0
    assert all(e.attributes["scope"] in ("row", "col") for e in report.all("th"))
    assert len([e for e in report.all("th") if e.attributes["scope"] == "row"]) >= len(report.all("table"))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_needs_neither_script_nor_network(reports: dict[str, Report], name: str) -> None:
    report = reports[name]
    assert not [e for e in report.elements if e.tag in ("script", "link", "iframe", "object", "form")]
    assert all(not attribute.startswith("on") for e in report.elements for attribute in e.attributes)
    assert all(e.attributes["src"].startswith("data:image/svg+xml;base64,") for e in report.all("img"))
    policy = [e.attributes["content"] for e in report.all("meta") if "http-equiv" in e.attributes]
    assert len(policy) == 1
    assert "default-src 'none'" in policy[0]


def test_the_same_course_gives_the_same_bytes(courses: dict[str, CourseResult], tmp_path: Path) -> None:
    first, again = (write_course_report(courses["plain"], tmp_path / name) for name in ("first", "again"))
    assert first.html.read_bytes() == again.html.read_bytes()
    assert first.pdf.read_bytes() == again.pdf.read_bytes()
    assert first.patient_pdf.read_bytes() == again.patient_pdf.read_bytes()


def test_a_lost_picture_is_named_and_the_report_before_stays_whole(
    courses: dict[str, CourseResult], tmp_path: Path
) -> None:
    written = write_course_report(courses["plain"], tmp_path)
    before = written.html.read_bytes()
    first, *later = courses["plain"].visits
    flat = replace(first.photos[0].flat, picture=tmp_path / "lost.png")
    broken = replace(courses["plain"], visits=(replace(first, photos=(replace(first.photos[0], flat=flat),)), *later))
    with pytest.raises(UsageError, match=r"lost\.png.*run the course again"):
        write_course_report(broken, tmp_path)
    assert written.html.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["patient.pdf", "report.html", "report.pdf"]


def test_a_file_that_is_no_picture_is_named(courses: dict[str, CourseResult], tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    first, *later = courses["plain"].visits
    flat = replace(first.photos[0].flat, picture=tmp_path / "text.png")
    broken = replace(courses["plain"], visits=(replace(first, photos=(replace(first.photos[0], flat=flat),)), *later))
    with pytest.raises(UsageError, match=r"text\.png"):
        write_course_report(broken, tmp_path / "out")


def test_a_file_that_cannot_be_replaced_is_named(courses: dict[str, CourseResult], tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(UsageError, match=r"cannot write .*report\.html"):
        write_course_report(courses["everything refused"], tmp_path)


def test_a_folder_that_cannot_be_made_is_a_wrong_call(courses: dict[str, CourseResult], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="cannot make the folder"):
        write_course_report(courses["everything refused"], tmp_path / "file")
