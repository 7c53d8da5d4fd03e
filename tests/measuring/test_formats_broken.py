"""Whatever the file, the answer is an outline, a refusal or a wrong call: never a crash."""

import contextlib

import numpy as np
import pytest
from drawings import SHA256, SIZE, composite, disc, labelme, mask, read, region, roiset
from hypothesis import given, settings
from hypothesis import strategies as st
from roifile import ROI_TYPE, ImagejRoi

from mesoject.measuring.formats import read_outline
from mesoject.measuring.formats.mesoject_json import written
from mesoject.records import Outline, Refused, UsageError

RING = np.array([(10, 10), (60, 12), (55, 48), (12, 40)])
HOLE = np.array([(20, 20), (30, 20), (25, 30)])
WHOLE = {
    "json": written(Outline(frame="photo_px", polygons=((tuple(map(tuple, RING.astype(float).tolist())),),))),
    "labelme": labelme(("scar", "polygon", RING), ("hole", "circle", HOLE[:2]), size=(40, 30)),
    "mask": mask(disc((40, 30), (20, 15), 9)),
    "freehand": region(RING.astype(float)),
    "traced": region(RING, ROI_TYPE.TRACED),
    "oval": ImagejRoi(roitype=ROI_TYPE.OVAL, left=1, top=2, right=30, bottom=20).tobytes(),
    "composite": composite(RING, HOLE),
    "roiset": roiset(a=region(RING), b=composite(RING, HOLE)),
}


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_changed_byte_gets_through_as_a_crash(name, data):
    broken = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Refused):
        read(bytes(broken), size=(40, 30))


@pytest.mark.parametrize("name", WHOLE)
def test_no_cut_gets_through_as_a_crash(name):
    for length in range(0, len(WHOLE[name]), 7):
        with contextlib.suppress(Refused):
            read(WHOLE[name][:length], size=(40, 30))


@pytest.mark.parametrize("name", ["json", "labelme", "mask", "freehand", "traced", "composite", "roiset"])
def test_a_file_that_ends_early_is_refused(name):
    with pytest.raises(Refused, match=r"^outline_invalid"):
        read(WHOLE[name][:75], size=(40, 30))


@pytest.mark.parametrize("name", WHOLE)
def test_the_name_of_the_file_does_not_matter(name):
    assert read(WHOLE[name], size=(40, 30), name="scar.txt") == read(WHOLE[name], size=(40, 30), name="scar.png")


def test_an_empty_file_is_empty():
    with pytest.raises(Refused, match=r"^empty_outline: .* empty \(0 bytes\)"):
        read(b"")


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0 a JPEG", b"{}", b"[1, 2]", b"scar", b"\0" * 100])
def test_an_unknown_format_is_named(data):
    with pytest.raises(Refused, match=r"^outline_invalid: The file \(.jpg\) is neither"):
        read(data, name="scar.jpg")


def test_json_nested_without_end_is_refused():
    with pytest.raises(Refused, match=r"^outline_invalid: "):
        read(b'{"format": "mesoject-outline/1", "polygons": ' + b"[" * 100_000)


def test_fifty_megabytes_are_not_read(tmp_path):
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(Refused, match=r"^outline_invalid: .* has 50 MB; the limit is 50 MB"):
        read_outline(tmp_path / "huge.json", photo_sha256=SHA256, photo_size=SIZE, exif_orientation=1)


def test_a_missing_file_is_a_wrong_call(tmp_path):
    for path in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(UsageError, match="There is no file"):
            read_outline(path, photo_sha256=SHA256, photo_size=SIZE, exif_orientation=1)


@pytest.mark.parametrize("orientation", [0, 9])
def test_an_orientation_that_exif_does_not_know_is_a_wrong_call(orientation):
    with pytest.raises(UsageError, match=f"orientation is {orientation}; it must be 1 to 8"):
        read(WHOLE["json"], orientation=orientation)
