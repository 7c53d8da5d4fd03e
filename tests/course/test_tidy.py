"""A course is put in order, and nothing is changed in silence."""

from __future__ import annotations

from datetime import date

import pytest

from mesoject.course.tidy import tidied
from mesoject.records.course import Course, CoursePhoto, CourseScar, Visit
from mesoject.records.record_file import RecordError


def visit(day, *names, **keys):
    return Visit(date=date.fromisoformat(day), photos=tuple(CoursePhoto(file=name) for name in names), **keys)


def test_a_course_in_order_stays_as_it_is():
    course = Course(visits=(visit("2025-01-01", "a"), visit("2025-02-01", "b")))
    assert tidied(course, "c") == (course, ())


def test_visits_out_of_order_are_put_in_order_and_it_is_said():
    course, notes = tidied(Course(visits=(visit("2025-02-01", "b"), visit("2025-01-01", "a"))), "c")
    assert [v.photos[0].file for v in course.visits] == ["a", "b"]
    assert "order" in notes[0]


def test_two_visits_of_one_day_are_one():
    course, notes = tidied(Course(visits=(visit("2025-01-01", "a", notes="x"), visit("2025-01-01", "b"))), "c")
    (one,) = course.visits
    assert [p.file for p in one.photos] == ["a", "b"]
    assert one.notes == "x"
    assert "2025-01-01" in notes[0]


@pytest.mark.parametrize("keys", [{"bar_mm": 99.0}, {"print_batch": "b2"}])
def test_two_visits_of_one_day_that_contradict_each_other_are_refused(keys):
    with pytest.raises(RecordError, match=f"c: two visits are both on 2025-01-01 and differ in {next(iter(keys))}"):
        tidied(Course(visits=(visit("2025-01-01", "a"), visit("2025-01-01", "b", **keys))), "c")


def test_an_open_wound_is_no_baseline():
    scar = CourseScar(closed_on=date(2025, 1, 15))
    course, notes = tidied(Course(scar=scar, visits=(visit("2025-01-01", "a"), visit("2025-02-01", "b"))), "c")
    assert [v.date for v in course.visits] == [date(2025, 2, 1)]
    assert "2025-01-15" in notes[0]
    assert "2025-01-01" in notes[0]


def test_only_an_open_wound_is_no_course():
    scar = CourseScar(closed_on=date(2025, 3, 1))
    with pytest.raises(RecordError, match="not a scar yet"):
        tidied(Course(scar=scar, visits=(visit("2025-01-01", "a"),)), "c")


def test_no_visit_says_how_to_add_one():
    with pytest.raises(RecordError, match="add-visit"):
        tidied(Course(), "c")
