"""Numbers as they are written: none that is not in the outcome, and no rounding that changes a verdict."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened_report import Report

from mesoject.course.result import CourseResult
from mesoject.records.outcome import Estimate, Series, Verdict
from mesoject.report.course.numbers import change_numbers, estimate, interval_numbers
from mesoject.report.course.patient import patient_section
from mesoject.report.course.tables import ordered, verdict_table

SIZE = st.floats(1e-4, 500)
SIGNED = st.floats(-500, 500)


def made(change: float, half: float, wider: float, fall: float, rise: float, scale: str = "linear") -> Verdict:
    value = Estimate(value=1.0, standard_error=half, low=1 - half, high=1 + half)
    return Verdict(
        quantity="delta_a", visit=1, day=date(2025, 3, 1), before=value, after=value, change=change, low=change - half,
        high=change + half, adjusted_low=change - wider, adjusted_high=change + wider, detectable_fall=fall,
        detectable_rise=rise, detectable_low=0.8 * fall, detectable_high=1.5 * fall, degrees_of_freedom=20, p=0.5,
        p_adjusted=0.5, tested=True, exceeds=False, reliable_change=0.0, adverse=False, word="cannot be judged", why="",
    )  # fmt: skip


def series(scale: str = "linear") -> Series:
    return Series(quantity="delta_a", unit="1", scale=scale, points=(), verdicts=(), trend=None, repeatability=None)


def read(text: str) -> float:
    return float(text.replace("\u2212", "-"))


def test_a_bound_that_just_misses_zero_is_not_written_as_zero() -> None:
    n = change_numbers(series(), made(-2.1004, 2.1, 2.1, 2.0, 2.0))
    assert read(n.high) < 0


def test_a_change_just_beyond_the_detectable_one_is_not_written_as_equal() -> None:
    n = change_numbers(series(), made(-2.0004, 0.5, 0.6, 2.0, 2.0))
    assert read(n.change) < read(n.fall)


def test_an_interval_that_just_excludes_zero_is_written_so() -> None:
    e = Estimate(value=-0.3, standard_error=0.15, low=-0.5999, high=-0.0001)
    assert interval_numbers(series(), e)[2] == "\u22120.0001"
    assert interval_numbers(series("log"), e)[2] == "\u22120.01"


def test_relative_changes_are_per_cent() -> None:
    n = change_numbers(series("log"), made(-0.303, 0.1, 0.12, 0.175, 0.212))
    assert (n.change, n.fall, n.rise) == ("\u221230.3", "\u221217.5", "+21.2")


@given(SIGNED, SIZE, SIZE, SIZE, SIZE, st.sampled_from(["linear", "log"]))
def test_no_rounding_changes_what_a_verdict_rests_upon(change, half, more, fall, rise, scale) -> None:
    v = made(change, half, half + more, fall, rise)
    n = change_numbers(series(scale), v)
    assert (read(n.low) > 0, read(n.high) < 0) == (v.low > 0, v.high < 0)
    assert (read(n.adjusted_low) > 0, read(n.adjusted_high) < 0) == (v.adjusted_low > 0, v.adjusted_high < 0)
    assert (read(n.change) < read(n.fall), read(n.change) > read(n.rise)) == (change < -fall, change > rise)


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e3))
def test_a_value_is_written_to_within_a_tenth_of_its_error(value: float, error: float) -> None:
    text = estimate(Estimate(value=value, standard_error=error, low=value - error, high=value + error))
    written, of = (read(x) for x in text.split("\u00a0±\u00a0"))
    assert abs(written - value) <= 0.051 * error
    assert abs(of - error) <= 0.051 * error


@pytest.mark.parametrize(
    "name", ["plain", "worse", "mixed", "no change", "control", "twelve visits", "many quantities"]
)
def test_every_number_of_the_verdict_table_is_in_the_outcome(courses: dict[str, CourseResult], name: str) -> None:
    outcome = courses[name].outcome
    for row, found in zip(verdict_table(outcome).rows, ordered(outcome), strict=True):
        factor = 100 if found.scale == "log" else 1
        if not found.verdicts:
            continue
        v = found.verdicts[-1]
        changes = [v.change, v.low, v.high, v.adjusted_low, v.adjusted_high, v.detectable_fall, v.detectable_rise]
        changes += [v.detectable_low, v.detectable_high]
        known = [x * factor for x in changes]
        for cell, e in ((row[1], v.before), (row[2], v.after)):
            value, error = _numbers(cell.text)
            assert _near(value, [e.value])
            assert _near(error, [e.standard_error])
        for cell in row[3:5]:
            assert all(_near(x, [*known, *(-k for k in known)]) for x in _numbers(f"{cell.text} {cell.below}"))


def _numbers(text: str) -> list[str]:
    return re.findall(r"[\u2212+]?\d+(?:\.\d+)?", text)


def _near(text: str, known: list[float]) -> bool:
    half = 0.5000001 * 10.0 ** -len(text.partition(".")[2])
    return any(abs(read(text) - k) <= half for k in known)


def test_the_sentence_of_the_verdict_carries_change_interval_and_detectable_change(
    courses: dict[str, CourseResult], reports: dict[str, Report]
) -> None:
    outcome = courses["plain"].outcome
    n = change_numbers(outcome["area"], outcome["area"].verdicts[-1])
    words = reports["plain"].words("clinician:en")
    sentence = (
        f"Area changed by {n.change} % (95 % interval {n.low} to {n.high} %) between 7 January 2025 and 1 April 2025, "
        f"after 2 sessions, more than the smallest detectable change of {n.fall[1:]} %: improved."
    )
    assert sentence in words


def test_the_patient_reads_square_centimetres_and_in_german_a_comma(courses: dict[str, CourseResult]) -> None:
    rows = {
        language: next(b for b in patient_section(courses["plain"], [], language).blocks if hasattr(b, "rows")).rows
        for language in ("en", "de")
    }
    english, german = ([cell.text for cell in rows[language][0][1:3]] for language in ("en", "de"))
    assert english == ["4.5 ± 0.2\u00a0cm²", "3.3 ± 0.1\u00a0cm²"]
    assert german == ["4,5 ± 0,2\u00a0cm²", "3,3 ± 0,1\u00a0cm²"]
