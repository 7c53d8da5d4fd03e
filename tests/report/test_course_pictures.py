"""Skin at one scale, maps of change with a true colour bar, and charts on one time axis."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from course_cases import drawn_course
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mesoject.course.result import Alignment, CourseResult, PhotoResult
from mesoject.records import Provenance
from mesoject.report.course.blocks import Figure, Text
from mesoject.report.course.calendar import MOST_TICKS, Calendar
from mesoject.report.course.change import colour_bar
from mesoject.report.course.charts import SMALL_MM, own_skin, trend
from mesoject.report.course.figures import appearance, change
from mesoject.report.course.pictures import fitted, skin_picture
from mesoject.report.course.rasters import UNSEEN, UNSEEN_LINE, cut, shown
from mesoject.report.course.views import views, windows
from mesoject.report.letters import shown_in_font
from mesoject.skinmap import Region
from mesoject.skinmap.change_colours import change_colours

DAY = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_all_visits_are_shown_at_one_scale_round_their_own_scar(courses: dict[str, CourseResult]) -> None:
    seen = windows([view.flat for view in views(courses["plain"])])
    sizes = {(round(w.s_high - w.s_low, 9), round(w.z_high - w.z_low, 9)) for w in seen}
    assert len(sizes) == 1
    middles = [(w.s_low + w.s_high) / 2 for w in seen]
    assert middles == pytest.approx([0.0, 1.0, 2.0], abs=0.02)


def test_a_scar_that_shrank_is_shown_smaller_and_not_enlarged(courses: dict[str, CourseResult]) -> None:
    before = views(courses["plain"])[0].flat
    after = replace(before, outline_mm=((tuple((s / 2, z / 2) for s, z in before.outline_mm[0][0]),),))
    sizes = {(w.s_high - w.s_low, w.z_high - w.z_low) for w in windows([before, after])}
    assert len(sizes) == 1


@pytest.mark.parametrize("name", ["tiny", "long", "round the limb", "plain"])
def test_the_whole_scar_and_skin_beside_it_are_in_view(courses: dict[str, CourseResult], name: str) -> None:
    for view, window in zip(views(courses[name]), windows([v.flat for v in views(courses[name])]), strict=True):
        s, z = np.array(view.flat.outline_mm[0][0]).T
        assert window.s_low + 5 <= s.min() < s.max() <= window.s_high - 5
        assert window.z_low + 5 <= z.min() < z.max() <= window.z_high - 5


def test_a_millimetre_is_as_long_on_paper_as_the_scale_bar_says(courses: dict[str, CourseResult]) -> None:
    view = views(courses["plain"])[0]
    window = windows([view.flat])[0]
    size = fitted(window, (86.0, 84.0))
    svg = skin_picture(view.flat, window, size)
    bar = float(re.search(r"h([\d.]+)\" stroke=\"#1f2d3a\" stroke-width=\"0.8\"", svg)[1])
    across = [float(x) for x in re.findall(r"[ML]([\d.]+) ", re.search(r'<path d="(M[^"]+Z)"', svg)[1])]
    assert bar / 10 == pytest.approx((max(across) - min(across)) / 12.0, rel=2e-3)


def test_a_window_is_cut_to_the_pixel_and_clear_where_nothing_was_seen() -> None:
    picture = np.arange(6 * 8, dtype=np.uint8).reshape(6, 8, 1).repeat(4, axis=2)
    part = cut(picture, Region(0, 4, 0, 3), 0.5, Region(1, 3, 1, 2))
    assert (part == picture[2:4, 2:6]).all()
    beyond = cut(picture, Region(0, 4, 0, 3), 0.5, Region(-1, 1, 2, 4))
    assert (beyond[2:, 2:] == picture[:2, :2]).all()
    assert (beyond[:2] == 0).all()
    assert (cut(picture, Region(0, 4, 0, 3), 0.5, Region(50, 52, 50, 52)) == 0).all()


def test_colour_is_shown_as_it_is_and_the_unseen_is_hatched() -> None:
    picture = np.full((40, 40, 4), (176, 96, 88, 255), np.uint8)
    picture[:, :20, 3] = 0
    rgb = shown(picture, Region(0, 20, 0, 20), 0.5, Region(0, 20, 0, 20), (80.0, 80.0))
    assert (rgb[:, 20:] == (176, 96, 88)).all()
    assert {tuple(c) for c in rgb[:, :20].reshape(-1, 3).tolist()} == {UNSEEN, UNSEEN_LINE}


def test_a_picture_holds_no_more_pixels_than_paper_shows(courses: dict[str, CourseResult]) -> None:
    view = views(courses["long"])[0]
    svg = skin_picture(view.flat, windows([view.flat])[0], (20.0, 66.0))
    jpeg = base64.b64decode(re.search(r"base64,([^\"]+)\"", svg)[1])
    with Image.open(io.BytesIO(jpeg)) as image:
        assert image.width <= 20 * 11.8 + 1


def test_the_change_colours_run_from_blue_over_white_to_red_and_stay_within_the_limit() -> None:
    low, none, high = change_colours(np.array([-4.0, 0.0, 4.0]), 4.0).astype(int)
    assert low[2] > low[0] + 100
    assert high[0] > high[2] + 100
    assert none.min() > 240
    assert (change_colours(np.array([-40.0, 40.0]), 4.0) == [low, high]).all()


def test_the_colour_bar_says_what_its_ends_mean_in_the_maps_own_colours() -> None:
    svg = colour_bar("delta_a", 4.0)
    cells = re.findall(r"rgb\((\d+),(\d+),(\d+)\)", svg)
    ends = change_colours(np.array([-4.0, 4.0]), 4.0)
    assert [tuple(map(int, cells[0])), tuple(map(int, cells[-1]))] == [tuple(c) for c in ends.tolist()]


def test_maps_lie_on_the_first_visits_picture(tmp_path: Path) -> None:
    result = _with_maps(drawn_course(tmp_path), tmp_path)
    figure = next(b for b in change(result) if isinstance(b, Figure))
    assert [p.title for p in figure.panels] == ["2: 2025-02-18", "3: 2025-04-01", ""]
    assert "blue is less red, red redder" in figure.panels[0].alt
    assert "visit 2: 0.40 mm from 77 points" in figure.caption


def test_a_map_that_fits_no_picture_of_the_first_visit_is_not_shown(tmp_path: Path) -> None:
    result = _with_maps(drawn_course(tmp_path), tmp_path, shape=(9, 7))
    blocks = list(change(result))
    assert all(isinstance(block, Text) for block in blocks)


def _with_maps(result: CourseResult, folder: Path, shape: tuple[int, int] | None = None) -> CourseResult:
    with Image.open(result.visits[0].photos[0].flat.picture) as image:
        rows, columns = shape or (image.height, image.width)
    path = folder / "change.png"
    colours = change_colours(np.linspace(-4, 4, rows * columns).reshape(rows, columns), 4.0)
    Image.fromarray(np.dstack([colours, np.full((rows, columns), 255, np.uint8)])).save(path)
    first, *later = result.visits
    made = (replace(v, alignment=Alignment(k, 0.4, 77, path, "delta_a", 4.0, None)) for k, v in enumerate(later, 1))
    return replace(result, visits=(first, *made))


def test_before_and_after_name_the_visits_and_every_visit_has_its_picture(courses: dict[str, CourseResult]) -> None:
    pair, strip = (b for b in appearance(courses["plain"], "scar") if isinstance(b, Figure))
    assert [p.title for p in pair.panels] == ["Visit 1: 7 January 2025", "Visit 3: 1 April 2025"]
    assert len(strip.panels) == 3
    assert pair.panels[0].size_mm == pair.panels[1].size_mm


def test_a_scans_colour_is_not_put_beside_a_photographs(courses: dict[str, CourseResult]) -> None:
    result = courses["plain"]
    first, *later = result.visits
    scanned = replace(first, photos=(_as_scan(first.photos[0]),))
    assert [view.visit for view in views(replace(result, visits=(scanned, *later)))] == [1, 2]
    every = replace(result, visits=tuple(replace(v, photos=(_as_scan(v.photos[0]),)) for v in result.visits))
    assert [view.scan for view in views(every)] == [True] * 3
    assert "uncalibrated colour" in next(b for b in appearance(every, "scar") if isinstance(b, Figure)).caption


def _as_scan(photo: PhotoResult) -> PhotoResult:
    source = Provenance(scan_sha256="cd" * 32, method="scan-1", software="mesoject 0.1.0")
    return replace(photo, measurement=photo.measurement.model_copy(update={"provenance": source}))


def test_a_chart_is_the_same_for_the_same_series(courses: dict[str, CourseResult]) -> None:
    result = courses["plain"]
    calendar = Calendar(tuple(v.day for v in result.visits), tuple(s.date for s in result.course.sessions))
    first, again = (trend(result.outcome["delta_a"], calendar, SMALL_MM) for _ in range(2))
    assert first == again
    assert "<dc:date>" not in first
    assert "<text" not in first


@given(st.lists(DAY, min_size=1, max_size=12, unique=True), st.lists(DAY, max_size=5))
def test_the_time_axis_shows_every_day_and_has_few_ticks(visits: list[date], sessions: list[date]) -> None:
    calendar = Calendar(tuple(sorted(visits)), tuple(sessions))
    first, last = calendar.span()
    assert all(first < day < last for day in (*visits, *sessions))
    days = [day for day, _ in calendar.ticks()]
    assert 1 <= len(days) <= MOST_TICKS
    assert days == sorted(set(days))
    assert first <= days[0]
    assert days[-1] <= last
    assert str(days[0].year) in calendar.ticks()[0][1]


def test_visits_of_a_few_days_are_named_by_their_days() -> None:
    start = date(2025, 3, 3)
    assert Calendar((start,), ()).ticks() == [(start, "3 Mar\n2025")]
    assert len(Calendar((start, start + timedelta(days=20)), ()).ticks()) >= 1


def test_own_skin_is_drawn_where_it_has_a_value() -> None:
    assert [own_skin(n) for n in ("delta_l", "erythema_difference", "texture_ratio", "area")] == [0.0, 0.0, 1.0, None]


@given(st.text())
def test_what_goes_on_paper_is_in_the_font(text: str) -> None:
    once = shown_in_font(text)
    assert shown_in_font(once) == once
    assert not any(ord(letter) < 32 for letter in once)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_ordinary_letters_stay_as_they_are(text: str) -> None:
    assert shown_in_font(text) == text
