"""The one word of a whole course: that of its primary quantity at the last visit, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

from mesoject.records.outcome import CourseWord, Series, Verdict

AGAINST = {"improved": "worsened", "worsened": "improved"}


def course_word(primary: str, every: Sequence[Series]) -> tuple[CourseWord, str]:
    """Join the verdicts of the last visits.

    Growth of a raised scar is worsened whatever the primary says. 'mixed' where another quantity moved against it.
    """
    last = {s.quantity: s.verdicts[-1] for s in every if s.verdicts}
    grown = [v for v in last.values() if v.adverse]
    if grown:
        return "worsened", f"{_names(grown)}: {grown[0].why}"
    if primary not in last:
        reason = next((s.not_judged for s in every if s.quantity == primary), None)
        return "cannot be judged", f"{primary}: {reason or 'it was not measured'}"
    word = last[primary].word
    against = [v for v in last.values() if v.word == AGAINST.get(word)]
    if against:
        return "mixed", f"{primary} {word} ({last[primary].why}), but {_names(against)} {against[0].word}"
    return word, f"{primary}: {last[primary].why}"


def _names(verdicts: Sequence[Verdict]) -> str:
    return ", ".join(v.quantity for v in verdicts)
