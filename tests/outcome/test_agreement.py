"""Intraclass correlation against published tables and an independent library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoject.outcome.agreement import intraclass
from mesoject.records import UsageError

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_the_six_targets_and_four_judges_of_shrout_and_fleiss():
    """Psychological Bulletin 86:420 (1979), table 4: 0.17, 0.29, 0.71."""
    one, agreement, consistency = intraclass(SHROUT_FLEISS)
    assert [i.kind for i in (one, agreement, consistency)] == ["ICC(1,1)", "ICC(A,1)", "ICC(C,1)"]
    assert [round(i.value, 3) for i in (one, agreement, consistency)] == [0.166, 0.290, 0.715]
    assert (one.low, one.high) == pytest.approx((-0.133, 0.723), abs=0.002)
    assert (agreement.low, agreement.high) == pytest.approx((0.019, 0.761), abs=0.002)
    assert (consistency.low, consistency.high) == pytest.approx((0.342, 0.946), abs=0.002)


@pytest.mark.filterwarnings("ignore")  # what the library and its own libraries find deprecated in each other
@pytest.mark.parametrize(("n", "k", "seed"), [(8, 2, 0), (15, 3, 1), (30, 4, 2)])
def test_values_and_intervals_are_those_of_pingouin(n, k, seed):
    pandas, pingouin = pytest.importorskip("pandas"), pytest.importorskip("pingouin")
    r = np.random.default_rng(seed)
    x = 2 * r.standard_normal((n, 1)) + 0.4 * np.arange(k) + r.standard_normal((n, k))
    long = pandas.DataFrame([(i, j, x[i, j]) for i in range(n) for j in range(k)], columns=["target", "rater", "score"])
    theirs = pingouin.intraclass_corr(data=long, targets="target", raters="rater", ratings="score").set_index("Type")
    for ours in intraclass(x.tolist()):
        row = theirs.loc[ours.kind]
        assert ours.value == pytest.approx(row["ICC"], abs=1e-9)
        assert (ours.low, ours.high) == pytest.approx(tuple(row["CI95"]), abs=0.0051)  # printed with two digits


@given(st.floats(-100, 100), st.floats(0.1, 10), st.integers(0, 100))
def test_shifting_a_whole_column_moves_agreement_and_leaves_consistency(shift, factor, seed):
    x = np.random.default_rng(seed).standard_normal((7, 3)) + np.arange(7)[:, None]
    plain = intraclass(x.tolist())
    scaled = intraclass((factor * x + shift).tolist())
    moved = intraclass((x + np.array([0.0, 5.0, 10.0])).tolist())
    assert [i.value for i in scaled] == pytest.approx([i.value for i in plain], abs=1e-6)
    assert moved[2].value == pytest.approx(plain[2].value, abs=1e-9)
    assert moved[1].value < plain[1].value


def test_perfect_repeats_are_1():
    assert [i.value for i in intraclass([[1, 1], [2, 2], [3, 3]])] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("table", [[[1.0, 2.0]], [[1.0], [2.0]]])
def test_one_subject_or_one_repeat_has_no_icc(table):
    with pytest.raises(UsageError, match="two subjects and two repeats"):
        intraclass(table)
