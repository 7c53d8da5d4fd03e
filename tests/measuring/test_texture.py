"""The ratio of fine variation, scar over skin."""

from __future__ import annotations

import numpy as np
import pytest
from flat_skin import PX_PER_MM, SCAR8, ellipse, laid, painted, picture, skin, to_px

from mesoject.measuring.skin import find_parts
from mesoject.measuring.texture import texture_ratio

DISC = ellipse(16, 11)


def rough(scar_sd, skin_sd, *, grain_mm=0.7, seed=0, colour=None):
    """Skin and scar with a grain of this size, stronger or weaker inside the outline."""
    import cv2

    r = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(r.standard_normal(picture().shape[:2]), (0, 0), grain_mm * PX_PER_MM / 4)
    noise /= noise.std()
    inside = np.zeros(noise.shape, np.uint8)
    cv2.fillPoly(inside, [np.round(to_px(DISC)).astype(np.int32)], 1)
    rgb = painted(DISC, colour) if colour else picture()
    rgb = rgb + (noise * np.where(inside, scar_sd, skin_sd))[..., None]
    return skin(rgb.clip(0, 250).astype(np.uint8))


def ratio(on, mm_per_px=0.1):
    parts, _ = find_parts(on, laid([DISC], on=on), mm_per_px)
    (found,) = texture_ratio(parts)
    return found


@pytest.mark.parametrize(("scar", "own", "expected"), [(6, 6, 1.0), (12, 6, 2.0), (3, 6, 0.5)])
def test_it_is_the_ratio_of_what_was_painted(scar, own, expected):
    found = ratio(rough(scar, own))
    assert found.value == pytest.approx(expected, rel=0.12)
    low, high = found.interval(0.99)
    assert low < expected < high


def test_variation_slower_than_1_6_mm_does_not_count():
    slow, fine = (ratio(rough(12, 4, grain_mm=g)).value for g in (12.0, 0.7))
    assert fine == pytest.approx(3, rel=0.15)
    assert slow < 0.8 * fine


def test_it_is_a_ratio_above_zero_and_unsure_at_least_of_the_light():
    found = ratio(rough(6, 6))
    assert (found.unit, found.scale) == ("1", "log")
    assert found.standard_error > 0.15 * found.value * 0.99


def test_a_scar_too_small_for_it_has_none():
    on = rough(6, 6)
    small = ellipse(3, 2)
    parts, _ = find_parts(on, laid([small], on=on), 0.1)
    assert texture_ratio(parts) == []


def test_pigment_alone_is_no_texture():
    assert ratio(rough(6, 6, colour=SCAR8)).value == pytest.approx(1, rel=0.25)
