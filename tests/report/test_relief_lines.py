"""Cuts through a relief: where they run, and that they show the surface that was given."""

from __future__ import annotations

import numpy as np
import pytest
from reliefs import HALF_MM, TOP, TURN, height_at, in_scar, relief

from mesoject.report.relief.lines import BEYOND_MM, Z95, Section, sections
from mesoject.report.relief.look import shared_look


def _places(cut: Section) -> np.ndarray:
    way = cut.ends_mm[1] - cut.ends_mm[0]
    share = (cut.at_mm - cut.at_mm[0]) / np.ptp(cut.at_mm)
    return cut.ends_mm[0] + share[:, None] * way


@pytest.mark.parametrize("top", [1.5, -0.8])
def test_both_cuts_run_through_the_extreme_place_along_the_scars_own_directions(top: float) -> None:
    across, along = sections(relief(top))
    for cut, way in ((along, (-np.sin(TURN), np.cos(TURN))), (across, (np.cos(TURN), np.sin(TURN)))):
        direction = np.diff(cut.ends_mm, axis=0)[0] / np.linalg.norm(np.diff(cut.ends_mm, axis=0))
        assert direction == pytest.approx(way, abs=0.03)
        at = [np.interp(cut.extreme_mm, cut.at_mm, _places(cut)[:, k]) for k in range(2)]
        assert at == pytest.approx(TOP, abs=0.6)
        assert np.interp(cut.extreme_mm, cut.at_mm, cut.height_mm) == pytest.approx(top, rel=0.02)


@pytest.mark.parametrize("top", [1.5, -0.8])
def test_a_cut_shows_the_height_of_the_place_it_runs_over(top: float) -> None:
    for cut in sections(relief(top)):
        known = np.isfinite(cut.height_mm)
        assert known.mean() > 0.8
        assert cut.height_mm[known] == pytest.approx(height_at(_places(cut), top)[known], abs=0.01)


def test_a_cut_is_in_the_scar_between_its_crossings_of_the_ellipse() -> None:
    for cut in sections(relief()):
        ((low, high),) = cut.scar_mm
        assert low == pytest.approx(-high)
        ends = _places(cut)[[np.argmin(np.abs(cut.at_mm - v)) for v in (low, high)]]
        across, along = in_scar(ends)
        assert (across / HALF_MM[0]) ** 2 + (along / HALF_MM[1]) ** 2 == pytest.approx([1, 1], abs=0.05)
        assert cut.at_mm[[0, -1]] == pytest.approx([low - BEYOND_MM, high + BEYOND_MM])


def test_doubt_is_noise_and_reference_together() -> None:
    cut = sections(relief(1.0, noise_mm=0.05))[0]
    assert np.nanmedian(cut.doubt_mm) == pytest.approx(Z95 * np.hypot(0.05, 0.02))


def test_beyond_the_known_skin_a_cut_says_nothing() -> None:
    along = sections(relief(known_mm=16.0))[1]
    far = np.linalg.norm(_places(along), axis=1) > 16.6
    assert far.any()
    assert np.isnan(along.height_mm[far]).all()


def test_a_hair_is_not_the_highest_place() -> None:
    picture = relief(1.0)
    row, column = (round(float(v)) for v in picture.to_px(np.array([-4.0, -6.0]))[::-1])
    picture.height_mm[row, column] = 6.0
    cut = sections(picture)[0]
    at = [np.interp(cut.extreme_mm, cut.at_mm, _places(cut)[:, k]) for k in range(2)]
    assert at == pytest.approx(TOP, abs=1.0)


def test_two_scans_share_one_look_that_holds_both() -> None:
    small, large = relief(0.5), relief(-1.8)
    look = shared_look([small, large])
    assert look.limit_mm == 2.0
    assert look.heights_mm[0] < -1.8
    assert look.heights_mm[1] > 0.5
    assert look == shared_look([large, small])
