"""What counts as bare skin: not paper, not ink, not what the camera could not see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from skins import picture, scar_of

from bundled import SHOTS, skin_of
from mesoject.register import picture_of, skin_picture, visit_region
from mesoject.register.structure import band_weights, structure

FIRST = "d22_v0_p0"


@pytest.fixture(scope="module")
def raster():
    skin = skin_of(SHOTS[FIRST])
    return skin.raster(visit_region(skin), 0.5)


def test_the_end_of_a_strip_is_not_skin_where_nothing_says_that_paper_is_there(raster):
    """Its white and black are told by contrast, its printed skin tones by their size."""
    covered = raster.covered.copy()
    columns = np.flatnonzero((raster.cosine > 0.5).any(axis=0) & ~raster.covered.all(axis=0))
    covered[:, columns[-1] - 80 :] = False
    paper = raster.covered & ~covered & (raster.cosine > 0.5)
    assert paper.sum() > 2000
    assert skin_picture(replace(raster, covered=covered)).usable[paper].mean() < 0.05


def test_skin_between_the_strips_is_usable():
    first = picture(FIRST)
    assert 4000 < first.usable.sum() * first.mm_per_px**2 < 12000
    assert first.usable[first.inside(scar_of(FIRST))].mean() > 0.9


@pytest.mark.parametrize("hide", ["covered", "clipped"])
def test_what_is_hidden_or_clipped_is_not_usable(raster, hide):
    half = np.zeros_like(raster.covered)
    half[:, : half.shape[1] // 2] = True
    assert not skin_picture(replace(raster, **{hide: getattr(raster, hide) | half})).usable[half].any()


def test_colour_that_is_not_a_number_is_not_skin(raster):
    assert not skin_picture(replace(raster, linear=np.full_like(raster.linear, np.nan))).usable.any()


def test_pixels_and_places_are_each_others_inverse():
    first = picture(FIRST)
    rows, columns = first.usable.shape
    px = first.to_px(first.places())
    np.testing.assert_allclose(px[..., 0], np.tile(np.arange(columns), (rows, 1)), atol=1e-9)
    np.testing.assert_allclose(px[..., 1], np.arange(rows)[:, None] + np.zeros(columns), atol=1e-9)


def test_an_empty_scar_covers_nothing():
    assert not picture(FIRST).inside(shapely.Polygon()).any()


def test_a_coarser_picture_shows_the_same_skin():
    fine, coarse = picture(FIRST), picture_of(skin_of(SHOTS[FIRST]), 0.5)
    assert coarse.usable.sum() * 0.5**2 == pytest.approx(fine.usable.sum() * 0.25**2, rel=0.03)


def test_structure_is_free_of_the_scar_and_of_slow_light():
    first, scar = picture(FIRST), scar_of(FIRST)
    ramp = np.linspace(0.8, 1.2, first.usable.shape[1])[None, :, None]
    lit = replace(first, srgb8=np.clip(first.srgb8 * ramp, 0, 255).astype(np.uint8))
    plain, tilted = structure(first, scar).bands, structure(lit, scar).bands
    both = (plain[..., 3] > 0) & (tilted[..., 3] > 0)
    assert not plain[first.inside(scar)].any()
    assert np.corrcoef(plain[..., 0][both], tilted[..., 0][both])[0, 1] > 0.9


def test_a_band_that_agrees_outweighs_one_that_does_not():
    random = np.random.default_rng(0)
    one, other = (np.dstack([random.normal(size=(80, 90, 3)), np.ones((80, 90))]).astype(np.float32) for _ in range(2))
    other[..., 0] = 0.7 * one[..., 0] + 0.3 * other[..., 0]
    weights = band_weights(one, other)
    assert weights.mean() == pytest.approx(1.0)
    assert weights[0] > 10 * weights[1:].max()
