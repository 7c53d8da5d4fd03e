"""What the design of a course lets one conclude: the rung of a ladder, with its reasons and its sentence."""

from __future__ import annotations

from collections.abc import Mapping

from mesoject.outcome.comparison import difference_in_differences, observed_minus_predicted, run_in, run_in_is_stable
from mesoject.outcome.evidence import Evidence
from mesoject.outcome.pooled import History
from mesoject.outcome.sentences import sentence
from mesoject.records.course import Control, Course
from mesoject.records.outcome import Attribution, CourseWord, Estimate, Rung

MATURE_MONTHS = 18
RUN_IN_WEEKS = 8
Found = tuple[Rung, tuple[str, ...]]


def attribute(course: Course, found: Evidence | None, control: Mapping[str, History], word: CourseWord) -> Attribution:
    """Find the rung of a course and compare it with its control, or with its own past.

    Parameters
    ----------
    course : Course
    found : Evidence or None
        Of the primary quantity.
    control : mapping of str to History
        Quantities of the untreated control.
    word : str
        The course's word, for the sentence.

    Notes
    -----
    L4 needs several randomised courses pooled; one course alone never reaches it (see :mod:`mesoject.outcome.pool`).
    """
    beside = control.get(found.history.name) if found is not None else None
    against = difference_in_differences(found, beside) if found is not None and course.control else None
    rung, because = _rung(course, found, against)
    young = (age := _age_at_start(course)) is not None and age < MATURE_MONTHS
    return Attribution(
        rung=rung,
        sentence=sentence(rung, word, treated=bool(course.sessions)),
        because=because,
        difference_in_differences=against,
        observed_minus_predicted=observed_minus_predicted(course, found) if found is not None and young else None,
    )


def _rung(course: Course, found: Evidence | None, against: Estimate | None) -> Found:
    if not course.sessions:
        return "L0", ("no treatment session is recorded",)
    if course.control is None:
        return _uncontrolled(course, found, ("there is no untreated control",))
    name = "an untreated half of the scar" if course.control.kind == "half" else "an untreated scar"
    if not course.control.comparable:
        return _uncontrolled(course, found, (f"{name} was followed, but it is not declared comparable",))
    if against is None:
        missing = f"{name} was followed, but it has no number of the primary quantity on the first and the last day"
        return _uncontrolled(course, found, (missing,))
    return _controlled(course.control, f"{name}, declared comparable, was measured on the same days")


def _controlled(control: Control, beside: str) -> Found:
    if control.randomised and control.blinded:
        return "L3", (beside, "chance decided which was treated", "the rater did not know which was treated")
    lacking = [
        text
        for present, text in (
            (control.randomised, "which was treated was not left to chance"),
            (control.blinded, "the rater knew which was treated"),
        )
        if not present
    ]
    return "L2", (beside, *lacking)


def _uncontrolled(course: Course, found: Evidence | None, because: tuple[str, ...]) -> Found:
    reasons = [*because, *_age_against(course), *_run_in_against(course, found)]
    if len(reasons) > len(because):
        return "L0", tuple(reasons)
    age = _age_at_start(course)
    return "L1", (*because, f"the scar was {age:.0f} months old at the first session", "it was stable before treatment")


def _age_against(course: Course) -> list[str]:
    age = _age_at_start(course)
    if age is None:
        return ["the scar's age is not known"]
    if age < MATURE_MONTHS:
        return [
            f"the scar was {age:.0f} months old at the first session, younger than {MATURE_MONTHS}: it still matures"
        ]
    return []


def _run_in_against(course: Course, found: Evidence | None) -> list[str]:
    points = run_in(course, found) if found is not None else ()
    if len(points) < 2:
        return ["there are no two visits with numbers before the first session"]
    weeks = (points[-1].day - points[0].day).days / 7
    if weeks < RUN_IN_WEEKS:
        return [f"the visits before the first session span {weeks:.0f} weeks, fewer than {RUN_IN_WEEKS}"]
    if found is not None and not run_in_is_stable(points, found.component):
        return ["it already changed before the first session"]
    return []


def _age_at_start(course: Course) -> float | None:
    return course.age_months(min(session.date for session in course.sessions)) if course.sessions else None
