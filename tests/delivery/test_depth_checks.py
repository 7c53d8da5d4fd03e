"""A depot that reaches the surface or the fat, and a depth that thin skin does not have: told with number and limit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc
from treatments import SCAR, injections

from mesoject.delivery import simulate
from mesoject.delivery.accepted import treated_skin
from mesoject.delivery.depot import Ellipsoid, ball_radius_mm, ball_volume_ul, fitted
from mesoject.delivery.depth_checks import SMALLER_VOLUME, check_depth

THICK = {"site": "thigh", "scar_type": "hypertrophic", "scar_thickness_mm": 3.0}


def told(code: str, **changed) -> str:
    """The message of the one warning of a kind; empty without one."""
    found = [r.message for r in simulate(injections(**changed), SCAR).warnings if r.code == code]
    assert len(found) <= 1
    return found[0] if found else ""


def test_a_depot_that_breaks_the_surface():
    words = told("depot_at_surface", **THICK, depth_mm=0.75, volume_ul=2.0)
    assert "depth_mm 0.75 is less than the 1.02 mm from the depot's middle to its top" in words
    assert "breaks the surface by 0.27 mm; at this depth 0.8 µL fit" in words
    assert ball_volume_ul(0.75, 0.45) == pytest.approx(0.8, abs=0.005)
    assert not told("depot_at_surface", **THICK, depth_mm=1.1, volume_ul=2.0)
    assert not told("depot_at_surface", **THICK, depth_mm=0.75, volume_ul=0.75)


def test_a_flattened_depot_is_judged_by_its_own_height():
    """What would break the surface as a ball lies below it once it is flattened, and is so computed."""
    assert "would be 2.04 mm thick" in told("depot_too_large", depth_mm=0.6, volume_ul=2.0)
    assert not told("depot_at_surface", depth_mm=0.6, volume_ul=2.0)
    assert "breaks the surface by 0.25 mm" in told("depot_at_surface", depth_mm=0.3, volume_ul=2.0)


@pytest.mark.parametrize("depth", [0.1, 0.3, 0.5, 0.75, 1.0, 1.1])
def test_no_two_warnings_ask_for_opposite_depths(depth):
    remedies = [r.remedy for r in check_depth(injections(depth_mm=depth, volume_ul=3.0), treated_skin(injections()))]
    assert not (any("larger depth" in r for r in remedies) and any("smaller depth" in r for r in remedies))
    if depth < 0.5:
        assert set(remedies) == {SMALLER_VOLUME}


def test_fat_does_not_flatten_a_depot_to_the_dermis():
    room = (0.1, 1.2, 7.2)
    at = [fitted(depth, 4.0, 0.45, room) for depth in (0.7, 1.2, 1.3, 2.5, 6.9)]
    ball = ball_radius_mm(4.0, 0.45)
    assert [d.half_height_mm for d in at] == pytest.approx([0.55, 0.55, 0.65, ball, 0.55])
    for d in at:
        assert d.radius_mm**2 * d.half_height_mm == pytest.approx(ball**3), "its volume is that of the ball"
        mass = d.transform(np.linspace(0, 7.2, 200), np.zeros(1))
        assert d.depth_mm > 6.5 or mass.sum() == pytest.approx(1, abs=1e-9)
    assert not told("depot_too_large", site="thigh", depth_mm=4.0, volume_ul=4.0)


def test_a_depot_whose_foot_reaches_the_fat():
    words = told("depot_in_fat", **THICK, depth_mm=2.2, volume_ul=2.0)
    assert "foot lies at 3.22 mm, below skin of 3.00 mm: 3 % of it" in words
    assert "depth_mm 1.98 or less" in words
    assert not told("depot_in_fat", **THICK, depth_mm=1.97, volume_ul=2.0)


def test_the_share_of_a_depot_that_lies_deeper_is_that_of_its_mass():
    depot, border = Ellipsoid(2.2, 1.02, 1.02), 3.0
    mass = depot.transform(np.array([0.0, border, 10.0]), np.zeros(1))[0]
    assert depot.share_below(border) == pytest.approx(mass[1], rel=1e-9)
    assert ball_radius_mm(ball_volume_ul(0.9, 0.45), 0.45) == pytest.approx(0.9)


def test_a_depth_that_the_thinnest_skin_does_not_have_names_the_share_of_the_draws():
    words = told("depth_below_skin", depth_mm=0.9, volume_ul=0.1)
    skin = simulate(injections(), SCAR).skin.scar_mm
    drawn = np.array([skin.at(q) for q in qmc.LatinHypercube(1, seed=1).random(2000)[:, 0]])
    share = 100 * (drawn < 0.9).mean()
    assert f"below skin of {skin.low:.2f} mm, the least of its band (best guess 1.20 mm)" in words
    assert f"in {share:.0f} % of the draws" in words
    assert 5 < share < 45


def test_a_depth_below_the_best_guess_names_the_share_too():
    words = told("depth_below_skin", depth_mm=1.4)
    assert "below skin of 1.20 mm: the injection goes into the fat, in 7" in words


def test_a_depth_that_every_skin_has_is_not_warned_of():
    assert not told("depth_below_skin", depth_mm=0.6, volume_ul=0.1)
