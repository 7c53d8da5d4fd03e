"""Bad pictures get the reason that a person needs to take a better one."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from bundled import GOOD, ONE_STRIP, photo_of, skin_of
from mesoject.capture import read_photo
from mesoject.capture.assemble import _model, _seen, skin_map
from mesoject.capture.limb.fit import fit
from mesoject.capture.markers import Sightings, find_markers
from mesoject.capture.quality import judge_fit, judge_markers, judge_sharpness, sharpness
from mesoject.capture.target import load_target
from mesoject.records import Refused, UsageError

STRIPS = load_target()
PHOTO = photo_of(GOOD)
FOUND = find_markers(PHOTO, STRIPS)
PROXIMAL = FOUND.ids < 16


def changed(rgb8):
    return replace(PHOTO, rgb8=np.ascontiguousarray(rgb8))


def verdict(photo, **options):
    """Codes of the refusal, or of the warnings."""
    try:
        return [why.code for why in skin_map(photo, **options).warnings]
    except Refused as refused:
        return ["refused", *(why.code for why in refused.reasons)]


def of_markers(sightings):
    """Codes that the markers alone, or the fit to them, give."""
    seen = tuple(s for s in (_seen(sightings, STRIPS, k) for k in (0, 1)) if s is not None)
    notes = judge_markers(PHOTO, sightings, seen, STRIPS, lambda: False)
    if not any(note.fatal for note in notes):
        notes += judge_fit(fit(_model(PHOTO, STRIPS, seen)))
    return [(note.code, note.fatal) for note in notes]


def kept(mask):
    return Sightings(FOUND.ids[mask], FOUND.corners_px[mask])


def relabelled(ids):
    return Sightings(np.asarray(ids), FOUND.corners_px)


# how the strips lie


def test_a_good_photograph_has_nothing_against_it():
    assert of_markers(FOUND) == []
    assert judge_sharpness(PHOTO, FOUND) == []
    assert verdict(PHOTO, bar_mm=100, print_profile=GOOD.profile) == []


def test_a_mirror_inverted_picture_is_called_that():
    assert verdict(changed(PHOTO.rgb8[:, ::-1])) == ["refused", "mirrored"]


def test_two_strips_of_one_kind_are_misplaced():
    """The same strip stands twice in the picture."""
    x, y, w, h = cv2.boundingRect(FOUND.corners_px[PROXIMAL].reshape(-1, 2).astype(np.float32))
    strip = PHOTO.rgb8[y - 20 : y + h + 20, x - 20 : x + w + 20]
    low = FOUND.corners_px[~PROXIMAL].reshape(-1, 2).min(0).astype(int) - 20
    rgb8 = PHOTO.rgb8.copy()
    room = rgb8[low[1] : low[1] + strip.shape[0], low[0] : low[0] + strip.shape[1]]
    room[:] = strip[: room.shape[0], : room.shape[1]]
    assert verdict(changed(rgb8)) == ["refused", "strip_misplaced"]


def test_swapped_strips_are_misplaced():
    """P lies where D should and D where P should, neither turned: the arrows of both point away from the scar.

    (Turned as well, they are a right pair on a leg that lies the other way round: no picture can tell.)
    """
    swapped = Sightings((FOUND.ids + 16) % 32, np.roll(FOUND.corners_px, 2, axis=1))
    assert of_markers(swapped) == [("strip_misplaced", True)]


@pytest.mark.parametrize("turned", [PROXIMAL, ~PROXIMAL], ids=["P", "D"])
def test_a_reversed_strip_is_misplaced(turned):
    """Turned end for end, its arrows point away from the scar, and its markers stand on their heads."""
    corners = FOUND.corners_px.copy()
    corners[turned] = np.roll(corners[turned], 2, axis=1)
    assert of_markers(Sightings(FOUND.ids, corners)) == [("strip_misplaced", True)]


def test_displaced_markers_are_no_smooth_limb():
    """A crease: every other marker of one strip stands 1.5 mm off."""
    corners = FOUND.corners_px.copy()
    side = float(np.median(FOUND.sides_px))
    across = corners[:, 3] - corners[:, 0]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    sign = np.where(FOUND.ids % 2, 1, -1) * PROXIMAL
    corners += (0.15 * side * sign)[:, None, None] * across[:, None]
    assert of_markers(Sightings(FOUND.ids, corners)) == [("strip_not_flat", True)]


def test_one_lifted_marker_is_warned_of():
    corners = FOUND.corners_px.copy()
    corners[np.flatnonzero(PROXIMAL)[2]] += 0.12 * np.median(FOUND.sides_px)
    assert of_markers(Sightings(FOUND.ids, corners)) == [("strip_not_flat", False)]


def test_markers_that_make_no_sense_are_refused_and_nothing_breaks():
    r = np.random.default_rng(3)
    for spread in (5, 50, 500):
        corners = FOUND.corners_px + r.normal(0, spread, FOUND.corners_px.shape)
        assert of_markers(Sightings(FOUND.ids, corners)) in (
            [("strip_not_flat", True)],
            [("strip_misplaced", True)],
        )
    assert of_markers(relabelled(r.permutation(FOUND.ids)))[0][1]


# how much of them is in view


def test_covered_markers_are_too_few():
    few = np.concatenate([np.flatnonzero(PROXIMAL)[:3], np.flatnonzero(~PROXIMAL)[:2]])
    assert of_markers(kept(few)) == [("too_few_markers", True)]


def test_three_markers_of_the_second_strip_are_few():
    some = np.concatenate([np.flatnonzero(PROXIMAL), np.flatnonzero(~PROXIMAL)[:3]])
    assert of_markers(kept(some)) == [("too_few_markers", False)]


@pytest.mark.parametrize("left", [PROXIMAL, ~PROXIMAL], ids=["P", "D"])
def test_one_strip_alone_is_a_warning(left):
    assert of_markers(kept(left)) == [("one_strip", False)]


def test_one_strip_knows_less_than_two():
    """The same photograph with one strip painted over: a tenth of an area at the strips' middle is less sure."""
    rgb8 = PHOTO.rgb8.copy()
    for quad in FOUND.corners_px[~PROXIMAL]:
        cv2.fillPoly(rgb8, [np.round(quad).astype(np.int32)], (200, 160, 140))
    one = skin_map(changed(rgb8), bar_mm=100)
    assert "one_strip" in [note.code for note in one.warnings]

    def patch(skin):
        ring = np.array(GOOD.truth["outline_px"])

        def area(chart):
            s, z = (chart.to_mm(ring) - chart.to_mm(ring).mean(0)).T
            return np.log(abs(np.dot(s, np.roll(z, -1)) - np.dot(z, np.roll(s, -1))) / 2)

        return float(skin.geometry_error(area))

    assert patch(one) > 2 * patch(skin_of(GOOD))


