"""`mesoject course`: a course begun, added to and reported, as a clinician would; nonsense gets one clear line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bundled import SHOTS
from mesoject.records.course import course_schema

DOCS = Path(__file__).parents[2] / "docs"
FIRST, SECOND, NEXT = SHOTS["d22_v0_p0"], SHOTS["d22_v0_p1"], SHOTS["d22_v1_p0"]


@pytest.fixture
def begun(mesoject, tmp_path):
    folder = tmp_path / "K7"
    assert mesoject("course", "new", folder, "--site", "calf", "--profile", "raised").code == 0
    return folder


@pytest.fixture(scope="module")
def two_visits(mesoject, tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "K7"
    mesoject("course", "new", folder, "--closed-on", "2024-06-03")
    for shots in ((FIRST, SECOND), (NEXT,)):
        photos = [w for shot in shots for w in ("--photo", shot.photo)]
        outlines = [w for shot in shots for w in ("--outline", shot.outline)]
        said = mesoject("course", "add-visit", folder, *photos, *outlines, "--bar-mm", 100, "--print-batch", "b11")
        assert said.code == 0, said.err
    return folder


def test_a_course_is_reported(mesoject, two_visits):
    said = mesoject("course", "report", two_visits, "--jobs", 1)
    assert said.code == 0, said.err
    assert "report.html" in said.out
    assert "Area (mm²)" in said.out
    assert {p.name for p in (two_visits / "results").iterdir()} >= {
        "report.html", "report.pdf", "patient.pdf", "outcome.json",
    }  # fmt: skip


def test_a_second_report_writes_nothing_anew(mesoject, two_visits):
    mesoject("course", "report", two_visits, "--jobs", 1)
    before = {p: p.stat().st_mtime_ns for p in (two_visits / "results").glob("*.[hp]*")}
    said = mesoject("course", "report", two_visits, "--jobs", 1)
    assert said.code == 0
    assert "[" not in said.err
    assert {p: p.stat().st_mtime_ns for p in (two_visits / "results").glob("*.[hp]*")} == before


def test_the_day_comes_from_the_photograph(two_visits):
    text = (two_visits / "course.toml").read_text()
    assert "date = 2025-02-03" in text
    assert "date = 2025-03-14" in text


def test_a_visit_without_outlines_gets_pages_to_draw_in(mesoject, begun):
    said = mesoject("course", "add-visit", begun, "--photo", FIRST.photo, "--bar-mm", 100)
    assert said.code == 0, said.err
    assert (begun / "outlines" / "2025-02-03_1.outline.html").is_file()
    assert "save it as" in said.out
    after = mesoject("course", "report", begun, "--jobs", 1)
    assert after.code == 3
    assert "2025-02-03_1.outline.html waits to be drawn in" in after.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", "nowhere"], "cannot be read"),
        (["add-visit", "{course}", "--photo", "gone.jpg", "--date", "2025-01-01"], "gone.jpg"),
        (["add-visit", "{course}", "--photo", str(FIRST.photo), "--date", "yesterday"], "a date is written 2026-11-24"),
        (["add-visit", "{course}", "--photo", str(FIRST.photo), "--score", "VSS"], "NAME=NUMBER"),
        (["add-visit", "{course}", "--photo", str(FIRST.photo), "--outline", "a", "--outline", "b"], "--outline"),
        (["new", "{course}"], "there already"),
        (["new", "{course}2", "--site", "nose"], "'thigh'"),
        (["report", "{course}"], "add-visit"),
    ],
)
def test_nonsense_gets_one_clear_line(mesoject, begun, words, said):
    answer = mesoject("course", *(w.format(course=begun) for w in words))
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_the_schema_is_the_published_one(mesoject):
    printed = json.loads(mesoject("course", "schema").out)
    assert printed == course_schema()
    assert json.loads((DOCS / "schemas" / "course.schema.json").read_text()) == printed, "run `make docs`"
