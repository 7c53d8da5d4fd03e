"""A camera made of a known tone curve, matrix and shading photographs known patches: its pictures are undone."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bundled import GOOD, skin_of
from mesoject.capture import read_photo
from mesoject.capture.colour.correct import fit_colour
from mesoject.capture.colour.profile import PrintProfile
from mesoject.capture.colour.reference import is_measured, reference_colours
from mesoject.capture.colour.samples import Samples
from mesoject.capture.target import load_target
from mesoject.records import UsageError
from mesoject.records.cielab import ciede2000, lab_from_linear, linear_from_srgb8
from mesoject.skinmap.paint import shading_terms

STRIPS = load_target()
REFERENCE = reference_colours(STRIPS, None)
PAPER = np.array([0.84, 0.83, 0.80])
MATRIX = np.array([[1.25, -0.18, -0.05], [-0.12, 1.20, -0.10], [0.02, -0.25, 1.30]])
TONE = 1.3
SHADE = np.array([0.15, -0.2, -0.25, 0.05, -0.05])
SKIN = np.array([[0.45, 0.28, 0.20], [0.60, 0.42, 0.33], [0.20, 0.11, 0.07], [0.42, 0.20, 0.16]])


def encoded(linear):
    """8-bit codes, not rounded, of linear light."""
    linear = np.clip(linear, 0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def camera(reflectance, mm, *, tone=TONE, matrix=MATRIX, shade=SHADE, gain=0.7):
    """What the file says of a colour at a place."""
    light = np.exp(shade @ shading_terms(mm[:, 0], mm[:, 1]))[:, None]
    return encoded((gain * light * (reflectance @ np.linalg.inv(matrix).T)) ** (1 / tone))


def places():
    """Keys and places of every patch and of the paper between, on two strips 70 mm apart."""
    rows = []
    for piece, z in zip(STRIPS.pieces, (35, -35), strict=True):
        sign = -1 if piece.turned else 1
        for patch in piece.patches[3:11] + piece.patches[17:25]:
            u, v = patch.corners_mm.mean(0)
            rows.append((patch.key, sign * (u - 98), z - sign * (v - 15)))
        for box in piece.paper[3:11] + piece.paper[16:24]:
            u, v = box.mean(0)
            rows.append(("paper", sign * (u - 98), z - sign * (v - 15)))
    return np.array([r[0] for r in rows]), np.array([r[1:] for r in rows])


def photographed(change=None, **how) -> Samples:
    keys, mm = places()
    reflectance = np.array([PAPER if key == "paper" else REFERENCE[key] for key in keys])
    code = camera(reflectance, mm, **how)
    clipped = np.zeros(len(keys), bool)
    if change is not None:
        change(keys, code, clipped)
    return Samples(keys, keys, code, np.ones(len(keys)), mm, np.ones(len(keys)), clipped)


def told(correction, code, mm):
    """Reflectance of codes between whole numbers: a mean over many pixels is not rounded."""
    linear = np.stack([np.interp(code[:, c], np.arange(256), correction.table[:, c]) for c in range(3)], -1)
    return linear / correction.illumination(*mm.T)[:, None] @ correction.matrix.T


def errors(colour, **how):
    """Differences of skin colours all over the scar, told by the correction, from what they are."""
    s, z = np.meshgrid(np.linspace(-25, 25, 5), np.linspace(-15, 15, 5))
    mm = np.stack([s.ravel(), z.ravel()], -1)
    worst = []
    for skin in SKIN:
        found = told(colour.best, camera(np.tile(skin, (len(mm), 1)), mm, **how), mm)
        worst.append(ciede2000(lab_from_linear(found), lab_from_linear(skin)).max())
    return max(worst)


CAMERAS = {
    "plain": {"tone": 1.0, "matrix": np.eye(3), "shade": 0 * SHADE},
    "tone curve": {"matrix": np.eye(3), "shade": 0 * SHADE},
    "colour cast": {"tone": 1.0, "shade": 0 * SHADE},
    "shading": {"tone": 1.0, "matrix": np.eye(3)},
    "all of it": {},
}


@pytest.mark.parametrize("kind", CAMERAS)
def test_a_known_camera_is_undone(kind):
    how = CAMERAS[kind]
    colour = fit_colour(photographed(**how), REFERENCE)
    assert np.median(colour.residual_lab) < 0.05
    assert errors(colour, **how) < 0.3


def test_the_corrections_table_is_the_codes_light():
    colour = fit_colour(photographed(), REFERENCE)
    mm, code = np.array([[5.0, 5.0], [0.0, -9.0]]), np.array([[150, 120, 100], [90, 80, 70]], np.uint8)
    assert colour.best.reflectance(code, mm) == pytest.approx(told(colour.best, code, mm))


def test_shading_is_told_from_pigment():
    """The light falls by half across the scar: the same skin keeps its colour."""
    how = {"shade": np.array([-0.35, 0.0, 0.0, 0.0, 0.0])}
    assert errors(fit_colour(photographed(**how), REFERENCE), **how) < 0.3


def test_clipped_patches_are_left_out():
    def clip(keys, code, clipped):
        at = np.isin(keys, ["PA0", "DA0", "PB4"])
        code[at], clipped[at] = 255, True

    colour = fit_colour(photographed(clip), REFERENCE)
    assert not set(colour.keys) & {"PA0", "DA0", "PB4"}
    assert errors(colour) < 0.3


def test_one_patch_that_is_wrong_does_not_matter():
    def soil(keys, code, clipped):
        code[np.flatnonzero(keys == "PB2")[0]] = (40, 120, 200)

    assert errors(fit_colour(photographed(soil), REFERENCE)) < 1.0


def test_too_few_colours_are_no_correction():
    keep = {"PA1", "PA2", "PA3", "DB1", "DB2", "paper"}

    def hide(keys, code, clipped):
        clipped[~np.isin(keys, list(keep))] = True

    assert fit_colour(photographed(hide), REFERENCE) is None
    assert fit_colour(photographed(lambda k, code, clipped: clipped.__setitem__(slice(None), True)), REFERENCE) is None


def test_noise_in_the_patches_widens_the_alternatives():
    def spread(sd):
        def noise(keys, code, clipped):
            code += sd * np.random.default_rng(2).standard_normal(code.shape)

        colour = fit_colour(photographed(noise), REFERENCE)
        mm = np.zeros((1, 2))
        code = np.round(camera(SKIN[:1], mm)).astype(np.uint8)
        best = lab_from_linear(colour.best.reflectance(code, mm))
        others = [lab_from_linear(v.reflectance(code, mm)) - best for v in colour.variants]
        return float(np.sqrt(np.sum(np.square(others))))

    assert spread(1.0) < spread(4.0) < spread(12.0)


# what the patches should look like


def test_nominal_colours_are_relative_to_the_paper():
    assert REFERENCE["PA0"] == pytest.approx(0.84 * linear_from_srgb8(np.array([243, 243, 243])))
    assert set(REFERENCE) == {f"{row}{k}" for row in ("PA", "PB", "DA", "DB") for k in range(6)}
    assert not is_measured(STRIPS, None)


def test_a_profile_takes_the_place_of_nominal_colours():
    profile = PrintProfile.read(GOOD.profile)
    measured = json.loads(GOOD.profile.read_text())["patches"]["PB3"]["lab"]
    assert lab_from_linear(reference_colours(STRIPS, profile)["PB3"]) == pytest.approx(measured, abs=1e-3)
    assert is_measured(STRIPS, profile)


def lab_patches(keys):
    return {"patches": {key: {"lab": [50 + k, k, -k]} for k, key in enumerate(keys)}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is not a print profile"),
        ("[]", "is not a print profile"),
        ('{"patches": {}}', "patches"),
        (json.dumps(lab_patches(["PA0", "PA1"])), "patches"),
        (json.dumps({"patches": {k: {"lab": [1, 2]} for k in REFERENCE}}), "PA0"),
        (json.dumps({"patches": {k: {"lab": [float("nan"), 0, 0]} for k in REFERENCE}}), "PA0"),
        (json.dumps({"patches": {k: {"lab": [float("inf"), 0, 0]} for k in REFERENCE}}), "PA0"),
        (json.dumps({"patches": {k: {"xyz": [1, 2, 3]} for k in REFERENCE}}), "PA0"),
        (json.dumps({"patches": {k: {"lab": [900, 0, 0]} for k in REFERENCE}}), "PA0"),
    ],
)
def test_what_is_no_profile_is_named(tmp_path, content, told):
    path = tmp_path / "print.json"
    path.write_text(content)
    with pytest.raises(UsageError, match=told) as caught:
        PrintProfile.read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_profile_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.json"):
        PrintProfile.read(tmp_path / "gone.json")


def test_a_profile_of_another_target_is_refused(tmp_path):
    """Nothing would be measured, and every number would look as if it were."""
    path = tmp_path / "other.json"
    path.write_text(json.dumps(lab_patches([f"X{k}" for k in range(24)])))
    with pytest.raises(UsageError, match="PA0"):
        read_photo(GOOD.photo, bar_mm=100, print_profile=path)


def test_without_a_profile_colours_are_relative_and_said_to_be():
    assert "colour_relative" in [note.code for note in read_photo(GOOD.photo, bar_mm=100).warnings]
    assert "colour_relative" not in [note.code for note in skin_of(GOOD).warnings]
