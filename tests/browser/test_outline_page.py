"""Drawing on the outline page in a browser, and what it saves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from outline_browser import HOLE, SCAR, SECOND, Sitting, area_on_skin, in_photo, read
from playwright.sync_api import BrowserContext

from mesoject.skinmap import SkinMap

# What is drawn is what is saved


def test_a_polygon_is_saved_where_it_was_clicked(sitting: Sitting, leg: SkinMap) -> None:
    sitting.draw(SCAR)
    path = sitting.save()
    assert path.name == "leg.outline.json"
    outline = read(path, leg)
    assert outline.frame == "skin_mm"
    assert outline.source_sha256 == leg.sources["photo_sha256"]
    ((ring,),) = outline.polygons
    off = np.abs(np.array(ring) - SCAR).max()
    print(f"clicked places: at most {off:.3f} mm off")
    assert off < 0.2


def test_its_photo_pixels_are_the_skin_maps(sitting: Sitting, leg: SkinMap) -> None:
    sitting.draw(SCAR)
    outline = read(sitting.save(), leg)
    assert outline.photo_px
    truth, drawn = in_photo(outline.polygons[0][0], leg), shapely.LinearRing(outline.photo_px[0][0])
    off = shapely.hausdorff_distance(truth, drawn)
    print(f"photo_px: at most {off:.3f} px off")
    assert off < 0.1
    mm = leg.to_mm(np.array(outline.photo_px[0][0]))
    assert np.hypot(*(mm - np.roll(mm, 1, 0)).T).max() < 0.501


def test_holes_and_several_outlines(sitting: Sitting, leg: SkinMap) -> None:
    sitting.draw(SCAR)
    sitting.draw(HOLE, "Hole")
    sitting.draw(SECOND)
    expected = area_on_skin(SCAR, leg) - area_on_skin(HOLE, leg) + area_on_skin(SECOND, leg)
    outline = read(sitting.save(), leg)
    assert [len(polygon) for polygon in outline.polygons] == [2, 1]
    assert np.abs(np.array(outline.polygons[0][1]) - HOLE).max() < 0.2
    exact = sum(
        area_on_skin(rings[0], leg) - sum(area_on_skin(hole, leg) for hole in rings[1:]) for rings in outline.polygons
    )
    print(f"area: page {sitting.area_mm2:.0f}, skin map {exact:.2f}, as meant {expected:.2f} mm2")
    assert sitting.area_mm2 == pytest.approx(exact, abs=0.6)
    assert sitting.area_mm2 == pytest.approx(expected, rel=0.02)


def test_freehand_keeps_the_area(sitting: Sitting, leg: SkinMap) -> None:
    angle = np.linspace(0, 2 * np.pi * 1.02, 90)  # a hand runs a little past its start
    circle = np.stack([15 * np.cos(angle), 15 * np.sin(angle)], -1)
    sitting.drag(circle)
    ((ring,),) = read(sitting.save(), leg).polygons
    area = shapely.Polygon(ring).area
    print(f"freehand circle: {area / (225 * np.pi) - 1:+.2%} of its area, {len(ring)} points")
    assert area == pytest.approx(225 * np.pi, rel=0.005)
    assert len(ring) < 80


def test_zoomed_in_it_is_more_exact(sitting: Sitting, leg: SkinMap) -> None:
    sitting.page.mouse.move(*sitting.on_screen([(2.0, 1.0)])[0])
    sitting.page.mouse.wheel(0, -900)
    sitting.settle()
    small = np.array(HOLE)
    sitting.draw(small)
    ((ring,),) = read(sitting.save(), leg).polygons
    assert np.abs(np.array(ring) - small).max() < 0.05


def test_space_and_drag_move_the_picture_and_draw_nothing(sitting: Sitting) -> None:
    before = sitting.on_screen([SCAR[0]])[0]
    sitting.page.locator("#stage").focus()
    sitting.page.keyboard.down("Space")
    sitting.drag([(0.0, 0.0), (5.0, 0.0), (10.0, 5.0)])
    sitting.page.keyboard.up("Space")
    scale = np.ptp(sitting.on_screen([(0.0, 0.0), (1.0, 0.0)]), axis=0)[0]
    assert np.allclose(sitting.on_screen([SCAR[0]])[0] - before, (10 * scale, -5 * scale), atol=0.5)
    assert sitting.rings == 0


def test_clicking_the_first_point_closes(sitting: Sitting) -> None:
    sitting.click([*SCAR, SCAR[0]])
    assert sitting.rings == 1
    assert "can be saved" in sitting.findings


def test_brightness_and_contrast_change_no_saved_byte(sitting: Sitting) -> None:
    sitting.draw(SCAR)
    plain = sitting.save().read_bytes()
    sitting.page.locator("#brightness").fill("180")
    sitting.page.locator("#contrast").fill("220")
    assert "brightness(180%)" in (sitting.page.locator("#skin").get_attribute("style") or "")
    assert sitting.save().read_bytes() == plain


# Editing


def test_points_are_moved_inserted_and_deleted(sitting: Sitting, leg: SkinMap) -> None:
    sitting.draw(SCAR)
    sitting.drag([SCAR[0], (-12.0, -20.0)])
    sitting.drag([np.mean(SCAR[1:3], axis=0), (16.0, -8.0)])
    sitting.click([SCAR[4]])
    sitting.page.keyboard.press("Delete")
    ((ring,),) = read(sitting.save(), leg).polygons
    expected = [(-12.0, -20.0), SCAR[1], (16.0, -8.0), SCAR[2], SCAR[3]]
    assert np.abs(np.array(ring) - expected).max() < 0.2


def test_undo_and_redo(sitting: Sitting) -> None:
    sitting.draw(SCAR)
    drawn = sitting.save().read_bytes()
    sitting.drag([SCAR[0], (-12.0, -20.0)])
    moved = sitting.save().read_bytes()
    assert moved != drawn
    sitting.page.keyboard.press("Control+z")
    assert sitting.save().read_bytes() == drawn
    sitting.page.keyboard.press("Control+Shift+Z")
    assert sitting.save().read_bytes() == moved
    for _ in range(len(SCAR) + 2):
        sitting.button("Undo")
    assert sitting.rings == 0
    for _ in range(len(SCAR) + 2):
        sitting.button("Redo")
    assert sitting.save().read_bytes() == moved


def test_undo_takes_back_one_point_of_a_line(sitting: Sitting) -> None:
    sitting.click(SCAR[:3])
    sitting.page.keyboard.press("Control+z")
    sitting.settle()
    assert sitting.page.locator("#lines .handle").count() == 2


def test_a_whole_outline_is_deleted(sitting: Sitting) -> None:
    sitting.draw(SCAR)
    sitting.click([(2.0, 1.0)])
    sitting.button("Delete")
    assert sitting.rings == 0


def test_escape_discards_the_line(sitting: Sitting) -> None:
    sitting.click(SCAR[:3])
    sitting.page.keyboard.press("Escape")
    assert sitting.rings == 0


# Without a mouse


def test_the_keyboard_alone_draws(sitting: Sitting, leg: SkinMap) -> None:
    page = sitting.page
    page.locator("#stage").focus()
    page.keyboard.press("o")
    page.keyboard.press("ArrowRight")  # the crosshair appears in the middle
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
        page.keyboard.press("Space")
        for _ in range(3):
            page.keyboard.press(f"Shift+{key}")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Control+s")
    ((ring,),) = read(sitting.save(), leg).polygons
    low_s, high_s, low_z, high_z = leg.trusted_mm
    corners = np.add([(-0.2, 0), (15, 0), (15, 15), (0, 15)], ((low_s + high_s) / 2, (low_z + high_z) / 2))
    assert np.abs(np.array(ring) - corners).max() < 0.001


def test_tab_reaches_every_control_and_each_has_a_name(sitting: Sitting) -> None:
    reached = set()
    for _ in range(40):
        sitting.page.keyboard.press("Tab")
        reached.add(
            sitting.page.evaluate(
                "(e => e.ariaLabel || (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)"
            )
        )
    assert {"Open", "Save", "Outline", "Hole", "Edit", "Undo", "Redo", "Delete", "Zoom in", "Brightness"} <= reached
    assert "The skin, laid flat" in reached
    assert "" not in reached


# Phones


def test_a_finger_draws_and_two_fingers_zoom(browser_phone: BrowserContext, outline_html: Path, tmp_path: Path) -> None:
    page = browser_phone.new_page()
    page.goto(outline_html.as_uri())
    sitting = Sitting(page, tmp_path)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 400
    for x, y in sitting.on_screen(SCAR):
        page.touchscreen.tap(x, y)
    page.locator("#draft-actions").get_by_role("button", name="Close the line").tap()
    assert sitting.rings == 1
    width = page.locator("#skin").bounding_box()
    touch = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 30), ("touchMove", 60), ("touchMove", 90)):
        points = [{"x": 200 - apart, "y": 300, "id": 0}, {"x": 200 + apart, "y": 300, "id": 1}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    sitting.settle()
    wider = page.locator("#skin").bounding_box()
    assert width
    assert wider
    assert wider["width"] == pytest.approx(3 * width["width"], rel=0.05)
    assert sitting.rings == 1


# Closed to the world


def test_it_asks_no_network(context: BrowserContext, visit: Callable[..., Sitting]) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    sitting = visit()
    sitting.draw(SCAR)
    sitting.save()
    sitting.page.wait_for_timeout(300)
    assert asked
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)


def test_its_policy_stops_foreign_scripts_and_requests(sitting: Sitting) -> None:
    page = sitting.page
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.bad = 1'}))")
    assert page.evaluate("window.bad") is None
    blocked = page.evaluate("fetch('data:text/plain,x').then(() => false, () => true)")
    assert blocked
