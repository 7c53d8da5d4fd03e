"""A loose outline is drawn in to the scar's border, or refused."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from painted_skin import BROWN, PALE, PX_PER_MM, RED, SHA256, ellipse, painted
from shapely import MultiPolygon, Polygon, box

from mesoject.measuring import measure, outline
from mesoject.measuring.formats import read_outline, write_outline
from mesoject.measuring.polygons import from_shapely, to_shapely, validated
from mesoject.measuring.refine import refine
from mesoject.records import Outline, Refused

SCAR = ellipse()
LOOSE = SCAR.buffer(2.5, quad_segs=3)
SKIN = painted(SCAR)


def drawn(area):
    parts = area if isinstance(area, MultiPolygon) else MultiPolygon([area])
    return Outline(frame="skin_mm", source_sha256=SHA256, polygons=from_shapely(parts))


def dice(found, truth):
    area = to_shapely(found.polygons)
    return 2 * area.intersection(truth).area / (area.area + truth.area)


def refused(*given_):
    with pytest.raises(Refused) as caught:
        refine(*given_)
    return caught.value.reasons[0].code


@pytest.mark.parametrize("difference", [RED, PALE, BROWN])
def test_finds_an_ellipse_of_another_colour(difference):
    assert dice(outline(painted(SCAR, difference), drawn(LOOSE)), SCAR) > 0.95


def test_area_is_not_biased():
    errors = [
        to_shapely(outline(painted(SCAR, seed=seed), drawn(LOOSE)).polygons).area / SCAR.area - 1 for seed in range(4)
    ]
    assert abs(np.mean(errors)) < 0.02


def test_a_flawless_picture_is_no_trouble():
    assert dice(outline(painted(SCAR, noise=0.0), drawn(LOOSE)), SCAR) > 0.98


def test_a_scar_that_is_no_star_is_found_with_a_core_stroke():
    """A horseshoe: the middle of its loose outline is skin."""
    ring = ellipse(16, 16, 0, (0, 0)).difference(ellipse(8, 8, 0, (0, 0)))
    horseshoe = ring.difference(box(-6, 0, 6, 30))
    core = shapely.LineString([(-9, 8), (-12, 0), (-9, -8), (0, -12), (9, -8), (12, 0), (9, 8)]).buffer(0.7)
    assert dice(outline(painted(horseshoe), drawn(horseshoe.buffer(3)), drawn(core)), horseshoe) > 0.93


def test_a_scar_in_two_parts_stays_in_two_parts():
    parts = MultiPolygon([ellipse(10, 5, 0, (-18, 0)), ellipse(9, 6, 60, (18, 0))])
    found = outline(painted(parts), drawn(parts.buffer(2.0)))
    assert len(found.polygons) == 2
    assert dice(found, parts) > 0.95


def test_paper_on_the_skin_is_not_taken_for_scar():
    strip = np.array([[-45.0, 10.0], [45.0, 10.0], [45.0, 35.0], [-45.0, 35.0]])
    skin = painted(SCAR, covers=(strip,))
    skin.paint.rgb8[: round(25 * PX_PER_MM)] = 250
    assert dice(outline(skin, drawn(LOOSE)), SCAR) > 0.95


def test_result_can_be_measured_saved_and_entered_again(tmp_path):
    found, border_sd_mm = refine(SKIN, drawn(LOOSE))
    assert found.frame == "skin_mm"
    assert found.source_sha256 == SHA256
    write_outline(tmp_path / "scar.json", found)
    again = read_outline(tmp_path / "scar.json", photo_sha256=SHA256, photo_size=(450, 350), exif_orientation=1)
    assert again.photo_px == found.photo_px
    assert measure(SKIN, again, border_sd_mm=border_sd_mm)["area"].value == pytest.approx(SCAR.area, rel=0.04)


def test_outline_file_and_photo_pixels_mean_the_same(tmp_path):
    px = shapely.get_coordinates(shapely.transform(LOOSE, SKIN.to_photo))[:-1]
    loose = Outline(frame="photo_px", source_sha256=SHA256, polygons=((tuple(map(tuple, px.tolist())),),))
    write_outline(tmp_path / "loose.json", loose)
    assert outline(SKIN, px.tolist()) == outline(SKIN, loose) == outline(SKIN, tmp_path / "loose.json")


def test_border_error_is_some_tenths_of_a_millimetre():
    assert 0.03 < refine(SKIN, drawn(LOOSE))[1] < 0.5


@settings(max_examples=8, deadline=None)
@given(
    margin=st.floats(1.0, 3.5),
    turned=st.integers(0, 10),
    backwards=st.booleans(),
)
def test_result_is_sound_near_the_loose_outline_and_the_same_from_any_vertex(margin, turned, backwards):
    ring = shapely.get_coordinates(SCAR.buffer(margin, quad_segs=3))[:-1]
    other = np.roll(ring[::-1] if backwards else ring, turned, axis=0)
    found, again = refine(SKIN, drawn(Polygon(ring))), refine(SKIN, drawn(Polygon(other)))
    area = validated(found[0].polygons)
    assert area.is_valid
    assert Polygon(ring).buffer(2.0).contains(area)
    assert to_shapely(again[0].polygons).symmetric_difference(area).area < 0.01 * area.area
    assert again[1] == pytest.approx(found[1], rel=0.1)


def test_the_same_again_is_the_same_to_the_last_bit():
    assert refine(SKIN, drawn(LOOSE)) == refine(SKIN, drawn(LOOSE))


@pytest.mark.parametrize("seed", range(4))
def test_plain_skin_is_refused(seed):
    assert refused(painted(SCAR, (0.0, 0.0, 0.0), seed=seed), drawn(LOOSE)) == "outline_no_contrast"


def test_an_outline_beside_the_scar_is_refused():
    assert refused(SKIN, drawn(ellipse(8, 5, 0, (-20, 20)))) == "outline_no_contrast"


def test_an_outline_outside_the_picture_is_refused():
    assert refused(SKIN, [(400.0, 100.0), (600.0, 100.0), (500.0, 200.0)]) == "outline_outside"


def test_a_core_outside_the_loose_outline_is_refused():
    assert refused(SKIN, drawn(LOOSE), drawn(box(-30, -5, 2, 3))) == "outline_invalid"


def test_an_outline_with_no_skin_beside_it_is_refused():
    far = np.array([[-45.0, -35.0], [45.0, -35.0], [45.0, 35.0], [-45.0, 35.0]])
    assert refused(painted(SCAR, covers=(far,)), drawn(LOOSE)) == "no_healthy_skin"


def test_an_outline_of_another_photograph_is_refused():
    other = drawn(LOOSE).model_copy(update={"source_sha256": "ef" * 32})
    assert refused(SKIN, other) == "outline_foreign"
