"""mesoject-outline/1 is strict, reads back to the last bit, and is never half written."""

import json
import math

import pytest
from drawings import SHA256, SIZE, read
from hypothesis import given
from hypothesis import strategies as st

from mesoject.measuring.formats import outline_schema, read_outline, write_outline
from mesoject.measuring.formats.mesoject_json import written
from mesoject.records import Outline, Refused, UsageError

TRIANGLE = ((0.0, 0.0), (4.0, 0.0), (0.0, 3.0))


def outline(**unlike):
    file = {"format": "mesoject-outline/1", "frame": "photo_px", "source_sha256": SHA256, "polygons": [[TRIANGLE]]}
    return json.dumps(file | unlike).encode()


@st.composite
def stars(draw):
    """A polygon round its own centre with a hole of the same form; both are sound by construction."""
    x, y = draw(st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
    radii = draw(st.lists(st.floats(5, 50), min_size=3, max_size=12))
    turns = [2 * math.pi * i / len(radii) for i in range(len(radii))]
    return tuple(
        tuple((x + k * r * math.cos(t), y + k * r * math.sin(t)) for r, t in zip(radii, turns, strict=True))
        for k in (1.0, 0.5)
    )


@st.composite
def outlines(draw):
    """Outlines of one to three polygons, each in its own field of 2000 px or mm."""
    parts = tuple(
        tuple(tuple((x + 2000 * i, y) for x, y in ring) for ring in star)
        for i, star in enumerate(draw(st.lists(stars(), min_size=1, max_size=3)))
    )
    frame, source = draw(st.sampled_from(["photo_px", "skin_mm"])), draw(st.sampled_from([None, SHA256]))
    return Outline(frame=frame, source_sha256=source, polygons=parts, photo_px=draw(st.sampled_from([None, parts])))


@given(outlines())
def test_what_is_written_reads_back_to_the_last_bit(drawn):
    assert read(written(drawn)) == drawn


def test_a_byte_order_mark_does_no_harm():
    assert read(b"\xef\xbb\xbf" + outline()).polygons == ((TRIANGLE,),)


def test_overlapping_polygons_are_united():
    assert len(read(outline(polygons=[[TRIANGLE], [TRIANGLE]])).polygons) == 1


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "scar.json"
    path.write_text("old")
    write_outline(path, Outline(frame="photo_px", polygons=((TRIANGLE,),)))
    assert json.loads(path.read_text())["format"] == "mesoject-outline/1"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path):
    (tmp_path / "scar.json").mkdir()
    with pytest.raises(UsageError, match=r"cannot write .*scar.json"):
        write_outline(tmp_path / "scar.json", Outline(frame="photo_px", polygons=((TRIANGLE,),)))
    assert [path.name for path in tmp_path.iterdir()] == ["scar.json"]


def test_a_missing_folder_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match=r"cannot write .*: No such file"):
        write_outline(tmp_path / "nowhere" / "scar.json", Outline(frame="photo_px", polygons=((TRIANGLE,),)))


def test_another_photographs_hash_is_foreign():
    with pytest.raises(Refused, match=r"^outline_foreign: .* drawn on cdcdcdcdcdcd…, the photograph is abababababab…"):
        read(outline(source_sha256="cd" * 32))


def test_a_scans_outline_is_foreign():
    with pytest.raises(Refused, match=r"^outline_foreign: .* drawn on a scan"):
        read(outline(frame="scan_xyz_mm", polygons=[[[(*point, 1.0) for point in TRIANGLE]]]))


@pytest.mark.parametrize(
    ("unlike", "message"),
    [
        ({"format": "mesoject-outline/2"}, "format: Input should be 'mesoject-outline/1'"),
        ({"frame": "inches"}, "frame: Input should be 'photo_px'"),
        ({"note": "mine"}, "note: Extra inputs are not permitted"),
        ({"source_sha256": "AB"}, "source_sha256: String should match"),
        ({"polygons": [[[(0, 0), (1, 0), (0, float("nan"))]]]}, "polygons.0.0.2.1: .* finite number"),
        ({"polygons": [[[(0, 0), (1, 0), (0, "1")]]]}, "polygons.0.0.2.1: Input should be a valid number"),
        ({"polygons": [[[(0, 0, 0), (1, 0, 0), (0, 1, 0)]]]}, "The file: .* has 2 coordinates"),
        ({"polygons": [[[(0, 0), (2, 2), (2, 0), (0, 2)]]]}, r"Polygon 1 of 1 crosses itself near \(1\.0, 1\.0\)"),
        ({"photo_px": [[[(0, 0), (2, 2), (2, 0), (0, 2)]]]}, r"Polygon 1 of 1 crosses itself near \(1\.0, 1\.0\)"),
    ],
)
def test_the_fault_is_named_by_its_place(unlike, message):
    with pytest.raises(Refused, match=f"^outline_invalid: {message}"):
        read(outline(**unlike))


def test_json_that_ends_early_is_invalid():
    with pytest.raises(Refused, match=r"^outline_invalid: The file: Invalid JSON: EOF while parsing"):
        read(outline()[:-9])


def test_the_schema_describes_every_field_and_allows_no_other():
    schema = outline_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == set(Outline.model_fields)
    assert schema["properties"]["format"]["const"] == "mesoject-outline/1"
    assert schema["properties"]["frame"]["enum"] == ["photo_px", "skin_mm", "scan_xyz_mm"]
    assert set(schema["required"]) == {"frame", "polygons"}
    assert schema["additionalProperties"] is False


def test_a_file_may_be_read_by_a_plain_name(tmp_path):
    write_outline(str(tmp_path / "scar.json"), Outline(frame="skin_mm", polygons=((TRIANGLE,),)))
    read_back = read_outline(str(tmp_path / "scar.json"), photo_sha256=SHA256, photo_size=SIZE, exif_orientation=6)
    assert (read_back.frame, read_back.polygons) == ("skin_mm", ((TRIANGLE,),))
