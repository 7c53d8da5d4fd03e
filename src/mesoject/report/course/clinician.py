"""The clinician's pages: the verdict, what it rests upon, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.course.numbers import is_scan
from mesoject.course.result import CourseResult
from mesoject.records.course import Subject
from mesoject.records.intended_use import INTENDED_USE
from mesoject.records.outcome import Estimate, Outcome, Series
from mesoject.report.course.blocks import Block, Bullets, Heading, Section, Text, Verdict
from mesoject.report.course.figures import appearance, change, trends
from mesoject.report.course.numbers import change_numbers, change_unit, interval_numbers
from mesoject.report.course.records import calendar_table, provenance_table, quality_table, repeatability_table
from mesoject.report.course.relief import reliefs
from mesoject.report.course.tables import verdict_table, visit_table
from mesoject.report.course.unjudged import unjudged
from mesoject.report.course.words import TONES, day_word, said, scar_words, title_of
from mesoject.report.numbers import name_word

BY_STRIPS = (
    "Each photograph is laid flat in millimetres by the printed strips and measured on its own; a visit's value is the "
    "mean of its photographs. Colours are the scar's less those of the same person's skin beside it in the same "
    "photograph (CIELAB, D65)."
)
BY_SHAPE = (
    "Each 3D scan is laid flat in millimetres by its own shape, the limb's; heights, depths and volumes are the scar's "
    "over the healthy skin round it, as it would run without the scar. A scan's colours are not calibrated and decide "
    "nothing beside photographs."
)
BY_HAND = "Readings of instruments are taken at their word, with the standard error that was stated for them."
CALLED = (
    "A change is called only when two things hold: its interval, adjusted for all the tests made (Holm, 5 %), excludes "
    "no change, and it exceeds the smallest detectable change at 95 %, which contains {contains}. The primary quantity "
    "is tested first, over all visits; the others only once it has moved. Success is nearness to the person's own "
    "skin. The straight line is shown and never decides."
)
SPREAD = "the spread between photographs, the spread between visits, and the error parts that neither shows"
STATED = "the error that is stated with the number"
MAPS = "Maps of change are for the eye only."


def clinician_section(result: CourseResult) -> Section:
    """Lay out the clinician's pages."""
    return Section("en", "clinician", "Page", list(_blocks(result)))


def _blocks(result: CourseResult) -> Iterator[Block]:
    outcome = result.outcome
    more = [*_against(outcome), outcome.attribution.sentence, *_comparisons(outcome)]
    yield Heading(title_of(result), 1)
    yield Text("; ".join(f"{label}: {words}" for label, words in scar_words(result.course)) + ".", "small")
    yield Verdict(outcome.word, TONES[outcome.word], verdict_sentence(outcome), more)
    if not _against(outcome):
        yield Text(said(outcome.because))
    yield Heading("Before and after")
    yield from appearance(result, "scar")
    if _has(result, "control"):
        yield Heading("The untreated control")
        yield from appearance(result, "control")
    yield Heading("Map of change")
    yield from change(result)
    yield from reliefs(result)
    yield Heading("Course of each quantity")
    yield from trends(result)
    yield Heading("Verdicts")
    if not outcome.series:
        yield Text("No quantity was measured, so there is no verdict.")
    yield verdict_table(outcome)
    yield visit_table(outcome, result)
    yield Heading("Capture quality")
    yield quality_table(result)
    yield Heading("What could not be judged, and why")
    yield Bullets(unjudged(result) or ["Nothing: every quantity was judged at every visit."])
    yield from _stop(result)
    yield from _attribution(outcome)
    yield Heading("Visits and sessions")
    yield calendar_table(result)
    yield from _method(result)
    yield Heading("Intended use")
    yield Text(INTENDED_USE, "small")


