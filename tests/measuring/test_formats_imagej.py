"""ImageJ's regions keep their area, whichever tool drew them."""

import math
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from drawings import area, composite, read, region, roiset
from roifile import ROI_OPTIONS, ROI_SUBTYPE, ROI_TYPE, ImagejRoi

from mesoject.records import Refused

TRIANGLE = np.array([(10, 10), (30, 10), (10, 40)])
BOUNDS = {"left": 10, "top": 20, "right": 50, "bottom": 30}


def square(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


@pytest.mark.parametrize("kind", [ROI_TYPE.POLYGON, ROI_TYPE.FREEHAND, ROI_TYPE.TRACED])
@pytest.mark.parametrize("points", [TRIANGLE, TRIANGLE.astype(float)], ids=["whole", "sub-pixel"])
def test_drawn_regions(kind, points):
    scar = area(region(points, kind))
    assert (scar.area, scar.bounds) == (300, (9.5, 9.5, 29.5, 39.5))


def test_a_rectangle():
    assert area(ImagejRoi(roitype=ROI_TYPE.RECT, **BOUNDS).tobytes()).bounds == (9.5, 19.5, 49.5, 29.5)


def test_an_oval_has_the_area_of_its_ellipse():
    assert area(ImagejRoi(roitype=ROI_TYPE.OVAL, **BOUNDS).tobytes()).area == pytest.approx(math.pi * 20 * 5)


def test_a_sub_pixel_oval_is_not_rounded():
    bounds = {"xd": 10.25, "yd": 20.5, "widthd": 40.5, "heightd": 9.5}
    roi = ImagejRoi(version=228, roitype=ROI_TYPE.OVAL, options=ROI_OPTIONS.SUB_PIXEL_RESOLUTION, **BOUNDS, **bounds)
    assert area(roi.tobytes()).area == pytest.approx(math.pi * 20.25 * 4.75)


def test_a_composite_keeps_holes_islands_and_parts():
    scar = area(composite(square(0, 0, 20), square(5, 5, 10), square(8, 8, 2), square(40, 0, 5)))
    assert scar.area == 400 - 100 + 4 + 25
    assert len(scar.geoms) == 3


def test_the_wand_may_pass_a_corner_twice():
    twice = np.array([(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2)])
    assert area(region(twice, ROI_TYPE.TRACED)).area == 8


def test_a_set_is_the_union_of_its_regions():
    scar = area(roiset(a=region(np.array(square(0, 0, 10))), b=region(np.array(square(5, 0, 10)))))
    assert (len(scar.geoms), scar.area) == (1, 150)


@pytest.mark.parametrize("kind", [ROI_TYPE.LINE, ROI_TYPE.POLYLINE, ROI_TYPE.FREELINE, ROI_TYPE.ANGLE, ROI_TYPE.POINT])
def test_lines_and_points_are_refused(kind):
    with pytest.raises(Refused, match=f"^outline_invalid: The ImageJ region is a {kind.name.lower()}, not an area"):
        read(region(TRIANGLE, kind))


@pytest.mark.parametrize(
    ("unlike", "message"),
    [
        ({"options": ROI_OPTIONS.SPLINE_FIT}, "is a fitted spline"),
        ({"rounded_rect_arc_size": 5}, "has rounded corners"),
        ({"subtype": ROI_SUBTYPE.TEXT}, "is a text, not an area"),
    ],
)
def test_a_border_that_the_file_does_not_hold_is_refused(unlike, message):
    with pytest.raises(Refused, match=f"^outline_invalid: The ImageJ region {message}"):
        read(ImagejRoi(roitype=ROI_TYPE.RECT, **BOUNDS, **unlike).tobytes())


def test_curves_in_a_composite_are_refused():
    path = np.array([0, 0, 0, 3, 1, 0, 2, 1, 2, 2, 4], dtype=np.float32)
    with pytest.raises(Refused, match=r"^outline_invalid: The ImageJ region has curves; choose Edit"):
        read(ImagejRoi(roitype=ROI_TYPE.RECT, multi_coordinates=path, shape_roi_size=len(path)).tobytes())


def test_a_freehand_outline_that_crosses_itself_is_refused():
    with pytest.raises(Refused, match=r"^outline_invalid: .* near \(20\.0, 20\.0\)"):
        read(region(np.array([(10, 10), (30, 30), (30, 10), (10, 30)])))


def test_a_set_without_regions_is_empty():
    with pytest.raises(Refused, match=r"^empty_outline: The ZIP holds no ImageJ region"):
        read(roiset())


def test_a_zip_bomb_is_not_unpacked():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("scar.roi", bytes(60_000_000))
    with pytest.raises(Refused, match=r"^outline_invalid: The ZIP holds 1 regions of 60 MB; the limit is"):
        read(file.getvalue())


def test_too_many_regions_are_refused():
    with pytest.raises(Refused, match=r"^outline_invalid: The ZIP holds 1001 regions"):
        read(roiset(**{f"r{i}": b"" for i in range(1001)}))
