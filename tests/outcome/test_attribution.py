"""The rung of a course, the sentence on it, and the comparisons that stand beside it."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest
from numbered_courses import START, component, course, measurement, numbers, table

from mesoject.outcome import judge
from mesoject.outcome.pool import pool
from mesoject.records import UsageError
from mesoject.records.course import Control
from mesoject.records.outcome import Estimate

TABLE = table(component("delta_a", sd_occasion=0.2), component("area", sd_occasion=0.02))
OLD, YOUNG = START - timedelta(days=800), START - timedelta(days=120)
FALLING = [6.0, 6.0, 5.0, 4.0, 3.5]


def outcome(values=FALLING, beside=None, *, sessions=(12, 16), **options):
    """Visits every six weeks; sessions, in weeks from the first visit, start after the third."""
    made = course(len(values), primary="delta_a", sessions=sessions, **options)
    rows = numbers(made, delta_a=values)
    for k, value in enumerate(beside or ()):
        if value is not None:
            rows[k] = rows[k].model_copy(update={"control": (measurement(delta_a=value),) * 2})
    return judge(made, rows, TABLE)


def control(**options):
    return Control(kind="half", comparable=True, **options)


@pytest.mark.parametrize(
    ("options", "rung", "reason"),
    [
        ({"sessions": ()}, "L0", "no treatment session"),
        ({}, "L0", "age is not known"),
        ({"closed_on": YOUNG}, "L0", "still matures"),
        ({"closed_on": OLD, "sessions": (3,)}, "L0", "no two visits with numbers before"),
        ({"closed_on": OLD, "sessions": (6,)}, "L0", "span 6 weeks"),
        ({"closed_on": OLD, "values": [6.0, 5.0, 4.0, 3.0, 2.0]}, "L0", "already changed"),
        ({"closed_on": OLD, "values": [6.0, 6.1, 6.0, 4.0, 3.0]}, "L1", "stable before treatment"),
    ],
)
def test_without_a_control_the_rung_rests_on_age_and_run_in(options, rung, reason):
    found = outcome(**options).attribution
    assert found.rung == rung
    assert any(reason in text for text in found.because)


def test_an_untreated_control_measured_on_the_same_days_is_l2_and_chance_and_blinding_make_it_l3():
    beside = [6.0, 6.0, 5.8, 5.6, 5.5]
    assert outcome(beside=beside, control=control()).attribution.rung == "L2"
    assert outcome(beside=beside, control=control(randomised=True)).attribution.rung == "L2"
    third = outcome(beside=beside, control=control(randomised=True, blinded=True)).attribution
    assert third.rung == "L3"
    assert "estimate of the treatment's effect" in third.sentence


@pytest.mark.parametrize(
    ("declared", "beside", "reason"),
    [
        (Control(kind="scar", comparable=False), [6.0] * 5, "not declared comparable"),
        (control(), [None, 6.0, 6.0, 6.0, 6.0], "first and the last day"),
        (control(), [6.0, 6.0, 6.0, 6.0, None], "first and the last day"),
    ],
)
def test_a_control_that_cannot_be_compared_does_not_lift_the_rung(declared, beside, reason):
    found = outcome(beside=beside, control=declared).attribution
    assert found.rung == "L0"
    assert any(reason in text for text in found.because)


def test_the_difference_in_differences_takes_off_what_the_control_did_by_itself():
    found = outcome(beside=[6.0, 6.0, 5.8, 5.6, 5.5], control=control()).attribution.difference_in_differences
    assert found.value == pytest.approx(-2.5 - -0.5)
    assert found.standard_error == pytest.approx(2 * 0.2)  # four visits
    assert found.low < -2 < found.high


def test_a_young_scar_is_held_against_what_its_own_past_predicts():
    falling = outcome([6.0, 5.4, 4.8, 4.2, 3.6], closed_on=YOUNG).attribution.observed_minus_predicted
    faster = outcome([6.0, 5.4, 4.8, 2.0, 1.0], closed_on=YOUNG).attribution.observed_minus_predicted
    assert falling.value == pytest.approx(0.0, abs=1e-9)
    assert falling.low < 0 < falling.high
    assert faster.value == pytest.approx(1.0 - 3.6)
    assert outcome(closed_on=OLD).attribution.observed_minus_predicted is None
    assert outcome(closed_on=YOUNG, sessions=(6,)).attribution.observed_minus_predicted is None


def test_the_prediction_carries_the_error_of_its_line():
    """Three visits 6 weeks apart predict 24 weeks: variance 0.04 (1 + 1/3 + 18^2 / 72)."""
    found = outcome([6.0, 5.4, 4.8, 4.2, 3.6], closed_on=YOUNG).attribution.observed_minus_predicted
    assert found.standard_error == pytest.approx(math.sqrt(0.04 * (1 + 1 / 3 + 18**2 / 72)))


@pytest.mark.parametrize("values", [FALLING, [6.0] * 5, [6.0, 6.0, 6.5, 7.5, 8.0]])
def test_no_sentence_promises_and_every_word_has_one(values):
    for options in ({}, {"closed_on": OLD}, {"sessions": ()}):
        text = outcome(values, **options).attribution.sentence
        assert text.endswith(".")
        assert "remov" not in text
        assert "works" not in text


def test_a_course_that_cannot_be_judged_says_nothing_of_treatment():
    assert "cannot be judged" in outcome([6.0, None, None, None, None]).attribution.sentence


def randomised(n=5, seed=0):
    """Courses on rung L3 whose scars lose 2 more than their controls."""
    r = np.random.default_rng(seed)
    for _ in range(n):
        values, beside = (6 - np.array([0, 0, 0.5, 1, 1]) * f + 0.1 * r.standard_normal(5) for f in (3, 1))
        yield outcome(values.tolist(), beside.tolist(), control=control(randomised=True, blinded=True))


def test_several_randomised_courses_pooled_are_l4():
    found = pool(list(randomised()))
    assert found.rung == "L4"
    assert found.difference_in_differences.low < -2 < found.difference_in_differences.high


def test_pooling_like_courses_is_their_mean_and_unlike_ones_widen_it():
    def made(values):
        rows = list(randomised(len(values)))
        estimates = [Estimate(value=v, standard_error=0.4, low=v - 0.8, high=v + 0.8) for v in values]
        return [
            o.model_copy(update={"attribution": o.attribution.model_copy(update={"difference_in_differences": e})})
            for o, e in zip(rows, estimates, strict=True)
        ]

    like, unlike = (pool(made(v)).difference_in_differences for v in ([-2.0] * 4, [-4.0, -3.0, -1.0, 0.0]))
    assert (like.value, like.standard_error) == pytest.approx((-2.0, 0.2))
    assert unlike.value == pytest.approx(-2.0)
    assert unlike.high - unlike.low > 2 * (like.high - like.low)


def test_courses_that_do_not_belong_together_are_not_pooled():
    few = list(randomised(2))
    with pytest.raises(UsageError, match="give 3 at least"):
        pool(few)
    with pytest.raises(UsageError, match="1 of 3 courses are not on rung L3"):
        pool([*few, outcome()])
    with pytest.raises(UsageError, match="pool one quantity"):
        pool([*few, few[0].model_copy(update={"primary": "area"})])
