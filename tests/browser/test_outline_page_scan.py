"""The same page for a scan: drawn on its skin laid flat, its height shown, saved in the scan's own axes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from outline_browser import Sitting

from mesoject.measuring import load_outline, measure
from mesoject.report.outline.page import write_outline_page
from mesoject.skinmap import SkinMap
from scans import DOME_MM, SHA256, circle, dome_volume_mm3, mesh, skin

Visit = Callable[..., Sitting]


@pytest.fixture(scope="module")
def scan() -> SkinMap:
    return skin(mesh(colour=True))


@pytest.fixture(scope="module")
def page(scan: SkinMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "leg.outline.html"
    write_outline_page(scan, path)
    return path


def border(scan: SkinMap) -> np.ndarray:
    """The dome's border on the map, few enough points to click."""
    assert scan.relief is not None
    return scan.relief.place.to_mm(np.array(circle(DOME_MM, sides=24).polygons[0][0]))


def test_what_is_drawn_is_saved_in_both_frames_and_measures(scan: SkinMap, page: Path, visit: Visit) -> None:
    sitting = visit(page)
    sitting.draw(border(scan))
    saved = json.loads(sitting.save().read_text())
    assert (saved["frame"], saved["source_sha256"]) == ("skin_mm", SHA256)
    assert "photo_px" not in saved
    assert scan.relief is not None
    mm = np.array(saved["polygons"][0][0])
    first = np.array(saved["scan_xyz_mm"][0][0][0])
    assert first == pytest.approx(scan.relief.place.to_scan(mm[0]), abs=0.01)
    found = measure(scan, load_outline(scan, sitting.folder / "leg.outline.json"))
    low, high = found["volume"].interval(0.999)
    assert low < dome_volume_mm3(1.0) < high


def test_its_height_is_shown_and_hidden(page: Path, visit: Visit) -> None:
    sitting = visit(page)
    picture, tick = sitting.page.locator("#skin"), sitting.page.locator("#height-shown")
    own = picture.get_attribute("src")
    tick.check()
    assert picture.get_attribute("src") != own
    assert "full colour at" in (sitting.page.locator("#height-words").text_content() or "")
    tick.uncheck()
    assert picture.get_attribute("src") == own


def test_an_outline_in_the_scans_axes_opens_where_it_is(
    scan: SkinMap, page: Path, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "xyz.json"
    path.write_text(circle(DOME_MM, 0.4).model_dump_json(exclude_none=True))  # picked on the scar, not under it
    sitting = visit(page)
    sitting.page.locator("#file").set_input_files(path)
    sitting.page.get_by_text("places in the scan").wait_for()
    saved = json.loads(sitting.save().read_text())
    off = np.abs(np.linalg.norm(np.array(saved["polygons"][0][0]) - border(scan).mean(0), axis=1) - DOME_MM)
    assert off.max() < 0.1


def test_a_photographs_outline_does_not_open(page: Path, visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "photo.json"
    ring = [[0, 0], [900, 0], [900, 900]]
    path.write_text(json.dumps({"format": "mesoject-outline/1", "frame": "photo_px", "polygons": [[ring]]}))
    sitting = visit(page)
    sitting.page.locator("#file").set_input_files(path)
    sitting.page.get_by_text("drawn on a photograph, not on a scan").wait_for()
