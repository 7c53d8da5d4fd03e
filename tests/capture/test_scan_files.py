"""The same surface through every kind of file is the same SkinMap."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from PIL import Image

from mesoject.capture.scan import read_scan
from mesoject.measuring import measure
from scans import as_trimesh, circle, dome_volume_mm3, mesh, skin, written

MADE = mesh(colour=True)


def volume(skin):
    return measure(skin, circle(), border_sd_mm=0.0)["volume"].value


@pytest.mark.parametrize(("name", "scale", "unit"), [("a.ply", 1, "mm"), ("a.obj", 0.1, "cm"), ("a.stl", 1, "mm")])
def test_every_kind_of_file_holds_the_same_scar(tmp_path, name, scale, unit):
    skin = read_scan(written(tmp_path / name, MADE, scale=scale), unit=unit)
    assert volume(skin) == pytest.approx(dome_volume_mm3(1.0), rel=0.015)
    assert skin.relief.has_colour == (not name.endswith("stl"))


def test_glb_states_metres(tmp_path):
    skin = read_scan(written(tmp_path / "a.glb", MADE, scale=1e-3))
    assert skin.sources["scan_unit"] == "m"
    assert volume(skin) == pytest.approx(dome_volume_mm3(1.0), rel=0.015)


def test_ply_as_text_and_its_comment_with_the_unit(tmp_path):
    text = as_trimesh(MADE).export(file_type="ply", encoding="ascii")
    data = text if isinstance(text, bytes) else text.encode()
    data = data.replace(b"format ascii 1.0\n", b"format ascii 1.0\ncomment made by hand, in millimetres\n")
    (tmp_path / "a.ply").write_bytes(data)
    skin = read_scan(tmp_path / "a.ply")
    assert (skin.sources["scan_unit"], skin.warnings) == ("mm", ())
    assert volume(skin) == pytest.approx(dome_volume_mm3(1.0), rel=0.015)


def test_a_cloud_of_points(tmp_path):
    rows = np.column_stack([MADE.points, MADE.rgb8])
    np.savetxt(tmp_path / "a.xyz", rows, fmt="%.4f %.4f %.4f %d %d %d")
    skin = read_scan(tmp_path / "a.xyz", unit="mm")
    assert skin.relief.has_colour
    assert volume(skin) == pytest.approx(dome_volume_mm3(1.0), rel=0.015)


def test_a_ply_without_faces_is_a_cloud(tmp_path):
    (tmp_path / "a.ply").write_bytes(trimesh.PointCloud(MADE.points, MADE.rgb8).export(file_type="ply"))
    assert volume(read_scan(tmp_path / "a.ply", unit="mm")) == pytest.approx(dome_volume_mm3(1.0), rel=0.015)


def test_vertex_colours_arrive_where_they_belong(tmp_path):
    skin = read_scan(written(tmp_path / "a.ply", MADE), unit="mm")
    here = skin.relief.place.to_mm(circle_points(2.0))
    there = skin.relief.place.to_mm(circle_points(20.0))
    for mm, colour in ((here, (160, 80, 80)), (there, (190, 150, 130))):
        x, y = np.round(skin.to_photo(mm)).astype(int).T
        assert np.abs(skin.paint.rgb8[y, x].astype(int) - colour).max() <= 1


def circle_points(radius_mm):
    return np.array(circle(radius_mm).polygons[0][0])


def test_a_texture_gives_its_colours(tmp_path):
    made = mesh(half_mm=20.0)
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[:, :32], picture[:, 32:] = (200, 40, 40), (40, 40, 200)
    Image.fromarray(picture).save(tmp_path / "skin.png")
    side = round(len(made.points) ** 0.5)
    u, v = (k.ravel() for k in np.meshgrid(np.linspace(0.02, 0.98, side), np.linspace(0.02, 0.98, side)))
    lines = ["mtllib skin.mtl", "usemtl skin", *(f"v {x:.5f} {y:.5f} {z:.5f}" for x, y, z in made.points)]
    lines += [f"vt {a:.5f} {b:.5f}" for a, b in zip(u, v, strict=True)]
    lines += [f"f {a}/{a} {b}/{b} {c}/{c}" for a, b, c in made.triangles + 1]
    (tmp_path / "skin.obj").write_text("\n".join(lines))
    (tmp_path / "skin.mtl").write_text("newmtl skin\nmap_Kd ../../etc/skin.png\n")  # only its name counts
    read = read_scan(tmp_path / "skin.obj", unit="mm")
    assert read.relief.has_colour
    codes = read.paint.rgb8.reshape(-1, 3)
    assert ((codes == (200, 40, 40)).all(1).mean() > 0.3) & ((codes == (40, 40, 200)).all(1).mean() > 0.3)


def test_without_colour_the_picture_is_its_shape():
    found = skin()
    assert not found.relief.has_colour
    assert np.ptp(found.paint.rgb8.reshape(-1, 3), axis=1).max() == 0
    assert found.paint.rgb8.std() > 5
