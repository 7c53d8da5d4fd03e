"""Markers are found where they are, in good light and bad; what cannot be a marker is none."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from bundled import GOOD, OTHER, SHOTS, photo_of
from mesoject.capture.markers import Sightings, find_markers, looks_mirrored
from mesoject.capture.target import load_target

STRIPS = load_target()
CLEAR = [GOOD, OTHER, SHOTS["d05_v0_p1"], SHOTS["d23_v0_p0"]]


def seen(photo, target=STRIPS):
    return find_markers(photo, target)


def truth_of(shot):
    """Centres of the markers that nothing hides and that are seen squarely enough."""
    markers = [m for strip in shot.truth["strips"].values() for m in strip["markers"].items()]
    return {int(k): np.array(m["corners_px"]).mean(0) for k, m in markers if m["expected"]}


def changed(photo, rgb8):
    return replace(photo, rgb8=np.ascontiguousarray(rgb8))


@pytest.mark.parametrize("shot", CLEAR, ids=lambda s: s.name)
def test_markers_are_found_where_they_are(shot):
    found = seen(photo_of(shot))
    truth = truth_of(shot)
    centres = dict(zip(found.ids.tolist(), found.corners_px.mean(1), strict=True))
    assert len(centres) == len(found)
    assert len(set(truth) & set(centres)) >= 0.9 * len(truth)
    off = [np.linalg.norm(centres[k] - truth[k]) for k in set(truth) & set(centres)]
    assert np.sqrt(np.mean(np.square(off))) < 0.25


def test_every_marker_is_one_of_the_target():
    assert set(seen(photo_of(GOOD)).ids.tolist()) <= {*range(14), *range(16, 30)}


def test_another_targets_markers_are_not_looked_for():
    chart = load_target("chart-a4")
    known = {m.id for piece in chart.pieces for m in piece.markers}
    assert set(seen(photo_of(GOOD), chart).ids.tolist()) <= known


def test_a_dark_picture_shows_its_markers_too():
    photo = photo_of(GOOD)
    dark = seen(changed(photo, (photo.rgb8 * 0.2).astype(np.uint8)))
    assert len(dark) >= 0.8 * len(seen(photo))


def test_enlarging_the_picture_moves_markers_with_it():
    """Pixel centres are whole numbers: doubling sends x to 2 x + 0.5."""
    photo = photo_of(GOOD)
    doubled = seen(changed(photo, cv2.resize(photo.rgb8, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)))
    plain = seen(photo)
    for marker in set(doubled.ids) & set(plain.ids):
        ours, theirs = (s.corners_px[s.ids == marker][0].mean(0) for s in (plain, doubled))
        assert theirs == pytest.approx(2 * ours + 0.5, abs=0.5)


def test_a_mirror_shows_itself():
    photo = photo_of(GOOD)
    mirrored = changed(photo, photo.rgb8[:, ::-1])
    assert looks_mirrored(mirrored, STRIPS)
    assert not looks_mirrored(photo, STRIPS)


def test_bare_skin_has_no_markers():
    photo = photo_of(GOOD)
    x, y = np.array(GOOD.truth["outline_px"]).mean(0).astype(int)
    skin = changed(photo, np.tile(photo.rgb8[y - 40 : y + 40, x - 40 : x + 40], (10, 10, 1)))
    assert len(seen(skin)) == 0
    assert not looks_mirrored(skin, STRIPS)


def test_sides_are_mean_sides():
    corners = np.array([[[0, 0], [10, 0], [10, 20], [0, 20]]], float)
    assert Sightings(np.array([3]), corners).sides_px == pytest.approx([15])
