"""The mapping between skin and photograph: there and back, and nothing where there is no skin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundled import GOOD, ONE_STRIP, skin_of
from mesoject.skinmap import Chart

RADIUS, FOCAL, DISTANCE = 50.0, 1500.0, 300.0


def on_cylinder(s, z):
    """Places of a cylinder seen squarely by a pinhole, and the cosine of the viewing angle."""
    angle = s / RADIUS
    x, height = RADIUS * np.sin(angle), RADIUS * np.cos(angle) - RADIUS
    depth = DISTANCE - height
    px = np.stack([1000 + FOCAL * x / depth, 750 - FOCAL * z / depth], -1)
    sight = np.stack([-x, -z, depth], -1)
    normal = np.stack([np.sin(angle), 0 * z, np.cos(angle)], -1)
    return px, (sight * normal).sum(-1) / np.linalg.norm(sight, axis=-1)


def cylinder():
    s, z = np.arange(-100.0, 101, 5), np.arange(-60.0, 61, 5)
    px, cosine = on_cylinder(*np.meshgrid(s, z))
    return Chart(s, z, px, np.ones(px.shape[:2]), cosine)


CYLINDER = cylinder()
visible = st.tuples(st.floats(-45, 45), st.floats(-55, 55))


@given(visible)
def test_a_place_is_where_the_closed_form_puts_it(place):
    mm = np.array(place)
    assert CYLINDER.to_photo(mm) == pytest.approx(on_cylinder(*mm)[0], abs=0.01)
    assert CYLINDER.cosine_at(mm) == pytest.approx(on_cylinder(*mm)[1], abs=1e-4)


@given(st.lists(visible, min_size=1, max_size=20))
def test_there_and_back(places):
    mm = np.array(places)
    assert CYLINDER.to_mm(CYLINDER.to_photo(mm)) == pytest.approx(mm, abs=1e-4)
    assert CYLINDER.to_mm(CYLINDER.to_photo(mm), near_mm=mm + 0.5) == pytest.approx(mm, abs=1e-4)


@pytest.mark.parametrize("shot", [GOOD, ONE_STRIP], ids=lambda s: s.name)
def test_there_and_back_on_a_photograph(shot):
    skin = skin_of(shot)
    s_low, s_high, z_low, z_high = skin.trusted_mm
    mm = np.stack(np.meshgrid(np.linspace(s_low, s_high, 15), np.linspace(z_low, z_high, 15)), -1)
    mm = mm[skin.visible(mm) > 0.3]
    assert skin.to_mm(skin.to_photo(mm)) == pytest.approx(mm, abs=1e-3)


def test_any_shape_of_points_is_kept():
    mm = np.zeros((3, 4, 2))
    assert CYLINDER.to_photo(mm).shape == (3, 4, 2)
    assert CYLINDER.to_mm(CYLINDER.to_photo(mm)).shape == (3, 4, 2)
    assert CYLINDER.to_mm(np.array([1000.0, 750.0])) == pytest.approx([0, 0], abs=1e-3)


def test_outside_the_chart_there_is_nothing():
    outside = np.array([[101.0, 0], [0, 61.0], [-101.0, -61.0], [np.nan, 0]])
    assert np.isnan(CYLINDER.to_photo(outside)).all()
    assert not CYLINDER.holds(outside).any()
    assert np.isnan(CYLINDER.to_mm(np.array([[0.0, 0.0], [5000.0, 750.0], [np.nan, 3.0]]))).all()


def test_the_side_that_is_turned_away_is_never_the_answer():
    """Beyond the horizon the picture folds back; a pixel means the skin in front."""
    behind = np.array([[85.0, 0.0]])
    assert CYLINDER.cosine_at(behind) < 0
    back = CYLINDER.to_mm(CYLINDER.to_photo(behind))
    assert np.isnan(back).all() or back[0, 0] < 80


def test_a_photographs_area_element_is_nearly_one():
    """A strip cannot stretch, and no leg is far from developable between two of them."""
    skin = skin_of(GOOD)
    assert skin.area_element(np.zeros((1, 2))) == pytest.approx(1, abs=0.05)
    assert skin.area_element(np.array([[0.0, 20.0]])) == pytest.approx(1, abs=0.05)


def test_s_and_z_are_right_handed_from_outside():
    """z towards the hip and s to its right: turned towards z, s goes against the picture's y."""
    skin = skin_of(GOOD)
    px = skin.to_photo(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    s, z = px[1] - px[0], px[2] - px[0]
    assert s[0] * z[1] - s[1] * z[0] < 0
    hip = skin.to_mm(np.array([np.mean(m["corners_px"], axis=0) for m in _seen("P")]))
    foot = skin.to_mm(np.array([np.mean(m["corners_px"], axis=0) for m in _seen("D")]))
    assert hip[:, 1].min() > foot[:, 1].max()


def _seen(strip):
    return [m for m in GOOD.truth["strips"][strip]["markers"].values() if m["expected"]]


def test_two_photographs_of_a_visit_share_their_coordinates():
    """The strips stay where they are: the same scar has the same place and size from both cameras."""
    from bundled import SHOTS

    middles = []
    for name in ("d22_v0_p0", "d22_v0_p1"):
        shot = SHOTS[name]
        middles.append(skin_of(shot).to_mm(np.array(shot.truth["outline_px"])).mean(0))
    assert middles[0] == pytest.approx(middles[1], abs=1.0)


def test_without_variants_there_is_no_geometry_error():
    from dataclasses import replace

    sure = replace(skin_of(GOOD), variants=())
    assert sure.geometry_error(lambda chart: chart.s_mm[:3]) == pytest.approx([0, 0, 0])
