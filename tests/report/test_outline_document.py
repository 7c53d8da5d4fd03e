"""The outline page as a file: what it holds, what it must not hold, and places that cannot be written."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mesoject.records import Outline, Refused, UsageError
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.outline import page as outline_page
from mesoject.report.outline.page import write_outline_page
from mesoject.report.outline.picture import MM_PER_PX, picture, picture_region
from mesoject.report.outline.start import start_in_mm
from mesoject.skinmap import SkinMap

SQUARE = ((-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0))


@pytest.fixture(scope="session")
def page(leg: SkinMap, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "leg.outline.html"
    write_outline_page(leg, path)
    return path.read_text(encoding="utf-8")


def test_it_stands_alone(page: str) -> None:
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", page)
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", page)
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert len(page) < 2_000_000


def test_it_names_the_photograph_and_no_path(leg: SkinMap, leg_photo: Path, page: str) -> None:
    data = _data(page)
    assert data["sha256"] == leg.sources["photo_sha256"]
    assert data["saveAs"] == "leg.outline.json"
    assert str(leg_photo.parent) not in page


def test_its_picture_carries_no_metadata(page: str) -> None:
    jpeg = _jpeg(page)
    assert b"Exif" not in jpeg
    assert b"http://ns.adobe.com" not in jpeg
    with Image.open(io.BytesIO(jpeg)) as image:
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_its_picture_fills_the_region_and_shows_bright_paper(leg: SkinMap, page: str) -> None:
    region = _data(page)["region"]
    with Image.open(io.BytesIO(_jpeg(page))) as image:
        pixels = np.asarray(image)
    assert (region["sHigh"] - region["sLow"]) / MM_PER_PX == pytest.approx(pixels.shape[1])
    assert (region["zHigh"] - region["zLow"]) / MM_PER_PX == pytest.approx(pixels.shape[0])
    s, z = leg.paint.covers[0].mean(axis=0)
    row, column = int((region["zHigh"] - z) / MM_PER_PX), int((s - region["sLow"]) / MM_PER_PX)
    strip = pixels[row - 40 : row + 40, column - 100 : column + 100]
    assert 225 < np.percentile(strip, 90) < 255


def test_what_the_camera_did_not_see_is_hatched(leg: SkinMap) -> None:
    half = replace(leg, paint=replace(leg.paint, rgb8=leg.paint.rgb8[:1100]))  # as if the picture ended there
    region = picture_region(half)
    with Image.open(io.BytesIO(picture(half, region))) as image:
        pixels = np.asarray(image).astype(int)
    outside = half.to_photo(half.raster(region, MM_PER_PX).places())[..., 1] - 1100
    unseen, seen = pixels[outside > 15], pixels[outside < -15]
    assert len(unseen) > 50_000
    assert np.ptp(unseen, axis=-1).max() < 12  # grey
    assert np.ptp(unseen[:, 0]) > 10  # in stripes
    assert np.ptp(seen, axis=-1).mean() > 20


def test_it_says_what_it_is_for(page: str) -> None:
    assert INTENDED_USE in page
    assert '<html lang="en">' in page


def test_the_same_call_gives_the_same_bytes(leg: SkinMap, page: str, tmp_path: Path) -> None:
    write_outline_page(leg, tmp_path / "elsewhere.html", stem="leg")
    assert (tmp_path / "elsewhere.html").read_text(encoding="utf-8") == page


def test_a_name_cannot_become_markup(leg: SkinMap, tmp_path: Path) -> None:
    write_outline_page(leg, tmp_path / "page.html", stem="a</script><b>{{jpeg}}&")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert page.count("data:image/jpeg") == 1


def test_only_the_name_of_a_stem_with_folders_is_kept(leg: SkinMap, tmp_path: Path) -> None:
    write_outline_page(leg, tmp_path / "page.html", stem="/home/nurse/leg")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "nurse" not in page
    assert _data(page)["saveAs"] == "leg.outline.json"


def test_every_part_is_short_and_used() -> None:
    files = sorted(Path(outline_page.__file__).parents[1].glob("templates/outline/*"))
    assert {f.stem for f in files if f.suffix == ".js"} == set(outline_page._SCRIPTS)
    assert all(len(f.read_text(encoding="utf-8").splitlines()) < 200 for f in files)


# Starting from an earlier outline


def test_an_outline_of_this_map_keeps_its_points(leg: SkinMap) -> None:
    outline = Outline(frame="skin_mm", source_sha256=leg.sources["photo_sha256"], polygons=((SQUARE,),))
    assert start_in_mm(outline, leg) == outline.polygons


def test_pixels_are_mapped_back(leg: SkinMap) -> None:
    px = tuple(map(tuple, leg.to_photo(np.array(SQUARE)).tolist()))
    mm = start_in_mm(Outline(frame="photo_px", polygons=((px,),)), leg)
    assert _corners_reached(mm[0][0]) < 0.001


def test_pixels_count_when_the_map_has_changed(leg: SkinMap) -> None:
    edge = np.concatenate(
        [np.linspace(a, b, 40, endpoint=False) for a, b in zip(SQUARE, np.roll(SQUARE, -1, 0), strict=True)]
    )
    px = tuple(map(tuple, leg.to_photo(edge).tolist()))
    larger = tuple((1.02 * s, 1.02 * z) for s, z in SQUARE)
    mm = start_in_mm(Outline(frame="skin_mm", polygons=((larger,),), photo_px=((px,),)), leg)
    assert _corners_reached(mm[0][0]) < 0.05
    assert len(mm[0][0]) < 20


@pytest.mark.parametrize(
    ("outline", "code"),
    [
        (Outline(frame="photo_px", source_sha256="0" * 64, polygons=((SQUARE,),)), "outline_foreign"),
        (Outline(frame="scan_xyz_mm", polygons=()), "outline_foreign"),
        (Outline(frame="photo_px", polygons=((SQUARE,),)), "outline_outside"),
    ],
)
def test_what_cannot_be_shown_is_refused(leg: SkinMap, tmp_path: Path, outline: Outline, code: str) -> None:
    with pytest.raises(Refused) as refused:
        write_outline_page(leg, tmp_path / "page.html", start=outline)
    assert [r.code for r in refused.value.reasons] == [code]
    assert not list(tmp_path.iterdir())


# Writing


@pytest.mark.parametrize("name", ["missing/page.html", "file/page.html", "."])
def test_an_unwritable_place_is_named(leg: SkinMap, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UsageError, match=re.escape(str(tmp_path / name))):
        write_outline_page(leg, tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_failed_write_leaves_the_old_file(leg: SkinMap, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.mkdir()
    (place / "kept").touch()
    with pytest.raises(UsageError, match=re.escape(str(place))):
        write_outline_page(leg, place)
    assert [p.name for p in tmp_path.rglob("*")] == ["page.html", "kept"]


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def _jpeg(page: str) -> bytes:
    found = re.search(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", page)
    assert found
    return base64.b64decode(found[1])


def _corners_reached(ring: Any) -> float:
    """Distance of the worst corner of the square from the nearest point of a ring."""
    return float(max(np.hypot(*(np.array(ring) - corner).T).min() for corner in SQUARE))
