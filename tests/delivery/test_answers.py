"""What an answer says: coverage, times, fields, sections, from either engine and for micro-channels."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from treatments import ROUND, SCAR, injections

from mesoject.delivery import simulate
from mesoject.delivery.answer import standard_times_h
from mesoject.delivery.bands import Bands, ensemble
from mesoject.delivery.layout import grid_points
from mesoject.delivery.span import above
from mesoject.records import UsageError
from mesoject.records.treatment_map import Channels, Grid, TreatmentMap

NARROW = shapely.box(0, 0, 3, 14)


def channels(**changed):
    told = {"per_cm2": 200.0, "needle_mm": 0.77, "layer_um": 50.0, "layer_ug_per_ul": 5.0}
    return TreatmentMap(
        site="calf",
        scar_type="flat",
        delivery_mode="powered_microneedle",
        active="ghk_cu",
        outline="scar.json",
        channels=Channels(**told | changed),
    )


@pytest.mark.parametrize("hours", [0.5, 6.0, 24.0, 72.0, 168.0, 336.0])
def test_the_hours_that_are_told_are_computed_and_not_their_neighbours(hours):
    times = standard_times_h(hours)
    assert len(times) == 49
    assert (np.diff(times) > 0).all()
    assert (times[0], times[-1]) == (0, hours)
    assert {t for t in (1.0, 4.0, 24.0) if t < hours} <= set(times)


def test_time_above_a_threshold_of_an_exponential():
    times = np.linspace(0, 24, 49)
    history = (100 * np.exp(-times[:, None] / np.array([1.0, 5.0, 50.0]))).astype(np.float32)
    expected = np.minimum(24, np.array([1.0, 5.0, 50.0]) * np.log(100 / 10))
    assert above(history, times, 10.0) == pytest.approx(expected, rel=1e-5)
    assert (above(history, times, 200.0) == 0).all()


def test_time_above_a_threshold_of_a_hill():
    """Up along a line, down along an exponential."""
    history = np.array([[0.0], [2.0], [0.5]], np.float32)
    assert above(history, np.array([0.0, 1.0, 2.0]), 1.0)[0] == pytest.approx(0.5 + 0.5)


@pytest.mark.parametrize("treatment", [injections(), channels()], ids=["injections", "channels"])
def test_coverage_falls_with_the_threshold_and_stays_a_share(treatment):
    found = simulate(treatment, ROUND).coverage([0.1, 1, 10, 100, 1000])
    assert found.shape == (5, 49)
    assert (np.diff(found, axis=0) <= 1e-12).all()
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12


def test_coverage_counts_the_scar_alone():
    """A scar whose depots all lie in one half is half covered at most while they have not spread."""
    told = injections(active="hyaluronan_500kda", points_mm=((2.0, 3.0), (2.0, 6.0)), volume_ul=0.5)
    found = simulate(told, SCAR)
    seen = found.surface_map(100.0, 0.0).values
    assert np.nanmax(seen[found.run.raster.at_s > 6]) == 0
    assert np.nanmax(seen) > 0.5
    assert np.isfinite(seen).sum() == found.run.raster.mask.sum()


def test_the_worst_served_twentieth_is_served_for_less_time_than_the_middle():
    worst, middle = simulate(injections(), ROUND).time_above(1.0)
    assert 0 < worst < middle


def test_a_field_has_axes_in_millimetres():
    values, axes = simulate(injections(), SCAR).field(1.0, "all")
    assert values.shape == tuple(len(axes[name]) for name in ("depth_mm", "s_mm", "z_mm"))
    assert axes["s_mm"][0] == pytest.approx(0.1, abs=0.01)
    assert axes["depth_mm"][-1] > 5


def test_a_section_goes_through_a_point_and_shows_every_layer():
    found = simulate(injections(), SCAR)
    section = found.section(0.5)
    assert section.values.shape == (len(section.depth_mm), len(section.along_mm))
    assert set(section.layers_mm) == {"epidermis", "papillary_dermis", "reticular_dermis", "subcutis"}
    deepest = section.depth_mm[section.values.max(1).argmax()]
    assert deepest == pytest.approx(0.7, abs=0.2)
    assert found.section(0.5, 4.5, along="z").values.shape[1] == len(found.run.raster.at_z)


def test_the_engine_says_why_it_was_taken():
    assert simulate(injections(), SCAR).engine == "modal"
    narrow = simulate(injections(grid=Grid(spacing_mm=2.5, margin_mm=0.3)), NARROW)
    assert narrow.engine == "general"
    assert "3.0 mm wide, under 4 mm" in narrow.why
    assert simulate(channels(), SCAR).engine == "channels"
    with pytest.raises(UsageError, match="does not compute micro-channels"):
        simulate(channels(), SCAR, engine="general")


def test_both_engines_agree_where_the_skin_beside_hardly_matters():
    told = injections(hours=4.0)
    modal, general = (simulate(told, shapely.box(0, 0, 7, 7), engine=e) for e in ("modal", "general"))
    times = [0.5, 2.0]
    for name in ("scar_dermis", "subcutis", "cleared_capillary"):
        a, b = (run.ledger(times).shares[name] for run in (modal, general))
        assert a == pytest.approx(b, abs=0.012)
    assert general.ledger().imbalance < 1e-12
    told = [3, 20, 120]  # between them coverage falls steeply, and there the skin beside this small scar does matter
    assert modal.coverage(told, times) == pytest.approx(general.coverage(told, times), abs=0.03)


def test_a_field_of_the_general_engine_between_its_steps():
    general = simulate(injections(hours=1.0), NARROW)
    values, _ = general.field(0.333, "scar_dermis")
    inside = values[np.isfinite(values)]
    low, high = (general.field(t, "scar_dermis")[0] for t in (0.3, 0.4))
    assert np.nanmean(high) < inside.mean() < np.nanmean(low)


def test_more_channels_bring_more_and_closed_ones_nothing():
    few, many, closed = (
        simulate(channels(**told), SCAR).ledger([6]).shares["donor"][0]
        for told in ({"per_cm2": 50.0}, {"per_cm2": 400.0}, {"per_cm2": 50.0, "closing_h": 0.1})
    )
    assert many < few < closed < 1


def test_what_is_said_of_spacing_is_said_of_injections_alone():
    assert any("spacing" in note for note in simulate(injections(), SCAR).notes)
    assert not any("spacing" in note or "volume" in note for note in simulate(channels(), SCAR).notes)


def test_channels_sum_to_the_dose():
    assert simulate(channels(), ROUND).ledger().imbalance < 1e-12


@pytest.mark.parametrize("treatment", [injections(), channels()], ids=["injections", "channels"])
def test_bands_hold_the_best_guess_and_repeat_with_their_seed(treatment):
    bands = ensemble(treatment, SCAR, n=20, seed=3)
    again = ensemble(treatment, SCAR, n=20, seed=3)
    assert isinstance(bands, Bands)
    assert (bands.drawn_hours == again.drawn_hours).all()
    low, middle, high = bands.coverage
    assert (low <= middle).all()
    assert (middle <= high).all()
    best = simulate(treatment, SCAR).ledger().columns["cleared_capillary"][-1]
    assert bands.ledger_ug["cleared_capillary"][0, -1] <= best <= bands.ledger_ug["cleared_capillary"][2, -1]
    assert "parameters decide" in bands.note
    assert all(-1 <= r <= 1 for _, r in bands.influence)


def test_strong_hyaluronan_lingers_so_that_far_less_may_be_cleared():
    weak, strong = (
        ensemble(injections(active="hyaluronan_500kda", concentration_ug_per_ul=c), SCAR, n=40) for c in (9.0, 11.0)
    )
    least = [bands.ledger_ug["cleared_lymph"][0, -1] / bands.dose_ug for bands in (weak, strong)]
    assert least[1] < least[0] / 3
    assert strong.ledger_ug["scar_dermis"][1, -1] / strong.dose_ug > weak.ledger_ug["scar_dermis"][1, -1] / weak.dose_ug


def test_the_band_of_a_narrow_scar_says_how_it_was_made():
    assert "narrow scar" in ensemble(injections(), NARROW, n=10).note
    assert "narrow scar" not in ensemble(injections(), SCAR, n=10).note


def test_a_users_own_threshold_is_among_those_of_the_bands():
    bands = ensemble(injections(threshold_ug_per_ml=12.5), SCAR, n=10)
    assert 12.5 in bands.thresholds_ug_per_ml


@pytest.mark.parametrize("n", [0, 9, 2001])
def test_too_few_or_too_many_draws(n):
    with pytest.raises(UsageError, match="10 to 2000"):
        ensemble(injections(), SCAR, n=n)


@pytest.mark.parametrize("pattern", ["square", "hexagonal"])
@pytest.mark.parametrize("turned", [0.0, 30.0])
def test_a_grid_keeps_its_spacing_and_its_margin(pattern, turned):
    grid = Grid(spacing_mm=1.5, pattern=pattern, turned_deg=turned, margin_mm=0.8)
    points = grid_points(grid, ROUND)
    gaps = np.linalg.norm(points[:, None] - points[None], axis=2)[~np.eye(len(points), dtype=bool)]
    assert gaps.min() == pytest.approx(1.5)
    edge = shapely.distance(shapely.points(points), ROUND.exterior)
    assert edge.min() >= 0.8 - 1e-6
    assert (grid_points(grid, ROUND) == points).all()
