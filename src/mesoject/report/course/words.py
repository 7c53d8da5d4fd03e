"""The words of a verdict for the clinician's pages, with a sign and a tone for each."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from mesoject.course.result import CourseResult
from mesoject.records.course import Course
from mesoject.records.outcome import CourseWord, Verdict
from mesoject.report.course.blocks import Tone
from mesoject.report.patient_sheet import written

TONES: Final[dict[CourseWord, Tone]] = {
    "improved": "improved",
    "worsened": "worsened",
    "no change beyond measurement error": "unchanged",
    "cannot be judged": "unknown",
    "mixed": "mixed",
}
SIGNS: Final[dict[CourseWord, str]] = {
    "improved": "+",
    "worsened": "\u2212",
    "no change beyond measurement error": "=",
    "cannot be judged": "?",
    "mixed": "±",
}
SIGN_LEGEND: Final = (
    "+ improved, \u2212 worsened, = no change beyond measurement error, ≠ changed, neither better nor worse, "
    "? cannot be judged, · not measured"
)
CHANGED: Final = "changed"
"""Word, and tone, of a real change that is neither better nor worse; the outcome's own word is 'cannot be judged'."""
CHANGED_SIGN: Final = "≠"
_PROFILES = {"depressed": "sunken", "flat": "flat", "raised": "raised"}


_IN_SENTENCES = {
    "delta_l": "ΔL*",
    "delta_a": "Δa*",
    "delta_b": "Δb*",
    "delta_e": "ΔE00",
    "height_mean": "mean height",
    "height_p98": "height of the highest 2 %",
    "depth_p98": "depth of the deepest 2 %",
    "volume_raised": "volume above own skin",
    "volume_sunken": "volume missing below it",
    "sa": "Sa",
    "sq": "Sq",
    "sz": "Sz",
    "sdr": "Sdr",
}


def said(text: str) -> str:
    """A phrase of the outcome as a sentence, without the underscores of quantities.

    Examples
    --------
    >>> said("delta_a: -2.1, adjusted p < 0.001"), said("the scar's age is not known")
    ('Δa*: -2.1, adjusted p < 0.001.', "The scar's age is not known.")
    >>> said("height_p98, volume, sa: measured on scans")
    'Height of the highest 2 %, volume, Sa: measured on scans.'
    >>> said("write same_leg = true")
    'Write same_leg = true.'
    """
    words = re.sub(
        r"\b(?:[A-Za-z]+(?:_[A-Za-z0-9]+)+|s[aqz]|sdr)\b(?! = )",  # what a person is to write stays as it is written
        lambda m: _IN_SENTENCES.get(m[0], m[0].replace("_", " ")),
        text.strip(),
    )
    return words[:1].upper() + words[1:] + ("" if not words or words.endswith((".", "!", "?")) else ".")


def moved(v: Verdict) -> bool:
    """Whether a change is real and was called neither better nor worse: no direction is meant, or it passed own skin.

    Beside a change that exceeds its error, the outcome's word 'cannot be judged' would read as its contrary.
    """
    return v.word == "cannot be judged" and v.tested and v.exceeds and not v.adjusted_low <= 0 <= v.adjusted_high


def word_of(v: Verdict) -> str:
    """The word of a verdict for a column of words."""
    return CHANGED if moved(v) else v.word


def tone_of(v: Verdict) -> Tone:
    """The tone, and the marker, of a verdict."""
    return "changed" if moved(v) else TONES[v.word]


def title_of(result: CourseResult) -> str:
    """The report's title; a bare code says that it is a course's."""
    return f"Course {result.title}" if result.title == result.course.code else result.title


def day_word(day: date) -> str:
    """A date in full, in English."""
    return written(day, "en")


def scar_words(course: Course) -> list[tuple[str, str]]:
    """What was stated about the scar, as pairs of label and words."""
    scar = course.scar
    place = " ".join(w for w in (scar.side, scar.site) if w) or "not stated"
    pairs = [
        ("Course", course.code or "no code given"),
        ("Place", place),
        ("Cause", (scar.cause or "not stated").replace("_", " ")),
        ("Wound closed", _closed(course)),
        ("Profile by touch", _PROFILES[scar.profile] if scar.profile else "not stated"),
        ("Colour by eye", scar.colour or "not stated"),
    ]
    if scar.beyond_border is not None:
        pairs.append(("Beyond the wound's border", "yes" if scar.beyond_border else "no"))
    if scar.stretched:
        pairs.append(("Stretched", "yes: its area is not expected to shrink"))
    if course.control is not None:
        pairs.append(("Control", _control(course)))
    return pairs


def _closed(course: Course) -> str:
    if course.scar.closed_on is None:
        return "not stated"
    age = course.age_months(course.visits[0].date)
    return f"{day_word(course.scar.closed_on)}; {age:.0f} months old at the first visit"


def _control(course: Course) -> str:
    control = course.control
    assert control is not None
    kind = {"scar": "an untreated scar", "half": "an untreated half of the scar"}[control.kind]
    said = [
        "comparable" if control.comparable else "not comparable",
        "chosen by chance" if control.randomised else "not chosen by chance",
        "rater blinded" if control.blinded else "rater not blinded",
    ]
    return f"{kind}, declared {', '.join(said)}"
