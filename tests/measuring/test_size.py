"""Area, length, width and perimeter of shapes that geometry knows, on a flat patch of skin."""

from __future__ import annotations

import math

import numpy as np
import pytest
from flat_skin import chart, ellipse, laid, skin
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ellipe

from mesoject.measuring.size import sizes


def measured(*polygons, on=None, **how):
    on = on or skin()
    return {q.name: q for q in sizes(on, laid(*polygons, on=on, **how), border_sd_mm=0.0)}


def values(*polygons, **how):
    return {name: q.value for name, q in measured(*polygons, **how).items()}


def perimeter_of(long, short):
    return 4 * long * ellipe(1 - (short / long) ** 2)


def smoothed_circle(radius, sd=0.5):
    """Averaging a circle along itself draws it in by this much."""
    return 2 * math.pi * radius * math.exp(-((sd / radius) ** 2) / 2)


@pytest.mark.parametrize("frame", ["skin_mm", "photo_px"])
@pytest.mark.parametrize(("long", "short", "angle"), [(20, 8, 0), (20, 8, 0.7), (12, 11.5, 1.2), (35, 5, 2.1)])
def test_an_ellipse(frame, long, short, angle):
    found = values([ellipse(long, short, angle=angle, centre=(3, -7))], frame=frame)
    assert found["area"] == pytest.approx(math.pi * long * short, rel=2e-4)
    assert found["length"] == pytest.approx(2 * long, rel=2e-4)
    assert found["width"] == pytest.approx(2 * short, rel=2e-3)
    assert found["perimeter"] == pytest.approx(perimeter_of(long, short), rel=5e-3)


def test_a_square_has_its_diagonal_for_length_and_for_width():
    found = values([[(0, 0), (20, 0), (20, 20), (0, 20)]])
    assert found["area"] == pytest.approx(400, rel=1e-6)
    assert found["length"] == pytest.approx(20 * math.sqrt(2), rel=1e-6)
    assert found["width"] == pytest.approx(20 * math.sqrt(2), rel=5e-3)
    assert 78 < found["perimeter"] < 80  # smoothing rounds the corners


def test_a_hole_counts_out_of_the_area_and_into_the_perimeter():
    found = values([ellipse(20, 20), ellipse(8, 8)])
    assert found["area"] == pytest.approx(math.pi * (400 - 64), rel=2e-4)
    assert found["length"] == pytest.approx(40, rel=2e-4)
    assert found["width"] == pytest.approx(40, rel=2e-4)
    assert found["perimeter"] == pytest.approx(2 * math.pi * 28, rel=2e-3)


def test_islands_add_up_and_their_length_reaches_across():
    found = values([ellipse(5, 5, centre=(-20, 0))], [ellipse(6, 6, centre=(20, 0))])
    assert found["area"] == pytest.approx(math.pi * 61, rel=2e-4)
    assert found["length"] == pytest.approx(51, rel=2e-4)
    assert found["width"] == pytest.approx(12, rel=2e-3)
    assert found["perimeter"] == pytest.approx(smoothed_circle(5) + smoothed_circle(6), rel=5e-4)


def test_a_bent_scar_is_as_long_as_its_farthest_points_are_apart():
    """A half ring of radii 18 and 22: the outer ends are 44 apart, and the longest chord stands on the inner end."""
    t = np.linspace(0, np.pi, 300)
    arc = np.stack([np.cos(t), np.sin(t)], -1)
    found = values([np.concatenate([22 * arc, 18 * arc[::-1]])])
    assert found["area"] == pytest.approx(math.pi / 2 * (22**2 - 18**2), rel=5e-4)
    assert found["length"] == pytest.approx(44, rel=1e-3)
    assert found["width"] == pytest.approx(math.sqrt(22**2 - 18**2), rel=0.01)
    assert found["perimeter"] == pytest.approx(math.pi * 40 + 8, rel=0.02)


