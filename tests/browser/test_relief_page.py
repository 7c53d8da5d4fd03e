"""The 3D view in a browser: it draws, turns under mouse, fingers and keys, and a picture stands in where it cannot."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from mesoject.report.relief.page import write_relief_page
from mesoject.report.relief.scene import GROUND, middle_mm, rows, span_mm
from mesoject.report.relief.view import SMOOTHING_MM, Shown

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from reliefs import TOP, relief

WIDE = {"viewport": {"width": 1200, "height": 900}, "offline": True}
SPAN_MM = span_mm([relief(1.8).smoothed(SMOOTHING_MM), relief(0.6).smoothed(SMOOTHING_MM)])
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True, "offline": True}


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relief") / "relief.html"
    shown = [Shown(relief(top), f"Visit {k}", f"Relief at visit {k}") for k, top in ((1, 1.8), (2, 0.6))]
    write_relief_page(path, shown, title="Relief of P-17")
    return path


@pytest.fixture
def opened(browser: Browser, html: Path) -> Iterator[Callable[..., Page]]:
    """Open the page; an error, a failed script or a request fails the test."""
    contexts: list[BrowserContext] = []

    def look(**how: object) -> Page:
        contexts.append(browser.new_context(**(how or WIDE)))
        page = contexts[-1].new_page()
        page.on("console", lambda m: pytest.fail(f"the browser says: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        page.on("request", lambda request: _within(request.url))
        page.goto(html.as_uri())
        if how.get("java_script_enabled", True):
            settle(page)
        return page

    yield look
    for context in contexts:
        context.close()


def _within(url: str) -> None:
    assert url.startswith(("file:", "data:")), url


def settle(page: Page) -> None:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def seen(page: Page, k: int = 0) -> np.ndarray:
    """What stands on the screen in the frame of one scan."""
    settle(page)
    taken = Image.open(io.BytesIO(page.locator(".relief-frame").nth(k).screenshot()))
    return np.asarray(taken.convert("RGB")).astype(int)


def camera(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(
        "(({ azimuth, elevation, zoom, x, y }) => ({ azimuth, elevation, zoom, x, y }))"
        "(document.querySelector('.relief').view.camera)"
    )
    return found


def changed(before: np.ndarray, after: np.ndarray) -> float:
    """Share of the picture that looks different."""
    return float((np.abs(after - before).sum(-1) > 30).mean())


def drag(page: Page, dx: int, dy: int, *, keys: str = "", button: str = "left") -> None:
    box = page.locator("canvas").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if keys:
        page.keyboard.down(keys)
    page.mouse.move(x, y)
    page.mouse.down(button=button)
    page.mouse.move(x + dx, y + dy, steps=5)
    page.mouse.up(button=button)
    if keys:
        page.keyboard.up(keys)


def pixel_of_top(shown: np.ndarray, times: float = 1) -> tuple[int, int]:
    """Row and column of the first scan's highest place, its height drawn so many times."""
    picture = relief(1.8).smoothed(SMOOTHING_MM)
    row, column = (round(float(v)) for v in picture.to_px(TOP)[::-1])
    point = picture.base_mm[row, column] + times * picture.height_mm[row, column] * picture.up[row, column]
    x, y, _ = rows() @ (point - middle_mm(picture))
    scale = shown.shape[1] / SPAN_MM
    return round(shown.shape[0] / 2 - y * scale), round(shown.shape[1] / 2 + x * scale)


def test_every_scan_is_drawn(opened: Callable[..., Page]) -> None:
    page = opened()
    assert page.locator(".relief-stage.live").count() == 2
    assert page.locator(".relief-fault").text_content() == ""
    for k in range(2):
        picture = seen(page, k)
        surface = (np.abs(picture - GROUND).sum(-1) > 12).mean()
        assert 0.2 < surface < 0.8
        assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 300


def test_the_highest_place_is_drawn_where_the_camera_has_it_and_in_its_colour(opened: Callable[..., Page]) -> None:
    page = opened()
    shown = seen(page)
    red, _, blue = shown[pixel_of_top(shown)]
    assert red > blue + 60


def test_the_still_picture_shows_the_same(opened: Callable[..., Page]) -> None:
    page = opened()
    live = seen(page)
    page.locator(".relief-stage").first.evaluate("e => e.classList.remove('live')")
    assert changed(live, seen(page)) < 0.03


