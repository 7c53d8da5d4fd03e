"""No dose, volume, depth or date of a plan violates its own limits, whatever the answers."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intakes import ASKED_ON, changed, days_ago, intakes

from mesoject.protocol import IntakeError, RuleBook, make_plan
from mesoject.protocol.technique import depth_limit_mm
from mesoject.records.gate import Action
from mesoject.records.intake import Intake
from mesoject.records.plan import Plan

quick = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
DEVICES = (
    "needle_free_electroporation",
    "pneumatic_jet",
    "powered_microneedle",
    "mesogun_single_needle",
    "manual_needle",
)


def assert_within_limits(plan: Plan, intake: Intake, book: RuleBook) -> None:
    settings = book.settings
    for t in plan.techniques:
        raised = next(e for e in book.techniques if e.id == t.id).adds_height
        assert settings.depth_min_mm <= t.depth_min_mm <= t.depth_max_mm
        assert t.depth_max_mm <= depth_limit_mm(intake, settings, adds_height=raised)
        if t.volume_ml is not None:
            label = intake.device.product_max_ml
            assert t.volume_ml <= settings.volume_max_ml
            assert not isinstance(label, float) or t.volume_ml <= label
            assert t.volume_ml <= t.points * t.volume_per_point_ml + 1e-9
    for dose in plan.anaesthetics.doses:
        assert dose.max_mg is None or dose.max_mg <= min(500, 7 * plan.anaesthetics.weight_kg) + 1e-9
        assert dose.max_g is None or (dose.max_g <= 60 and dose.area_max_cm2 <= 600)
        assert not (dose.refused and (dose.max_mg or dose.max_g))


def assert_dates_hold(plan: Plan, intake: Intake, book: RuleBook) -> None:
    course = plan.course
    if plan.verdict is Action.REFUSE or plan.gate.open_ended:
        assert course is None
    if course is None:
        assert plan.calendar == ()
        assert plan.techniques == ()
        return
    assert course.sessions[0] >= intake.asked_on + timedelta(days=28)
    assert plan.gate.until is None or course.sessions[0] >= plan.gate.until
    gaps = [(b - a).days for a, b in zip(course.sessions, course.sessions[1:], strict=False)]
    assert all(gap >= max(21, course.interval_days) for gap in gaps)
    assert len(course.sessions) <= 4
    assert all((day - course.sessions[-1]).days >= 89 for day in course.judge_on)
    assert course.provisional == (plan.verdict >= Action.REVIEW)
    for dated in plan.calendar:
        assert intake.asked_on - timedelta(days=2) <= dated.on <= dated.until
    too_soon = [
        c
        for c in plan.conflicts
        if c.session_on in course.sessions
        and c.treated_on <= c.session_on
        and c.earliest
        and c.session_on > plan.made_for
    ]
    assert too_soon == []


@quick
@given(data=st.data())
def test_limits_and_dates(data, healthy, book):
    intake = data.draw(intakes(healthy, most=8))
    intake = changed(intake, {"device.mode": data.draw(st.sampled_from(DEVICES)), "device.model": "x"})
    try:
        plan = make_plan(intake, book)
    except IntakeError:
        return
    assert_within_limits(plan, intake, book)
    assert_dates_hold(plan, intake, book)


BODIES = st.fixed_dictionaries({
    "scar.site": st.sampled_from(["thigh", "knee", "calf", "shin", "ankle", "foot"]),
    "scar.profile": st.sampled_from(["flat", "depressed", "raised"]),
    "scar.pigment": st.sampled_from(["darker", "matched"]),
    "scar.skin_thickness_mm": st.one_of(st.just("not_applicable"), st.floats(0.4, 6)),
    "scar.area_cm2": st.floats(0.05, 2000), "person.age_years": st.floats(18, 120),
    "person.weight_kg": st.floats(25, 400), "person.sex": st.sampled_from(["female", "male", "declined"]),
    "device.mode": st.sampled_from(DEVICES), "device.angle_deg": st.floats(1, 90),
    "device.product_max_ml": st.one_of(st.just("missing"), st.floats(0.001, 50)),
    "person.pregnant": st.just("declined"), "person.breastfeeding": st.just(False),
})  # fmt: skip


@quick
@given(answers=BODIES)
def test_every_body_and_device(answers, healthy, book):
    intake = changed(healthy, answers)
    plan = make_plan(intake, book)
    assert_within_limits(plan, intake, book)
    assert_dates_hold(plan, intake, book)


@quick
@given(data=st.data())
def test_peptides_never_and_vitamin_c_never_for_a_pale_scar(data, healthy, book):
    intake = data.draw(intakes(healthy, most=8))
    pale = changed(intake, {"scar.pigment": data.draw(st.sampled_from(["paler", "mixed"]))})
    raised = changed(intake, {"scar.profile": "raised", "goals.actives": ["peptides"]})
    for answers, title in ((pale, "Vitamin C"), (raised, "Peptides"), (intake, "Peptides")):
        try:
            plan = make_plan(answers, book)
        except IntakeError:
            continue
        option = next(o for o in plan.options if o.title.startswith(title))
        assert option.status in ("refused", "does not match")
        assert option.why_not


def test_a_treatment_between_sessions_moves_them(healthy, book):
    laser = [{"kind": "ablative_fractional", "on": "2027-01-20"}]
    sessions = make_plan(changed(healthy, {"goals.other_treatments": laser}), book).course.sessions
    assert [str(day) for day in sessions] == ["2027-01-11", "2027-03-17", "2027-04-14"]


def test_a_treatment_planned_after_a_session_is_a_conflict_with_dates(healthy, book):
    laser = [{"kind": "ablative_fractional", "on": "2027-01-20"}]
    conflict = make_plan(changed(healthy, {"goals.other_treatments": laser}), book).conflicts[0]
    assert (str(conflict.session_on), str(conflict.earliest)) == ("2027-01-11", "2027-02-22")


def test_a_dated_deferral_moves_the_course(healthy, book):
    plan = make_plan(changed(healthy, {"goals.first_session_on": days_ago(-1), "scar.closed_on": days_ago(10)}), book)
    assert plan.verdict is Action.DEFER
    assert plan.gate.until == ASKED_ON + timedelta(days=32)
    assert plan.course.sessions[0] == ASKED_ON + timedelta(days=32)


def test_an_open_ended_deferral_has_no_course(healthy, book):
    plan = make_plan(changed(healthy, {"scar.infected": True}), book)
    assert (plan.verdict, plan.course, plan.calendar) == (Action.DEFER, None, ())


def test_the_healthy_course(healthy, book):
    course = make_plan(healthy, book).course
    assert [str(day) for day in course.sessions] == ["2027-01-11", "2027-02-08", "2027-03-08"]
    assert [str(day) for day in course.judge_on] == ["2027-06-08", "2027-09-08", "2028-03-08"]
