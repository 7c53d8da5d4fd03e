"""Actives and skin as data: every number has a source, a mark and a band that holds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoject.delivery import ACTIVES_DATA, active, active_by_weight, leg_skin
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
