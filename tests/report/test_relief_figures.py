"""The relief on paper: colours and lines where the numbers are, one scale for all, the same bytes again."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from reliefs import TOP, TURN, relief

from mesoject.report.relief.colours import height_colours
from mesoject.report.relief.figures import (
    LEFT_MM,
    PNG_DPI,
    TOP_MM,
    map_size_mm,
    panel_size_mm,
    relief_png,
    relief_svg,
    relief_words,
)  # fmt: skip
from mesoject.report.relief.lines import sections
from mesoject.report.relief.look import Look, shared_look, window
from mesoject.skinmap.relief_picture import ReliefPicture

BESIDE = TOP + np.array([1.1, 1.3])  # off the lines of both cuts


def _drawn(picture: ReliefPicture, look: Look) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(relief_png(picture, look))).convert("RGB")).astype(int)


def _colour_at(drawn: np.ndarray, picture: ReliefPicture, look: Look, mm: np.ndarray) -> np.ndarray:
    """The colour that the map shows at a skin place."""
    shown, (wide, high) = window(picture, look), map_size_mm(look)
    x = LEFT_MM + (mm[0] - shown.s_low) / (shown.s_high - shown.s_low) * wide
    y = TOP_MM + (shown.z_high - mm[1]) / (shown.z_high - shown.z_low) * high
    row, column = (round(v / 25.4 * PNG_DPI) for v in (y, x))
    return drawn[row, column]


@pytest.mark.parametrize("top", [1.5, -1.1])
def test_the_map_has_the_colour_of_each_places_height(top: float) -> None:
    picture = relief(top)
    look = shared_look([picture])
    drawn = _drawn(picture, look)
    # beside the cuts' lines
    for place in (BESIDE, np.array([0.0, 4.2]), np.array([3.0, -4.0]), np.array([12.0, 8.0])):
        row, column = (round(float(v)) for v in picture.to_px(place)[::-1])
        true = height_colours(picture.height_mm[row, column], look.limit_mm).astype(int)
        assert _colour_at(drawn, picture, look, place) == pytest.approx(true, abs=9)


def test_where_nothing_is_known_the_ground_is_hatched() -> None:
    picture = relief(known_mm=15.0)
    look = shared_look([picture, relief(known_mm=22.0)])
    drawn = _drawn(picture, look)
    seen = {tuple(_colour_at(drawn, picture, look, np.array([17.0 + d, 0.0]))) for d in np.linspace(0, 3, 60)}
    assert len(seen) > 3  # lines on a ground
    assert (247, 247, 247) not in seen


def test_a_second_scan_stretches_nothing_and_shares_the_colours() -> None:
    low, high = relief(0.5), relief(1.9)
    look = shared_look([low, high])
    sizes = {Image.open(io.BytesIO(relief_png(p, look))).size for p in (low, high)}
    width, height = (side / 25.4 * PNG_DPI for side in panel_size_mm(look))
    assert len(sizes) == 1
    assert sizes.pop() == pytest.approx((width, height), abs=1)
    place = BESIDE
    faint, strong = (_colour_at(_drawn(p, look), p, look, place) for p in (low, high))
    assert faint[2] > strong[2] + 80


def test_letters_are_outlines_and_no_date_is_told() -> None:
    picture = relief()
    svg = relief_svg(picture, shared_look([picture]))
    assert "<text" not in svg
    assert "dc:date" not in svg
    assert not re.search(r"https?://(?!www\.w3\.org|purl\.org|creativecommons|matplotlib)", svg)


def test_the_same_relief_gives_the_same_figure() -> None:
    picture = relief(noise_mm=0.03)
    look = shared_look([picture])
    assert relief_svg(picture, look) == relief_svg(picture, look)
    assert relief_png(picture, look) == relief_png(picture, look)


def test_the_words_say_how_far_and_how_surely() -> None:
    words = relief_words(relief(-1.1, noise_mm=0.0))
    assert "from \u22121.10 to " in words
    assert "each place within 0.06 mm" in words  # 1.96 times the root of 0.02 and 0.02 squared
    assert "-1.10" not in words


def test_a_tall_and_a_wide_scar_both_fit_the_column() -> None:
    for known in (8.0, 22.0):
        picture = relief(known_mm=known)
        width, height = panel_size_mm(shared_look([picture]))
        assert width == 86.0
        assert height < 150.0


def test_a_hole_in_the_scar_is_left_open_in_map_and_cuts() -> None:
    picture = relief(1.5)
    middle = TOP + 7 * np.array([-np.sin(TURN), np.cos(TURN)])  # on the cut along the scar
    picture.height_mm[np.hypot(*np.moveaxis(picture.places() - middle, -1, 0)) < 2] = np.nan
    look = shared_look([picture])
    assert np.isnan(sections(picture)[1].height_mm).any()
    hole, skin = (_colour_at(_drawn(picture, look), picture, look, middle + np.array([x, 0.0])) for x in (0.9, 9.0))
    assert abs(hole - skin).sum() > 9


def test_axes_hold_every_cut() -> None:
    pictures = [relief(t) for t in (-1.0, 0.2, 2.0)]
    alone = [shared_look([p]) for p in pictures]
    together = shared_look(pictures)
    assert together.heights_mm[0] <= min(a.heights_mm[0] for a in alone) + 0.2
    assert together.heights_mm[1] >= max(a.heights_mm[1] for a in alone) - 0.2
    assert all(a.limit_mm <= b.limit_mm for a, b in pairwise([*sorted(alone, key=lambda x: x.limit_mm), together]))
