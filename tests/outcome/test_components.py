"""Variance components: analysis of variance where it applies, the likelihood itself where it does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from mesoject.outcome.components import effective_photos, variance_components
from mesoject.outcome.repeatability import component


def nested(r, scars, visits, photos, sd_occasion, sd_photo):
    """Scars of different level, each with visits and photographs; unbalanced where ``photos`` is a pair."""
    y, scar, visit = [], [], []
    for s in range(scars):
        for v in range(visits):
            occasion = sd_occasion * r.standard_normal()
            for _ in range(int(r.integers(*photos)) if isinstance(photos, tuple) else photos):
                y.append(100 * s + occasion + sd_photo * r.standard_normal())
                scar.append(s)
                visit.append((s, v))
    return y, scar, visit


def mean_squares(y, scar, visit, photos):
    """Balanced nested analysis of variance: mean squares of visits and of photographs."""
    y = np.reshape(y, (len(set(scar)), -1, photos))
    means = y.mean(2)
    of_visits = photos * ((means - means.mean(1, keepdims=True)) ** 2).sum() / (means.size - len(means))
    of_photos = ((y - means[..., None]) ** 2).sum() / (y.size - means.size)
    return of_visits, of_photos


def minus_log_likelihood(variances, y, scar, visit):
    """Restricted likelihood written out (Patterson & Thompson 1971)."""
    X = np.equal.outer(scar, sorted(set(scar))).astype(float)
    same = np.array([[a == b for b in visit] for a in visit], dtype=float)
    V = variances[0] * same + variances[1] * np.eye(len(y))
    inverse = np.linalg.inv(V)
    P = inverse - inverse @ X @ np.linalg.solve(X.T @ inverse @ X, X.T @ inverse)
    return 0.5 * (np.linalg.slogdet(V)[1] + np.linalg.slogdet(X.T @ inverse @ X)[1] + y @ P @ y)


@pytest.mark.parametrize("seed", range(4))
def test_a_balanced_design_gives_what_analysis_of_variance_gives(seed):
    y, scar, visit = nested(np.random.default_rng(seed), 4, 5, 3, 2.0, 1.0)
    of_visits, of_photos = mean_squares(y, scar, visit, 3)
    found = variance_components(y, scar, {"occasion": visit})
    assert found["residual"] == pytest.approx(of_photos, rel=1e-6)
    assert found["occasion"] == pytest.approx((of_visits - of_photos) / 3, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_an_unbalanced_design_lies_at_the_peak_of_the_restricted_likelihood(seed):
    y, scar, visit = nested(np.random.default_rng(seed), 3, 6, (1, 5), 1.5, 1.0)
    found = variance_components(y, scar, {"occasion": visit})
    best = minimize(
        minus_log_likelihood,
        [1.0, 1.0],
        args=(np.array(y) - np.mean(y), scar, visit),
        bounds=[(1e-6, None)] * 2,
        tol=1e-12,
    )
    assert [found["occasion"], found["residual"]] == pytest.approx(best.x.tolist(), rel=2e-3)


def test_where_visits_differ_less_than_photographs_do_the_occasion_is_nothing_and_all_is_pooled():
    y, scar, visit = [1.0, 3.0, 3.0, 1.0, 1.5, 2.5], [0] * 6, [0, 0, 1, 1, 2, 2]
    found = variance_components(y, scar, {"occasion": visit})
    assert found["occasion"] == 0
    assert found["residual"] == pytest.approx(np.var(y, ddof=1))


def test_crossed_raters_are_told_from_photographs():
    r = np.random.default_rng(5)
    rows = [(s, a) for s in range(12) for a in range(4) for _ in range(3)]
    rater, scar_rater = 2.0 * r.standard_normal(4), 0.5 * r.standard_normal((12, 4))
    y = [10 * s + rater[a] + scar_rater[s, a] + 0.3 * r.standard_normal() for s, a in rows]
    found = variance_components(y, [s for s, _ in rows], {"rater": [a for _, a in rows], "both": rows})
    cells = np.reshape(y, (12, 4, 3))
    means = cells.mean(2)
    within = ((cells - means[..., None]) ** 2).sum() / (12 * 4 * 2)
    rest = means - means.mean(0) - means.mean(1, keepdims=True) + means.mean()
    interaction = 3 * (rest**2).sum() / (11 * 3)
    raters = 3 * 12 * ((means.mean(0) - means.mean()) ** 2).sum() / 3
    assert found["residual"] == pytest.approx(within, rel=1e-6)
    assert found["both"] == pytest.approx((interaction - within) / 3, rel=1e-6)
    assert found["rater"] == pytest.approx((raters - interaction) / 36, rel=1e-6)


@given(st.floats(0.01, 100), st.floats(-1e4, 1e4), st.integers(0, 50))
def test_units_and_levels_do_not_matter(factor, shift, seed):
    y, scar, visit = nested(np.random.default_rng(seed), 3, 4, 2, 1.0, 1.0)
    plain = variance_components(y, scar, {"occasion": visit})
    scaled = variance_components([factor * (v + shift) for v in y], scar, {"occasion": visit})
    for name, value in plain.items():
        assert scaled[name] == pytest.approx(factor**2 * value, rel=1e-4, abs=1e-6 * factor**2)


def test_values_without_any_spread_have_no_variance():
    assert variance_components([4.0, 4.0, 7.0, 7.0], "aabb", {"occasion": "aabb"}) == {"occasion": 0.0, "residual": 0.0}


def test_the_components_are_found_again_on_average():
    r = np.random.default_rng(11)
    found = [variance_components(y, s, {"o": v}) for y, s, v in (nested(r, 5, 5, 2, 1.0, 1.0) for _ in range(200))]
    assert np.mean([f["residual"] for f in found]) == pytest.approx(1.0, abs=0.06)
    assert np.mean([f["o"] for f in found]) == pytest.approx(1.0, abs=0.1)


def test_the_effective_number_of_photographs_is_theirs_in_a_balanced_design_and_lies_between_otherwise():
    assert effective_photos([0] * 6, [0, 0, 1, 1, 2, 2]) == 2
    assert 1 < effective_photos([0] * 5, [0, 0, 0, 1, 1]) < 3
    assert effective_photos([0, 0, 1, 1], [0, 0, 1, 1]) == 1  # no scar with two visits


def test_a_component_counts_its_degrees_of_freedom():
    y, scar, visit = nested(np.random.default_rng(2), 5, 5, 2, 1.0, 1.0)
    made = component("delta_a", y, scar, visit, scale="linear", unit="1", shows=("colour",), source="test")
    assert (made.df_photo, made.df_occasion, made.photos_per_visit) == (25, 20, 2)
