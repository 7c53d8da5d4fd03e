"""A study of repeat readings: components, smallest detectable change, and the tables of a methods section."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from mesoject.outcome.repeat_study import Reading, smallest, study_quantity


def readings(scars=8, visits=2, photos=2, raters=("A",), *, sd_rater=0.0, drift=0.0, seed=0, sd_photo=0.3):
    """Scars of different redness; ``drift`` is what each gains from visit to visit, and is known."""
    r = np.random.default_rng(seed)
    habit = {a: sd_rater * r.standard_normal() for a in raters}
    found = []
    for s in range(scars):
        for v in range(visits):
            occasion = 0.4 * r.standard_normal()
            for p in range(photos):
                shot = sd_photo * r.standard_normal()
                for a in raters:
                    drawn = 0.1 * r.standard_normal() if len(raters) > 1 else 0.0
                    value = 3 * s + drift * v + occasion + shot + habit[a] + drawn
                    found.append(Reading(f"s{s}", f"v{v}", f"s{s}v{v}p{p}", a, value, 3 * s + drift * v, 0.09))
    return found


def study(rows, **options):
    return study_quantity(
        "delta_a", rows, **({"unit": "1", "scale": "linear", "shows": ("colour",)} | options), source="t"
    )


def test_components_and_degrees_of_freedom_are_those_of_the_design():
    found = study(readings(30, 3, 2))
    assert (found.design.scars, found.design.visits, found.design.photos) == (30, 90, 180)
    assert (found.component.df_photo, found.component.df_occasion) == (90, 60)
    assert math.sqrt(found.component.var_photo) == pytest.approx(0.3, rel=0.15)
    assert math.sqrt(found.component.var_occasion) == pytest.approx(0.4, rel=0.25)
    assert found.component.var_stated == pytest.approx(0.09)


def test_the_smallest_detectable_change_is_277_standard_errors_where_there_is_much_data():
    found = study(readings(60, 5, 2)).smallest[1]
    assert found.fall == pytest.approx(2.77 * found.sem, rel=0.01)
    assert found.fall_low < found.fall < found.fall_high


def test_a_known_change_of_the_scar_is_no_error():
    still, moving = study(readings(drift=0.0)), study(readings(drift=5.0))
    assert moving.component.var_occasion == pytest.approx(still.component.var_occasion)
    assert moving.agreement["visits of a scar"].bias.value == pytest.approx(
        still.agreement["visits of a scar"].bias.value
    )
    assert moving.icc["visits of a scar"][1].value == pytest.approx(still.icc["visits of a scar"][1].value)


def test_raters_are_a_component_of_their_own_and_are_compared_in_pairs():
    found = study(readings(10, 2, 2, raters=("A", "B", "C"), sd_rater=1.0))
    assert {"occasion", "rater", "photo", "residual"} <= set(found.variances)
    assert found.component.var_rater > 0.1
    assert found.component.df_rater == 2
    assert found.component.var_photo == pytest.approx(found.variances["photo"] + found.variances["residual"])
    assert {"raters A and B", "raters A and C", "raters B and C"} <= set(found.agreement)
    _, agreement, consistency = found.icc["raters"]
    assert agreement.value < consistency.value


def test_icc_over_photographs_has_no_order_and_over_visits_has():
    found = study(readings())
    assert [i.kind for i in found.icc["photographs of a visit"]] == ["ICC(1,1)"]
    assert [i.kind for i in found.icc["visits of a scar"]] == ["ICC(1,1)", "ICC(A,1)", "ICC(C,1)"]
    assert "raters" not in found.icc


def test_logs_are_reported_as_shares():
    rows = [Reading(r.scar, r.visit, r.photo, r.rater, r.value / 10 + 5, 0.0, 0.0) for r in readings(sd_photo=0.2)]
    found = study(rows, unit="mm2", scale="log")
    two = found.smallest[1]
    assert (1 - two.fall) * (1 + two.rise) == pytest.approx(1)
    assert found.within_visit_cv == pytest.approx(math.sqrt(math.expm1(found.component.var_photo)))
    assert found.agreement["visits of a scar"].ratio


def test_one_visit_a_scar_shows_photographs_alone():
    found = study(readings(visits=1))
    assert (found.component.df_occasion, found.smallest) == (0, ())
    assert "visits of a scar" not in found.agreement


def test_one_photograph_a_visit_counts_all_its_spread_as_occasion():
    found = study(readings(10, 4, 1)).component
    assert (found.var_photo, found.df_photo, found.df_occasion) == (0, 0, 30)
    assert found.var_occasion == pytest.approx(0.4**2 + 0.3**2, rel=0.5)


def test_photographs_beyond_the_design_of_the_data_have_fewer_degrees_of_freedom():
    component = study(readings(10, 3, 2)).component
    two, four = smallest(component, 2), smallest(component, 4)
    assert two.degrees_of_freedom == pytest.approx(component.df_occasion)
    assert four.sem < two.sem
    assert four.degrees_of_freedom < two.degrees_of_freedom


def test_its_interval_holds_the_true_smallest_change():
    true = stats.norm.ppf(0.975) * math.sqrt(2 * (0.4**2 + 0.3**2 / 2))
    held = 0
    for seed in range(150):
        two = smallest(study(readings(6, 3, 2, seed=seed)).component, 2)
        t = stats.t.ppf(0.975, two.degrees_of_freedom) / stats.norm.ppf(0.975)  # t itself is not uncertain
        held += two.fall_low / t <= true <= two.fall_high / t
    assert held / 150 > 0.88