def test_the_scripts_camera_is_the_still_pictures(opened: Callable[..., Page]) -> None:
    found = opened().evaluate("document.querySelector('.relief').view.camera.rows")
    assert np.reshape(found, (3, 3)) == pytest.approx(rows(), abs=1e-9)


def test_a_drag_turns_both_scans_together(opened: Callable[..., Page]) -> None:
    page = opened()
    before, start = [seen(page, k) for k in range(2)], camera(page)
    drag(page, 90, 40)
    assert camera(page)["azimuth"] > start["azimuth"] + 20
    assert camera(page)["elevation"] > start["elevation"] + 10
    assert all(changed(before[k], seen(page, k)) > 0.05 for k in range(2))


def test_it_is_never_seen_from_below_nor_turned_over(opened: Callable[..., Page]) -> None:
    page = opened()
    drag(page, 0, -400)
    assert camera(page)["elevation"] == 5
    drag(page, 0, 400)
    drag(page, 0, 400)
    assert camera(page)["elevation"] == 90


@pytest.mark.parametrize(("keys", "button"), [("Shift", "left"), ("", "right"), ("", "middle")])
def test_shift_or_another_button_moves(opened: Callable[..., Page], keys: str, button: str) -> None:
    page = opened()
    start = camera(page)
    drag(page, 60, -30, keys=keys, button=button)
    after = camera(page)
    assert (after["azimuth"], after["elevation"]) == (start["azimuth"], start["elevation"])
    width = page.locator("canvas").first.bounding_box()["width"]
    mm = SPAN_MM / width
    assert (after["x"], after["y"]) == pytest.approx((60 * mm, 30 * mm), rel=0.05)


def test_the_wheel_scrolls_the_page_until_the_view_is_chosen(opened: Callable[..., Page]) -> None:
    page = opened(viewport={"width": 1200, "height": 400}, offline=True)
    page.locator("canvas").first.scroll_into_view_if_needed()
    box = page.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.wheel(0, -300)
    assert camera(page)["zoom"] == 1
    page.locator("canvas").first.focus()
    page.mouse.wheel(0, -300)
    page.wait_for_function("document.querySelector('.relief').view.camera.zoom > 1.5")


