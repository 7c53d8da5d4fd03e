"""Designs against each other: the front, comparison, and the table for a browser."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from treatments import SCAR, injections

from mesoject.delivery import Limits, browser_field, browser_table, compare, optimise, simulate
from mesoject.delivery.accepted import treated_skin
from mesoject.delivery.answer import standard_times_h
from mesoject.delivery.column import best_guess, column
from mesoject.delivery.injection import injection
from mesoject.delivery.lattice import Lattice
from mesoject.delivery.raster import raster
from mesoject.delivery.simulation import all_parameters
from mesoject.records import UsageError
from mesoject.records.treatment_map import Grid

TOLD = injections(threshold_ug_per_ml=5.0)
LIMITS = Limits(max_dose_ug=400.0, max_punctures_per_cm2=30.0)


@pytest.fixture(scope="module")
def front():
    return optimise(TOLD, SCAR, LIMITS, draws=12)


def test_none_on_the_front_is_beaten(front):
    def cost(d):
        return np.array([-d.worst_5_percent_h, d.punctures_per_cm2, d.dose_ug])

    assert len(front.front) >= 2
    for one in front.front:
        for other in front.designs:
            assert not ((cost(other) <= cost(one)).all() and (cost(other) < cost(one) - 1e-9).any())


def test_limits_are_kept(front):
    assert front.tried == 9 * 6 * 13
    for design in front.designs:
        assert design.dose_ug <= LIMITS.max_dose_ug
        assert design.punctures_per_cm2 <= LIMITS.max_punctures_per_cm2
        assert design.depth_mm <= 1.0 + 1e-9


def test_the_front_carries_bands_and_says_what_it_does_not_claim(front):
    for design in front.front:
        low, middle, high = design.band_h
        assert 0 <= low <= middle <= high
    assert any("no effect on a scar is claimed" in note for note in front.notes)


def test_hours_on_the_scar_are_those_of_the_design_simulated_there(front):
    for design in front.front[:: max(1, len(front.front) // 3)]:
        told = injections(depth_mm=design.depth_mm, volume_ul=design.volume_ul, grid=Grid(spacing_mm=design.spacing_mm))
        found = simulate(told, SCAR)
        assert len(found.points_mm) == design.points
        assert design.on_this_scar_h == pytest.approx(found.time_above(5.0)[0], rel=0.05, abs=0.1)


def test_borders_cost_hours(front):
    """In a scar of 9 mm the worst-served twentieth lies at the border, which an endless grid does not have."""
    lost = [d.worst_5_percent_h - d.on_this_scar_h for d in front.front]
    assert max(lost) > 0.5
    assert any("endless" in note for note in front.notes)


def test_a_limit_below_the_skin_is_cut_to_its_distance_from_the_fat_and_said():
    few = {"volumes_ul": [1.0], "spacings_mm": [2.0, 3.0], "draws": 0}
    deep = optimise(TOLD, SCAR, Limits(400.0, 30.0, max_depth_mm=50.0), **few)
    usual = optimise(TOLD, SCAR, Limits(400.0, 30.0), **few)
    assert deep.front == usual.front
    assert deep.deepest_mm == pytest.approx(1.0)
    assert deep.notes[-1].startswith("The limit of 50 mm was cut to 1.00 mm: depths nearer than 0.2 mm to the fat")
    assert usual.notes == deep.notes[:-1]


def test_a_narrow_scar_has_no_designs():
    with pytest.raises(UsageError, match=r"the scar is 3\.0 mm wide, under 4 mm"):
        optimise(TOLD, shapely.box(0, 0, 14, 3), LIMITS)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"limits": Limits(max_dose_ug=0.1)}, "keeps to 0.1 µg"),
        ({"depths_mm": [3.0]}, "over the limit of 1 mm"),
        ({"spacings_mm": [0.0]}, "numbers above 0"),
        ({"volumes_ul": []}, "numbers above 0"),
        ({"threshold_ug_per_ml": 5000.0}, "above 5000 µg/mL at any time"),
    ],
)
def test_what_leaves_nothing(changed, words):
    told = {"limits": LIMITS, "draws": 0} | changed
    with pytest.raises(UsageError, match=words):
        optimise(TOLD, SCAR, **told)


def test_no_threshold_is_preset():
    with pytest.raises(UsageError, match="no active has a sourced one"):
        optimise(injections(), SCAR, LIMITS)


def test_an_endless_grid_is_the_middle_of_a_large_scar():
    """One cell of the lattice holds what the box engine finds about the middle point of a map of 49."""
    treatment = injections(grid=Grid(spacing_mm=2.0, margin_mm=0.0), backflow=0.0)
    scar = shapely.box(-8, -8, 8, 8)
    values = best_guess(all_parameters(treatment, treated_skin(treatment), simulate(treatment, SCAR).active))
    cut = column(values, cell_mm=0.1)
    times = standard_times_h(24.0)[10:30:5]
    laid = injection(treatment, scar, simulate(treatment, scar).points_mm, values, cut, raster(scar, 0.25))
    lattice = Lattice(cut, times)
    field = lattice.cell(lattice.tabulated(laid.solution.depot), 2.0)
    places = int(np.sqrt(field.shape[2]))
    at = (np.arange(places) + 0.5) / places
    held = np.flatnonzero(cut.dermis)
    nearest = laid.solution.points_mm[np.linalg.norm(laid.solution.points_mm, axis=1).argmin()]
    inside = laid.solution.fields(
        times * 3600, nearest[0] + at, nearest[1] + at, slice(int(held[0]), int(held[-1]) + 1), 0.0
    )
    mine = np.array(inside).reshape(field.shape) * 1000 / 5.0
    assert field == pytest.approx(mine, rel=2e-3, abs=2e-3 * mine.max())


def test_a_comparison_knows_the_difference_better_than_either():
    near, far = injections(grid=Grid(spacing_mm=1.5)), injections(grid=Grid(spacing_mm=3.0))
    found = compare(far, near, SCAR, thresholds_ug_per_ml=[3.0], n=30)
    assert found.b_longer[0] > 0.9
    low, middle, high = found.worst_5_percent_h[:, 0]
    assert 0 <= low <= middle <= high
    own = np.ptp(found.b.time_above_h[5][[0, 2], 0])
    assert high - low < own


def test_a_treatment_equals_itself():
    found = compare(injections(), injections(), SCAR, n=12)
    assert (found.worst_5_percent_h == 0).all()
    assert (found.equal == 1.0).all(), "a tie is a tie, and no half of one"
    assert (found.b_longer == 0).all()
    assert (found.a_longer == 0).all()


def test_shares_of_a_comparison_sum_to_one_and_change_sides():
    near, far = injections(grid=Grid(spacing_mm=1.5)), injections(grid=Grid(spacing_mm=3.0))
    one, other = (compare(*pair, SCAR, thresholds_ug_per_ml=[3.0, 4000.0], n=12) for pair in ((far, near), (near, far)))
    assert one.b_longer + one.a_longer + one.equal == pytest.approx(1)
    assert (one.b_longer == other.a_longer).all()
    assert one.equal[1] == 1.0, "neither is ever above the strength of the product"


def test_only_equal_spans_of_time_compare():
    with pytest.raises(UsageError, match="24 h ahead and the other 12 h"):
        compare(injections(), injections(hours=12.0), SCAR)


@pytest.fixture(scope="module")
def table():
    return json.loads(json.dumps(browser_table(injections())))


def test_the_table_is_small(table):
    assert len(json.dumps(table)) < 400_000
    assert table["shape"] == [48, 96, 11]
    assert "no effect" in table["note"]


@settings(max_examples=5, deadline=None)
@given(time=st.integers(4, 47), cell=st.integers(0, 10), s=st.floats(0.5, 9.5), z=st.floats(0.5, 8.5))
def test_plain_arithmetic_agrees_with_the_engine(table, time, cell, s, z):
    points = [(4.0, 4.0), (6.0, 4.5)]
    found = browser_field(table, (10.0, 9.0), points, 2.0, [(s, z), (4.0, 4.0)], time, cell)
    from mesoject.delivery.modal import Box, ModalSolution

    treatment = injections()
    values = best_guess(all_parameters(treatment, treated_skin(treatment), simulate(treatment, SCAR).active))
    cut = column(values, cell_mm=0.1)
    depot = injection(treatment, SCAR, np.zeros((1, 2)), values, cut, raster(SCAR, 0.3)).solution.depot
    solution = ModalSolution(cut, depot, Box((0, 0), (10, 9)), np.array(points), np.full(2, 2.0), 0.3)
    k = int(np.flatnonzero(cut.dermis)[0]) + cell
    t_s = table["times_h"][time] * 3600
    at_s, at_z = np.array([s, 4.0]), np.array([z, 4.0])
    engine = solution.field(t_s, at_s, at_z, slice(k, k + 1), 0.0)[0].diagonal() * 1000
    peak = max(engine.max(), 1e-12)
    assert found == pytest.approx(engine, abs=1e-6 * peak)
