"""The 3D view as a document: self-contained, its script known by its hash, and nothing typed becomes markup."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image
from reliefs import relief

from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.relief.page import write_relief_page
from mesoject.report.relief.scene import ASPECT
from mesoject.report.relief.view import MOST_POINTS, Shown, relief_view, source_hash, view_script, view_style

EVIL = '"><script>alert(1)</script>{{look}}'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("relief") / "relief.html"
    shown = [Shown(relief(top), f"Visit {k}", f"Relief {k}") for k, top in enumerate((1.5, 0.6))]
    write_relief_page(path, shown, title="Relief of P-17")
    return path.read_text(encoding="utf-8")


def test_the_policy_allows_this_script_and_this_style_and_nothing_else(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, source in (("style", "style-src"), ("script", "script-src")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert f"{source} {source_hash(text)}" in policy
    assert set(re.findall(r"[\w-]+-src ([^;]+)", policy.replace("'none'", ""))) >= {"data:"}


def test_a_hash_is_as_the_standard_has_it() -> None:
    # W3C, Content Security Policy Level 3, section 8.4: the hash of alert('Hello, world.');
    assert source_hash("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


def test_nothing_is_fetched_from_anywhere(page: str) -> None:
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)
    assert not re.search(r"url\((?!#)", page)
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|importScripts|eval)\b", view_script())


def test_each_scan_has_its_model_and_a_still_picture(page: str) -> None:
    models = re.findall(r'class="relief-model">([^<]+)<', page)
    stills = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert len(models) == len(stills) == 2
    for model in models:
        scene = trimesh.load(io.BytesIO(base64.b64decode(model)), file_type="glb")
        assert sum(len(g.faces) for g in scene.geometry.values()) > 10_000
    size = Image.open(io.BytesIO(base64.b64decode(stills[0]))).size
    assert size[1] / size[0] == pytest.approx(ASPECT, abs=0.01)


def test_all_scans_of_a_view_have_one_scale_of_colours(page: str) -> None:
    limits = {_extras(base64.b64decode(m))["limit"] for m in re.findall(r'class="relief-model">([^<]+)<', page)}
    assert limits == {1.5}
    assert page.count('class="relief-legend"') == 1
    assert "\u22121.5 mm, sunken" in page
    assert "+1.5 mm, raised" in page


def _extras(glb: bytes) -> dict:
    return json.loads(glb[20 : 20 + int.from_bytes(glb[12:16], "little")])["meshes"][0]["extras"]


def test_the_intended_use_stands_on_a_page_of_its_own(page: str) -> None:
    assert INTENDED_USE in page


def test_nothing_that_a_person_typed_is_markup() -> None:
    view = relief_view([Shown(relief(), EVIL, EVIL)])
    assert "<script>alert" not in view
    assert "{{look}}" in view  # said as it was typed
    assert len(re.findall("<script", view)) == 2  # the model and the look, both data


def test_without_own_colours_there_is_no_choice_of_them() -> None:
    assert "radio" not in relief_view([Shown(relief(own=False), "a", "b")])
    assert "radio" not in relief_view([Shown(relief(), "a", "b"), Shown(relief(own=False), "a", "b")])
    assert relief_view([Shown(relief(), "a", "b")]).count('type="radio"') == 2


def test_a_fine_scan_is_made_coarser_so_that_a_report_can_be_sent() -> None:
    fine = relief()
    for name in ("height_mm", "base_mm", "up", "reference_sd_mm"):
        object.__setattr__(fine, name, np.repeat(np.repeat(getattr(fine, name), 3, 0), 3, 1))
    object.__setattr__(fine, "rgb8", None)
    object.__setattr__(fine, "mm_per_px", fine.mm_per_px / 3)
    view = relief_view([Shown(fine, "a", "b")])
    glb = base64.b64decode(re.search(r'class="relief-model">([^<]+)<', view)[1])
    (mesh,) = trimesh.load(io.BytesIO(glb), file_type="glb", process=False).geometry.values()
    assert 0.3 * MOST_POINTS < len(mesh.vertices) < 1.1 * MOST_POINTS


def test_two_views_in_one_page_do_not_share_names() -> None:
    views = [relief_view([Shown(relief(), "a", "b")], name=name) for name in ("one", "two")]
    names = [set(re.findall(r'(?:id|name)="([^"]+)"', view)) for view in views]
    assert not names[0] & names[1]


def test_the_same_reliefs_give_the_same_page(tmp_path: Path) -> None:
    for name in "ab":
        write_relief_page(tmp_path / name, [Shown(relief(), "a", "b")], title="t")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_paper_shows_the_still_picture() -> None:
    assert "@media print" in view_style()
