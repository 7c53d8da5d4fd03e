"""Relief in the report of a course: drawn on paper, turned on the screen, left out where there is no scan."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from course_cases import cases
from opened_report import Report, opened
from reliefs import relief

from mesoject.course.result import CourseResult, PhotoResult
from mesoject.records import Measurement, UsageError
from mesoject.report.course.report import write_course_report
from mesoject.report.relief.view import source_hash
from mesoject.skinmap.relief_file import write_relief

CLINICIAN = "clinician:en"
EVIL = '"><script>alert(1)</script>.ply'


def _scanned(course: CourseResult, folder: Path, tops: dict[int, float], of: str = "scar") -> CourseResult:
    """The course with a scan at some of its visits."""
    visits = list(course.visits)
    for k, top in tops.items():
        kept = folder / f"{of}{k}.relief.npz"
        write_relief(kept, relief(top, noise_mm=0.03))
        scan = PhotoResult(f"v{k}.ply", of, Measurement(status="measured"), None, True, False, kept)
        visits[k] = replace(visits[k], photos=(*visits[k].photos, scan))
    return replace(course, visits=tuple(visits))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> CourseResult:
    return cases(tmp_path_factory.mktemp("data"))["plain"]


@pytest.fixture(scope="module")
def report(plain: CourseResult, tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("relief")
    last = len(plain.visits) - 1
    return opened(write_course_report(_scanned(plain, folder, {0: 1.8, 1: 1.2, last: 0.7}), folder / "out"))


def _page(report: Report) -> str:
    return report.written.html.read_text(encoding="utf-8")


def test_first_and_last_scan_stand_beside_each_other_between_the_maps_of_change_and_the_trends(report: Report) -> None:
    headings = [e.text for e in report.all("h2", "clinician")]
    at = headings.index("Relief")
    assert headings[at - 1 : at + 2] == ["Map of change", "Relief", "Course of each quantity"]
    words = report.words(CLINICIAN)
    assert "v0.ply (visit 1)" in words
    assert "v1.ply (visit 2)" not in words
    assert _page(report).count('class="relief-model"') == 2


def test_paper_has_the_figures_with_their_words_and_not_the_view(report: Report) -> None:
    drawn = [tag.alt for tag in report.tags if tag.kind == "Figure" and "two cuts" in tag.alt]
    assert len(drawn) == 2
    assert all("mm, each place within" in alt for alt in drawn)
    text = " ".join(report.pages)
    assert "Hatched: no scan" in text
    assert "Heights drawn" not in text


def test_the_patients_pages_keep_their_place_and_hold_no_script(report: Report) -> None:
    assert report.pages[0].startswith("Your scar")
    assert report.pages[1].startswith("Ihre Narbe")
    assert not report.all("script", "patient")


def test_the_policy_allows_the_views_script_by_its_hash_alone(report: Report) -> None:
    page = _page(report)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert f"script-src {source_hash(script)};" in policy
    assert policy.count("sha256-") == 1


def test_a_course_without_scans_has_neither_script_nor_heading(plain: CourseResult, tmp_path: Path) -> None:
    found = opened(write_course_report(plain, tmp_path))
    assert "Relief" not in [e.text for e in found.all("h2")]
    assert "script" not in _page(found).replace("description", "")


def test_one_scan_is_shown_alone(plain: CourseResult, tmp_path: Path) -> None:
    found = opened(write_course_report(_scanned(plain, tmp_path, {1: -0.9}), tmp_path / "out"))
    assert _page(found).count('class="relief-model"') == 1
    assert "v1.ply (visit 2)" in found.words(CLINICIAN)


def test_an_untreated_control_has_a_relief_of_its_own(plain: CourseResult, tmp_path: Path) -> None:
    both = _scanned(_scanned(plain, tmp_path, {0: 1.0}), tmp_path, {0: 1.1}, of="control")
    found = opened(write_course_report(both, tmp_path / "out"))
    headings = [e.text for e in found.all("h2", "clinician")]
    assert headings[headings.index("Relief") + 1] == "Relief of the untreated control"
    assert len(set(re.findall(r'class="relief" id="([^"]+)"', _page(found)))) == 2
    assert len(re.findall(r"<script>", _page(found))) == 1


def test_a_file_name_is_never_markup(plain: CourseResult, tmp_path: Path) -> None:
    scanned = _scanned(plain, tmp_path, {0: 1.0})
    first = scanned.visits[0]
    photos = tuple(replace(p, name=EVIL) if p.relief else p for p in first.photos)
    evil = replace(scanned, visits=(replace(first, photos=photos), *scanned.visits[1:]))
    found = opened(write_course_report(evil, tmp_path / "out"))
    assert "<script>alert" not in _page(found)
    assert EVIL in found.words(CLINICIAN)


def test_a_kept_relief_that_is_gone_is_named_with_a_way_out(plain: CourseResult, tmp_path: Path) -> None:
    scanned = _scanned(plain, tmp_path, {0: 1.0})
    (tmp_path / "scar0.relief.npz").unlink()
    with pytest.raises(UsageError, match=r"cannot read the relief scar0\.relief\.npz: .*; measure the scan again"):
        write_course_report(scanned, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_same_course_gives_the_same_files(plain: CourseResult, tmp_path: Path) -> None:
    scanned = _scanned(plain, tmp_path, {0: 1.0})
    first, again = (write_course_report(scanned, tmp_path / name) for name in "ab")
    for one, other in ((first.html, again.html), (first.pdf, again.pdf)):
        assert one.read_bytes() == other.read_bytes()
