"""The sentence that may be said on each rung, and no stronger one."""

from __future__ import annotations

from typing import Final

from mesoject.records.outcome import CourseWord, Rung

UNTREATED: Final = "No treatment session is recorded, so nothing here can be put down to treatment."
UNJUDGED: Final = "The change itself cannot be judged, so nothing can be said about the treatment."
OBSERVED: Final[dict[CourseWord, str]] = {
    "improved": "An improvement was observed",
    "worsened": "A worsening was observed",
    "mixed": "Changes for better and for worse were observed",
    "no change beyond measurement error": "No change beyond measurement error was observed",
}
CHANGED: Final[dict[Rung, str]] = {
    "L0": "it cannot be separated from natural maturation and from chance at the start.",
    "L1": "it coincides with the treatment of a mature scar that had been stable; without an untreated control "
    "beside it, it cannot be called the treatment's effect.",
    "L2": "what treatment may have added is the difference from the untreated control, with its interval; "
    "since chance or blinding is lacking, other reasons for that difference remain.",
    "L3": "by chance and blind, the difference from the untreated control is an estimate of the treatment's effect "
    "in this person, with its interval.",
    "L4": "pooled over several randomised courses, the difference is an estimate of the treatment's effect "
    "in such persons, with its interval.",
}
UNCHANGED: Final[dict[Rung, str]] = {
    **CHANGED,
    "L0": "whether the scar would have changed without treatment cannot be told.",
    "L1": "the scar was mature and stable before, so treatment brought no effect that could be measured.",
}


def sentence(rung: Rung, word: CourseWord, *, treated: bool = True) -> str:
    """What may be said of a course.

    Examples
    --------
    >>> sentence("L0", "improved")
    'An improvement was observed; it cannot be separated from natural maturation and from chance at the start.'
    """
    if not treated:
        return UNTREATED
    if word == "cannot be judged":
        return UNJUDGED
    return f"{OBSERVED[word]}; {(UNCHANGED if word.startswith('no change') else CHANGED)[rung]}"
