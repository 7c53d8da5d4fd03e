"""An outline becomes a border on this photograph's skin, or is refused for what is wrong with it."""

from __future__ import annotations

import numpy as np
import pytest
from flat_skin import HALF_MM, SIZE_PX, chart, ellipse, outline, painted, skin, to_px

from bundled import GOOD, OTHER, skin_of
from mesoject.measuring import load_outline, measure
from mesoject.measuring.border import border
from mesoject.records import Outline, Refused

DISC = ellipse(15, 10)


def refused(on, drawn):
    with pytest.raises(Refused) as caught:
        border(on, drawn)
    return [why.code for why in caught.value.reasons]


def warned(on, drawn):
    return [why.code for why in border(on, drawn)[1]]


def box(left, low, right, high):
    return [(left, low), (right, low), (right, high), (left, high)]


# truth


@pytest.mark.parametrize("frame", ["skin_mm", "photo_px"])
def test_both_frames_give_the_same_border(frame):
    found, notes = border(skin(), outline([DISC, ellipse(4, 3)], frame=frame))
    assert notes == []
    assert found.signs == (1, -1)
    assert found.area_mm.area == pytest.approx(np.pi * (150 - 12), rel=5e-4)
    assert np.concatenate(found.rings_px) == pytest.approx(to_px(found.points_mm), abs=0.01)


def test_straight_pieces_are_cut_fine_enough_to_bend():
    found, _ = border(skin(), outline([box(-20, -10, 20, 10)]))
    step = np.linalg.norm(np.diff(found.rings_mm[0], axis=0), axis=1)
    assert step.max() <= 0.5 + 1e-6


def test_photo_pixels_count_before_millimetres():
    """They stay right when the method that made the millimetres changes."""
    both = Outline(
        frame="skin_mm",
        polygons=outline([ellipse(30, 30)]).polygons,
        photo_px=outline([DISC], frame="photo_px").polygons,
    )
    found, _ = border(skin(), both)
    assert found.area_mm.area == pytest.approx(np.pi * 150, rel=5e-4)


def test_pixels_and_millimetres_of_a_photograph_agree():
    there = skin_of(GOOD)
    in_px = load_outline(there, GOOD.outline)
    found, _ = border(there, in_px)
    drawn = tuple(map(tuple, found.rings_mm[0].tolist()))
    again, _ = border(there, Outline(frame="skin_mm", polygons=((drawn,),)))
    assert again.area_mm.area == pytest.approx(found.area_mm.area, rel=1e-4)


def test_an_outline_without_a_hash_is_taken_as_this_photographs():
    assert warned(skin(), outline([DISC], sha256=None)) == []


# refused


def test_the_outline_of_another_photograph():
    assert refused(skin(), outline([DISC], sha256="99" * 32)) == ["outline_foreign"]
    with pytest.raises(Refused, match="outline_foreign"):
        load_outline(skin_of(GOOD), OTHER.outline)


def test_an_outline_drawn_on_a_scan():
    on_scan = Outline(frame="scan_xyz_mm", polygons=((((0, 0, 0), (9, 0, 0), (0, 9, 0)),),))
    assert refused(skin(), on_scan) == ["outline_foreign"]


def test_an_outline_outside_the_picture():
    width, height = SIZE_PX
    for shift in ((width, 0), (-width, 0), (0, height), (0, -height)):
        px = tuple(map(tuple, (to_px(DISC) + shift).tolist()))
        assert refused(skin(), Outline(frame="photo_px", polygons=((px,),))) == ["outline_outside"]


def test_an_outline_that_leaves_the_picture_at_one_corner():
    assert refused(skin(), outline([[(0, 0), (-90, 0), (0, -60)]], frame="photo_px")) == ["outline_outside"]


def test_an_outline_beyond_the_skin_that_is_known():
    far = ellipse(5, 5, centre=(HALF_MM + 2, 0))
    assert refused(skin(), outline([far])) == ["outline_outside"]


def test_another_photographs_pixels_without_a_hash():
    """Its scar is somewhere else: off the strips' span, or on skin that is not this scar; never a silent number."""
    drawn = load_outline(skin_of(OTHER), OTHER.outline).model_copy(update={"source_sha256": None})
    moved = Outline(
        frame="photo_px",
        polygons=tuple(tuple(tuple((x + 900, y) for x, y in r) for r in p) for p in drawn.polygons),
    )
    assert refused(skin_of(GOOD), moved) == ["outline_outside"]


def test_a_border_that_crosses_itself():
    bow = [(0, 0), (20, 20), (20, 0), (0, 20)]
    assert refused(skin(), outline([bow])) == ["outline_invalid"]
    assert refused(skin(), outline([bow], frame="photo_px")) == ["outline_invalid"]


def test_a_crossing_is_named_by_its_place_to_a_tenth():
    with pytest.raises(Refused, match=r"crosses itself near \(10\.0, 10\.0\)\."):
        border(skin(), outline([[(0, 0), (20, 20), (20, 0), (0, 20)]]))


@pytest.mark.parametrize("points", [[(0, 0), (5, 5), (10, 10)], [(1, 1)] * 4, [(0, 0), (9, 0)]])
def test_a_border_round_nothing(points):
    assert refused(skin(), outline([points])) == ["empty_outline"]


def test_a_scar_seen_too_obliquely():
    assert refused(skin(chart=chart(cosine=0.45)), outline([DISC])) == ["grazing"]
    with pytest.raises(Refused, match=r"63 degrees .* 60 is the limit"):
        border(skin(chart=chart(cosine=0.45)), outline([DISC]))


# warned


def test_a_scar_beyond_the_strips_is_measured_with_a_warning():
    on = skin(trusted=12.0)
    assert warned(on, outline([ellipse(14, 5)])) == []
    assert warned(on, outline([ellipse(30, 5)])) == ["outline_untrusted"]
    assert "outline_untrusted" in [why.code for why in measure(on, outline([ellipse(30, 5)])).reasons]


def test_a_border_that_turns_away_in_part_is_warned_of():
    sloping = chart()
    cosine = np.broadcast_to(np.where(sloping.s_mm > 10, 0.4, 0.9), sloping.px.shape[:2]).copy()
    turned = type(sloping)(sloping.s_mm, sloping.z_mm, sloping.px, sloping.area_element, cosine)
    assert warned(skin(chart=turned), outline([DISC])) == ["outline_untrusted"]


def test_an_outline_over_a_strip_is_warned_of():
    """Paper is no scar: what lies under it cannot have been seen."""
    strip = np.array(box(-60, 5, 60, 35), float)
    on = skin(painted(strip, (240, 240, 240)), covers=(strip,))
    codes = [why.code for why in measure(on, outline([DISC])).reasons]
    assert "outline_untrusted" in codes
