"""The line through the visits: weighted least squares with known errors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numbered_courses import component, course, numbers, table
from scipy import stats

from mesoject.outcome import judge

TABLE = table(component("delta_a", sd_occasion=0.3, sd_photo=0.4), component("area", sd_occasion=0.02))


def trend(**series):
    (name,) = series
    made = course(len(series[name]), primary=name)
    return judge(made, numbers(made, **series), TABLE)[name].trend


def test_a_straight_course_has_its_own_slope_and_the_standard_error_of_known_sigma():
    """se(b) = SEM / sqrt(sum (t - mean t)^2), with t in weeks."""
    found = trend(delta_a=[6.0, 5.4, 4.8, 4.2, 3.6])
    weeks = 6.0 * np.arange(5)
    sem = math.sqrt(0.3**2 + 0.4**2 / 2)
    half = stats.t.ppf(0.975, 20) * sem / math.sqrt(((weeks - weeks.mean()) ** 2).sum())
    assert found.per_week == pytest.approx(-0.1)
    assert (found.low, found.high) == pytest.approx((-0.1 - half, -0.1 + half))


def test_on_a_log_scale_the_slope_is_in_per_cent_a_week():
    found = trend(area=[400 * 0.99 ** (6 * k) for k in range(4)])
    assert found.per_week == pytest.approx(-1.0)
    days = [day for day, *_ in found.line]
    assert days == sorted(days)
    assert found.line[0][1] == pytest.approx(400)
    assert all(low < value < high for _, value, low, high in found.line)


def test_a_visit_of_more_photographs_weighs_more():
    made = course(3, primary="delta_a")
    rows = numbers(made, delta_a=[6.0, 5.0, 5.0])
    plain = judge(made, rows, TABLE)["delta_a"].trend.per_week
    rows[2] = rows[2].model_copy(update={"measurements": rows[2].measurements * 5})
    heavier = judge(made, rows, TABLE)["delta_a"].trend.per_week
    ends = -1.0 / 12
    assert plain == pytest.approx(ends)
    assert heavier > plain  # the last visit says that the fall has stopped


def test_two_visits_have_no_trend():
    made = course(2, primary="delta_a")
    assert judge(made, numbers(made, delta_a=[6.0, 5.0]), TABLE)["delta_a"].trend is None
