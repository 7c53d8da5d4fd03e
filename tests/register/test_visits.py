"""Visits of one leg lie on each other; what is not the same skin, or is the very same picture, is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from scan_truth import same_places
from skins import deformed, faded, mirrored, picture, registered, scar_of, unmasked, upside_down

from bundled import SHOTS, skin_of
from mesoject.capture import read_photo
from mesoject.records import Refused
from mesoject.register import picture_of, register, visit_region
from mesoject.skinmap import Region

FIRST = "d22_v0_p0"


def refusal(fixed, moving, **scars):
    with pytest.raises(Refused) as refused:
        register(fixed, moving, **scars)
    return refused.value.reasons[0]


@pytest.mark.parametrize("visit", [1, 2, 3, 4])
def test_a_later_visit_lies_on_the_first_to_half_a_millimetre(visit):
    """By the scanner: its vertices, seen by both true cameras, against where registration puts them."""
    moving = f"d22_v{visit}_p0"
    found = registered(FIRST, moving)
    here, there = same_places(FIRST, moving)
    off = np.linalg.norm(found.to_moving(here) - there, axis=1)
    assert off.mean() < 0.4
    assert np.percentile(off, 95) < 0.8
    assert found.inliers >= 100
    assert found.cells >= 7
    assert found.reasons == ()


def test_the_stated_error_is_as_large_as_the_true_one():
    ratios = []
    for visit in (1, 2, 3, 4):
        here, there = same_places(FIRST, f"d22_v{visit}_p0")
        found = registered(FIRST, f"d22_v{visit}_p0")
        off = np.linalg.norm(found.to_moving(here) - there, axis=1)
        ratios.append(np.sqrt((off**2).mean() / (found.error_mm(here) ** 2).mean()))
    assert 0.6 < np.sqrt(np.mean(np.square(ratios))) < 1.5


def test_deformed_recoloured_skin_with_a_faded_scar_is_followed_to_a_third_of_a_millimetre():
    """Skin stretched by up to 9 %; another click, so that noise and light differ as well."""
    bent, lies = deformed(faded(picture("d22_v0_p1"), scar_of("d22_v0_p1"), 0.25), 1.5, 100.0)
    found = register(picture(FIRST), bent, fixed_scar=scar_of(FIRST))
    here, there = same_places(FIRST, "d22_v0_p1")
    rigid = np.linalg.norm(here + np.mean(lies(there) - here, axis=0) - lies(there), axis=1)
    off = np.linalg.norm(found.to_moving(here) - lies(there), axis=1)
    assert off.mean() < 0.3
    assert off.mean() < 0.5 * rigid.mean()


def test_a_raster_registers_as_its_picture_does():
    fixed, moving = (skin_of(SHOTS[n]).raster(visit_region(skin_of(SHOTS[n])), 0.25) for n in (FIRST, "d22_v3_p0"))
    found = register(fixed, moving, fixed_scar=scar_of(FIRST))
    at = np.array([[0.0, 5.0], [30.0, -5.0]])
    np.testing.assert_allclose(found.to_moving(at), registered(FIRST, "d22_v3_p0").to_moving(at), atol=1e-6)


@pytest.mark.parametrize("other", ["d05_v0_p0", "d23_v0_p0"])
def test_another_leg_is_refused(other):
    why = refusal(picture(FIRST), picture(other), fixed_scar=scar_of(FIRST))
    assert why.code == "register_failed"
    assert "SDs above chance" in why.message


@pytest.mark.parametrize("other", ["d05_v0_p0", "d23_v0_p0"])
def test_a_match_on_print_alone_is_refused(other):
    """The same strips lie on both legs, and nobody masked them."""
    assert refusal(unmasked(picture(FIRST)), unmasked(picture(other))).code == "register_failed"


def test_a_mirrored_picture_is_noticed():
    assert refusal(picture(FIRST), mirrored(picture("d22_v2_p0")), fixed_scar=scar_of(FIRST)).code == "mirrored"


def test_a_leg_photographed_upside_down_is_noticed():
    why = refusal(picture(FIRST), upside_down(picture("d22_v2_p0")), fixed_scar=scar_of(FIRST))
    assert why.code == "strip_misplaced"


@pytest.mark.parametrize("change", ["saved again", "made smaller", "cropped"])
def test_one_photograph_given_as_two_visits_is_noticed(change, tmp_path):
    shot = SHOTS[FIRST]
    with Image.open(shot.photo) as original:
        exif = original.info["exif"]
        width, height = original.size
        copy = {
            "saved again": original,
            "made smaller": original.resize((width * 7 // 10, height * 7 // 10)),
            "cropped": original.crop((100, 60, width - 40, height - 30)),
        }[change]
        copy.save(tmp_path / "copy.jpg", exif=exif, quality=70)
    skin = read_photo(tmp_path / "copy.jpg", bar_mm=shot.bar_mm, bar_sd_mm=0.0, print_profile=shot.profile)
    why = refusal(picture(FIRST), picture_of(skin), fixed_scar=scar_of(FIRST))
    assert why.code == "duplicate_photo"
    assert why.fatal


def test_two_clicks_of_one_sitting_are_registered_and_said_to_be_so():
    found = registered(FIRST, "d22_v0_p1")
    assert [why.code for why in found.reasons] == ["same_sitting"]
    assert not found.reasons[0].fatal


def test_another_size_of_print_is_noticed():
    small = picture("d22_v3_p0")
    r = small.region
    large = replace(small, region=Region(*(1.05 * v for v in (r.s_low, r.s_high, r.z_low, r.z_high))), mm_per_px=0.2625)
    found = register(picture(FIRST), large, fixed_scar=scar_of(FIRST))
    assert [why.code for why in found.reasons] == ["scale_disagrees"]
    assert found.scale == pytest.approx(1.05 * registered(FIRST, "d22_v3_p0").scale, abs=0.005)


def test_skin_without_skin_is_refused():
    bare = picture(FIRST)
    why = refusal(bare, replace(bare, usable=np.zeros_like(bare.usable)))
    assert why.code == "register_failed"
    assert "0 mm2 of bare skin" in why.message


def test_plain_skin_without_structure_is_refused():
    flat = picture(FIRST)
    grey = replace(flat, srgb8=np.full_like(flat.srgb8, 180), usable=np.ones_like(flat.usable))
    assert refusal(grey, grey).code == "register_failed"
