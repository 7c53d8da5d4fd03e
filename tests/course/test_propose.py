"""A new photograph's outline is proposed from the last visit, by the skin; a person accepts it or draws anew."""

from __future__ import annotations

import json
from datetime import date

import pytest
import shapely

from bundled import SHOTS, skin_of
from mesoject.course.propose import proposed
from mesoject.course.write import NewPhoto, NewVisit, add_visit, bring_in, new_course
from mesoject.measuring import load_outline
from mesoject.measuring.border import border
from mesoject.measuring.polygons import to_shapely
from mesoject.report.outline.page import write_outline_page

FIRST, NEXT = SHOTS["d22_v0_p0"], SHOTS["d22_v1_p0"]


def page(skin, path, start, stem):
    write_outline_page(skin, path, start=start, stem=stem)


@pytest.fixture
def course(tmp_path):
    folder = new_course(tmp_path / "K7", None, {}).parent
    add_visit(folder, bring_in(folder, visit(FIRST, "2025-02-03", FIRST.outline)))
    return folder


def visit(shot, day, outline=None):
    return NewVisit(date.fromisoformat(day), (NewPhoto(shot.photo, outline),), {"bar_mm": 100.0})


def test_the_last_outline_is_carried_to_where_the_scar_is(course):
    asked, said = proposed(course, bring_in(course, visit(NEXT, "2025-03-14")), page)
    (photo,) = asked.photos
    assert photo.carried
    assert photo.outline == course / "outlines" / "2025-03-14_1.outline.json"
    assert not photo.outline.exists()
    assert "is proposed" in said[0]
    start = _start(course / "outlines" / "2025-03-14_1.outline.html")
    skin = skin_of(NEXT)
    true, _ = border(skin, load_outline(skin, NEXT.outline))
    carried = to_shapely(start)
    assert shapely.distance(carried.centroid, true.area_mm.centroid) < 2.0
    both = carried.intersection(true.area_mm).area
    assert both > 0.95 * true.area_mm.area  # the scar shrank by 14 % within its old outline


def _start(html):
    """The outline that the page opens with."""
    text = html.read_text(encoding="utf-8")
    data = text[text.index('type="application/json"') :]
    return json.loads(data[data.index(">") + 1 : data.index("</script>")])["start"]


def test_another_leg_gets_a_page_without_a_proposal(course):
    asked, said = proposed(course, bring_in(course, visit(SHOTS["d05_v0_p0"], "2025-03-14")), page)
    assert not asked.photos[0].carried
    assert "could not be carried over" in said[0]
    assert (course / "outlines" / "2025-03-14_1.outline.html").is_file()


def test_a_photograph_that_cannot_be_measured_is_not_added_and_it_is_said_why(course):
    bad = course / "bad.jpg"
    bad.write_bytes(NEXT.photo.read_bytes()[:50_000])
    asked, said = proposed(course, bring_in(course, NewVisit(date(2025, 3, 14), (NewPhoto(bad),), {})), page)
    assert asked.photos == ()
    assert "was not added" in said[0]


def test_what_has_an_outline_is_left_alone(course):
    given = bring_in(course, visit(NEXT, "2025-03-14", NEXT.outline))
    assert proposed(course, given, page) == (given, [])
