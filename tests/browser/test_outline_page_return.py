"""Coming back to an outline: autosave, the guard against leaving, files opened and started from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from outline_browser import HOLE, SCAR, Sitting, in_photo, read

from mesoject.measuring.polygons import to_shapely
from mesoject.records import Outline
from mesoject.report.outline.page import write_outline_page
from mesoject.skinmap import SkinMap


def test_what_was_not_saved_is_restored(visit: Callable[..., Sitting], leg: SkinMap) -> None:
    first = visit()
    first.draw(SCAR)
    first.settle()
    again = visit()
    assert again.page.locator("#offer").is_visible()
    assert again.rings == 0
    again.button("Restore it")
    assert again.save().read_bytes() == first.save().read_bytes()


def test_a_line_that_was_not_closed_is_restored(visit: Callable[..., Sitting]) -> None:
    visit().click(SCAR[:4])
    again = visit()
    again.button("Restore it")
    again.click(SCAR[4:])
    again.page.keyboard.press("Enter")
    assert again.rings == 1


def test_what_is_discarded_is_gone(visit: Callable[..., Sitting]) -> None:
    visit().draw(SCAR)
    visit().button("Discard it")
    assert not visit().page.locator("#offer").is_visible()


def test_leaving_with_unsaved_changes_is_asked_about(sitting: Sitting) -> None:
    asked: list[str] = []
    sitting.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sitting.draw(SCAR)
    sitting.save()
    sitting.page.reload()
    assert not asked
    sitting.draw(SCAR)
    sitting.page.reload()
    assert asked == ["beforeunload"]


def test_open_and_save_is_byte_stable(visit: Callable[..., Sitting], tmp_path: Path) -> None:
    sitting = visit()
    sitting.draw(SCAR)
    sitting.draw(HOLE, "Hole")
    saved = sitting.save().rename(tmp_path / "earlier.json")
    again = visit()
    again.open(saved)
    assert again.page.locator("#unsaved").text_content() == ""
    assert again.save().read_bytes() == saved.read_bytes()


def test_start_and_save_is_byte_stable(visit: Callable[..., Sitting], leg: SkinMap, tmp_path: Path) -> None:
    sitting = visit()
    sitting.draw(SCAR)
    sitting.draw(HOLE, "Hole")
    saved = sitting.save().rename(tmp_path / "earlier.json")
    write_outline_page(leg, tmp_path / "again.html", start=read(saved, leg), stem="leg")
    assert visit(tmp_path / "again.html").save().read_bytes() == saved.read_bytes()


def test_pixels_count_when_the_map_has_changed(sitting: Sitting, leg: SkinMap, tmp_path: Path) -> None:
    px = tuple(map(tuple, shapely.get_coordinates(in_photo(SCAR, leg))[:-1].tolist()))
    sha256 = str(leg.sources["photo_sha256"])
    wrong = tuple((1.02 * s, 1.02 * z) for s, z in SCAR)
    outline = Outline(frame="skin_mm", source_sha256=sha256, polygons=((wrong,),), photo_px=((px,),))
    (tmp_path / "old.json").write_text(outline.model_dump_json())
    sitting.open(tmp_path / "old.json")
    assert "photo pixels" in sitting.message
    reopened = read(sitting.save(), leg)
    assert shapely.hausdorff_distance(to_shapely(reopened.polygons), to_shapely(((SCAR,),))) < 0.03


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '{"format":"mesoject-outline/1","frame":"skin_mm","source_sha256":"%s","polygons":[]}' % ("0" * 64),
            "another",
        ),
        ('{"format":"mesoject-outline/2"}', "not an outline of the format"),
        ('{"format":"mesoject-outline/1","frame":"skin_mm","polygons":[[[[1,2],[3]]]]}', "damaged"),
        ('{"format":"mesoject-outline/1","frame":"photo_px","polygons":[[[[1,2],[3,2],[3,4]]]]}', "leaves the skin"),
        ('{"format":"mesoject-outline/1","frame":"scan_xyz_mm","polygons":[[[[1,2,3],[3,2,1],[3,4,1]]]]}', "a scan"),
        ('{"format":"mesoject-outline/1","frame":"elsewhere","polygons":[[[[1,2],[3,2],[3,4]]]]}', "damaged"),
        ("null", "not an outline"),
        ("\x00", "not JSON"),
    ],
)
def test_a_file_that_does_not_belong_here_is_refused(sitting: Sitting, tmp_path: Path, text: str, words: str) -> None:
    sitting.draw(SCAR)
    (tmp_path / "other.json").write_text(text)
    sitting.open(tmp_path / "other.json")
    assert words in sitting.message
    assert sitting.rings == 1
