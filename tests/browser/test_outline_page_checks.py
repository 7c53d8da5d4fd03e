"""What is wrong with a drawing is said at once, and not saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from outline_browser import BOW_TIE, HOLE, SCAR, SECOND, Array, Sitting, read

from mesoject.records import Outline, Refused
from mesoject.report.outline.page import write_outline_page
from mesoject.skinmap import SkinMap


@pytest.mark.parametrize(
    ("rings", "words"),
    [
        ([BOW_TIE], "Lines cross"),
        ([SCAR, np.add(SCAR, 5)], "Lines cross"),
        ([SCAR, HOLE], "inside another"),
    ],
)
def test_what_measure_would_refuse_is_not_saved(sitting: Sitting, rings: list[Array], words: str) -> None:
    for ring in rings:
        sitting.draw(ring)
    assert words in sitting.findings
    assert "Not saved" in sitting.saves_nothing()
    assert sitting.page.locator("#lines .line.wrong").count() == len(rings)


@pytest.mark.parametrize("grid_mm", [1e-4, 8.0])  # a coarse grid makes lines touch, overlap and repeat points
def test_it_judges_as_measure_does(sitting: Sitting, leg: SkinMap, tmp_path: Path, grid_mm: float) -> None:
    random = np.random.default_rng(7)
    saved = refused = 0
    for k in range(60):
        sizes = random.choice([3, 4, 5, 6], size=random.choice([1, 2]))
        rings = [np.round(random.uniform(-20, 20, (n, 2)) / grid_mm) * grid_mm for n in sizes]
        polygons = tuple(tuple(tuple(map(tuple, ring.tolist())) for ring in group) for group in _grouped(rings, k))
        outline = Outline(frame="skin_mm", polygons=polygons)
        path = tmp_path / f"{k}.json"
        path.write_text(outline.model_dump_json())
        sitting.open(path)
        sitting.settle()
        if sitting.page.locator('[data-action="save"]').get_attribute("aria-disabled") == "false":
            saved += 1
            assert len(read(sitting.save(), leg).polygons) == len(polygons), outline
        else:
            refused += 1
            assert grid_mm > 1 or _unsound(path, leg, len(polygons)), outline
    print(f"grid {grid_mm} mm: {saved} saved, {refused} refused")
    assert min(saved, refused) >= 5


def _grouped(rings: list[Array], k: int) -> list[list[Array]]:
    """Every other time the second ring is a hole, else an outline of its own."""
    return [rings] if k % 2 else [[ring] for ring in rings]


def _unsound(path: Path, leg: SkinMap, count: int) -> bool:
    try:
        return len(read(path, leg).polygons) != count  # overlapping outlines are united by measure, refused by the page
    except Refused:
        return True


def test_skin_that_the_camera_did_not_see_is_not_saved(
    visit: Callable[..., Sitting], leg: SkinMap, tmp_path: Path
) -> None:
    half = replace(leg, paint=replace(leg.paint, rgb8=leg.paint.rgb8[:1100]))  # as if the picture ended there
    write_outline_page(half, tmp_path / "half.html")
    sitting = visit(tmp_path / "half.html")
    sitting.draw(SCAR)
    assert "camera saw" in sitting.findings
    assert "Not saved" in sitting.saves_nothing()


def test_a_mended_crossing_is_saved(sitting: Sitting, leg: SkinMap) -> None:
    sitting.draw(BOW_TIE)
    assert "Lines cross" in sitting.findings
    sitting.drag([BOW_TIE[3], (-5.0, 12.0)])
    assert "Lines cross" in sitting.findings
    sitting.drag([BOW_TIE[1], (8.0, -18.0)])
    assert "can be saved" in sitting.findings
    assert read(sitting.save(), leg).polygons


def test_nothing_and_an_open_line_are_not_saved(sitting: Sitting) -> None:
    assert "nothing is drawn" in sitting.saves_nothing()
    sitting.click(SCAR)
    assert "still open" in sitting.saves_nothing()


def test_a_hole_outside_every_outline_is_not_closed(sitting: Sitting) -> None:
    sitting.draw(SCAR)
    sitting.draw(SECOND, "Hole")
    assert "must lie inside" in sitting.message


def test_outside_the_supported_part_is_a_warning(sitting: Sitting, leg: SkinMap) -> None:
    low = leg.trusted_mm[0]
    stage = sitting.page.locator("#stage").bounding_box()
    sitting.draw([(low - 5, -10.0), (low + 10, -10.0), (low + 10, 10.0), (low - 5, 10.0)])
    assert "dashed frame" in sitting.findings
    assert sitting.page.locator("#lines .line.doubtful").count() == 1
    assert sitting.page.locator("#stage").bounding_box() == stage  # nothing moves under the hand that draws
    assert read(sitting.save(), leg).polygons
