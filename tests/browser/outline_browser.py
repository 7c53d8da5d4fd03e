"""A person at the outline page: places on skin become places on the screen, and the saved file is read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from playwright.sync_api import Page

from mesoject.measuring.formats import read_outline
from mesoject.records import Outline
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]
Places = Sequence[Sequence[float]] | Array

SCAR = ((-8.0, -18.0), (6.0, -16.0), (14.0, 4.0), (9.0, 20.0), (-7.0, 15.0))
HOLE = ((-2.0, -5.0), (5.0, -4.0), (3.0, 6.0))
SECOND = ((-40.0, -15.0), (-25.0, -14.0), (-27.0, 5.0), (-38.0, 3.0))
BOW_TIE = ((0.0, -10.0), (20.0, 10.0), (20.0, -10.0), (0.0, 10.0))


@dataclass
class Sitting:
    """One visit to the page."""

    page: Page
    folder: Path

    @cached_property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.page.locator("#data").text_content() or "")
        return data

    def on_screen(self, mm: Places) -> Array:
        """Screen pixels of skin places, from where the picture itself stands now."""
        box = self.page.locator("#skin").bounding_box()
        assert box
        region = self.data["region"]
        scale = box["width"] / (region["sHigh"] - region["sLow"])
        s, z = np.asarray(mm, float).T
        return np.stack([box["x"] + (s - region["sLow"]) * scale, box["y"] + (region["zHigh"] - z) * scale], -1)

    def click(self, places: Places) -> None:
        for x, y in self.on_screen(places):
            self.page.mouse.click(x, y)

    def draw(self, places: Places, tool: str = "Outline") -> None:
        """Click a polygon and close it with Enter."""
        self.page.get_by_role("button", name=tool, exact=True).click()
        self.click(places)
        self.page.keyboard.press("Enter")

    def drag(self, places: Places) -> None:
        """Press at the first place, pass through the others, let go."""
        (x, y), *rest = self.on_screen(places)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for x, y in rest:
            self.page.mouse.move(x, y)
        self.page.mouse.up()

    def button(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def save(self) -> Path:
        with self.page.expect_download() as download:
            self.button("Save")
        path = self.folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def open(self, path: Path) -> None:
        self.page.evaluate("document.getElementById('message').className = 'gone'")  # that of the last file still shows
        self.page.set_input_files("#file", path)
        self.page.locator("#message:not(.gone)").wait_for()

    def saves_nothing(self) -> str:
        """Press Save, expect no file, and return what the page says instead."""
        saved: list[str] = []
        self.page.on("download", lambda download: saved.append(download.suggested_filename))
        save = self.page.get_by_role("button", name="Save", exact=True)
        assert save.get_attribute("aria-disabled") == "true"
        save.click(force=True)
        self.page.wait_for_timeout(200)
        assert not saved
        return self.message

    @property
    def message(self) -> str:
        return self.page.locator("#message").text_content() or ""

    @property
    def findings(self) -> str:
        self.settle()
        return self.page.locator("#findings").text_content() or ""

    @property
    def area_mm2(self) -> float:
        self.settle()
        return float((self.page.locator("#area").text_content() or "").removeprefix("about ").removesuffix(" mm²"))

    @property
    def rings(self) -> int:
        """Closed lines that are drawn."""
        self.settle()
        return self.page.locator("#lines path.line:not(.crosshair *)").count()

    def settle(self) -> None:
        """Wait until the page has shown its last change."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def read(path: Path, leg: SkinMap) -> Outline:
    height, width = leg.paint.rgb8.shape[:2]
    sha256 = str(leg.sources["photo_sha256"])
    return read_outline(path, photo_sha256=sha256, photo_size=(width, height), exif_orientation=1)


def in_photo(ring: object, leg: SkinMap) -> shapely.LinearRing:
    """A ring in photo px by the SkinMap's own mapping, cut far finer than the page does."""
    return shapely.transform(shapely.segmentize(shapely.LinearRing(ring), 0.05), leg.to_photo)


def area_on_skin(places: object, leg: SkinMap, step: float = 0.1) -> float:
    shape = shapely.Polygon(places)
    low_s, low_z, high_s, high_z = shape.bounds
    mm = np.stack(np.meshgrid(np.arange(low_s, high_s, step), np.arange(low_z, high_z, step)), -1).reshape(-1, 2)
    inside = mm[shapely.contains_xy(shape, mm)]
    return float(shape.area * leg.area_element(inside).mean())
