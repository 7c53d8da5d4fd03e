"""A relief as something to be shown: its places, and what making it coarser or smoother keeps."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from reliefs import PITCH_MM, RADIUS_MM, height_at, relief


def test_a_pixels_place_is_where_its_centre_lies() -> None:
    picture = relief()
    mm = picture.places()
    assert mm[0, 0] == pytest.approx([-26 + PITCH_MM / 2, 28 - PITCH_MM / 2])
    columns, rows = np.meshgrid(np.arange(mm.shape[1]), np.arange(mm.shape[0]))
    assert picture.to_px(mm) == pytest.approx(np.stack([columns, rows], -1), abs=1e-9)


def test_the_surface_stands_on_the_healthy_skin() -> None:
    picture = relief(2.0)
    off = np.hypot(picture.xyz_mm[..., 0], picture.xyz_mm[..., 2] + RADIUS_MM) - RADIUS_MM
    known = np.isfinite(picture.height_mm)
    assert off[known] == pytest.approx(picture.height_mm[known], abs=1e-9)
    assert np.isnan(picture.xyz_mm[~known]).all()


@settings(max_examples=12)
@given(most=st.integers(500, 8000))
def test_coarser_holds_no_more_than_asked_and_the_same_volume(most: int) -> None:
    fine = relief(1.5)
    coarse = fine.coarser(most)
    known = np.isfinite(coarse.height_mm)
    assert known.sum() <= most * 1.1  # blocks half known at the edge count as well
    volume = [np.nansum(p.height_mm) * p.mm_per_px**2 for p in (fine, coarse)]
    assert volume[1] == pytest.approx(volume[0], rel=0.01)
    heights = height_at(coarse.places(), 1.5)[known]
    assert coarse.height_mm[known] == pytest.approx(heights, abs=0.03 * coarse.mm_per_px**2 + 1e-6)
    assert np.linalg.norm(coarse.up, axis=-1) == pytest.approx(1.0)


def test_what_is_small_enough_stays_as_it_is() -> None:
    picture = relief()
    assert picture.coarser(10**6) is picture


def test_smoothing_takes_noise_and_leaves_holes_and_the_mean() -> None:
    rough, smooth = relief(0.0, noise_mm=0.05), relief(0.0, noise_mm=0.05).smoothed(0.8)
    assert np.nanstd(smooth.height_mm) < 0.3 * np.nanstd(rough.height_mm)
    assert np.nanmean(smooth.height_mm) == pytest.approx(np.nanmean(rough.height_mm), abs=1e-3)
    assert (np.isnan(smooth.height_mm) == np.isnan(rough.height_mm)).all()


def test_smoothing_does_not_pull_a_level_skin_down_at_its_edge() -> None:
    picture = relief(0.0)
    level = np.where(np.isfinite(picture.height_mm), 0.7, np.nan)
    picture.height_mm[:] = level
    known = np.isfinite(level)
    assert picture.smoothed(1.0).height_mm[known] == pytest.approx(0.7)