def test_the_bundled_one_strip_is_a_warning():
    skin = skin_of(ONE_STRIP)
    assert [note.code for note in skin.warnings] == ["one_strip"]


def test_no_strips_at_all():
    x, y = np.array(GOOD.truth["outline_px"]).mean(0).astype(int)
    r = np.random.default_rng(1)
    hairy = np.tile(PHOTO.rgb8[y - 60 : y + 60, x - 60 : x + 60], (8, 8, 1)).astype(float)
    hairy += r.normal(0, 30, hairy.shape)
    assert verdict(changed(np.clip(hairy, 0, 255).astype(np.uint8))) == ["refused", "no_strips"]


# light and focus


def test_a_shaken_picture_is_blurred():
    kernel = np.zeros((61, 61), np.float32)
    kernel[30] = 1 / 61
    assert verdict(changed(cv2.filter2D(PHOTO.rgb8, -1, kernel))) == ["refused", "blur"]


def test_an_unfocused_picture_is_blurred():
    assert verdict(changed(cv2.GaussianBlur(PHOTO.rgb8, (0, 0), 14))) == ["refused", "blur"]


def test_a_soft_picture_with_readable_markers_is_blurred_too():
    """Where blur leaves too few markers, blur is the reason that a person can act on."""
    assert "blur" in verdict(changed(cv2.GaussianBlur(PHOTO.rgb8, (0, 0), 3)), bar_mm=100)
    assert verdict(changed(cv2.GaussianBlur(PHOTO.rgb8, (0, 0), 4))) == ["refused", "blur", "too_few_markers"]


def test_blur_lessens_sharpness():
    steps = [PHOTO.rgb8, *(cv2.GaussianBlur(PHOTO.rgb8, (0, 0), sd) for sd in (1, 2, 4, 8))]
    found = [sharpness(rgb8) for rgb8 in steps]
    assert found == sorted(found, reverse=True)


def test_a_dark_picture_is_underexposed():
    assert verdict(changed((PHOTO.rgb8 * 0.3).astype(np.uint8))) == ["refused", "underexposed"]


def test_a_bright_picture_is_overexposed():
    bright = np.clip(PHOTO.rgb8.astype(float) * 2.2, 0, 255).astype(np.uint8)
    assert verdict(changed(bright)) == ["refused", "overexposed"]


# the print


@pytest.mark.parametrize("bar_mm", [50, 96.99, 103.01, 150])
def test_a_print_of_a_wrong_size_is_refused(bar_mm):
    with pytest.raises(Refused, match="print_scale"):
        read_photo(GOOD.photo, bar_mm=bar_mm)


@pytest.mark.parametrize("bar_mm", [0, 10, -100, float("nan"), float("inf")])
def test_a_bar_that_is_no_length_in_millimetres_is_a_wrong_call(bar_mm):
    with pytest.raises(UsageError, match="give millimetres"):
        read_photo(GOOD.photo, bar_mm=bar_mm)


@pytest.mark.parametrize("bar_mm", [97, 103])
def test_a_print_of_nearly_the_right_size_is_corrected(bar_mm):
    skin = read_photo(GOOD.photo, bar_mm=bar_mm)
    place = np.array([[10.0, 10.0]])
    assert skin.to_mm(skin_of(GOOD).to_photo(place)) == pytest.approx(place * bar_mm / 100, rel=1e-3)


def test_an_unmeasured_bar_is_a_warning_and_one_percent():
    unsure, sure = skin_map(PHOTO), skin_map(PHOTO, bar_mm=100, bar_sd_mm=0.3)
    assert "print_not_verified" in [note.code for note in unsure.warnings]
    assert unsure.print_scale_sd == 0.01
    assert "print_not_verified" not in [note.code for note in sure.warnings]
    assert sure.print_scale_sd == pytest.approx(0.003)
