"""What the pages of a course's report say, and what they must not."""

from __future__ import annotations

import re

import pytest
from course_cases import EVIL
from opened_report import Report
from test_course_report import CLINICIAN, NAMES

from mesoject.course.result import CourseResult

PATIENT = ("patient:en", "patient:de")


@pytest.mark.parametrize("name", NAMES)
def test_the_verdict_and_its_attribution_stand_first(
    reports: dict[str, Report], courses: dict[str, CourseResult], name: str
) -> None:
    words, outcome = reports[name].words(CLINICIAN), courses[name].outcome
    top = words[: words.index("Before and after")]
    assert outcome.word in top
    assert outcome.attribution.sentence in top


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_promised_anything(reports: dict[str, Report], name: str) -> None:
    everything = " ".join([reports[name].words(s).lower() for s in (CLINICIAN, *PATIENT)])
    for word in ("removal", "guarantee", "cure", "scar-free", "garantie", "heilung", "narbenfrei"):
        assert word not in everything
    assert "A scar does not vanish" in reports[name].words("patient:en")
    assert "Eine Narbe verschwindet nicht" in reports[name].words("patient:de")


@pytest.mark.parametrize("name", NAMES)
def test_the_patients_page_has_no_jargon_and_no_file_name(reports: dict[str, Report], name: str) -> None:
    for section in PATIENT:
        words = reports[name].words(section)
        for jargon in ("delta", "Δ", "MDC", "95 %", "interval", "standard error", "SHA", ".jpg", "adjusted", "p <"):
            assert jargon not in words


def test_file_names_stand_on_the_clinicians_pages(reports: dict[str, Report]) -> None:
    assert "photo0.jpg" in reports["plain"].words(CLINICIAN)


@pytest.mark.parametrize(
    ("name", "english", "german"),
    [
        ("plain", "Your scar has become smaller.", "Ihre Narbe ist kleiner geworden."),
        ("worse", "Your scar has become larger.", "Ihre Narbe ist größer geworden."),
        ("mixed", "Some things are better, some are worse.", "Manches ist besser, manches schlechter."),
        ("no change", "No change could be shown.", "Es ließ sich keine Veränderung zeigen."),
        ("one visit", "We cannot tell.", "Wir können es nicht sagen."),
        ("everything refused", "We cannot tell.", "Wir können es nicht sagen."),
    ],
)
def test_the_patient_reads_the_answer_in_one_sentence(
    reports: dict[str, Report], name: str, english: str, german: str
) -> None:
    assert english in reports[name].words("patient:en")
    assert german in reports[name].words("patient:de")


def test_what_speaks_against_the_primary_quantity_stands_with_the_verdict(reports: dict[str, Report]) -> None:
    verdict = next(e for e in reports["mixed"].all("div", "clinician") if "verdict" in e.attributes["class"])
    assert "Area improved" in verdict.text
    assert "but Δa* worsened" in verdict.text


@pytest.mark.parametrize(
    ("name", "tone"),
    [
        ("plain", "improved"),
        ("worse", "worsened"),
        ("mixed", "mixed"),
        ("no change", "unchanged"),
        ("one visit", "unknown"),
    ],
)
def test_a_verdict_has_its_own_colour_besides_its_words(reports: dict[str, Report], name: str, tone: str) -> None:
    verdicts = [e for e in reports[name].all("div") if e.attributes.get("class", "").startswith("verdict")]
    assert [e.attributes["class"] for e in verdicts] == [f"verdict {tone}"] * 3


def test_an_untreated_course_puts_nothing_down_to_treatment(reports: dict[str, Report]) -> None:
    assert "No treatment session was recorded" in reports["one visit"].words("patient:en")


def test_without_a_control_the_patient_reads_that_nobody_can_know(reports: dict[str, Report]) -> None:
    assert "We cannot know. Scars change by themselves" in reports["plain"].words("patient:en")


def test_a_control_is_shown_and_compared_with_its_interval(
    reports: dict[str, Report], courses: dict[str, CourseResult]
) -> None:
    words = reports["control"].words(CLINICIAN)
    assert "The untreated control" in words
    assert "control-photo0.jpg" in words
    between = courses["control"].outcome.attribution.difference_in_differences
    assert between is not None
    found = re.search(r"difference in differences\): (\S+) % \(95 % interval (\S+) to (\S+) %\)", words)
    assert found is not None
    read = [float(x.replace("\u2212", "-")) for x in found.groups()]
    assert read == pytest.approx([100 * x for x in (between.value, between.low, between.high)], abs=0.0501)
    assert between.high < 0
    assert read[2] < 0


def test_why_visits_could_not_be_laid_over_each_other_is_said(reports: dict[str, Report]) -> None:
    for k in (2, 3):
        assert f"Visit {k} could not be laid over the first: 12 points of skin agree" in reports["no alignment"].words(
            CLINICIAN
        )


def test_a_refused_photograph_comes_with_reason_and_remedy(reports: dict[str, Report]) -> None:
    words = reports["everything refused"].words(CLINICIAN)
    assert "Marker edges are 2.4 mm wide" in words
    assert "Wipe the lens" in words
    assert "no picture to show" in words
    assert "No quantity was measured" in words


def test_a_visit_without_picture_is_named_and_not_passed_over(reports: dict[str, Report]) -> None:
    words = reports["no photographs"].words(CLINICIAN)
    assert "The first visit has no picture; visit 2 is shown instead." in words
    assert "Visit 1 (2025-01-07) has no photograph" in words


def test_notes_are_kept_whole(reports: dict[str, Report], courses: dict[str, CourseResult]) -> None:
    notes = " ".join(courses["long notes"].course.visits[0].notes.split())
    assert notes in reports["long notes"].words(CLINICIAN)


def test_what_a_person_typed_is_text_and_never_markup(reports: dict[str, Report]) -> None:
    report = reports["evil"]
    assert report.words(CLINICIAN).count(EVIL) >= 8
    assert [e.text for e in report.all("h1", "clinician")] == [EVIL]
    assert " ".join(report.pages).count('#panic("x")$x$*b*_i_') >= 8
    assert report.words("patient:en").count("script") == 0


def test_a_letter_that_the_pdf_cannot_show_is_whole_on_the_page(reports: dict[str, Report]) -> None:
    assert "漢字 😀" in reports["evil"].words(CLINICIAN)
    assert "\ufffd\ufffd" in " ".join(reports["evil"].pages).replace("\ufffe", "\ufffd")


def test_each_visits_verdict_stands_as_a_sign_with_its_key(
    reports: dict[str, Report], courses: dict[str, CourseResult]
) -> None:
    caption = next(e.text for e in reports["twelve visits"].all("caption") if e.text.startswith("The verdict at each"))
    assert "+ improved, \u2212 worsened, = no change beyond measurement error, " in caption
    assert "≠ changed, neither better nor worse, ? cannot be judged" in caption
    signs = [e.text for e in reports["twelve visits"].all("td") if e.text in ("+", "\u2212", "=", "≠", "?", "·")]
    words = [v.word for s in courses["twelve visits"].outcome.series for v in s.verdicts]
    assert signs.count("+") == words.count("improved")
    assert len(signs) == len(words)
