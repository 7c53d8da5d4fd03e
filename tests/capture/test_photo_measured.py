"""What becomes of the numbers when the same photograph comes by another way, and what must not leave with it."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from pictures import DISPLAY_P3, encoded, exif, icc, leg
from PIL import ExifTags, Image

from bundled import GOOD, skin_of
from mesoject import Outline, measure
from mesoject.capture.assemble import skin_map
from mesoject.capture.light import P3_TO_SRGB, decoding_table
from mesoject.capture.photo import decode_photo

HEIC = Path(__file__).parents[1] / "data" / "course.heic"
TRUTH = GOOD.scar["area_mm2"]


def measured(data: bytes, moved=lambda px: px):
    """Measure bytes with the true outline, moved as the picture was."""
    skin = skin_map(decode_photo(data), bar_mm=GOOD.bar_mm, bar_sd_mm=0.0, print_profile=GOOD.profile)
    ring = moved(np.array(GOOD.truth["outline_px"]))
    return measure(skin, Outline(frame="photo_px", polygons=(((tuple(map(tuple, ring.tolist()))),),)))


@pytest.fixture(scope="module")
def original():
    return measured(GOOD.photo.read_bytes())


def codes(measurement):
    return {why.code for why in measurement.reasons}


def geometry(measurement):
    return next(p.se for p in measurement["area"].parts if p.part == "geometry" and p.scope == "photo")


def holds_truth(measurement):
    low, high = measurement["area"].interval(0.999)
    return low < TRUTH < high


def test_heic_measures_like_the_jpeg(original):
    heic = measured(HEIC.read_bytes())
    assert heic.status == "measured"
    assert heic["area"].value == pytest.approx(original["area"].value, rel=0.005)
    assert heic["delta_a"].value == pytest.approx(original["delta_a"].value, abs=0.3)


def test_display_p3_gives_the_colours_of_srgb(original):
    """The same light in other numbers: the patches are in the same picture, so the correction undoes it."""
    linear = decoding_table()[np.asarray(leg())] @ np.linalg.inv(P3_TO_SRGB).T.astype(np.float32)
    linear = np.clip(linear, 0, 1)
    coded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    picture = Image.fromarray((coded * 255 + 0.5).astype(np.uint8))
    data = encoded(picture, "PNG", compress_level=1, icc_profile=icc("Display P3", DISPLAY_P3), exif=exif())
    p3 = measured(data)
    for name in ("delta_l", "delta_a", "delta_b", "delta_e"):
        assert p3[name].value == pytest.approx(original[name].value, abs=0.3)


def test_a_messenger_copy_is_warned_of_and_less_sure(original):
    """Scaled down, compressed again, EXIF gone."""
    small = leg().resize((1600, 1200), Image.Resampling.LANCZOS)
    share = 1600 / 2016
    copy = measured(encoded(small, quality=70), lambda px: (px + 0.5) * share - 0.5)
    assert "no_focal_length" in codes(copy)
    assert copy.status == "warned"
    assert geometry(copy) > 1.2 * geometry(original)
    assert holds_truth(copy)


def test_digital_zoom_is_measured_with_a_warning():
    """A phone cuts the middle out and enlarges it; the 35 mm equivalent grows with the zoom."""
    box = (168, 126, 1848, 1386)
    zoomed = leg().crop(box).resize((2016, 1512), Image.Resampling.BICUBIC)
    data = encoded(zoomed, quality=90, exif=exif(f35=31, zoom=1.2, size=(2016, 1512)))
    found = measured(data, lambda px: (px + 0.5 - box[:2]) * 1.2 - 0.5)
    assert "digital_zoom" in codes(found)
    assert found["area"].value == pytest.approx(TRUTH, rel=0.02)
    assert holds_truth(found)


def test_a_cropped_picture_is_measured_with_a_warning():
    cut = leg().crop((200, 0, 1900, 1512))
    found = measured(encoded(cut, quality=90, exif=exif(size=(2016, 1512))), lambda px: px - [200, 0])
    assert "cropped" in codes(found)
    assert found["area"].value == pytest.approx(TRUTH, rel=0.02)
    assert holds_truth(found)


def test_half_the_size_with_its_exif_is_measured_without_a_warning():
    small = leg().resize((1344, 1008), Image.Resampling.LANCZOS)
    found = measured(encoded(small, quality=90, exif=exif()), lambda px: (px + 0.5) * (2 / 3) - 0.5)
    assert found.status == "measured"
    assert found["area"].value == pytest.approx(TRUTH, rel=0.02)


# the place where the picture was taken stays where it is

SECRET = b"XYZZY-DATUM"


@pytest.fixture(scope="module")
def placed(tmp_path_factory) -> Path:
    """The bundled photograph with a place in it."""
    made = exif()
    gps = made.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (41.0, 53.0, 24.1234)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (12.0, 29.0, 32.4321)
    gps[ExifTags.GPS.GPSMapDatum] = SECRET.decode()
    path = tmp_path_factory.mktemp("placed") / "placed.jpg"
    path.write_bytes(encoded(leg(), quality=90, exif=made))
    assert SECRET in path.read_bytes()
    return path


def test_no_file_that_we_write_carries_the_place(mesoject, placed, tmp_path):
    outline = tmp_path / "outline.json"
    polygons = [[GOOD.truth["outline_px"]]]
    outline.write_text(json.dumps({"format": "mesoject-outline/1", "frame": "photo_px", "polygons": polygons}))
    words = ["--csv", tmp_path / "table.csv", "--overlay", tmp_path / "overlay", "--json"]
    said = mesoject("measure", placed, "--outline", outline, *words)
    assert said.code == 0
    assert mesoject("outline", placed, "--out", tmp_path / "page.html").code == 0
    page = (tmp_path / "page.html").read_text()
    pictures = [base64.b64decode(found) for found in re.findall(r"data:image/\w+;base64,([A-Za-z0-9+/=]+)", page)]
    drawn = (tmp_path / "overlay" / "placed.overlay.jpg").read_bytes()
    assert pictures
    for picture in (*pictures, drawn):
        with Image.open(io.BytesIO(picture)) as shown:
            assert not shown.getexif()
    for written in (said.out.encode(), (tmp_path / "table.csv").read_bytes(), page.encode(), drawn, *pictures):
        assert SECRET not in written


def test_the_skin_map_knows_nothing_of_the_place(placed):
    photo = decode_photo(placed.read_bytes())
    assert SECRET.decode() not in str(photo)
    skin = skin_map(photo)
    told = f"{dict(skin.sources)} {skin.warnings} {dict(skin.diagnostics)}"
    assert SECRET.decode() not in told
    assert set(skin.sources) == set(skin_of(GOOD).sources)