def verdict_sentence(outcome: Outcome) -> str:
    """The verdict in one sentence."""
    name = name_word(outcome.primary)
    series = next((s for s in outcome.series if s.quantity == outcome.primary), None)
    if series is None or not series.verdicts:
        return f"{name} cannot be judged: {_why_not(series)}."
    v = series.verdicts[-1]
    n = change_numbers(series, v)
    unit = change_unit(series)
    beyond = "more" if v.exceeds else "not more"
    least = (n.fall if v.change < 0 else n.rise)[1:]
    days = f"between {day_word(series.points[0].day)} and {day_word(v.day)}"
    days += f", {_sessions(v.sessions)}"
    return (
        f"{name} changed by {n.change}{unit} (95 % interval {n.low} to {n.high}{unit}) {days}, "
        f"{beyond} than the smallest detectable change of {least}{unit}: {v.word}."
    )


def method_words(result: CourseResult) -> str:
    """How the numbers came about, of what was given: photographs, scans, readings of instruments."""
    shots = [photo for visit in result.visits for photo in visit.photos]
    photos, scans = not all(map(is_scan, shots)), any(map(is_scan, shots))
    typed = any(visit.values for visit in result.course.visits)
    contains = SPREAD if photos else STATED
    if photos and (scans or typed):
        contains = f"{SPREAD} (for scans and typed readings, {STATED})"
    words = ((BY_STRIPS, photos), (BY_SHAPE, scans), (BY_HAND, typed), (CALLED.format(contains=contains), True))
    return " ".join(text for text, used in (*words, (MAPS, photos)) if used)


def _against(outcome: Outcome) -> list[str]:
    """Why the course's word is not that of its primary quantity, where it is not."""
    last = next((s.verdicts[-1] for s in outcome.series if s.quantity == outcome.primary and s.verdicts), None)
    return [] if last is None or last.word == outcome.word else [said(outcome.because)]


def _sessions(count: int) -> str:
    return {0: "with no session between", 1: "after one session"}.get(count, f"after {count} sessions")


def _why_not(series: Series | None) -> str:
    if series is None:
        return "it was not measured"
    return (series.not_judged or "there is no later visit to compare").rstrip(".")


def _has(result: CourseResult, of: Subject) -> bool:
    return any(p.of == of for visit in result.visits for p in visit.photos)


def _stop(result: CourseResult) -> Iterator[Block]:
    yield Heading("Stop rule")
    if result.stop is None:
        yield Text("No stop rule was asked: the course says nothing about further sessions.")
        return
    stands = "The rule applies:" if result.stop.applies else "The rule does not apply:"
    yield Text(f"{stands} {result.stop.sentence} ({result.stop.source})")


def _attribution(outcome: Outcome) -> Iterator[Block]:
    attribution = outcome.attribution
    yield Heading(f"Attribution: {attribution.rung} on a ladder from L0 to L4")
    yield Text(attribution.sentence)
    yield Bullets([*map(said, attribution.because), *_comparisons(outcome)])


def _comparisons(outcome: Outcome) -> Iterator[str]:
    """What the sentence of a rung speaks of, with its interval."""
    between, beyond = outcome.attribution.difference_in_differences, outcome.attribution.observed_minus_predicted
    if between is not None:
        yield f"Treated less untreated change (difference in differences): {_interval(between, outcome)}."
    if beyond is not None:
        yield f"Observed less what the visits before treatment predict: {_interval(beyond, outcome)}."


def _interval(e: Estimate, outcome: Outcome) -> str:
    """A change of the primary quantity with its interval; relative on a logarithmic scale."""
    series = outcome[outcome.primary]
    value, low, high = interval_numbers(series, e)
    unit = change_unit(series)
    return f"{value}{unit} (95 % interval {low} to {high}{unit})"


def _method(result: CourseResult) -> Iterator[Block]:
    outcome = result.outcome
    yield Heading("Method, repeatability and provenance")
    yield Text(method_words(result))
    yield Text(f"Primary quantity: {name_word(outcome.primary)}. {said(outcome.primary_because)}")
    yield Text(f"Repeatability: {said(outcome.repeatability)}")
    yield repeatability_table(outcome)
    yield provenance_table(result)
