"""Colours of height: symmetrical, told apart with any colour vision, ending where the scar does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reliefs import relief

from mesoject.records.cielab import lab_from_linear, linear_from_srgb8
from mesoject.report.relief.colours import LIMITS_MM, height_colours, inside_outline, shared_limit_mm


def _lab(height_mm: np.ndarray) -> np.ndarray:
    return lab_from_linear(linear_from_srgb8(height_colours(height_mm, 1.0).astype(float)))


def test_further_from_the_skin_is_darker_on_both_sides() -> None:
    lightness = _lab(np.linspace(0, 1, 40))[:, 0], _lab(np.linspace(0, -1, 40))[:, 0]
    assert all((np.diff(side) < 0.1).all() and side[0] - side[-1] > 40 for side in lightness)


def test_raised_and_sunken_differ_in_blue_and_yellow_which_red_green_blindness_keeps() -> None:
    b = _lab(np.array([0.5, -0.5]))[:, 2]
    assert b[0] > 20
    assert b[1] < -10


@given(height=st.floats(-30, 30, allow_nan=False), limit=st.sampled_from(LIMITS_MM))
def test_a_colour_depends_on_the_share_of_the_limit_alone(height: float, limit: float) -> None:
    share = np.clip(height / limit, -1, 1)
    assert (height_colours(np.array(height), limit) == height_colours(np.array(share), 1.0)).all()


def test_the_limit_is_the_least_round_one_that_holds_the_scar() -> None:
    assert shared_limit_mm([relief(1.4)]) == 1.5
    assert shared_limit_mm([relief(1.4), relief(-2.2)]) == 2.5


def test_noise_on_a_flat_scar_does_not_look_like_relief() -> None:
    assert shared_limit_mm([relief(0.0, noise_mm=0.15)]) >= 0.45


def test_a_scar_higher_than_any_limit_has_the_greatest() -> None:
    assert shared_limit_mm([relief(40.0)]) == LIMITS_MM[-1]


def test_the_scar_is_as_large_as_its_ellipse() -> None:
    picture = relief()
    assert inside_outline(picture).sum() * picture.mm_per_px**2 == pytest.approx(np.pi * 8 * 14, rel=0.01)
