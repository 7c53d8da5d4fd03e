"""The word of a verdict: what is better, what is worse, and what is not for this course to say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbered_courses import component, course, measurement, numbers, quantity, table

from mesoject.outcome import judge
from mesoject.outcome.direction import approach
from mesoject.records import Measurement, Provenance, reason
from mesoject.records.outcome import VisitNumbers

STILL = "no change beyond measurement error"
NAMES = ("delta_a", "delta_l", "delta_b", "delta_e", "texture_ratio", "perimeter", "skin_ita", "height_mean", "VSS")
TABLE = table(component("area", sd_occasion=0.02), *(component(n, sd_occasion=0.1) for n in NAMES))


def last(name, values, others=None, **options):
    """Verdict of the last visit of a course of three visits that is judged on ``name``."""
    made = course(3, **({"primary": name} | options))
    return judge(made, numbers(made, **{name: values}, **(others or {})), TABLE)[name].verdicts[-1]


@pytest.mark.parametrize(
    ("name", "values", "word"),
    [
        ("delta_a", [6, 5, 4], "improved"),
        ("delta_a", [-6, -5, -4], "improved"),
        ("delta_a", [-4, -5, -6], "worsened"),
        ("delta_a", [4, 2, -1], "improved"),  # past own skin, and nearer to it
        ("delta_a", [1, -2, -4], "worsened"),
        ("delta_a", [0.01, 2, 4], "worsened"),
        ("delta_a", [3, 0, -3], "cannot be judged"),  # as far away on the other side
        ("texture_ratio", [2.0, 1.5, 1.1], "improved"),
        ("texture_ratio", [0.5, 0.7, 0.95], "improved"),
        ("texture_ratio", [1.0, 1.5, 2.0], "worsened"),
        ("area", [400, 350, 300], "improved"),
        ("area", [300, 350, 400], "worsened"),
        ("height_mean", [1.5, 1.0, 0.5], "improved"),
        ("height_mean", [-1.5, -1.0, -0.5], "improved"),
        ("VSS", [8, 6, 4], "improved"),
    ],
)
def test_better_is_nearer_to_own_skin(name, values, word):
    assert last(name, values).word == word


def test_past_own_skin_and_as_far_away_is_a_real_change_without_a_word_and_says_so():
    found = last("delta_a", [3, 0, -3])
    assert found.exceeds
    assert "on the other side" in found.why


def test_the_area_of_a_stretched_flat_scar_is_not_expected_to_shrink_unless_the_course_was_declared_on_it():
    made = course(3, colour="red", stretched=True, profile="flat")
    found = judge(made, numbers(made, delta_a=[6, 4, 3], area=[400, 350, 300]), TABLE)
    assert found["area"].verdicts[-1].word == "cannot be judged"
    assert "not expected to shrink" in found["area"].verdicts[-1].why
    assert judge(made, numbers(made, delta_a=[6, 4, 3], area=[300, 350, 400]), TABLE)["area"].verdicts[-1].word == (
        "worsened"
    )
    assert last("area", [400, 350, 300], stretched=True, profile="flat").word == "improved"


@pytest.mark.parametrize("name", ["perimeter", "skin_ita"])
def test_a_quantity_without_a_direction_gets_no_word_when_it_changes_and_is_unchanged_when_it_does_not(name):
    made = course(3, primary="delta_a")
    moved = judge(made, numbers(made, delta_a=[6, 4, 3], **{name: [40, 30, 20]}), TABLE)[name].verdicts[-1]
    still = judge(made, numbers(made, delta_a=[6, 4, 3], **{name: [40, 40, 40]}), TABLE)[name].verdicts[-1]
    assert moved.word == "cannot be judged"
    assert "neither better nor worse is meant" in moved.why
    assert still.word == STILL


def test_the_rest_is_not_tested_before_the_primary_has_moved():
    made = course(3, primary="area")
    found = judge(made, numbers(made, area=[300, 300, 300], delta_a=[6, 3, 1]), TABLE)
    other = found["delta_a"].verdicts[-1]
    assert (other.word, other.tested, other.p_adjusted) == ("cannot be judged", False, None)
    assert other.exceeds  # the fact is stated all the same
    assert "not tested" in other.why
    assert (other.low, other.high) == (other.adjusted_low, other.adjusted_high)


def test_the_gate_opens_at_any_visit():
    made = course(4, primary="area")
    found = judge(made, numbers(made, area=[300, 200, 300, 300], delta_a=[6, 5, 3, 1]), TABLE)
    assert found.word == STILL
    assert found["delta_a"].verdicts[-1].word == "improved"


def test_delta_e_never_decides_and_its_interval_is_not_symmetric():
    made = course(3, primary="delta_a")
    found = judge(made, numbers(made, delta_a=[6, 4, 1], delta_e=[6, 4, 0.1]), TABLE)["delta_e"]
    verdict = found.verdicts[-1]
    assert (verdict.word, verdict.tested) == ("cannot be judged", False)
    assert "delta_a" in verdict.why
    assert found.points[-1].low == 0
    assert found.points[-1].high - found.points[-1].value > found.points[-1].value - found.points[-1].low


def test_a_raised_scar_that_grows_is_worsened_whatever_the_primary_says():
    made = course(4, primary="delta_a", profile="raised")
    found = judge(made, numbers(made, delta_a=[6, 5, 3, 2], area=[300, 320, 350, 380]), TABLE)
    assert found.word == "worsened"
    assert found["area"].verdicts[-1].adverse
    assert found["area"].verdicts[-1].p < 0.05


def test_growth_is_looked_for_before_the_primary_has_moved_and_a_fall_is_not():
    made = course(3, primary="delta_a", profile="raised")
    grown = judge(made, numbers(made, delta_a=[6, 6, 6], area=[300, 350, 400]), TABLE)
    shrunk = judge(made, numbers(made, delta_a=[6, 6, 6], area=[400, 350, 300]), TABLE)
    assert (grown.word, grown["area"].verdicts[-1].word) == ("worsened", "worsened")
    assert shrunk["area"].verdicts[-1].word == "cannot be judged"
    assert "no growth" in shrunk["area"].verdicts[-1].why
    assert shrunk.word == STILL


def test_growth_that_went_back_is_noted_and_does_not_decide():
    made = course(4, primary="delta_a", profile="raised")
    found = judge(made, numbers(made, delta_a=[6, 5, 3, 2], area=[300, 350, 300, 300]), TABLE)
    assert found.word == "improved"
    assert any("area had grown beyond measurement error at visit 2" in note for note in found.notes)


def test_growth_of_the_primary_itself_is_adverse():
    assert last("area", [300, 350, 400], profile="raised").adverse
    assert not last("area", [300, 350, 400], profile="flat").adverse


def test_mixed_where_another_quantity_moves_against_the_primary():
    made = course(3, primary="delta_a", profile="flat")
    found = judge(made, numbers(made, delta_a=[6, 4, 2], area=[300, 350, 400]), TABLE)
    assert found.word == "mixed"
    assert "area worsened" in found.because


def test_more_tests_need_more_evidence():
    """A change of 2.5 standard errors is real among one visit and not among many."""
    step = 2.5 * 0.1 * 2**0.5
    two, many = course(2, primary="delta_a"), course(9, primary="delta_a")
    assert judge(two, numbers(two, delta_a=[6, 6 - step]), TABLE).word == "improved"
    found = judge(many, numbers(many, delta_a=[6.0] * 8 + [6 - step]), TABLE)
    assert (found.word, found["delta_a"].verdicts[-1].exceeds) == (STILL, True)
    assert "chance" in found["delta_a"].verdicts[-1].why


def test_a_refused_photograph_is_counted_and_named_and_not_averaged():
    made = course(2, primary="area")
    refused = Measurement(status="refused", reasons=(reason("blur", "The strips are out of focus."),))
    rows = numbers(made, area=[400, 300])
    rows[1] = rows[1].model_copy(update={"measurements": (measurement(area=300), refused)})
    found = judge(made, rows, TABLE)
    assert found["area"].points[1].photos == 1
    assert any("1 of 2 refused (blur)" in note for note in found.notes)
    assert any("Visit 2 rests on one photograph" in note for note in found.notes)


def test_where_the_first_visit_has_no_number_change_counts_from_the_next_and_that_is_said():
    made = course(3, primary="area")
    found = judge(made, numbers(made, area=[None, 400, 300]), TABLE)
    assert [v.visit for v in found["area"].verdicts] == [2]
    assert any("counted from visit 2" in note for note in found.notes)


def test_one_visit_cannot_be_judged_and_no_number_at_all_cannot_either():
    one = course(1, primary="area")
    assert judge(one, numbers(one, area=[300]), TABLE).word == "cannot be judged"
    assert "a change needs two" in judge(one, numbers(one, area=[300]), TABLE)["area"].not_judged
    none = judge(one, [VisitNumbers(day=one.visits[0].date)], TABLE)
    assert (none.word, none.series) == ("cannot be judged", ())


def test_a_table_that_says_a_variance_without_degrees_of_freedom_judges_nothing():
    made = course(2, primary="delta_a")
    for loose in ({"df_occasion": 0.0}, {"df_photo": 0.0}):
        known = component("delta_a", sd_photo=0.4, sd_occasion=0.3).model_copy(update=loose)
        found = judge(made, numbers(made, delta_a=[6, 3]), table(known))
        assert found.word == "cannot be judged"
        assert "does not say how it varies" in found["delta_a"].not_judged


def test_scores_are_judged_by_their_published_error_and_typed_values_by_their_own():
    made = course(2)
    rows = numbers(made, area=[300, 200])
    for k, (posas, thickness) in enumerate([(30, 3.0), (18, 2.0)]):
        typed = (quantity("POSAS_observer", posas), quantity("thickness", thickness, 0.1), quantity("VSS_total", 5))
        rows[k] = rows[k].model_copy(update={"typed": typed})
    found = judge(made, rows, TABLE)
    score = found["POSAS_observer"].verdicts[-1]
    assert score.change == pytest.approx(-0.4)
    assert 0.24 < score.detectable_fall < 0.29  # CV 10.4 %, clinical practice quotes 29 % of the score
    assert "published errors of scales for POSAS_observer" in found.repeatability
    assert found["thickness"].verdicts[-1].exceeds
    assert found["VSS_total"].not_judged


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_nearer_is_nearer_whichever_way_round(before, after):
    moved = approach("delta_a", "linear", before, after)
    assert moved == approach("delta_a", "linear", -before, -after) == -approach("delta_a", "linear", after, before)
    assert abs(moved) <= abs(after - before) + 1e-12


@given(st.lists(st.floats(-8, 8), min_size=2, max_size=5))
def test_the_word_needs_an_interval_without_zero_and_a_detectable_change(values):
    made = course(len(values), primary="delta_a")
    for v in judge(made, numbers(made, delta_a=values), TABLE)["delta_a"].verdicts:
        called = v.word in ("improved", "worsened")
        assert not called or (v.exceeds and (v.adjusted_low > 0 or v.adjusted_high < 0) and v.p_adjusted <= 0.05)
        assert v.adjusted_low <= v.low <= v.change <= v.high <= v.adjusted_high


def test_an_outcome_comes_back_from_json_as_it_was():
    made = course(4, primary="delta_a", profile="raised", sessions=(2, 5))
    found = judge(made, numbers(made, delta_a=[6, 5, 3, 2], area=[300, 290, 350, 380], delta_e=[6, 4, 1, 0]), TABLE)
    assert type(found).model_validate_json(found.model_dump_json()) == found


def test_what_a_reader_must_know_is_noted():
    made = course(2, primary="area", closed_on=date(2025, 2, 1))
    plain = numbers(made, area=[400, 300])
    rows = [r.model_copy(update={"print_batch": None, "control": r.measurements}) for r in plain]
    notes = judge(made, rows, TABLE).notes
    assert any("No print batch" in note for note in notes)
    assert any("the course declares none" in note for note in notes)
    assert any("after the first visit" in note for note in notes)
    mixed = [rows[0].model_copy(update={"print_batch": "b"}), rows[1].model_copy(update={"print_batch": "c"})]
    assert any("different prints" in note for note in judge(made, mixed, TABLE).notes)


def test_outlines_of_several_raters_are_noted_where_the_table_knows_one():
    made = course(2, primary="area")
    by = [provenance(r) for r in ("A", "B")]
    rows = [
        r.model_copy(update={"measurements": tuple(m.model_copy(update={"provenance": p}) for m in r.measurements)})
        for r, p in zip(numbers(made, area=[400, 300]), by, strict=True)
    ]
    drawn = table(component("area", sd_occasion=0.02, shows=("geometry", "outline")))
    assert any("A, B outlined this scar" in note for note in judge(made, rows, drawn).notes)
    assert not any("outlined this scar" in note for note in judge(made, rows, TABLE).notes)


def provenance(rater):
    return Provenance(photo_sha256="0" * 64, target_sha256="0" * 64, method="m", software="s", rater=rater)
