"""What a registration can do: go there and back, say its error, carry, lay pictures over each other."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from skins import picture, registered, scar_of

from mesoject.records import Outline, Refused
from mesoject.register import carry_outline, change_map, healthy_ring
from mesoject.register.structure import structure

FIRST, LAST = "d22_v0_p0", "d22_v4_p0"
PLACE = st.tuples(st.floats(-40, 40), st.floats(-30, 30))


def outline_of(area):
    return Outline(frame="skin_mm", polygons=((tuple(map(tuple, area.exterior.coords[:-1])),),))


@settings(max_examples=40)
@given(PLACE)
def test_there_and_back_is_the_same_place(place):
    found = registered(FIRST, LAST)
    np.testing.assert_allclose(found.to_fixed(found.to_moving(np.array(place))), place, atol=1e-3)


def test_places_keep_their_shape():
    found = registered(FIRST, LAST)
    grid = np.zeros((3, 4, 2))
    assert found.to_moving(grid).shape == found.to_fixed(grid).shape == (3, 4, 2)
    assert found.error_mm(grid).shape == (3, 4)


def test_the_error_rises_with_the_distance_from_the_ties():
    found = registered(FIRST, LAST)
    middle, rim = found.ties.fixed_mm.mean(0), found.ties.fixed_mm.max(0)
    away = rim - middle
    errors = found.error_mm(np.stack([middle, rim, rim + away, rim + 2 * away]))
    assert (np.diff(errors) > 0).all()


def test_a_registration_of_swapped_visits_agrees_within_its_error():
    there, back = registered(FIRST, "d22_v3_p0"), registered("d22_v3_p0", FIRST)
    at = there.ties.fixed_mm[::10]
    off = np.linalg.norm(back.to_moving(there.to_moving(at)) - at, axis=1)
    assert off.mean() < 3 * np.hypot(there.error_mm(at).mean(), back.error_mm(at).mean())


def test_a_carried_outline_lies_on_the_later_scar_and_is_marked_as_a_proposal():
    """The visit before anything changed much: the carried border is the true one to a few tenths of a millimetre."""
    found = registered(FIRST, "d22_v1_p0")
    proposal = carry_outline(found, outline_of(scar_of(FIRST)), source_sha256="0" * 64)
    carried, true = shapely.Polygon(proposal.outline.polygons[0][0]), scar_of("d22_v1_p0")
    assert carried.intersection(true).area / carried.union(true).area > 0.85
    assert proposal.outline.frame == "skin_mm"
    assert proposal.outline.source_sha256 == "0" * 64
    assert [why.code for why in proposal.reasons] == ["outline_carried"]
    assert 0.05 < proposal.error_mm < 1.0


def test_holes_are_carried_as_holes():
    ring, hole = shapely.Point(0, 0).buffer(8), shapely.Point(0, 0).buffer(3)
    rings = tuple(tuple(map(tuple, a.exterior.coords[:-1])) for a in (ring, hole))
    proposal = carry_outline(registered(FIRST, LAST), Outline(frame="skin_mm", polygons=(rings,)))
    assert len(proposal.outline.polygons[0]) == 2


def test_an_outline_far_from_any_tie_is_carried_with_advice():
    proposal = carry_outline(registered(FIRST, LAST), outline_of(shapely.Point(600, 500).buffer(5)))
    assert [why.code for why in proposal.reasons] == ["outline_carried"]
    assert "drawn afresh" in proposal.reasons[0].message
    assert proposal.error_mm > 1.0


def test_an_outline_in_pixels_is_not_carried():
    with pytest.raises(Refused, match="outline_foreign"):
        carry_outline(registered(FIRST, LAST), Outline(frame="photo_px", polygons=((((0, 0), (9, 0), (0, 9)),),)))


def test_no_outline_is_not_carried():
    with pytest.raises(Refused, match="empty_outline"):
        carry_outline(registered(FIRST, LAST), Outline(frame="skin_mm", polygons=()))


def test_the_healthy_ring_is_the_same_skin_in_both():
    found, scar = registered(FIRST, LAST), scar_of(FIRST)
    ring = healthy_ring(found, scar)
    here = np.array(scar.buffer(12).exterior.coords)
    assert shapely.contains(ring, shapely.points(found.to_moving(here))).all()
    assert not shapely.intersects(ring, found.carry(scar))


def test_the_map_of_change_shows_the_scar_and_leaves_the_skin_alone():
    """Bundled course: redness falls by 45 % from the first visit to the last."""
    found, scar = registered(FIRST, LAST), scar_of(FIRST)
    change = change_map(picture(FIRST), picture(LAST), found, fixed_scar=scar)
    inside = change.known & picture(FIRST).inside(scar.buffer(-1.5))
    beside = change.known & ~picture(FIRST).inside(scar.buffer(4))
    assert inside.sum() > 1000
    assert np.median(change.delta_a[inside]) < -2 * change.noise_a
    assert abs(np.median(change.delta_a[beside])) < 0.5 * change.noise_a
    assert np.isnan(change.delta_a[~change.known]).all()
    assert np.mean(change.delta_e[beside] > change.noise_e) < 0.1


def test_nothing_is_claimed_where_one_visit_shows_no_skin():
    change = change_map(picture(FIRST), picture(LAST), registered(FIRST, LAST))
    assert not (change.known & ~picture(FIRST).usable).any()
    assert change.known.any()


def test_a_visit_laid_on_another_shows_the_same_skin():
    """The mottling of a* agrees once it is laid; the plain pictures, a few millimetres apart, agree far less."""
    fixed, moving = picture(FIRST), picture("d22_v3_p0")
    laid = registered(FIRST, "d22_v3_p0").warp(moving, fixed)
    assert laid.srgb8.shape == fixed.srgb8.shape
    px = moving.to_px(fixed.places()).astype(np.float32)
    plain = replace(laid, srgb8=cv2.remap(moving.srgb8, px[..., 0], px[..., 1], cv2.INTER_LINEAR))
    still, over, beside = (structure(p, scar_of(FIRST)).bands for p in (fixed, laid, plain))
    both = (still[..., 3] > 0) & (over[..., 3] > 0)
    laid_on, not_laid = (np.corrcoef(still[..., 0][both], b[..., 0][both])[0, 1] for b in (over, beside))
    assert laid_on > 0.2
    assert laid_on > 5 * abs(not_laid)
