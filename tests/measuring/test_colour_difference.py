"""Scar minus skin, for colours that were painted."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from flat_skin import SCAR8, SKIN8, chart, correction, ellipse, laid, painted, picture, skin

from mesoject.measuring.colour import SHEEN, colours, erythema, melanin
from mesoject.measuring.skin import find_parts
from mesoject.records.cielab import ciede2000, lab_from_linear, linear_from_srgb8
from mesoject.skinmap import Correction

DISC = ellipse(15, 10)
NAMES = ["delta_l", "delta_a", "delta_b", "delta_e", "erythema_difference", "melanin_difference", "skin_ita"]


def told(on=None):
    on = on or skin(painted(DISC, SCAR8))
    parts, _ = find_parts(on, laid([DISC], on=on), 0.2)
    return {q.name: q for q in colours(on, parts)}


def lab(colour8):
    """CIELAB under the skin's mirrored light."""
    return lab_from_linear(linear_from_srgb8(np.array(colour8)) - SHEEN)


def part(quantity, name):
    return next(p.se for p in quantity.parts if p.part == name)


def test_every_difference_is_scar_minus_skin():
    found = told()
    assert list(found) == NAMES
    difference = lab(SCAR8) - lab(SKIN8)
    for name, expected in zip(NAMES, difference, strict=False):
        assert found[name].value == pytest.approx(expected, abs=0.05)
    r_scar, r_skin = (linear_from_srgb8(np.array(c)) - SHEEN for c in (SCAR8, SKIN8))
    expected = 100 * math.log10(r_scar[0] / r_scar[1]) - 100 * math.log10(r_skin[0] / r_skin[1])
    assert found["erythema_difference"].value == pytest.approx(expected, abs=0.1)
    assert found["melanin_difference"].value == pytest.approx(-100 * math.log10(r_scar[0] / r_skin[0]), abs=0.1)
    own = lab(SKIN8)
    assert found["skin_ita"].value == pytest.approx(math.degrees(math.atan2(own[0] - 50, own[2])), abs=0.2)


def test_delta_e_is_ciede2000_less_its_own_noise():
    whole = float(ciede2000(lab(SCAR8), lab(SKIN8)))
    found = told()["delta_e"]
    assert whole - 0.5 < found.value < whole + 0.05
    assert found.interval()[0] >= 0


def test_a_redder_and_a_browner_scar_have_the_signs_that_they_should():
    redder, browner, paler = (
        told(skin(painted(DISC, colour))) for colour in ((205, 140, 125), (150, 110, 85), (225, 195, 175))
    )
    assert redder["delta_a"].value > 3
    assert redder["erythema_difference"].value > 2
    assert browner["delta_l"].value < -10
    assert browner["melanin_difference"].value > 5
    assert paler["delta_l"].value > 5
    assert paler["melanin_difference"].value < 0


def test_no_difference_is_none():
    found = told(skin(picture()))
    for name in NAMES[:6]:
        assert found[name].value == pytest.approx(0, abs=0.02)


def test_a_few_hairs_and_highlights_do_not_count():
    hairy = painted(DISC, SCAR8)
    clean = told(skin(hairy.copy()))["delta_l"].value
    hairy[::100] = (20, 15, 15)
    assert told(skin(hairy))["delta_l"].value == pytest.approx(clean, abs=0.4)


# errors


def test_what_the_correction_does_not_know_is_the_colour_part():
    on = skin(painted(DISC, SCAR8))
    table = correction().table
    other = Correction(table, np.diag([1.05, 1.0, 1.0]), np.zeros(5))
    unsure = replace(on, paint=replace(on.paint, variants=(other,)))
    assert part(told(unsure)["delta_a"], "colour") > part(told(on)["delta_a"], "colour")


def test_an_unmeasured_print_is_ten_percent_of_the_difference():
    on = skin(painted(DISC, SCAR8))
    measured = replace(on, sources={**on.sources, "print_profile_sha256": "12" * 32})
    unmeasured = told(on)["delta_l"]
    assert part(unmeasured, "print") == pytest.approx(0.1 * abs(unmeasured.value))
    assert part(told(measured)["delta_l"], "print") == 0


def test_mottled_skin_is_less_sure_than_even_skin():
    r = np.random.default_rng(4)
    mottled = picture().astype(float)
    for _ in range(60):
        x, y = r.integers(0, mottled.shape[1]), r.integers(0, mottled.shape[0])
        mottled[max(0, y - 60) : y + 60, max(0, x - 60) : x + 60] += r.normal(0, 8, 3)
    rgb8 = painted(DISC, SCAR8, mottled.clip(0, 250).astype(np.uint8))
    assert part(told(skin(rgb8))["delta_a"], "colour") > 1.5 * part(told()["delta_a"], "colour")


def test_without_a_correction_there_is_no_colour():
    on = skin(painted(DISC, SCAR8))
    assert told(replace(on, paint=replace(on.paint, correction=None))) == {}


def test_without_skin_beside_it_there_is_no_colour():
    on = skin(painted(DISC, SCAR8), chart=chart())
    far = np.array([(-79, -79), (79, -79), (79, 79), (-79, 79)], float)
    holed = skin(on.paint.rgb8, covers=(far,))
    assert told(holed) == {}


def test_the_indices_are_as_published():
    assert erythema(np.array([0.5, 0.25, 0.2])) == pytest.approx(100 * math.log10(2))
    assert melanin(np.array([0.1, 0.05, 0.04])) == pytest.approx(100)