def test_roughness_finer_than_half_a_millimetre_adds_no_perimeter():
    t = np.linspace(0, 2 * np.pi, 3000, endpoint=False)
    r = 20 + 0.05 * np.sin(400 * t)
    found = values([np.stack([r * np.cos(t), r * np.sin(t)], -1)])
    assert found["perimeter"] == pytest.approx(40 * math.pi, rel=5e-3)


@settings(max_examples=30)
@given(
    st.floats(3, 30),
    st.floats(0.15, 1),
    st.floats(0, math.pi),
    st.tuples(st.floats(-25, 25), st.floats(-25, 25)),
)
def test_where_it_lies_and_how_it_is_turned_changes_nothing(long, ratio, angle, centre):
    here = values([ellipse(long, ratio * long)])
    there = values([ellipse(long, ratio * long, angle=angle, centre=centre)])
    assert there["area"] == pytest.approx(here["area"], rel=1e-3)
    assert there["length"] == pytest.approx(here["length"], rel=1e-3)
    assert there["width"] == pytest.approx(here["width"], rel=1e-2)
    assert there["perimeter"] == pytest.approx(here["perimeter"], rel=1e-2)
    assert there["width"] <= there["length"] * 1.0001


def test_the_area_element_counts():
    """Where a square millimetre of map holds more skin, the scar is larger; along s nothing changes."""
    plain, dense = (values([ellipse(20, 5)], on=skin(chart=chart(element=j))) for j in (1.0, 1.1))
    assert dense["area"] == pytest.approx(1.1 * plain["area"], rel=1e-6)
    assert dense["length"] == pytest.approx(plain["length"], rel=1e-6)
    assert dense["width"] == pytest.approx(1.1 * plain["width"], rel=1e-3)


# errors


def parts(quantity):
    return {(p.part, p.scope): p.se for p in quantity.parts}


def test_the_geometry_part_is_what_the_variants_change():
    """Two independent ways of being wrong, one and two percent in length, on pixels that stay."""
    unsure = skin(variants=[chart(stretch=1.01), chart(stretch=0.98)])
    found = measured([ellipse(20, 8)], on=unsure, frame="photo_px")
    area, length = found["area"], found["length"]
    expected = math.hypot(1.01**2 - 1, 1 - 0.98**2)
    assert parts(area)["geometry", "photo"] == pytest.approx(expected * area.value, rel=0.01)
    assert parts(length)["geometry", "photo"] == pytest.approx(math.hypot(0.01, 0.02) * length.value, rel=0.01)


def test_a_chart_that_is_sure_has_no_geometry_part_of_its_own():
    assert parts(measured([ellipse(20, 8)])["area"])["geometry", "photo"] == 0


def test_the_print_counts_twice_for_areas():
    found = measured([ellipse(20, 8)], on=skin(print_scale_sd=0.01))
    assert parts(found["area"])["print", "print"] == pytest.approx(0.02 * found["area"].value)
    for name in ("length", "width", "perimeter"):
        assert parts(found[name])["print", "print"] == pytest.approx(0.01 * found[name].value)


def test_the_outline_part_is_a_border_moved_outwards():
    on, by = skin(), 0.3
    before, after = (values([ellipse(20 + d, 12 + d)]) for d in (0, by))
    found = {q.name: q for q in sizes(on, laid([ellipse(20, 12)]), border_sd_mm=by)}
    for name, tolerance in (("area", 0.02), ("length", 0.01), ("width", 0.02), ("perimeter", 0.05)):
        moved = after[name] - before[name]
        assert parts(found[name])["outline", "rater"] == pytest.approx(moved, rel=tolerance)


def test_areas_are_on_a_log_scale_and_lengths_are_not():
    found = measured([ellipse(20, 8)])
    assert [found[name].scale for name in ("area", "length", "width", "perimeter")] == ["log"] + 3 * ["linear"]
    assert [found[name].unit for name in ("area", "length", "width", "perimeter")] == ["mm2"] + 3 * ["mm"]


def test_a_speck_has_a_size_too():
    found = values([ellipse(0.4, 0.3)])
    assert found["area"] == pytest.approx(math.pi * 0.12, rel=2e-3)
    assert found["length"] == pytest.approx(0.8, rel=2e-3)
