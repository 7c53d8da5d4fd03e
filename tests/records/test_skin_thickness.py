"""One table of skin thickness for the depth limits and the delivery model."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoject.records.actives import ACTIVES, Active
from mesoject.records.intake import Site
from mesoject.records.skin_thickness import SKIN_THICKNESS, skin_thickness_mm

SITES = list(SKIN_THICKNESS)


@pytest.mark.parametrize(("site", "sex", "age", "thickness"), [
    ("thigh", "male", 40, 1.55), ("thigh", "female", 40, 1.44), ("calf", "female", 40, 1.2),
    ("calf", "male", 64.9, 1.2),
    ("calf", "male", 65, 1.08), ("calf", "male", None, 1.08), ("thigh", None, 40, 1.44), (None, None, None, 0.72),
])  # fmt: skip
def test_values(site, sex, age, thickness):
    assert skin_thickness_mm(site, sex, age) == thickness


@given(st.sampled_from(SITES), st.sampled_from(["male", "female", "other"]), st.floats(0, 120))
def test_what_is_not_known_counts_as_the_thinner_case(site, sex, age):
    known = skin_thickness_mm(site, sex, age)
    assert skin_thickness_mm(site, None, age) <= known
    assert skin_thickness_mm(site, sex, None) <= known
    assert skin_thickness_mm(None, None, None) <= known


def test_every_site_of_the_intake_has_a_row_and_what_was_not_read_says_so():
    assert set(get_args(Site)) == set(SITES)
    assert [s for s, row in SKIN_THICKNESS.items() if row.verified] == ["thigh"]


def test_every_active_has_a_name():
    assert set(get_args(Active)) == set(ACTIVES)
