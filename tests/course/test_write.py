"""A course is begun and added to; the file that a person wrote stays word for word."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from bundled import GOOD, OTHER
from mesoject.course.file import open_course
from mesoject.course.write import NewPhoto, NewVisit, add_visit, bring_in, new_course
from mesoject.records import UsageError
from mesoject.records.record_file import RecordError


@pytest.fixture
def course(tmp_path):
    return new_course(tmp_path / "K7", None, {"site": "calf", "closed_on": date(2024, 1, 1)}).parent


def visit(*photos, day="2025-02-03", **keys):
    return NewVisit(date.fromisoformat(day), photos or (NewPhoto(GOOD.photo, GOOD.outline),), keys)


def add(course, added):
    add_visit(course, bring_in(course, added))


def test_a_new_course_is_readable_and_asks_for_a_visit(course):
    with pytest.raises(RecordError, match="add-visit"):
        open_course(course)


def test_a_visit_is_added_with_its_files(course):
    add(course, visit(bar_mm=100.0, scores={"VSS": 7.0}, notes='she said "better"\nand left'))
    opened = open_course(course)
    (one,) = opened.course.visits
    assert opened.course.scar.site == "calf"
    assert one.bar_mm == 100.0
    assert one.scores == {"VSS": 7.0}
    assert one.notes == 'she said "better"\nand left'
    assert (course / one.photos[0].file).read_bytes() == GOOD.photo.read_bytes()
    assert (course / one.photos[0].outline).read_bytes() == GOOD.outline.read_bytes()


def test_what_a_person_wrote_stays(course):
    file = course / "course.toml"
    file.write_text(file.read_text() + "# my own remark, ünïcode\n[[sessions]]\ndate = 2025-03-01\n")
    before = file.read_text()
    add(course, visit())
    assert file.read_text().startswith(before.rstrip("\n"))
    assert open_course(course).course.sessions[0].date == date(2025, 3, 1)


def test_a_second_photograph_of_the_day_gets_a_name_of_its_own(course):
    add(course, visit())
    add(course, visit(NewPhoto(OTHER.photo)))
    names = sorted(path.name for path in (course / "photos").iterdir())
    assert names == ["2025-02-03_1.jpg", "2025-02-03_1b.jpg"]


def test_a_missing_photograph_leaves_the_course_as_it_was(course):
    before = (course / "course.toml").read_bytes()
    with pytest.raises(UsageError, match=r"gone\.jpg"):
        add(course, visit(NewPhoto(course / "gone.jpg")))
    assert (course / "course.toml").read_bytes() == before


def test_what_would_be_no_course_is_not_written(course):
    before = (course / "course.toml").read_bytes()
    with pytest.raises(RecordError, match="bar_mm"):
        add(course, visit(bar_mm=-3.0))
    assert (course / "course.toml").read_bytes() == before


def test_a_course_is_not_begun_twice(course):
    with pytest.raises(UsageError, match="there already"):
        new_course(course, None, {})


def test_a_course_moves_as_a_whole(course, tmp_path):
    add(course, visit())
    moved = tmp_path / "elsewhere"
    shutil.move(course, moved)
    opened = open_course(moved / "course.toml")
    assert (opened.folder / opened.course.visits[0].photos[0].file).is_file()
