"""The same scar is the same outline, whatever it was drawn with and however the camera was held."""

import numpy as np
import pytest
from drawings import CENTRE, DISC_AREA, RADIUS, SIZE, area, circle, composite, disc, labelme, mask, png, region, roiset
from PIL import Image, ImageOps
from roifile import ROI_TYPE

from mesoject.measuring.formats import read_outline, write_outline
from mesoject.measuring.polygons import to_shapely
from mesoject.records import Outline

CORNERS = circle() + 0.5  # LabelMe and ImageJ count from the first pixel's corner
EDGE = (CENTRE[0] + 0.5 + RADIUS, CENTRE[1] + 0.5)

DRAWN = {
    "mask": mask(disc()),
    "LabelMe polygon": labelme(("scar", "polygon", CORNERS)),
    "LabelMe circle": labelme(("scar", "circle", [np.array(CENTRE) + 0.5, EDGE])),
    "ImageJ freehand": region(CORNERS),
    "ImageJ polygon": region(CORNERS, ROI_TYPE.POLYGON),
    "ImageJ composite": composite(CORNERS),
    "RoiSet": roiset(scar=region(CORNERS)),
}


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_disc_of_known_area(drawn):
    scar = area(DRAWN[drawn])
    assert scar.area == pytest.approx(DISC_AREA, rel=1e-3)
    assert (scar.centroid.x, scar.centroid.y) == pytest.approx(CENTRE, abs=0.02)


@pytest.mark.parametrize("drawn", DRAWN)
def test_every_format_can_be_kept_as_ours(drawn, tmp_path):
    scar = area(DRAWN[drawn])
    rings = tuple(tuple(tuple(map(tuple, ring.coords[:-1])) for ring in (p.exterior, *p.interiors)) for p in scar.geoms)
    write_outline(tmp_path / "scar.json", Outline(frame="photo_px", polygons=rings))
    kept = read_outline(tmp_path / "scar.json", photo_sha256="00" * 32, photo_size=SIZE, exif_orientation=1)
    assert to_shapely(kept.polygons).equals(scar)


def lopsided(size):
    """A mask without any symmetry."""
    inside = disc(size, (size[0] * 0.4, size[1] * 0.3), 40)
    inside[int(size[1] * 0.3) : int(size[1] * 0.8), int(size[0] * 0.4) : int(size[0] * 0.5)] = True
    return inside


def as_oriented(picture, orientation):
    """Pillow's own reading of the tag, which ours is held against."""
    picture.getexif()[0x0112] = orientation
    return ImageOps.exif_transpose(picture)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_gives_the_same_outline(orientation):
    raw_size = SIZE if orientation < 5 else SIZE[::-1]
    raw = lopsided(raw_size)
    oriented = as_oriented(Image.fromarray(raw.astype(np.uint8) * 255), orientation)
    expected = area(png(oriented), orientation=orientation)
    in_corners = np.array(area(mask(raw), size=raw_size).geoms[0].exterior.coords[:-1]) + 0.5

    drawn_by_imagej = area(region(in_corners), orientation=orientation)
    assert drawn_by_imagej.symmetric_difference(expected).area < 1e-3
    if orientation >= 5:  # below, a raw and an oriented picture have the same size, and viewers show the oriented
        assert area(mask(raw), orientation=orientation).symmetric_difference(expected).area < 1e-9
        drawn_by_labelme = area(labelme(("scar", "polygon", in_corners), size=raw_size), orientation=orientation)
        assert drawn_by_labelme.symmetric_difference(expected).area < 1e-9