def test_nearer_keeps_the_place_under_the_pointer(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("canvas").first.focus()
    box = page.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.wheel(0, -250)
    page.wait_for_function("document.querySelector('.relief').view.camera.zoom > 1.3")
    after, per_mm = camera(page), box["width"] / SPAN_MM
    place = (0.2 * box["width"] / per_mm, 0.1 * box["height"] / per_mm)
    grown = after["zoom"] - 1
    assert (after["x"], after["y"]) == pytest.approx((-place[0] * grown, -place[1] * grown), rel=0.05)


def test_everything_goes_from_the_keyboard(opened: Callable[..., Page]) -> None:
    page = opened()
    first = seen(page)
    page.keyboard.press("Tab")
    page.locator("canvas").first.focus()
    for key, what, sign in (("ArrowRight", "azimuth", 1), ("ArrowLeft", "azimuth", -1), ("ArrowDown", "elevation", 1),
                            ("ArrowUp", "elevation", -1), ("+", "zoom", 1), ("-", "zoom", -1),
                            ("Shift+ArrowRight", "x", 1), ("Shift+ArrowUp", "y", 1)):  # fmt: skip
        before = camera(page)[what]
        page.keyboard.press(key)
        assert sign * (camera(page)[what] - before) > 0, key
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert changed(first, seen(page)) > 0.05
    page.keyboard.press("0")
    page.locator("canvas").first.evaluate("e => e.blur()")
    assert changed(first, seen(page)) < 0.002


def test_the_view_can_be_reached_and_left_by_the_tab_key(opened: Callable[..., Page]) -> None:
    page = opened()
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName + (document.activeElement.type ?? '')"))
    assert reached[:5] == ["INPUTradio", "INPUTrange", "BUTTONbutton", "CANVAS", "CANVAS"]
    assert reached[5] != "CANVAS"


def test_heights_can_be_drawn_five_times_as_great_and_reset(opened: Callable[..., Page]) -> None:
    page = opened()
    first = seen(page)
    page.locator("input[type=range]").fill("5")
    assert page.locator("output").text_content() == "×5"
    raised = seen(page)
    assert changed(first, raised) > 0.05
    at = pixel_of_top(first, times=5)
    assert raised[at][0] - raised[at][2] > first[at][0] - first[at][2] + 40
    page.get_by_role("button", name="Reset").click()
    page.locator("input[type=range]").evaluate("e => e.blur()")
    assert changed(first, seen(page)) < 0.002
    assert page.locator("output").text_content() == "×1"


def test_the_scanners_colours_can_be_shown_and_the_bar_steps_back(opened: Callable[..., Page]) -> None:
    page = opened()
    page.get_by_label("as scanned, uncalibrated").check()
    shown = seen(page)
    surface = shown[(np.abs(shown - GROUND).sum(-1) > 40)]
    red, green, blue = np.median(surface, axis=0)
    assert red > green > blue  # (150, 110, 90) under the lamp
    assert page.locator(".relief-legend.unused").count() == 1
    page.get_by_label("by height").check()
    assert page.locator(".relief-legend.unused").count() == 0


def test_the_scale_bar_is_true(opened: Callable[..., Page]) -> None:
    page = opened()
    for zoom in (1, 2.4):
        page.evaluate(f"(v => {{ v.camera.zoom = {zoom}; v.changed(); }})(document.querySelector('.relief').view)")
        settle(page)
        length = float(page.locator(".relief-length").first.text_content().removesuffix(" mm"))
        width = page.locator("canvas").first.bounding_box()["width"]
        bar = float(page.locator(".relief-bar").first.get_attribute("width"))
        assert bar == pytest.approx(length * zoom * width / SPAN_MM, rel=0.01)
        assert bar < 0.4 * width


def test_fingers_turn_and_two_of_them_come_nearer(opened: Callable[..., Page]) -> None:
    page = opened(**PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    touch = page.context.new_cdp_session(page)
    page.locator("canvas").first.scroll_into_view_if_needed()
    box = page.locator("canvas").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def fingers(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": a, "y": b, "id": k} for k, (a, b) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start = camera(page)
    fingers("touchStart", (x, y))
    fingers("touchMove", (x + 60, y))
    fingers("touchEnd")
    assert camera(page)["azimuth"] > start["azimuth"] + 15
    fingers("touchStart", (x - 30, y), (x + 30, y))
    fingers("touchMove", (x - 80, y), (x + 80, y))
    fingers("touchEnd")
    assert camera(page)["zoom"] == pytest.approx(160 / 60, rel=0.15)


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_sticks_out(opened: Callable[..., Page], width: int) -> None:
    page = opened(viewport={"width": width, "height": 700}, offline=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [c.bounding_box() for c in page.locator("canvas").all()]
    assert all(b["x"] >= 0 and b["x"] + b["width"] <= width and b["height"] > 150 for b in boxes)


def test_without_script_the_still_pictures_stand_alone(opened: Callable[..., Page]) -> None:
    page = opened(**WIDE, java_script_enabled=False)
    assert page.locator(".relief-frame img").first.is_visible()
    assert not page.locator(".relief-tools").is_visible()
    assert not page.locator("canvas").first.is_visible()


def test_on_paper_the_still_pictures_are_printed(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened()
    page.pdf(path=tmp_path / "paper.pdf", print_background=True)
    with pypdfium2.PdfDocument(tmp_path / "paper.pdf") as document:
        words = document[0].get_textpage().get_text_range()
        pictures = [o for o in document[0].get_objects() if o.type == 3]
    assert "raised" in words
    assert "Reset" not in words
    assert len(pictures) == 2


def test_without_webgl_the_still_picture_says_why(html: Path) -> None:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-webgl", "--disable-3d-apis"]
    code = (
        "import sys\nfrom playwright.sync_api import sync_playwright\nwith sync_playwright() as p:\n"
        f"    b = p.chromium.launch(executable_path='/usr/bin/chromium', args={flags!r})\n    page = b.new_page()\n"
        "    page.goto(sys.argv[1])\n    print(page.locator('.relief-fault').text_content())\n"
        "    print(page.locator('.relief-frame img').first.is_visible())\n    b.close()\n"
    )
    called = [sys.executable, "-c", code, html.as_uri()]
    out = subprocess.run(called, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "cannot be shown here (WebGL 2 is not to be had)" in out
    assert "True" in out
