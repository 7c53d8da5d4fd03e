"""A rendered region: colours where they are on the skin, row 0 proximal, and masks over what is no skin."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "measuring"))
from flat_skin import CENTRE_PX, PX_PER_MM, SKIN8, correction, painted, picture, skin, to_px

from mesoject.records.cielab import linear_from_srgb8
from mesoject.skinmap import Correction, Region
from mesoject.skinmap.paint import shading_terms

SQUARE = Region(-10, 10, -6, 6)


def box(left, low, right, high):
    return np.array([(left, low), (right, low), (right, high), (left, high)], float)


def test_a_region_has_the_pixels_of_its_size():
    raster = skin().raster(SQUARE, 0.1)
    assert raster.linear.shape == (120, 200, 3)
    assert raster.codes.shape == (120, 200, 3)
    assert raster.cosine.shape == raster.covered.shape == raster.clipped.shape == (120, 200)
    assert skin().raster(SQUARE, 0.5).linear.shape == (24, 40, 3)


def test_row_0_is_proximal_and_columns_run_with_s():
    places = skin().raster(SQUARE, 0.1).places()
    assert places[0, 0] == pytest.approx([-9.95, 5.95])
    assert places[-1, -1] == pytest.approx([9.95, -5.95])


def test_places_and_pixels_of_the_raster_agree():
    raster = skin().raster(SQUARE, 0.1)
    px = raster.to_px(raster.places())
    assert px[7, 31] == pytest.approx([31, 7])


def test_colour_is_the_skins_reflectance():
    raster = skin().raster(SQUARE)
    assert raster.linear[3, 5] == pytest.approx(linear_from_srgb8(np.array(SKIN8)), abs=1e-5)
    assert not raster.covered.any()
    assert not raster.clipped.any()


def test_what_is_painted_appears_where_it_was_painted():
    raster = skin(painted(box(2, 1, 8, 5), (90, 60, 50))).raster(SQUARE, 0.1)
    places = raster.places()
    dark = raster.codes[..., 0] < 120
    s, z = places[dark].T
    assert (s.min(), s.max(), z.min(), z.max()) == pytest.approx((2, 8, 1, 5), abs=0.15)
    assert dark.sum() * 0.01 == pytest.approx(24, rel=0.03)


def test_paper_and_its_shadow_are_covered():
    paper = box(-4, -3, 4, 3)
    raster = skin(covers=(paper,)).raster(SQUARE, 0.1)
    s, z = np.moveaxis(raster.places(), -1, 0)
    inside = (np.abs(s) < 4) & (np.abs(z) < 3)
    assert raster.covered[inside].all()
    assert not raster.covered[(np.abs(s) > 5.2) | (np.abs(z) > 4.2)].any()


def test_what_the_picture_does_not_show_is_covered():
    """The chart reaches 80 mm and the picture only so far."""
    right = (picture().shape[1] - 1 - CENTRE_PX[0]) / PX_PER_MM
    raster = skin(trusted=200.0).raster(Region(70, 95, -5, 5), 0.2)
    s = raster.places()[..., 0]
    limit = min(right, 80.0)
    assert raster.covered[s > limit + 2].all()
    assert not raster.covered[s < limit - 3].any()


def test_a_region_that_the_picture_does_not_show_at_all_is_covered():
    assert skin().raster(Region(200, 210, 0, 10), 0.5).covered.all()


def test_clipped_pixels_are_marked():
    bright = painted(box(0, 0, 5, 5), (255, 250, 240))
    black = painted(box(-5, -5, 0, 0), (1, 0, 2), bright)
    raster = skin(black).raster(SQUARE, 0.1)
    s, z = np.moveaxis(raster.places(), -1, 0)
    assert raster.clipped[(s > 0.5) & (s < 4.5) & (z > 0.5) & (z < 4.5)].all()
    assert raster.clipped[(s < -0.5) & (s > -4.5) & (z < -0.5) & (z > -4.5)].all()
    assert raster.clipped.sum() * 0.01 == pytest.approx(50, rel=0.1)


def test_a_coarse_raster_averages_what_it_cannot_show():
    r = np.random.default_rng(0)
    noisy = (picture() + r.normal(0, 20, picture().shape)).clip(0, 255).astype(np.uint8)
    fine, coarse = (skin(noisy).raster(SQUARE, step).codes[..., 0].std() for step in (0.125, 1.0))
    assert coarse < 0.4 * fine


def test_shading_is_taken_out():
    """A light that doubles from left to right leaves an even skin even."""
    slope = np.array([np.log(2) * 50 / 20, 0, 0, 0, 0])
    light = np.exp(slope[0] * (np.arange(picture().shape[1]) - CENTRE_PX[0]) / PX_PER_MM / 50)
    linear = 0.25 * linear_from_srgb8(np.array(SKIN8)) * np.ones((picture().shape[0], 1, 1)) * light[None, :, None]
    codes = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.clip(linear, 0, 1) ** (1 / 2.4) - 0.055)
    on = skin((codes * 255 + 0.5).clip(0, 255).astype(np.uint8))
    table = correction()
    from dataclasses import replace

    shaded = replace(on, paint=replace(on.paint, correction=Correction(table.table, np.eye(3), slope)))
    left, right = (shaded.raster(Region(a, a + 2, -1, 1)).linear.mean((0, 1)) for a in (-10, 8))
    assert left == pytest.approx(right, rel=0.03)


def test_shading_terms_are_smooth_functions_of_place():
    assert shading_terms(np.array(50.0), np.array(100.0)) == pytest.approx([1, 2, 1, 2, 1])


def test_a_region_grows_on_every_side():
    assert Region(0, 1, 2, 3).grown(4) == Region(-4, 5, -2, 7)


def test_a_point_correction_and_a_raster_agree():
    on = skin(painted(box(-10, -6, 0, 6), (120, 90, 70)))
    raster = on.raster(SQUARE, 0.1)
    code, mm = raster.codes[::17, ::13].reshape(-1, 3), raster.places()[::17, ::13].reshape(-1, 2)
    assert on.paint.correction.reflectance(code, mm) == pytest.approx(
        raster.linear[::17, ::13].reshape(-1, 3), abs=1e-5
    )
    assert to_px((0, 0)) == pytest.approx(CENTRE_PX)
