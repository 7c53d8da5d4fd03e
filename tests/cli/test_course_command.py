"""`mesoject course`: a course begun, added to and reported, as a clinician would; nonsense gets one clear line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bundled import SHOTS
from mesoject.records.course import Course, course_schema
from mesoject.records.record_file import parse_record
from scans import circle, mesh, outline_file, written

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
        (["add-visit", "{course}", "--photo", "leg.ply"], "give it with --scan"),
        (["add-visit", "{course}", "--scan", "leg.jpg", "--date", "2025-01-01"], "give a photograph with --photo"),
        (["add-visit", "{course}", "--scan", "gone.ply", "--unit", "mm", "--date", "2025-01-01"], "gone.ply"),
        (["add-visit", "{course}", "--scan", "gone.ply", "--date", "2025-01-01"], "cannot read gone.ply"),
        (["add-visit", "{course}", "--scan", "gone.ply", "--unit", "ell", "--date", "2025-01-01"], "mm, cm, m, in"),
        (["add-visit", "{course}", "--scan", "a.ply", "--unit", "mm"], "give --date"),
        (
            ["add-visit", "{course}", "--scan", "a.ply", "--unit", "mm", "--scan-outline", "b", "--scan-outline", "c"],
            "2 files for 1 scan;",
        ),
        (["add-visit", "{course}"], "--photo, --scan, --value or --score"),
        (["add-visit", "{course}", "--value", "thickness=3.1 mm", "--date", "2025-01-01"], "STANDARD_ERROR"),
        (
            ["add-visit", "{course}", "--value", "stiffness=3.1±0.25, durometer", "--date", "2025-01-01"],
            "STANDARD_ERROR",
        ),
        (["add-visit", "{course}", "--value", "a=1±0 mm, us", "--date", "2025-01-01"], "greater than 0"),
        (["add-visit", "{course}", "--value", "thickness=-3±1 mm, us", "--date", "2025-01-01"], "cannot be below 0"),
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


@pytest.fixture(scope="module")
def scans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scans")
    for k, height in enumerate((1.5, 0.7)):
        written(folder / f"leg{k}.ply", mesh(height_mm=height, noise_mm=0.03, seed=k + 1))
    outline_file(folder / "leg.json", circle())
    return folder


def test_scans_and_readings_make_a_visit_without_a_photograph(mesoject, begun, scans):
    """Two visits of scans alone: a verdict of height, no word about prints, and nobody checked that it is one leg."""
    for k, (day, thickness) in enumerate((("2025-02-03", 3.1), ("2025-07-19", 2.1))):
        said = mesoject(
            "course", "add-visit", begun, "--scan", scans / f"leg{k}.ply", "--unit", "mm", "--scan-outline",
            scans / "leg.json", "--value", f"thickness={thickness}±0.2 mm, ultrasound 20 MHz", "--date", day,
        )  # fmt: skip
        assert said.code == 0, said.err
        assert f"Added the visit of {day} with one scan and one reading." in said.out
    after = mesoject("course", "report", begun, "--jobs", 1)
    assert after.code == 0, after.err
    outcome = json.loads((begun / "results" / "outcome.json").read_text())
    assert (outcome["primary"], outcome["word"]) == ("height_mean", "improved")
    assert "scans of visits 1, 2 show the same leg" in after.out
    assert "print" not in " ".join(outcome["notes"])
    page = (begun / "results" / "report.html").read_text()
    assert "laid flat in millimetres by its own shape" in page
    assert "by the printed strips" not in page


def test_a_scan_without_an_outline_gets_a_page_to_draw_in(mesoject, begun, scans):
    said = mesoject("course", "add-visit", begun, "--scan", scans / "leg0.ply", "--unit", "mm", "--date", "2025-02-03")
    assert said.code == 0, said.err
    assert (begun / "outlines" / "2025-02-03_scan1.outline.html").is_file()
    assert "draw the outline, and save it as" in said.out
    after = mesoject("course", "report", begun, "--jobs", 1)
    assert after.code == 3
    assert "2025-02-03_scan1.outline.html waits to be drawn in" in after.out


def test_the_unit_comes_from_the_scan_where_it_states_one(mesoject, begun, scans, tmp_path):
    unitless = mesoject("course", "add-visit", begun, "--scan", scans / "leg0.ply", "--date", "2025-02-03")
    assert unitless.code == 2
    assert "give --unit mm" in unitless.err
    metres = written(tmp_path / "leg.glb", mesh(), scale=0.001)
    asked = ["--scan", metres, "--scan-outline", scans / "leg.json", "--date", "2025-02-03"]
    assert mesoject("course", "add-visit", begun, *asked).code == 0
    assert 'unit = "m"' in (begun / "course.toml").read_text()


def test_a_scan_that_its_outline_misses_is_not_added(mesoject, begun, scans):
    beside = outline_file(scans / "beside.json", circle(centre=(60.0, 60.0)))
    asked = ("--scan", scans / "leg0.ply", "--unit", "mm", "--scan-outline", beside, "--date", "2025-02-03")
    said = mesoject("course", "add-visit", begun, *asked)
    assert "was not added" in said.out + said.err
    assert "2025-02-03" not in (begun / "course.toml").read_text()


def test_what_cannot_be_laid_flat_is_not_added_and_the_rest_is(mesoject, begun, tmp_path):
    broken = tmp_path / "leg.ply"
    broken.write_bytes(b"no mesh at all")
    reading = ("--value", "thickness=3.1±0.2 mm, calliper")
    asked = ("course", "add-visit", begun, "--scan", broken, "--unit", "mm", "--date", "2025-02-03")
    assert mesoject(*asked).code == 3
    said = mesoject(*asked, *reading)
    assert said.code == 1
    assert "leg" not in (begun / "course.toml").read_text().split("[[visits]]", 2)[2]
    assert "2025-02-03_scan1.ply was not added" in said.out


def test_a_new_course_shows_how_scans_and_readings_are_written(begun):
    """What stands there as a comment is a course when it is none."""
    lines = (begun / "course.toml").read_text().splitlines()
    at = lines.index("# [[visits]]")
    shown = parse_record("\n".join(line.removeprefix("# ") for line in lines[at:]), "course.toml", Course)
    assert shown.visits[0].scans[0].unit == "mm"
    assert shown.visits[0].values[0].quantity == "thickness"


def test_the_schema_is_the_published_one(mesoject):
    printed = json.loads(mesoject("course", "schema").out)
    assert printed == course_schema()
    assert json.loads((DOCS / "schemas" / "course.schema.json").read_text()) == printed, "run `make docs`"
