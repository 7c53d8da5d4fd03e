"""The figures of a delivery: what they show is where it is, and no word lies on another."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import shapely
import shapely.affinity
from matplotlib.colors import Normalize
from PIL import Image

from delivery_cases import CHANNELS, HOLED, LONG, SCAR, TALL, TWO, colours_at, delivered, overlaps
from mesoject.delivery import Delivery, Limits, optimise
from mesoject.report.delivery.charts import coverage_figure, front_figure, influence_figure, ledger_figure
from mesoject.report.delivery.comparison import comparison_figure
from mesoject.report.delivery.ledger import draw_ledger
from mesoject.report.delivery.map import Seen, draw_map
from mesoject.report.delivery.maps import map_figure, seen_at
from mesoject.report.delivery.numbers import Numbers, numbers_of, told_times
from mesoject.report.delivery.pictures import section_figure, section_times
from mesoject.report.delivery.style import PALE, blank, drawn, save, styled
from mesoject.report.delivery.table import hours, percent

OVAL = shapely.affinity.scale(shapely.Point(0, 0).buffer(1), 9, 13)


@pytest.fixture(scope="module")
def delivery() -> Delivery:
    return delivered()


def numbered(outline=SCAR, **changes) -> Numbers:
    return numbers_of(delivered(outline, **changes), outline, 10, 1)


def test_from_above_the_hip_is_up_and_s_runs_to_the_right():
    s, z = np.arange(0.1, 24, 0.2), np.arange(0.1, 9, 0.2)
    values = np.zeros((len(z), len(s)))
    values[z > 6, :] = 1.0  # towards the hip
    values[:, s > 18] += 2.0
    with styled():
        figure = blank(120, 60)
        axes = figure.subplots()
        image = draw_map(axes, Seen(SCAR, s, z, values, np.empty((0, 2)), 0.0), Normalize(0, 3))
    light = [sum(colour) for colour in colours_at(figure, axes, [(3, 2), (3, 8), (21, 8)])]
    assert light[0] < light[1] < light[2], "viridis grows lighter with the value"
    assert image.norm.vmax == 3


def test_colours_stay_inside_the_outline_and_out_of_its_holes():
    figure = map_figure(numbered(HOLED))
    inside, hole, outside = colours_at(figure, figure.axes[0], [(2.2, 2.2), (12, 4.5), (-1, 4)])
    assert hole == outside == tuple(int(PALE[k : k + 2], 16) for k in (1, 3, 5))
    assert inside != hole


@pytest.mark.parametrize("hours", [1.0, 4.0])
def test_the_mean_of_the_map_is_the_coverage_that_the_table_tells(hours):
    made = numbered(threshold_ug_per_ml=5.0)
    seen = seen_at(made.delivery, hours)
    inside = made.delivery.run.raster.mask.T
    own = int(np.abs(made.thresholds_ug_per_ml - 5.0).argmin())
    told = 100 * made.best_coverage[own, made.at(hours)]
    assert 1 < told < 99.9
    assert seen.values[inside].mean() == pytest.approx(told, abs=1e-4)
    np.testing.assert_array_equal(seen.places_mm, made.delivery.points_mm)
    words = [t.get_text() for axes in map_figure(made).axes for t in axes.texts]
    assert any(w.startswith(f"{told:.0f} % covered (" if told > 9.95 else f"{told:.1f} % covered (") for w in words)


def test_the_map_has_a_panel_for_each_time_that_the_table_tells():
    made = numbered()
    words = {t.get_text() for axes in map_figure(made).axes for t in axes.texts}
    assert {f"{t:g} h" for t in told_times(24.0)} <= words


@pytest.mark.parametrize("outline", [SCAR, LONG, TALL, TWO], ids=["scar", "long", "tall", "two"])
def test_no_quarter_of_a_map_is_blank(outline):
    """Maps and their words reach across the page: nothing beyond a fifth of it is left white at the right."""
    figure = map_figure(numbered(outline))
    right = max(axes.get_position().x1 for axes in figure.axes)
    assert right > 0.75


def test_the_edge_of_the_scar_has_its_name_in_the_cut():
    words = [t.get_text() for axes in section_figure(delivered(TWO)).axes for t in axes.texts]
    assert "scar's edge" in words


def test_a_cut_has_its_layers_names_and_times(delivery):
    figure = section_figure(delivery)
    words = {t.get_text() for axes in figure.axes for t in axes.texts}
    assert {"epidermis", "papillary dermis", "reticular dermis", "fat"} <= words
    assert {f"{t:g} h" for t in section_times(delivery)} <= words


def test_a_cut_is_drawn_to_one_scale_depth_downwards(delivery):
    axes = section_figure(delivery).axes[0]
    assert axes.get_aspect() == 1
    bottom, top = axes.get_ylim()
    assert (top, bottom > delivery.run.column.skin_mm) == (0, True)


def test_times_of_a_cut_follow_the_active():
    fast, slow = delivered(), delivered(active="hyaluronan_500kda")
    assert section_times(fast)[-1] <= section_times(slow)[-1] == 24.0


@pytest.mark.parametrize(
    ("outline", "changes"),
    [
        (HOLED, {}),
        (LONG, {"threshold_ug_per_ml": None}),
        (TALL, {"site": "foot", "scar_type": "atrophic", "depth_mm": 0.4}),
        (TWO, {"hours": 0.5, "grid": None, "points_mm": [[4.0, 4.5]]}),
        (SCAR, {"site": "thigh", "scar_type": "hypertrophic", "depth_mm": 1.5, "volume_ul": 8.0}),
        (SCAR, {"active": "hyaluronan_500kda", "hours": 168.0}),
        (SCAR, CHANNELS),
    ],
    ids=["holed", "long, no threshold", "tall and thin", "two, one point", "thick", "a week", "micro-channels"],
)
def test_no_word_lies_on_another(outline, changes):
    made = numbered(outline, **changes)
    assert not overlaps(map_figure(made))
    assert not overlaps(section_figure(made.delivery))


@pytest.mark.parametrize(
    ("outline", "changes"),
    [(HOLED, {}), (LONG, CHANNELS), (TWO, {"active": "hyaluronan_500kda", "hours": 168.0}), (OVAL, {})],
)
def test_no_word_lies_on_another_in_charts_and_comparison(outline, changes):
    made = delivered(outline, **changes)
    first = numbers_of(made, outline, 10, 1)
    second = numbers_of(delivered(outline, **(changes | {"site": "thigh"})), outline, 10, 1)
    for figure in (
        ledger_figure(first), coverage_figure(first), influence_figure(first), comparison_figure(first, second),
    ):  # fmt: skip
        assert clear_of_the_edge(figure)
        assert not overlaps(figure)


def clear_of_the_edge(figure) -> bool:
    """Whether nothing touches the edge of the picture, so that no word is cut off."""
    shown = np.asarray(Image.open(io.BytesIO(drawn(figure, "png"))).convert("RGB"))
    ground = shown[0, 0]
    return all((edge == ground).all() for edge in (shown[0], shown[-1], shown[:, 0], shown[:, -1]))


def test_no_word_lies_on_another_in_the_front(delivery):
    few = {"depths_mm": [0.4, 0.8], "volumes_ul": [0.5, 2.0], "spacings_mm": [2.0, 3.0, 4.0]}
    front = optimise(delivery.treatment, SCAR, Limits(2000.0), draws=3, **few)
    for now in ((10.0, 1.0), (1.0, 0.0), (25.0, 0.0)):
        figure = front_figure(front, now)
        assert not overlaps(figure)
    shown = figure.axes[0].collections[0].get_offsets()
    assert len(shown) == len(front.front)
    assert sorted(shown[:, 1]) == sorted(d.worst_5_percent_h for d in front.front)


def test_the_ledger_fills_the_whole_dose_at_every_time(delivery):
    with styled():
        axes = blank(100, 60).subplots()
        ledger = delivery.ledger()
        names = draw_ledger(axes, ledger.times_h, ledger.shares)
    top = axes.collections[-1].get_paths()[0].vertices[:, 1].max()
    assert top == pytest.approx(100, abs=0.5)
    assert names[0] == "scar_dermis"


def test_shares_are_told_with_their_band():
    assert percent(np.array([0.121, 0.345, 0.6])) == "34 (12 to 60)"
    assert hours(np.array([0.0, 1.26, 13.4])) == "1.3 (0 to 13)"


def test_both_files_are_written_and_the_same_twice(delivery, tmp_path):
    png, svg = save(map_figure(numbered()), tmp_path, "map")
    with Image.open(png) as picture:
        assert 110 / 25.4 * 300 - 2 < picture.size[0] < 183 / 25.4 * 300 + 2
    assert ET.parse(svg).getroot().tag.endswith("svg")
    assert b"<text" not in svg.read_bytes(), "letters are outlines, so that no reader needs the typeface"
    again = map_figure(numbered())
    assert drawn(again, "png") == png.read_bytes()
    assert drawn(again, "svg") == svg.read_bytes()
