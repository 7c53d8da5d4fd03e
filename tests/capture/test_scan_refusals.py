"""Every bad scan gets a typed refusal: no crash, no guess, no flood of memory."""

from __future__ import annotations

import json
import struct
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
import trimesh

from mesoject.capture.scan import read_scan
from mesoject.capture.scan.clean import cleaned
from mesoject.capture.scan.header import MAX_TEXT_BYTES
from mesoject.capture.scan.mesh import Mesh
from mesoject.records import REASONS, Refused, UsageError
from scans import as_trimesh, faces, grid, mesh, on_limb, skin, written


def refused(path, unit="mm"):
    with pytest.raises(Refused) as caught:
        read_scan(path, unit=unit)
    assert all(r.code in REASONS for r in caught.value.reasons)
    return caught.value.reasons[0]


def file_of(tmp_path, data, name="scan.ply"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def ply(count=None, header_only=False, made=None):
    """A binary PLY whose header may count more points than it has."""
    data = trimesh.Trimesh((made or mesh()).points, (made or mesh()).triangles, process=False).export(file_type="ply")
    if count is not None:
        real = data.split(b"element vertex ")[1].split(b"\n")[0]
        data = data.replace(b"element vertex " + real, b"element vertex %d" % count)
    return data[: data.index(b"end_header") + 11] if header_only else data


# The unit


def test_a_file_that_does_not_say_its_unit_is_asked(tmp_path):
    path = written(tmp_path / "scan.stl", mesh())
    why = refused(path, unit=None)
    assert why.code == "scan_no_unit"
    assert "--unit" in why.remedy


@pytest.mark.parametrize("unit", ["m", "cm", "in"])
def test_millimetres_mistaken_for_something_larger(tmp_path, unit):
    why = refused(written(tmp_path / "scan.ply", mesh(half_mm=40.0)), unit)
    assert why.code in ("scan_size", "scan_not_a_limb")
    if unit == "m":
        assert "Read in mm" in why.message


def test_metres_mistaken_for_millimetres(tmp_path):
    why = refused(written(tmp_path / "scan.ply", mesh(), scale=1e-3), "mm")
    assert why.code == "scan_size"
    assert "Read in m it could be" in why.message


def test_an_unknown_unit_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match="furlong"):
        read_scan(written(tmp_path / "scan.ply", mesh()), unit="furlong")


def test_a_unit_against_the_files_own_is_said(tmp_path):
    path = written(tmp_path / "scan.glb", mesh())  # in millimetres, whatever glTF says
    found = read_scan(path, unit="mm")
    assert [r.code for r in found.warnings] == ["scan_unit_differs"]


# The file


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_scan"),
        (b"\xff\xd8\xff\xe0" + bytes(5000), "not_a_scan"),
        (b"hello, this is no scan\n" * 50, "not_a_scan"),
        (b"solid x" + bytes(200), "not_a_scan"),
        (b"ply\nformat ascii 1.0\nelement vertex two\nend_header\n", "scan_damaged"),
        (b"glTF" + struct.pack("<II", 1, 12) + bytes(50), "scan_damaged"),
        (b"glTF" + struct.pack("<IIII", 2, 10**9, 10**9, 0), "truncated"),
        (b"glTF", "truncated"),
        (b"v 1 2 3\nv 4 5 6\nf 1 2 9\n", "scan_damaged"),
        (b"v 1 2 3\nv 4 5 6\nv 4 5 7\nf 1 2 3\n", "scan_empty"),
    ],
)
def test_what_is_no_scan(tmp_path, data, code):
    assert refused(file_of(tmp_path, data)).code == code


@pytest.mark.parametrize("count", [0xFFFFFFFF, 1000])
def test_a_binary_stl_that_counts_more_than_came(tmp_path, count):
    data = bytes(80) + struct.pack("<I", count) + bytes(50 * 400)
    assert refused(file_of(tmp_path, data, "scan.stl")).code == "truncated"


@pytest.mark.parametrize("cut", [7, 50, 1001])
def test_a_binary_stl_that_was_cut_off(tmp_path, cut):
    data = as_trimesh(mesh()).export(file_type="stl")
    assert refused(file_of(tmp_path, data[:-cut], "scan.stl")).code == "truncated"


