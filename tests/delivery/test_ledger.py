"""Where the dose is: the columns sum to it at every time, and losses do not depend on spacing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from treatments import ROUND, SCAR, injections

from mesoject.delivery import ACTIVES_DATA, simulate
from mesoject.delivery.ledger import COLUMNS
from mesoject.records.treatment_map import Grid

LOSSES = ("cleared_capillary", "cleared_lymph", "degraded", "subcutis", "backflow")


@pytest.mark.parametrize("name", ACTIVES_DATA)
def test_it_sums_to_the_dose(name):
    strength = ACTIVES_DATA[name].concentration_max_ug_per_ul / 4
    ledger = simulate(injections(active=name, concentration_ug_per_ul=strength), ROUND).ledger()
    assert tuple(ledger.columns) == tuple(COLUMNS)
    assert ledger.imbalance < 1e-12
    assert min(c.min() for c in ledger.columns.values()) > -1e-6 * ledger.dose_ug


@settings(max_examples=20, deadline=None)
@given(depth=st.floats(0.1, 4.0), volume=st.floats(0.1, 3.0), backflow=st.floats(0, 0.4))
def test_it_sums_to_the_dose_for_any_depth_and_volume(depth, volume, backflow):
    ledger = simulate(injections(depth_mm=depth, volume_ul=volume, backflow=backflow), SCAR).ledger([0, 0.5, 3, 24])
    assert ledger.imbalance < 1e-12
    assert ledger.shares["backflow"] == pytest.approx(backflow)


def test_losses_do_not_depend_on_spacing():
    near, far = (simulate(injections(grid=Grid(spacing_mm=s)), SCAR).ledger([1, 6, 24]) for s in (1.5, 3.0))
    for name in LOSSES:
        assert near.shares[name] == pytest.approx(far.shares[name], abs=1e-12)


def test_a_long_needle_puts_nearly_everything_into_fat():
    told = injections(site="thigh", depth_mm=4.0, delivery_mode="mesogun_single_needle")
    ledger = simulate(told, SCAR).ledger([0])
    assert ledger.held["subcutis"][0] / (1 - ledger.shares["backflow"][0]) > 0.999


def test_what_the_scar_holds_is_what_the_field_holds():
    found = simulate(injections(), ROUND)
    times = np.array([0.5, 2.0])
    ledger = found.ledger(times)
    held = ledger.held["scar_dermis"] * ledger.dose_ug
    for t, amount in zip(times, held, strict=True):
        values, axes = found.field(t, "scar_dermis")
        thickness = found.run.column.thickness_mm[found.run.column.dermis]
        volume = thickness[:, None, None] * found.run.raster.cell_mm**2
        assert np.nansum(values / 1000 * volume) == pytest.approx(amount, rel=1e-3)
        assert len(axes["depth_mm"]) == len(thickness)
