"""The equations are solved: every case of the suite, and published data called what they are."""

from __future__ import annotations

import numpy as np
import pytest

from mesoject.delivery import verify
from mesoject.delivery.verification.case import by_limit, by_order
from mesoject.delivery.verification.slab import decay_rates, numeric_rates


@pytest.fixture(scope="module")
def cases():
    return verify()


def test_every_case_of_the_equations_is_passed(cases):
    missed = [(c.id, c.title, c.error, c.order) for c in cases if c.kind == "equations" and not c.passed]
    assert not missed


def test_the_suite_is_whole(cases):
    assert {c.id for c in cases} == {f"V{k}" for k in range(1, 12)}
    assert {c.id for c in cases if c.order is not None} >= {"V1", "V3", "V5", "V9"}


def test_published_data_are_never_called_equations(cases):
    assert {c.kind for c in cases if c.id == "V11"} == {"consistency", "out of sample"}


def test_what_is_not_covered_says_why(cases):
    for case in cases:
        if case.kind == "out of sample" and not case.passed:
            assert "not covered" in case.detail


def test_a_case_can_fail():
    assert not by_order("V0", "first order", [0.4, 0.2, 0.1]).passed
    assert not by_limit("V0", "too large", 2.0, 1.0).passed


def test_a_border_off_the_faces_costs_an_order():
    """So the cells are always cut on the borders of the layers."""
    true = decay_rates()
    errors = [np.abs(numeric_rates(n, border_shift=0.5) / true - 1).max() for n in (40, 80, 160)]
    assert np.log2(errors[-2] / errors[-1]) < 1.7
