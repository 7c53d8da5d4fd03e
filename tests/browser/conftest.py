"""Chromium, and the page of the bundled photograph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from outline_browser import Sitting
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from mesoject.report.outline.page import write_outline_page
from mesoject.skinmap import SkinMap

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-unsafe-swiftshader"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing and these tests need it: apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def outline_html(leg: SkinMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outline") / "leg.outline.html"
    write_outline_page(leg, path)
    return path


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that was never here before, on a desk, without a network."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    yield context
    context.close()


@pytest.fixture
def browser_phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of 400 px width."""
    context = browser.new_context(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True, offline=True)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, outline_html: Path, tmp_path: Path) -> Callable[..., Sitting]:
    """Open a page in a new tab; whatever goes wrong in its scripts fails the test."""

    def visit(path: Path = outline_html) -> Sitting:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
        page.goto(path.as_uri())
        return Sitting(page, tmp_path)

    return visit


@pytest.fixture
def sitting(visit: Callable[..., Sitting]) -> Sitting:
    return visit()
