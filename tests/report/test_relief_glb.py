"""The 3D model read back by another library: the same surface, in metres, with the colours of its heights."""

from __future__ import annotations

import io
import json
import struct

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from reliefs import RADIUS_MM, relief

from mesoject.records.cielab import linear_from_srgb8
from mesoject.report.relief.colours import height_colours
from mesoject.report.relief.glb import relief_glb
from mesoject.report.relief.model import relief_model


def read(glb: bytes) -> trimesh.Trimesh:
    scene = trimesh.load(io.BytesIO(glb), file_type="glb", process=False)
    (mesh,) = scene.geometry.values()
    return mesh


def heights(mesh: trimesh.Trimesh) -> np.ndarray:
    return np.asarray(mesh.vertex_attributes["_HEIGHT_MM"]).ravel()


def head(glb: bytes) -> dict:
    length = struct.unpack_from("<I", glb, 12)[0]
    return json.loads(glb[20 : 20 + length])


@pytest.fixture(scope="module")
def glb() -> bytes:
    picture = relief(1.5)
    return relief_glb(picture.xyz_mm, picture.height_mm, 2.0)


def test_the_surface_comes_back_in_metres(glb: bytes) -> None:
    picture, mesh = relief(1.5), read(glb)
    known = picture.xyz_mm[np.isfinite(picture.height_mm)]
    assert mesh.bounds == pytest.approx(np.stack([known.min(0), known.max(0)]) / 1000, abs=1e-6)
    off = np.hypot(mesh.vertices[:, 0], mesh.vertices[:, 2] + RADIUS_MM / 1000) - RADIUS_MM / 1000
    assert off * 1000 == pytest.approx(heights(mesh), abs=1e-3)
    # the skin's area on the cylinder, less the steps of the edge
    flat = relief_glb(relief(0.0).xyz_mm, relief(0.0).height_mm, 1.0)
    assert read(flat).area * 1e6 == pytest.approx(np.pi * 22**2, rel=0.02)


def test_every_colour_is_that_of_its_height_in_linear_light(glb: bytes) -> None:
    mesh = read(glb)
    colours = mesh.visual.vertex_attributes["color"] / 65535
    true = linear_from_srgb8(height_colours(heights(mesh), 2.0).astype(float))
    assert colours[:, :3] == pytest.approx(true, abs=0.004)
    assert (colours[:, 3] == 1).all()


def test_normals_point_out_of_the_limb_and_are_those_of_the_surface() -> None:
    picture = relief(0.0)
    mesh = read(relief_glb(picture.xyz_mm, picture.height_mm, 1.0))
    axis = mesh.vertices + np.array([0, 0, RADIUS_MM / 1000])
    true = axis * [1, 0, 1] / np.linalg.norm(axis * [1, 0, 1], axis=1, keepdims=True)
    assert (mesh.vertex_normals * true).sum(1) == pytest.approx(1, abs=2e-4)
    assert (np.cross(*np.diff(mesh.triangles, axis=1).swapaxes(0, 1)) * true[mesh.faces[:, 0]]).sum(1).min() > 0


def test_it_says_what_it_shows_and_in_what_units(glb: bytes) -> None:
    about = head(glb)["meshes"][0]["extras"]
    assert (about["quantity"], about["unit"], about["limit"]) == ("height over the healthy skin", "mm", 2.0)
    assert about["position_unit"] == "m"
    assert head(glb)["asset"]["version"] == "2.0"


def test_the_container_is_as_the_standard_has_it(glb: bytes) -> None:
    magic, version, length = struct.unpack_from("<4sII", glb)
    assert (magic, version, length) == (b"glTF", 2, len(glb))
    text = struct.unpack_from("<I4s", glb, 12)
    binary = struct.unpack_from("<I4s", glb, 20 + text[0])
    assert text[1] == b"JSON"
    assert binary[1] == b"BIN\0"
    assert 28 + text[0] + binary[0] == len(glb)
    found = head(glb)
    assert all(view["byteOffset"] % 4 == 0 for view in found["bufferViews"])
    assert found["buffers"][0]["byteLength"] == binary[0]


@settings(max_examples=40)
@given(known=st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=5, max_size=5))
def test_a_hole_stays_a_hole_and_nothing_else_is_lost(known: list[list[bool]]) -> None:
    mask = np.array(known)
    x, y = np.meshgrid(np.arange(6.0), np.arange(5.0)[::-1])
    height = np.where(mask, 0.1, np.nan)
    cells = np.stack([mask[:-1, :-1], mask[:-1, 1:], mask[1:, :-1], mask[1:, 1:]]).sum(0)
    triangles = 2 * (cells == 4).sum() + (cells == 3).sum()
    if not triangles:
        with pytest.raises(ValueError, match="no three neighbouring places"):
            relief_glb(np.stack([x, y, height], -1), height, 1.0)
        return
    mesh = read(relief_glb(np.stack([x, y, height], -1), height, 1.0))
    assert len(mesh.faces) == triangles
    assert mesh.area * 1e6 == pytest.approx(triangles / 2)
    assert len(np.unique(mesh.faces)) == len(mesh.vertices)
    assert (np.cross(*np.diff(mesh.triangles, axis=1).swapaxes(0, 1))[:, 2] > 0).all()


def test_many_points_need_wider_indices() -> None:
    x, y = np.meshgrid(np.arange(300.0), np.arange(300.0)[::-1])
    height = 0.1 * np.sin(x / 20)
    mesh = read(relief_glb(np.stack([x, y, height], -1), height, 1.0))
    assert len(mesh.vertices) == 90_000
    assert mesh.area * 1e6 == pytest.approx(299**2, rel=1e-3)


def test_the_same_surface_gives_the_same_bytes(glb: bytes) -> None:
    picture = relief(1.5)
    assert relief_glb(picture.xyz_mm, picture.height_mm, 2.0) == glb


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan")])
def test_a_colour_scale_without_room_is_a_wrong_call(limit: float) -> None:
    picture = relief(1.5)
    with pytest.raises(ValueError, match="limit above 0"):
        relief_glb(picture.xyz_mm, picture.height_mm, limit)


def test_the_views_model_knows_where_the_outline_runs() -> None:
    mesh = read(relief_model(relief(1.5), 2.0))
    border = mesh.vertex_attributes["_BORDER_MM"].ravel()
    x, y, z = (mesh.vertices * 1000).T
    angle = np.arctan2(x, z + RADIUS_MM)
    flat = np.hypot(angle * RADIUS_MM, y)
    assert (border[flat < 7] < 0).all()
    assert (border[flat > 15] > 0).all()
    assert border.max() <= 3.0
    up = mesh.vertex_attributes["_UP"]
    assert up == pytest.approx(np.stack([np.sin(angle), 0 * x, np.cos(angle)], -1), abs=1e-4)
