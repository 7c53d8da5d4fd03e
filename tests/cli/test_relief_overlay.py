"""`mesoject measure SCAN --overlay`: the relief as a figure, a model and a page, beside the overlay."""

from __future__ import annotations

import json

import pytest
import trimesh
from PIL import Image

from scans import circle, mesh, outline_file, written

SUFFIXES = ("overlay.jpg", "relief.png", "relief.glb", "relief.html")


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    path = tmp_path_factory.mktemp("scan")
    outline_file(path / "leg.json", circle())
    return written(path / "leg.ply", mesh(height_mm=1.3, noise_mm=0.03, colour=True))


def test_every_file_is_there_and_opens(mesoject, scan, tmp_path):
    said = mesoject("measure", scan, "--outline", scan.with_suffix(".json"), "--unit", "mm", "--overlay", tmp_path)
    assert said.code == 0, said.err
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"leg.{suffix}" for suffix in SUFFIXES)
    with Image.open(tmp_path / "leg.relief.png") as picture:
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=1)
        assert picture.width == pytest.approx(86 / 25.4 * 300, abs=2)
    (model,) = trimesh.load(tmp_path / "leg.relief.glb", process=False).geometry.values()
    heights = model.vertex_attributes["_HEIGHT_MM"]
    assert float(heights.max()) == pytest.approx(1.3, abs=0.12)
    assert "Relief of leg" in (tmp_path / "leg.relief.html").read_text(encoding="utf-8")


def test_a_refused_scan_leaves_nothing_behind(mesoject, scan, tmp_path):
    asked = ["measure", scan, "--outline", scan.with_suffix(".json"), "--unit", "m", "--overlay", tmp_path, "--json"]
    said = mesoject(*asked)
    assert said.code == 3
    assert json.loads(said.out)[0]["status"] == "refused"
    assert not list(tmp_path.iterdir())
