"""Polygons of an outline are sound areas, or they are refused with the place of the fault."""

import numpy as np
import pytest

from mesoject.measuring.polygons import even_odd, from_shapely, to_shapely, validated
from mesoject.records import Refused


def square(x, y, side):
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def test_a_hole_counts_out():
    assert validated(((square(0.0, 0.0, 10.0), square(2.0, 2.0, 3.0)),)).area == 91


def test_sound_polygons_keep_their_points_and_their_order():
    polygons = ((square(50.0, 0.0, 10.0), square(52.0, 2.0, 3.0)), (square(0.0, 0.0, 7.0),))
    assert from_shapely(validated(polygons)) == polygons == from_shapely(to_shapely(polygons))


def test_a_repeated_last_point_is_dropped():
    ring = square(0.0, 0.0, 2.0)
    assert from_shapely(validated((((*ring, ring[0]),),))) == ((ring,),)


def test_what_overlaps_counts_once():
    united = validated(((square(0.0, 0.0, 10.0),), (square(5.0, 0.0, 10.0),)))
    assert (united.area, len(united.geoms)) == (150, 1)


def test_the_place_of_a_crossing_is_named():
    with pytest.raises(Refused, match=r"outline_invalid: Polygon 2 of 2 crosses itself near \(1\.0, 1\.0\)"):
        validated(((square(9.0, 9.0, 1.0),), (((0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)),)))


def test_a_hole_must_lie_in_its_polygon():
    with pytest.raises(Refused, match=r"outline_invalid: .* \(hole lies outside shell\) near \(20\.0, 20\.0\)"):
        validated(((square(0.0, 0.0, 10.0), square(20.0, 20.0, 3.0)),))


@pytest.mark.parametrize(
    "polygons",
    [
        (),
        (((),),),
        ((((1.0, 1.0), (2.0, 2.0)),),),
        ((((1.0, 1.0), (2.0, 2.0), (1.0, 1.0)),),),
        ((((0.0, 0.0), (1.0, 1.0), (2.0, 2.0)),),),
        ((((5.0, 5.0),) * 4,),),
    ],
)
def test_what_encloses_nothing_is_empty(polygons):
    with pytest.raises(Refused, match=r"^empty_outline: "):
        validated(polygons)


@pytest.mark.parametrize("far", [1e7, -1e308, float("inf"), float("nan")])
def test_no_camera_has_such_pixels(far):
    with pytest.raises(Refused, match=r"^outline_invalid: Polygon 1 of 1 has the coordinate"):
        validated(((((0.0, 0.0), (1.0, 0.0), (1.0, far)),),))


def test_even_odd_nests():
    rings = [np.array(square(x, x, side)) for x, side in [(0.0, 10.0), (1.0, 8.0), (2.0, 6.0), (20.0, 5.0)]]
    area = even_odd(rings)
    assert area.area == 100 - 64 + 36 + 25
    assert [len(part.interiors) for part in sorted(area.geoms, key=lambda p: p.bounds)] == [1, 0, 0]


def test_even_odd_lets_rings_touch():
    twice = np.array([(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2)], dtype=float)
    holed = [np.array(square(10.0, 0.0, 9.0)), np.array([(10.0, 0.0), (13.0, 1.0), (11.0, 3.0)])]
    assert even_odd([twice]).area == 8
    assert even_odd(holed).area == 81 - 4
    assert even_odd([np.array(square(x, 0.0, 2.0)) for x in (0.0, 2.0)]).area == 8


def test_even_odd_of_nothing_is_nothing():
    assert even_odd([]).is_empty
    assert even_odd([np.array([(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)])]).is_empty
