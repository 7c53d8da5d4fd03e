"""A photograph's file: the same pixels however they are stored, and one clear reason for everything that is none."""

from __future__ import annotations

import io
import resource
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import (
    ADOBE_RGB,
    DISPLAY_P3,
    coloured,
    encoded,
    exif,
    icc,
    jpeg_header,
    leg,
    png_header,
    stored,
    tiff_header,
)
from PIL import Image, ImageCms

from bundled import GOOD
from mesoject.capture.photo import decode_photo, open_photo
from mesoject.records import Refused, UsageError

HEIC = Path(__file__).parents[1] / "data" / "course.heic"
DIAGONAL = np.hypot(640, 480)


def codes(photo):
    return [note.code for note in photo.warnings]


def refused(data: bytes) -> str:
    """The one reason why these bytes are no photograph."""
    with pytest.raises(Refused) as caught:
        decode_photo(data)
    (why,) = caught.value.reasons
    assert why.fatal
    assert why.message
    assert why.remedy
    return why.code


# the same pixels, however stored


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_every_orientation_gives_the_same_pixels(orientation, form):
    upright = coloured()
    data = encoded(stored(upright, orientation), form, exif=exif(orientation=orientation))
    photo = decode_photo(data)
    assert np.array_equal(photo.rgb8, np.asarray(upright))
    assert photo.exif_orientation == orientation
    assert photo.size == (640, 480)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_of_a_jpeg_gives_the_same_lens(orientation):
    """The picture lies on its side in the file; its size in EXIF does too, and nothing was cropped."""
    upright = coloured()
    lying = stored(upright, orientation)
    photo = decode_photo(encoded(lying, quality=95, exif=exif(orientation=orientation, size=lying.size)))
    assert np.abs(photo.rgb8.astype(int) - np.asarray(upright)).mean() < 2
    assert photo.focal_px == pytest.approx(26 / 43.267 * DIAGONAL, rel=1e-4)
    assert photo.warnings == ()


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_upright(orientation):
    photo = decode_photo(encoded(coloured(), "PNG", exif=exif(orientation=orientation)))
    assert photo.exif_orientation == 1
    assert np.array_equal(photo.rgb8, np.asarray(coloured()))


def test_a_jpeg_the_png_of_it_and_the_tiff_of_it_are_one_picture():
    jpeg = encoded(coloured())
    with Image.open(io.BytesIO(jpeg)) as picture:
        copies = [encoded(picture, "PNG"), encoded(picture, "TIFF"), encoded(picture, "TIFF", compression="tiff_lzw")]
    expected = decode_photo(jpeg).rgb8
    for copy in copies:
        assert np.array_equal(decode_photo(copy).rgb8, expected)


def test_heic_shows_the_photograph_that_it_was_made_from():
    heic, jpeg = open_photo(HEIC), open_photo(GOOD.photo)
    assert heic.size == jpeg.size
    assert np.abs(heic.rgb8.astype(int) - jpeg.rgb8).mean() < 4
    assert (heic.focal_px, heic.taken, heic.warnings) == (jpeg.focal_px, jpeg.taken, ())


def test_the_suffix_does_not_count(tmp_path):
    for name in ("leg.png", "leg", "leg.pdf"):
        (tmp_path / name).write_bytes(encoded(coloured()))
        assert open_photo(tmp_path / name).size == (640, 480)


def test_a_picture_with_a_gain_map_is_read_as_its_first_picture():
    first = coloured()
    data = encoded(first, "MPO", save_all=True, append_images=[first.resize((160, 120))])
    assert data.startswith(b"\xff\xd8")
    assert np.array_equal(decode_photo(data).rgb8, decode_photo(encoded(first)).rgb8)


