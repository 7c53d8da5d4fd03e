"""A painted mask becomes its border at half level, with the area of its pixels."""

import numpy as np
import pytest
from drawings import area, disc, mask, png, read
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image
from skimage.measure import find_contours

from mesoject.measuring.formats.half_level import half_level_rings
from mesoject.records import Refused


@pytest.mark.parametrize("radius", [13, 20.3, 84, 140])
def test_the_area_is_the_sum_of_the_pixels(radius):
    inside = disc(radius=radius)
    assert area(mask(inside)).area == pytest.approx(inside.sum(), rel=1e-3)


def test_a_soft_mask_keeps_what_its_greys_say():
    fine = disc((1600, 1200), (840, 600), 200).reshape(300, 4, 400, 4).mean(axis=(1, 3))
    soft = np.round(fine * 255).astype(np.uint8)
    assert area(png(soft)).area == pytest.approx(fine.sum(), rel=1e-3)


def test_holes_islands_and_several_parts_are_kept():
    inside = disc(radius=80) & ~disc(radius=50) | disc(radius=20) | disc(centre=(40, 40), radius=15)
    scar = area(mask(inside))
    assert sorted(len(part.interiors) for part in scar.geoms) == [0, 0, 1]
    assert scar.area == pytest.approx(inside.sum(), rel=1e-3)


def test_specks_under_four_pixels_are_dropped():
    inside = disc()
    inside[10, 10:13] = inside[20, 10:14] = True
    assert len(area(mask(inside)).geoms) == 2


def test_a_scar_at_the_very_edge_is_closed():
    inside = np.zeros((300, 400), dtype=bool)
    inside[:100] = True
    assert area(mask(inside)).area == 40_000 - 0.5
    assert area(mask(inside)).bounds == (-0.5, -0.5, 399.5, 99.5)


INSIDE = disc()
INK = INSIDE.astype(np.uint8)
CLEAR = np.zeros_like(INK)


@pytest.mark.parametrize(
    "picture",
    [
        Image.fromarray(INSIDE),
        Image.fromarray(INK),
        Image.fromarray(INK * 3),
        Image.fromarray(np.dstack([INK * 200, CLEAR, CLEAR])),
        Image.fromarray(np.dstack([INK * 255] * 3 + [CLEAR + 255])),
        Image.fromarray(np.dstack([CLEAR, CLEAR, CLEAR, INK * 255])),
        Image.fromarray(np.dstack([CLEAR + 255, CLEAR, CLEAR, INK * 128])),
        Image.fromarray(np.dstack([CLEAR, INK * 255])),
        Image.fromarray(INK * 255).convert("P"),
    ],
    ids=["1 bit", "0 and 1", "class 3", "red", "opaque RGBA", "black on clear", "half clear", "grey+alpha", "palette"],
)
def test_every_way_to_paint_means_the_same(picture):
    assert area(png(picture)).equals(area(mask(INSIDE)))


def signed_area(ring):
    x, y = np.asarray(ring).T
    return (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=12)))
def test_the_border_is_that_of_scikit_image(grey):
    ours = half_level_rings(grey, 127.5)
    theirs = [ring[:-1] for ring in find_contours(np.pad(grey.astype(float), 1), 127.5, fully_connected="low")]
    points = {tuple(point) for ring in ours for point in np.round(ring, 9)}
    assert points == {tuple(point) for ring in theirs for point in np.round(ring[:, ::-1] - 1, 9)}
    assert len(ours) == len(theirs)
    assert sorted(map(abs, map(signed_area, ours))) == pytest.approx(sorted(map(abs, map(signed_area, theirs))))


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.integers(0, 1)))
def test_each_border_is_half_a_square_pixel_short(inside):
    rings = half_level_rings(inside, 0.5)
    outer = [ring for ring in rings if signed_area(ring) < 0]
    holes = len(rings) - len(outer)
    assert -sum(map(signed_area, rings)) == pytest.approx(inside.sum() - 0.5 * len(outer) + 0.5 * holes)


def test_the_size_of_another_photograph_is_refused_with_both_sizes():
    with pytest.raises(Refused, match=r"^outline_foreign: .* 200 x 100 px, the photograph has 400 x 300 px"):
        read(mask(disc((200, 100))))


def test_an_unpainted_mask_is_empty():
    with pytest.raises(Refused, match=r"^empty_outline: Nothing of 4 px or more"):
        read(mask(np.zeros((300, 400), dtype=bool)))


def test_an_inverted_mask_is_noticed():
    with pytest.raises(Refused, match=r"^outline_invalid: All four corners of the mask are painted"):
        read(mask(~INSIDE))


def test_sixteen_bits_are_refused():
    with pytest.raises(Refused, match=r"^outline_invalid: The mask has 16 bits"):
        read(png(INK.astype(np.uint16) * 65535))


def test_noise_is_not_traced():
    noise = np.random.default_rng(0).random((600, 800)) > 0.5
    noise[0, 0] = False
    with pytest.raises(Refused, match=r"^outline_invalid: .* it is noise, not a scar"):
        read(mask(noise), size=(800, 600))


def test_a_flipped_bit_in_the_pixels_is_noticed():
    data = bytearray(mask(INSIDE))
    data[len(data) // 2] ^= 1
    with pytest.raises(Refused, match=r"^outline_invalid: The PNG is broken"):
        read(bytes(data))