def test_half_a_file(tmp_path):
    data = ply()
    assert refused(file_of(tmp_path, data[: len(data) // 2])).code == "truncated"


def test_a_header_that_claims_four_gigabytes(tmp_path):
    tracemalloc.start()
    why = refused(file_of(tmp_path, ply(count=300_000_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert why.code == "too_large"
    assert "300,000,000 points" in why.message
    assert peak < 20e6


def test_a_header_that_claims_more_than_the_file_has(tmp_path):
    assert refused(file_of(tmp_path, ply(count=2_000_000))).code == "truncated"


def test_a_header_without_an_end(tmp_path):
    data = b"ply\nformat ascii 1.0\n" + b"comment and on and on\n" * 10_000
    assert refused(file_of(tmp_path, data)).code == "scan_damaged"


def test_a_file_of_four_gigabytes_is_not_read(tmp_path):
    path = tmp_path / "huge.ply"
    with path.open("wb") as file:
        file.truncate(4_000_000_000)  # takes no room on the disk
    assert refused(path).code == "too_large"


def test_a_text_of_many_megabytes_is_not_parsed(tmp_path):
    path = tmp_path / "huge.obj"
    with path.open("wb") as file:
        file.write(b"v 1 2 3\n" * 20_000)  # as long as what is looked at
        file.truncate(MAX_TEXT_BYTES + 1)
    assert refused(path).code == "too_large"


def test_a_glb_that_counts_a_thousand_million_points(tmp_path):
    told = {
        "asset": {"version": "2.0"},
        "accessors": [{"count": 10**9, "componentType": 5126, "type": "VEC3"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "nodes": [{"mesh": 0}],
    }
    text = json.dumps(told).encode()
    text += b" " * (-len(text) % 4)
    data = b"glTF" + struct.pack("<IIII", 2, 20 + len(text), len(text), 0x4E4F534A) + text
    assert refused(file_of(tmp_path, data, "scan.glb")).code == "too_large"


def test_a_missing_file_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.ply"):
        read_scan(tmp_path / "gone.ply", unit="mm")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_bytes_are_wrong_there_is_an_answer(tmp_path, seed):
    """Bits of a good file turned at random: a map or a refusal, nothing else."""
    data = bytearray(ply(made=mesh(half_mm=20.0, step_mm=1.0)))
    random = np.random.default_rng(seed)
    first = 0 if seed % 2 else data.index(b"end_header") + 11
    for at in random.integers(first, len(data), 30):
        data[at] ^= 1 << int(random.integers(8))
    path = file_of(tmp_path, bytes(data))
    with suppress(Refused):
        assert read_scan(path, unit="mm").relief is not None


# The surface


def test_an_empty_mesh(tmp_path):
    data = (
        b"ply\nformat ascii 1.0\nelement vertex 0\nproperty float x\nproperty float y\nproperty float z\nend_header\n"
    )
    assert refused(file_of(tmp_path, data)).code in ("scan_empty", "scan_damaged")


def test_some_points_that_are_no_numbers_are_left_out(tmp_path):
    made = mesh()
    made.points[::97] = np.nan
    found = read_scan(written(tmp_path / "scan.ply", made), unit="mm")
    assert [r.code for r in found.warnings] == ["scan_cleaned"]


def test_many_points_that_are_no_numbers(tmp_path):
    made = mesh()
    made.points[::3] = np.nan
    assert refused(written(tmp_path / "scan.ply", made)).code == "scan_damaged"


def test_inside_out(tmp_path):
    made = mesh()
    path = written(tmp_path / "scan.ply", Mesh(made.points, made.triangles[:, ::-1], None))
    assert refused(path).code == "scan_inside_out"


def test_a_mirrored_scan_is_inside_out(tmp_path):
    made = mesh()
    assert refused(written(tmp_path / "scan.ply", Mesh(made.points * [1, 1, -1], made.triangles, None))).code == (
        "scan_inside_out"
    )


def test_a_million_tiny_pieces(tmp_path):
    random = np.random.default_rng(2)
    middles = random.uniform(-40, 40, (300_000, 1, 3))
    corners = (middles + random.normal(0, 0.05, (300_000, 3, 3))).reshape(-1, 3)
    triangles = np.arange(900_000).reshape(-1, 3)
    data = trimesh.Trimesh(corners, triangles, process=False).export(file_type="stl")
    assert refused(file_of(tmp_path, data, "scan.stl")).code == "scan_fragmented"


def test_a_few_loose_pieces_are_left_out(tmp_path):
    made = mesh()
    stray = made.points[:200] + np.array([0, 0, 40.0])
    points, count = np.concatenate([made.points, stray]), len(made.points)
    triangles = np.concatenate([made.triangles, count + made.triangles[(made.triangles < 200).all(1)]])
    found = read_scan(written(tmp_path / "scan.ply", Mesh(points, triangles, None)), unit="mm")
    assert found.diagnostics["points"] <= count


def hairy(share, longest_mm):
    """A bare limb on which some points stand up as hairs."""
    w, y = grid()
    random = np.random.default_rng(3)
    hair = random.uniform(1.5, longest_mm, w.shape) * (random.random(w.shape) < share)
    return Mesh(on_limb(w, y, hair).reshape(-1, 3), faces(*w.shape), None)


def test_hairs_are_left_out_and_said():
    found = skin(hairy(0.003, 6.0))
    assert [r.code for r in found.warnings] == ["scan_cleaned"]
    assert np.nanmax(np.abs(found.relief.height_mm)) < 0.5


def test_a_scan_that_is_all_hair():
    with pytest.raises(Refused) as caught:
        skin(hairy(0.2, 6.0))
    assert caught.value.reasons[0].code == "scan_spikes"


@pytest.mark.parametrize(
    "shape",
    [
        trimesh.creation.box((60, 60, 60)).subdivide_to_size(2.0),
        trimesh.creation.icosphere(5, 60.0),
        trimesh.creation.icosphere(5, 400.0),
        trimesh.creation.cylinder(4.0, 120.0, sections=64).subdivide_to_size(2.0),
    ],
    ids=["box", "ball", "large ball", "pencil"],
)
def test_a_scan_of_something_else(tmp_path, shape):
    path = file_of(tmp_path, shape.export(file_type="ply"))
    assert refused(path).code == "scan_not_a_limb"


def test_a_table_is_no_limb(tmp_path):
    axis = np.arange(-40, 40, 1.0)
    x, y = np.meshgrid(axis, axis)
    points = np.stack([x, y, 0.02 * np.random.default_rng(1).standard_normal(x.shape)], -1).reshape(-1, 3)
    why = refused(written(tmp_path / "scan.ply", Mesh(points, faces(*x.shape), None)))
    assert why.code in ("scan_not_a_limb", "scan_inside_out")


def test_random_points_are_no_limb(tmp_path):
    points = np.random.default_rng(4).uniform(-50, 50, (20_000, 3))
    lines = "\n".join(" ".join(f"{v:.4f}" for v in p) for p in points)
    assert refused(file_of(tmp_path, lines.encode(), "scan.xyz")).code in ("scan_not_a_limb", "scan_fragmented")


def test_a_sketch_of_a_limb_is_too_coarse(tmp_path):
    made = mesh(half_mm=100.0, step_mm=8.0, radius=80.0)
    assert refused(written(tmp_path / "scan.ply", made)).code == "scan_too_coarse"


# What a person reads


def test_inches_are_called_inches(tmp_path):
    why = refused(written(tmp_path / "scan.ply", mesh(half_mm=40.0)), "in")
    assert why.message.startswith("Read in inches, the scan is")
    assert "Read in mm" in why.message


def test_millimetres_taken_for_centimetres_are_told_by_the_limb_that_they_would_make(tmp_path):
    why = refused(written(tmp_path / "scan.ply", mesh(half_mm=40.0)), "cm")
    assert why.code == "scan_not_a_limb"
    assert "Read in mm it could be." in why.message


def test_a_surface_that_is_a_limb_in_no_unit_gets_no_such_hint(tmp_path):
    ball = trimesh.creation.icosphere(subdivisions=5, radius=40.0)
    path = tmp_path / "ball.ply"
    path.write_bytes(ball.export(file_type="ply"))
    assert "it could be" not in refused(path).message


def test_a_face_of_a_point_that_is_not_there_is_called_that(tmp_path):
    why = refused(file_of(tmp_path, b"v 0 0 0\nv 1 0 0\nf 1 2 3\n", "scan.obj"))
    assert why.code == "scan_damaged"
    assert "a face names a point that is not there" in why.message


def test_one_point_is_not_points_and_a_far_one_is_a_number():
    sound = mesh()
    far, none = sound.points.copy(), sound.points.copy()
    far[0] = 1e30
    none[:2] = np.nan
    (note,) = cleaned(Mesh(far, sound.triangles, None))[1]
    assert note.message == "1 point further off than 10,000,000 was left out."
    (note,) = cleaned(Mesh(none, sound.triangles, None))[1]
    assert note.message == "2 points without a number for a place were left out."


def test_one_loose_piece_is_told_of_in_the_singular():
    sound, other = mesh(), mesh(half_mm=5.0)
    far = Mesh(
        np.concatenate([sound.points, other.points + 500.0]),
        np.concatenate([sound.triangles, other.triangles + len(sound.points)]),
        None,
    )
    (note,) = cleaned(far)[1]
    assert note.message.startswith("1 loose piece (")
    assert note.message.endswith("was left out.")
