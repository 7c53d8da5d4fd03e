"""The report of a course in a browser: on a desk, on a phone and on paper, without script or network."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from mesoject.report.course.report import write_course_report

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from course_cases import cases

NAMES = ("plain", "long", "twelve visits", "many quantities", "everything refused", "evil", "control")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("course")
    made = cases(folder / "data")
    return {name: write_course_report(made[name], folder / name).html for name in NAMES}


@pytest.fixture
def looked_at(browser: Browser, written: dict[str, Path]) -> Iterator[Callable[[str, int], Page]]:
    """Open a report at a width; whatever the browser complains of fails the test."""
    contexts = []

    def look(name: str, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, offline=True, java_script_enabled=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: pytest.fail(f"the browser says: {message.text}"))
        page.on("pageerror", lambda error: pytest.fail(f"a script ran and failed: {error}"))
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        page.on("request", lambda request: _within(request.url))
        page.goto(written[name].as_uri())
        return page

    yield look
    for context in contexts:
        context.close()


def _within(url: str) -> None:
    assert url.startswith(("file:", "data:")), url


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_sticks_out_at_any_width(looked_at: Callable[[str, int], Page], name: str, width: int) -> None:
    page = looked_at(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_loads(looked_at: Callable[[str, int], Page], name: str) -> None:
    page = looked_at(name, 1440)
    sizes = page.evaluate(
        "[...document.images].map(i => [i.complete, i.naturalWidth, i.getBoundingClientRect().width])"
    )
    assert all(complete and natural > 0 and wide > 40 for complete, natural, wide in sizes)
    assert bool(sizes) == (name != "everything refused")


def test_before_and_after_stand_side_by_side_on_a_phone_too(looked_at: Callable[[str, int], Page]) -> None:
    page = looked_at("plain", 390)
    first, last = page.locator(".clinician .pair img").all()
    left, right = first.bounding_box(), last.bounding_box()
    assert left["y"] == pytest.approx(right["y"], abs=1)
    assert left["x"] + left["width"] <= right["x"]
    assert (left["width"], left["height"]) == pytest.approx((right["width"], right["height"]), abs=0.6)


def test_a_chart_on_a_phone_is_as_wide_as_the_phone_allows(looked_at: Callable[[str, int], Page]) -> None:
    page = looked_at("plain", 390)
    widths = [image.bounding_box()["width"] for image in page.locator(".charts img").all()]
    assert min(widths) > 320


def test_a_row_of_a_table_names_its_columns_on_a_phone(looked_at: Callable[[str, int], Page]) -> None:
    page = looked_at("plain", 390)
    cell = page.locator(".patient td").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"At first"'
    assert page.get_by_role("cell").count() > 50


@pytest.mark.parametrize("name", ["plain", "many quantities", "control"])
def test_on_paper_the_patients_page_is_one_page(
    looked_at: Callable[[str, int], Page], tmp_path: Path, name: str
) -> None:
    page = looked_at(name, 1200)
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True, print_background=True)
    with pypdfium2.PdfDocument(tmp_path / "paper.pdf") as document:
        words = [page.get_textpage().get_text_range() for page in document]
    assert "Your scar: what was measured" in words[0]
    assert "Ihre Narbe: was gemessen wurde" in words[1]
    assert words[2].startswith("Course ")
