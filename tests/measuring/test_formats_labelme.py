"""LabelMe's shapes are united, holes cut out, and anything that is no area is refused."""

import json

import pytest
from drawings import area, labelme, read

from mesoject.records import Refused

BOX = [(10, 10), (30, 20)]


def test_the_first_pixels_centre_is_the_origin():
    assert area(labelme(("scar", "rectangle", BOX))).bounds == (9.5, 9.5, 29.5, 19.5)


def test_a_rectangle_of_four_corners_is_one():
    corners = [(10, 10), (30, 10), (30, 20), (10, 20)]
    assert area(labelme(("scar", "rectangle", corners))).equals(area(labelme(("scar", "rectangle", BOX))))


def test_several_shapes_become_several_polygons():
    scar = area(labelme(("a", "rectangle", BOX), ("b", "rectangle", [(50, 50), (60, 60)])))
    assert (len(scar.geoms), scar.area) == (2, 300)


def test_a_hole_is_cut_out():
    scar = area(labelme(("scar", "rectangle", BOX), ("Hole ", "rectangle", [(12, 12), (15, 15)])))
    assert (len(scar.geoms[0].interiors), scar.area) == (1, 191)


def test_a_hole_over_everything_leaves_nothing():
    with pytest.raises(Refused, match=r"^empty_outline: .* leave no area"):
        read(labelme(("scar", "rectangle", BOX), ("hole", "rectangle", [(0, 0), (90, 90)])))


def test_no_shape_is_empty():
    with pytest.raises(Refused, match=r"^empty_outline: There is no polygon"):
        read(labelme())


@pytest.mark.parametrize("kind", ["line", "point", "linestrip", "circle", "mask"])
def test_what_is_no_area_is_named(kind):
    with pytest.raises(Refused, match=f"^outline_invalid: The shape 'ruler' is a {kind} of 3 points"):
        read(labelme(("scar", "rectangle", BOX), ("ruler", kind, [(0, 0), (1, 1), (2, 0)])))


def test_another_photographs_size_is_refused():
    with pytest.raises(Refused, match=r"^outline_foreign: .* 300 x 400 px, the photograph has 400 x 300 px"):
        read(labelme(("scar", "rectangle", BOX), size=(300, 400)))


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("imageWidth", None, "imageWidth: Input should be a valid integer"),
        ("imageHeight", "300", "imageHeight: Input should be a valid integer"),
        ("shapes", [{"label": "scar"}], "shapes.0.points: Field required"),
        ("shapes", [{"label": "scar", "points": [[1, 2, 3]]}], "shapes.0.points.0"),
        ("shapes", [{"label": "scar", "points": [[1, float("nan")]]}], "shapes.0.points.0.1: .* finite"),
    ],
)
def test_the_fault_is_named_by_its_place(key, value, message):
    file = json.loads(labelme(("scar", "rectangle", BOX))) | {key: value}
    with pytest.raises(Refused, match=f"^outline_invalid: {message}"):
        read(json.dumps(file).encode())