def test_an_opaque_fourth_channel_and_a_palette_are_colour():
    rgba = coloured().convert("RGBA")
    assert np.array_equal(decode_photo(encoded(rgba, "PNG")).rgb8, np.asarray(coloured()))
    palette = coloured().quantize(64)
    assert np.array_equal(decode_photo(encoded(palette, "PNG")).rgb8, np.asarray(palette.convert("RGB")))


# colour space


def test_the_profile_names_the_primaries():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile, primaries in (
        (None, "srgb"),
        (srgb, "srgb"),
        (icc("sRGB IEC61966-2.1", ADOBE_RGB), "srgb"),
        (icc("Display P3", DISPLAY_P3), "display-p3"),
        (icc("Display P3 Gamut with sRGB Transfer", DISPLAY_P3), "display-p3"),
    ):
        assert decode_photo(encoded(coloured(), icc_profile=profile)).primaries == primaries


def test_another_profile_is_refused_by_its_name():
    with pytest.raises(Refused, match=r"unsupported_colour: .*'Adobe RGB \(1998\)'"):
        decode_photo(encoded(coloured(), icc_profile=icc("Adobe RGB (1998)", ADOBE_RGB)))


@pytest.mark.parametrize("junk", [b"x", b"junk" * 100, icc("sRGB", ADOBE_RGB)[:140]])
def test_a_damaged_profile_is_refused(junk):
    assert refused(encoded(coloured(), icc_profile=junk)) == "unsupported_colour"


# what EXIF says of the lens


def test_the_focal_length_refers_to_the_diagonal():
    photo = decode_photo(encoded(coloured(), exif=exif(f35=26)))
    assert photo.focal_px == pytest.approx(26 / np.hypot(36, 24) * DIAGONAL)
    assert photo.focal_sd_rel == 0.03


@pytest.mark.parametrize("f35", [None, 1, 5000])
def test_without_a_usable_focal_length_the_lens_is_a_guess_and_said_to_be(f35):
    photo = decode_photo(encoded(coloured(), exif=exif(f35=f35)))
    assert codes(photo) == ["no_focal_length"]
    assert photo.focal_sd_rel >= 0.2


def test_digital_zoom_is_warned_of():
    plain, zoomed = (decode_photo(encoded(coloured(), exif=exif(f35=52, zoom=z))) for z in (1.0, 2.0))
    assert codes(plain) == []
    assert codes(zoomed) == ["digital_zoom"]
    assert zoomed.focal_px == plain.focal_px
    assert zoomed.focal_sd_rel > plain.focal_sd_rel


def test_a_cropped_picture_is_known_by_its_shape():
    """The lens keeps its focal length in pixels and loses its centre."""
    whole = decode_photo(encoded(coloured(), exif=exif(size=(640, 480))))
    cut = coloured().crop((100, 0, 600, 480))
    photo = decode_photo(encoded(cut, exif=exif(size=(640, 480))))
    assert codes(photo) == ["cropped"]
    assert photo.focal_px == pytest.approx(whole.focal_px, rel=1e-3)
    assert photo.centre_sd_px > 10 * whole.centre_sd_px


def test_a_picture_scaled_down_is_not_cropped():
    photo = decode_photo(encoded(coloured(), exif=exif(size=(4032, 3024))))
    assert codes(photo) == []
    assert photo.focal_px == pytest.approx(26 / np.hypot(36, 24) * DIAGONAL)


