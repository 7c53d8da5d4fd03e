"""The page with sliders: it works without a network, and its arithmetic is Python's to one part in a million."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from endless_grid import Endless
from playwright.sync_api import BrowserContext, Page

from mesoject.delivery import simulate
from mesoject.delivery.depth_checks import check_depth
from mesoject.records import UsageError
from mesoject.records.treatment_map import Channels, Grid, TreatmentMap
from mesoject.report.delivery.numbers import Numbers, numbers_of
from mesoject.report.delivery.page import PLACES_ACROSS, write_delivery_page
from mesoject.report.delivery.table import percent

SCAR = shapely.box(0, 0, 24, 9)
SEEN_PLACES = 30
ONE_MILLIONTH = 1e-6
ACTIVES = ("ghk_cu", "hyaluronan_50kda")
DESIGNS = [
    {"depth": 0.6, "spacing": 3.0, "volume": 1.0, "concentration": 10.0, "threshold": 50.0},
    {"depth": 0.3, "spacing": 1.5, "volume": 0.25, "concentration": 2.5, "threshold": 1.0},
    {"depth": 1.1, "spacing": 6.0, "volume": 12.0, "concentration": 25.0, "threshold": 500.0},
    {"depth": 1.9, "spacing": 4.25, "volume": 5.0, "concentration": 20.0, "threshold": 0.02},
]


def numbers(active: str, outline: shapely.Polygon = SCAR, **changes: Any) -> Numbers:
    values: dict[str, Any] = {
        "site": "calf", "scar_type": "flat", "delivery_mode": "manual_needle", "active": active, "outline": "scar.json",
        "grid": Grid(spacing_mm=3.0), "depth_mm": 0.6, "volume_ul": 1.0, "concentration_ug_per_ul": 10.0,
        "threshold_ug_per_ml": 50.0,
    }  # fmt: skip
    treatment = TreatmentMap(**(values | changes))
    return numbers_of(simulate(treatment, outline), outline, 10, 1)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Numbers, Path]]:
    """A page of a fast active and one of a slow."""
    found = {}
    for active in ACTIVES:
        path = tmp_path_factory.mktemp("page") / "live.html"
        found[active] = numbers(active), path
        write_delivery_page(*found[active])
    return found


@pytest.fixture
def written(pages: dict[str, tuple[Numbers, Path]]) -> tuple[Numbers, Path]:
    return pages["ghk_cu"]


@pytest.fixture
def opened(context: BrowserContext) -> Callable[[Path], Page]:
    def opened(path: Path) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
        page.on("request", lambda r: r.url.startswith(("file:", "data:")) or pytest.fail(f"it asked for {r.url}"))
        page.goto(path.as_uri())
        return page

    return opened


def moved(page: Page, values: dict[str, float]) -> None:
    """Set the controls as a hand on the sliders would; the steps of the sliders are left aside."""
    for name, value in values.items():
        page.evaluate(
            """([id, value]) => { const input = document.getElementById(id); input.step = "any"; input.value = value;
            input.dispatchEvent(new Event("input")); }""",
            [name, str(value)],
        )


def told(page: Page, place: str) -> dict[str, float]:
    rows = page.eval_on_selector_all(f"{place} [data-name]", "rows => rows.map(r => [r.dataset.name, r.dataset.value])")
    return {name: float(value) for name, value in rows}


def made_page(path: Path, active: str = "ghk_cu", outline: shapely.Polygon = SCAR, **changes: Any) -> Numbers:
    made = numbers(active, outline, **changes)
    write_delivery_page(made, path)
    return made


SLIDERS = {
    "depth": "depth_mm",
    "volume": "volume_ul",
    "concentration": "concentration_ug_per_ul",
    "threshold": "threshold_ug_per_ml",
}


@pytest.mark.parametrize(
    ("active", "changes"),
    [
        ("ghk_cu", {"site": "thigh", "depth_mm": 4.0}),
        ("ghk_cu", {"volume_ul": 50.0, "grid": Grid(spacing_mm=9.5)}),
        ("pdgf_bb", {"concentration_ug_per_ul": 2e-5, "threshold_ug_per_ml": 1e-4}),
        ("ghk_cu", {"depth_mm": 0.62, "volume_ul": 0.1, "grid": Grid(spacing_mm=0.6)}),
        ("ghk_cu", {"depth_mm": 1.15, "concentration_ug_per_ul": 1e-7, "threshold_ug_per_ml": 1e-7}),
    ],
)
def test_every_control_opens_on_the_treatment_and_comes_back_to_it(opened, tmp_path, active, changes):
    treatment = made_page(tmp_path / "live.html", active, **changes).delivery.treatment
    page = opened(tmp_path / "live.html")
    written = {name: getattr(treatment, field) for name, field in SLIDERS.items()}
    written["spacing"] = treatment.grid.spacing_mm
    for _ in range(2):
        assert {name: float(page.input_value(f"#{name}")) for name in written} == written
        said = {name: page.inner_text(f"#{name}-said").split()[0] for name in written if name != "threshold"}
        assert {name: float(words) for name, words in said.items()} == {name: written[name] for name in said}
        page.focus("#depth")
        page.keyboard.press("Home")
        page.focus("#concentration")
        page.keyboard.press("End")
        page.get_by_role("button", name="Back to the map as written").click()


def test_a_needle_of_4_mm_covers_nothing_in_a_thigh_as_the_table_says(opened, tmp_path):
    made = made_page(tmp_path / "live.html", site="thigh", depth_mm=4.0)
    facts = told(opened(tmp_path / "live.html"), "#numbers")
    assert facts["coverage"] == 0 == 100 * made.delivery.coverage(50.0, [1.0])[0, 0]


@pytest.mark.parametrize(
    ("outline", "changes", "words"),
    [
        (SCAR, {}, "at the borders of yours it is less: see the table."),
        (SCAR, {"grid": Grid(spacing_mm=3.0, pattern="hexagonal")}, "Your grid is hexagonal; in its place stands a"),
        (SCAR, {"grid": None, "points_mm": ((6.0, 4.0), (12.0, 5.0), (18.0, 4.0))}, "square grid 8.49 mm apart"),
        (shapely.box(0, 0, 14, 3), {"hours": 1.0}, "These tiles do not hold for your scar: it is 3.0 mm wide"),
    ],
    ids=["square", "hexagonal", "points", "narrow"],
)
def test_the_tiles_say_what_they_are_of(opened, tmp_path, outline, changes, words):
    made_page(tmp_path / "live.html", outline=outline, **changes)
    page = opened(tmp_path / "live.html")
    assert words in page.locator(".tiles").inner_text()
    assert page.get_by_role("heading", name="Your map, with its borders").is_visible()


def test_the_page_says_how_thick_the_scar_is_and_on_what_ground(opened, tmp_path):
    made_page(tmp_path / "live.html", scar_type="hypertrophic")
    assert "scar 3.10 mm thick (assumed)" in opened(tmp_path / "live.html").locator("h1").inner_text()


@pytest.mark.parametrize("active", ACTIVES)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_page_computes_what_python_computes(pages, opened, active, design):
    made, path = pages[active]
    page = opened(path)
    moved(page, design)
    truth = Endless(made.delivery).answer(design, PLACES_ACROSS)
    fine = Endless(made.delivery).answer(design, SEEN_PLACES)["mean_over_depth"]
    for time in (2, 10, 30, 48):
        moved(page, {"time": time})
        shares, facts = told(page, "#ledger-key"), told(page, "#numbers")
        for name, share in truth["ledger"].items():
            assert shares[name] == pytest.approx(share[time], abs=ONE_MILLIONTH), name
        assert sum(shares.values()) == pytest.approx(1, abs=ONE_MILLIONTH), "the ledger sums to the dose"
        assert facts["coverage"] / 100 == pytest.approx(truth["coverage"][time], abs=ONE_MILLIONTH)
        top = float(page.locator("#seen").get_attribute("data-top"))
        assert top == pytest.approx(fine[time].max(), abs=ONE_MILLIONTH * fine.max())
    hours = [facts["worst"], facts["median"]]
    assert hours == pytest.approx(truth["hours"], abs=1e-4), "the engine tells hours in single precision"


def test_spacing_changes_coverage_and_no_loss(written, opened):
    _, path = written
    page = opened(path)
    before = told(page, "#ledger-key")
    moved(page, {"spacing": 6.0})
    assert told(page, "#ledger-key") == before


def test_the_map_is_brightest_where_the_needle_was(written, opened):
    page = opened(written[1])
    moved(page, {"time": 2, "spacing": 5.0})
    light = page.evaluate(
        """() => { const c = document.getElementById("seen"); const p = c.getContext("2d");
        const at = (x, y) => p.getImageData(x * c.width, y * c.height, 1, 1).data.slice(0, 3).reduce((a, b) => a + b);
        const off = 0.02;
        const [near, other] = [at(0.5 + off, 0.5), at(1 / 6 + off, 5 / 6)];
        return { dot: at(0.5, 0.5), near, other, corner: at(1 / 3, 1 / 3) }; }"""
    )
    assert light["dot"] == 3 * 255
    assert light["near"] > light["corner"]
    assert light["near"] == light["other"]


def test_without_a_threshold_nothing_is_said_of_coverage(written, opened):
    page = opened(written[1])
    page.fill("#threshold", "")
    assert "coverage" not in told(page, "#numbers")
    assert page.locator("#coverage-figure").is_hidden()


def test_depth_in_the_fat_and_too_much_fluid_are_warned_of(written, opened):
    page = opened(written[1])
    moved(page, {"depth": 1.5, "spacing": 1.0, "volume": 5.0})
    words = page.locator("#warnings").inner_text()
    assert "goes into the fat" in words
    assert "More fluid than the fluid space" in words


def test_what_the_dermis_holds_counts_what_is_bound_there_and_not_in_the_fat(written, opened):
    made, path = written
    page = opened(path)
    moved(page, {"depth": 1.6, "time": 3})
    shares, facts = told(page, "#ledger-key"), told(page, "#numbers")
    bound = 1 - 1 / made.delivery.active.binding_factor.value
    assert facts["in_dermis"] / 100 == pytest.approx(shares["scar_dermis"] / (1 - bound), abs=ONE_MILLIONTH)
    assert facts["in_dermis"] / 100 < shares["scar_dermis"] + shares["bound"]


@pytest.mark.parametrize("volume", [0.25, 2.0, 12.0])
@pytest.mark.parametrize("depth", [0.15, 0.3, 0.6, 0.75, 0.9, 1.1, 1.5, 2.1])
def test_the_page_warns_as_the_command_does(written, opened, depth, volume):
    made, path = written
    page = opened(path)
    moved(page, {"depth": depth, "volume": volume, "spacing": 8.0})
    told = made.delivery.treatment.model_copy(update={"depth_mm": depth, "volume_ul": volume})
    expected = [f"{r.message} {r.remedy}" for r in check_depth(told, made.delivery.skin)]
    assert page.locator("#warnings li").all_inner_texts() == expected


@pytest.mark.parametrize("changes", [{}, {"depth_mm": 4.0, "site": "thigh"}, {"volume_ul": 8.0}])
def test_every_warning_of_the_command_is_on_the_page_as_written(opened, tmp_path, changes):
    made = made_page(tmp_path / "live.html", **changes)
    page = opened(tmp_path / "live.html")
    words = [*page.locator("#warnings li").all_inner_texts(), *page.locator("footer li").all_inner_texts()]
    assert {f"{r.message} {r.remedy}" for r in made.delivery.warnings} <= set(words)


def test_strength_across_the_late_clearance_is_warned_of(pages, opened):
    page = opened(pages["hyaluronan_50kda"][1])
    assert "about a day late" not in page.locator("#warnings").inner_text()
    moved(page, {"concentration": 2.0})
    assert "written for a product above that" in page.locator("#warnings").inner_text()


def test_back_to_the_map_as_written(written, opened):
    page = opened(written[1])
    before = told(page, "#numbers")
    moved(page, {"depth": 1.0, "volume": 4.0, "threshold": 5.0})
    page.get_by_role("button", name="Back to the map as written").click()
    assert told(page, "#numbers") == before


def test_a_slider_answers_by_the_keyboard_in_a_fifth_of_a_second_or_so(written, opened):
    page = opened(written[1])
    before = page.locator("#depth-said").inner_text()
    page.focus("#depth")
    page.keyboard.press("ArrowRight")
    assert page.locator("#depth-said").inner_text() != before
    spent = page.evaluate(
        """() => { const at = performance.now(); document.getElementById("depth").dispatchEvent(new Event("input"));
        return performance.now() - at; }"""
    )
    assert spent < 2000, "0.1 s on an idle machine; this one is shared"


def test_the_page_claims_nothing_and_says_how_sure_it_is(written, opened):
    words = opened(written[1]).locator("body").inner_text()
    assert "no effect on a scar is claimed" in words
    assert "5th to 95th percentile" in words


def test_what_the_sliders_change_is_not_warned_of_twice(written, opened):
    page = opened(written[1])
    footer, live = page.locator("footer").inner_text(), page.locator("#warnings").inner_text()
    assert "taken as flattened" not in footer
    assert "taken as flattened" in live
    assert "Copper leaves the peptide" in footer


def test_the_band_on_the_page_is_the_one_of_the_table(written, opened):
    made, path = written
    rows = [row.split("\t") for row in opened(path).locator("table.band tbody").inner_text().splitlines()]
    k = made.at(4.0)
    held, covered = [row for row in rows if "at 4 h" in row[0]]
    assert held[2] == percent(made.held_shares["scar_dermis"][:, k])
    own = int(np.abs(made.thresholds_ug_per_ml - 50.0).argmin())
    assert covered[2] == percent(made.coverage[:, own, k])


def test_the_page_fits_a_phone(written, browser_phone):
    page = browser_phone.new_page()
    page.goto(written[1].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_on_a_phone_the_answer_stays_in_sight_of_every_slider(written, browser_phone):
    page = browser_phone.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(written[1].as_uri())
    for name in ("depth", "spacing", "volume", "concentration"):
        page.evaluate("id => document.getElementById(id).scrollIntoView({ block: 'center' })", name)
        tiles = page.locator("#numbers").bounding_box()
        assert tiles is not None
        assert tiles["y"] >= 0
        assert tiles["y"] + tiles["height"] < page.locator(f"#{name}").bounding_box()["y"]
    columns = {round(box["x"]) for box in (d.bounding_box() for d in page.locator("#numbers > div").all())}
    assert len(columns) == 2


def test_the_key_of_the_ledger_names_its_time(written, opened):
    page = opened(written[1])
    moved(page, {"time": 20})
    assert page.inner_text("#ledger-time") == f"Shares of the dose at {page.inner_text('#time-said')}:"


def test_the_table_is_small(written):
    data = written[1].read_text().split('id="data">')[1].split("</script>")[0]
    assert len(json.loads(data)["skin"]["vectors"]) < 1_000_000
    assert np.isfinite(json.loads(data)["skin"]["decay"]).all()


def test_micro_channels_have_no_page(tmp_path):
    channels = Channels(per_cm2=200, needle_mm=0.77, layer_um=50, layer_ug_per_ul=5.0)
    injected = {"grid": None, "depth_mm": None, "volume_ul": None, "concentration_ug_per_ul": None}
    made = numbers("ghk_cu", delivery_mode="powered_microneedle", channels=channels, **injected)
    with pytest.raises(UsageError, match="written for injections"):
        write_delivery_page(made, tmp_path / "page.html")
