"""Actives and skin as data: every number has a source, a mark and a band that holds it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoject.delivery import ACTIVES_DATA, Parameter, active, active_by_weight, leg_skin
from mesoject.delivery.channel import channel_parameters
from mesoject.delivery.column import best_guess, column, parameters
from mesoject.delivery.skin import LAYERS
from mesoject.records import Refused
from mesoject.records.actives import ACTIVES
from mesoject.records.skin_thickness import SKIN_THICKNESS


@pytest.mark.parametrize("name", ACTIVES_DATA)
def test_every_number_has_a_source_and_a_band_that_holds_it(name):
    for parameter in active(name).parameters.values():
        assert parameter.low <= parameter.value <= parameter.high
        assert parameter.mark in ("measured", "derived", "assumed")
        assert len(parameter.source) > 10


def known(name: str) -> dict[str, Parameter]:
    """All numbers of an active in a scar, with those of channels."""
    return parameters(leg_skin("calf", scar_type="atrophic"), active(name)) | channel_parameters(active(name))


@pytest.mark.parametrize("name", ACTIVES_DATA)
def test_no_best_guess_stands_at_an_end_of_its_band(name):
    assert not [n for n, p in known(name).items() if p.one_sided]


@pytest.mark.parametrize("name", ACTIVES_DATA)
def test_the_best_guess_is_the_median_of_the_draws(name):
    for parameter in known(name).values():
        assert parameter.at(0.5) == parameter.value
        if parameter.low < parameter.high:
            assert parameter.at(0.05) < parameter.value < parameter.at(0.95)


@given(ends=st.lists(st.floats(1e-6, 1e3), min_size=3, max_size=3), zero=st.booleans(), q=st.floats(0.001, 0.999))
def test_the_share_of_draws_below_a_value_is_the_inverse_of_the_draw(ends, zero, q):
    low, value, high = sorted(ends)
    drawn = Parameter(value=value, low=0.0 if zero else low, high=high, mark="assumed", source="none")
    at = drawn.at(q)
    assert drawn.low <= at <= drawn.high * (1 + 1e-12)
    if high > value * 1.01 and value > low * 1.01:
        assert drawn.share_below(at) == pytest.approx(q, abs=1e-6)


def test_a_number_that_was_set_at_an_end_draws_to_one_side():
    told = Parameter(value=0.0, low=0.0, high=0.4, mark="assumed", source="the treatment")
    assert told.one_sided
    assert (told.at(0.25), told.share_below(0.1)) == (pytest.approx(0.1), pytest.approx(0.25))


def test_hyaluronan_under_the_skin_halves_within_the_day_that_was_measured():
    """Rabbit, 1990: half-life 0.5 to 1 day; it is the sum of the ways out that the datum tells of."""
    for name in ("hyaluronan_50kda", "hyaluronan_500kda"):
        data = active(name)
        rate = sum(p.value for p in (data.k_capillary, data.k_lymph, data.k_degradation))
        assert 12 <= math.log(2) / rate / 3600 <= 24


def test_every_active_of_the_rules_has_at_least_one_solute():
    families = {row.family for row in ACTIVES_DATA.values() if row.kind == "active"}
    assert set(ACTIVES) <= families


def test_a_solute_by_weight_agrees_with_the_catalogue_where_that_stands_on_the_formula():
    assert active_by_weight(404).diffusivity.value == pytest.approx(active("ghk_cu").diffusivity.value, rel=0.03)
    assert active_by_weight(176).diffusivity.value == pytest.approx(active("ascorbate").diffusivity.value, rel=0.03)


def test_the_band_by_weight_covers_the_other_published_constant():
    """One public code writes -8.5 where another writes -8.15: 2.24 times apart."""
    spread = active_by_weight(300).diffusivity
    assert spread.low < spread.value / 2.24


@pytest.mark.parametrize("weight", [18, 99, 1001, 150_000, 404_000])
def test_a_weight_outside_the_formula_is_refused(weight):
    with pytest.raises(Refused, match=r"active_outside_data.*100 to 1000 Da"):
        active_by_weight(weight)


def test_an_unknown_active_is_refused_with_those_that_are_known():
    with pytest.raises(Refused, match=r"active_unknown: 'snail_slime' is not one of ascorbate"):
        active("snail_slime")


@pytest.mark.parametrize("site", SKIN_THICKNESS)
def test_skin_is_as_thick_as_the_table_of_the_rules_says(site):
    cut = column(best_guess(parameters(leg_skin(site), active("ghk_cu"))))
    assert cut.skin_mm == pytest.approx(SKIN_THICKNESS[site].mean_mm)


def test_scars_thin_and_thick():
    assert leg_skin("foot", scar_type="atrophic").scar_mm.value <= leg_skin("foot").skin_mm.value
    assert leg_skin("calf", scar_type="hypertrophic").scar_mm.value == pytest.approx(3.095)
    own = leg_skin("calf", scar_type="hypertrophic", scar_thickness_mm=2.6)
    assert own.measured
    assert own.scar_mm.high / own.scar_mm.low < 1.1


@given(q=st.lists(st.floats(0, 1), min_size=60, max_size=60))
def test_every_draw_gives_a_column_with_four_layers_and_faces_on_their_borders(q):
    known = parameters(leg_skin("foot", scar_type="atrophic"), active("vegf_165"))
    values = {name: p.at(quantile) for (name, p), quantile in zip(known.items(), q, strict=False)}
    cut = column(values, cell_mm=0.1)
    assert set(cut.layer) == set(range(len(LAYERS)))
    assert (cut.thickness_mm > 0).all()
    assert cut.skin_mm == pytest.approx(values["scar_mm"])
    assert (cut.capacity > 0).all()
    assert (cut.d_across > 0).all()