# what is no photograph


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_an_image"),
        (b"\xff\xd8", "not_an_image"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image"),
        (encoded(coloured(), "BMP"), "not_an_image"),
        (encoded(coloured(), "GIF"), "not_an_image"),
        (encoded(coloured(), "WEBP"), "not_an_image"),
        (encoded(coloured(1, 1)), "too_small"),
        (encoded(coloured(479, 2000)), "too_small"),
        (encoded(coloured().convert("L")), "unsupported_colour"),
        (encoded(coloured().convert("L").convert("RGB"), "PNG"), "unsupported_colour"),
        (encoded(coloured().convert("CMYK")), "unsupported_colour"),
        (encoded(coloured().convert("1"), "PNG"), "unsupported_colour"),
        (encoded(coloured().convert("LA"), "PNG"), "unsupported_colour"),
        (encoded(coloured().convert("L").convert("I;16"), "PNG"), "unsupported_colour"),
        (encoded(coloured().convert("F"), "TIFF"), "unsupported_colour"),
        (encoded(coloured().convert("CMYK"), "TIFF"), "unsupported_colour"),
        (encoded(coloured().convert("YCbCr"), "TIFF"), "unsupported_colour"),
    ],
)
def test_what_is_no_colour_photograph_is_refused(data, code):
    assert refused(data) == code


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_sixteen_bits_are_refused(suffix):
    deep = np.asarray(coloured()).astype(np.uint16) * 257
    assert refused(cv2.imencode(suffix, deep)[1].tobytes()) == "unsupported_colour"


def test_transparency_is_refused():
    picture = coloured().convert("RGBA")
    picture.putpixel((3, 5), (1, 2, 3, 254))
    assert refused(encoded(picture, "PNG")) == "unsupported_colour"
    palette = coloured().quantize(64)
    assert refused(encoded(palette, "PNG", transparency=palette.getpixel((300, 200)))) == "unsupported_colour"


def test_a_file_that_is_not_there_is_the_callers_mistake(tmp_path):
    for path in (tmp_path / "gone.jpg", tmp_path):
        with pytest.raises(UsageError, match=path.name):
            open_photo(path)


@pytest.mark.parametrize("header", [png_header, jpeg_header, tiff_header])
@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 9_000), (60_000, 60_000)])
def test_a_bomb_is_refused_from_its_header(header, size):
    data = header(*size)
    assert len(data) < 2_000
    refused(b"warm")
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    assert refused(data) == "too_large"
    assert time.perf_counter() - start < 0.2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Refused, match="too_large"):
        open_photo(path)


FILES = {
    "jpeg": encoded(coloured(), exif=exif()),
    "progressive": encoded(coloured(), progressive=True, exif=exif()),
    "png": encoded(coloured(), "PNG", exif=exif()),
    "tiff": encoded(coloured(), "TIFF", exif=exif()),
    "lzw": encoded(coloured(), "TIFF", compression="tiff_lzw", exif=exif()),
    "heic": HEIC.read_bytes(),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_truncated_file_is_refused_wherever_it_ends(kind):
    data = FILES[kind]
    for share in (0.001, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97):
        assert refused(data[: int(share * len(data))]) in ("truncated", "not_an_image"), share


@settings(max_examples=120)
@given(data=st.data())
@pytest.mark.parametrize("kind", ["jpeg", "progressive", "png", "tiff", "lzw"])
def test_mutated_bytes_are_a_photograph_or_refused(kind, data):
    mutated = bytearray(FILES[kind])
    near = st.one_of(st.integers(0, min(700, len(mutated) - 1)), st.integers(0, len(mutated) - 1))
    for at, value in data.draw(st.lists(st.tuples(near, st.integers(0, 255)), min_size=1, max_size=12)):
        mutated[at] = value
    cut = data.draw(st.one_of(st.just(len(mutated)), st.integers(0, len(mutated))))
    try:
        photo = decode_photo(bytes(mutated[:cut]))
    except Refused:
        return
    assert min(photo.size) >= 480
    assert np.isfinite([photo.focal_px, photo.focal_sd_rel, photo.centre_sd_px]).all()


@given(st.binary(max_size=400))
def test_noise_is_no_photograph(data):
    assert refused(data) == "not_an_image"


def test_the_bundled_photograph_is_as_its_file_says():
    photo = open_photo(GOOD.photo)
    assert np.array_equal(photo.rgb8, np.asarray(leg()))
    assert photo.taken == "2025:03:14 12:23:40"
    assert photo.warnings == ()
