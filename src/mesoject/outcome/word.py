"""The one word of a verdict and why it was chosen."""

from __future__ import annotations

from mesoject.outcome.change import Change
from mesoject.outcome.direction import aim, approach
from mesoject.outcome.estimate import SIZE_OF_DIFFERENCE
from mesoject.outcome.pooled import Pooled
from mesoject.outcome.testing import Ruling
from mesoject.outcome.wording import amount, p_text
from mesoject.records.course import Course
from mesoject.records.outcome import Word

NO_CHANGE: Word = "no change beyond measurement error"
UNJUDGED: Word = "cannot be judged"
Spoken = tuple[Word, str]


def choose_word(name: str, before: Pooled, after: Pooled, seen: Change, ruling: Ruling, course: Course) -> Spoken:
    """Choose the word of one quantity at one visit; it needs a test that rejects and a change that is detectable."""
    decision = ruling.decision
    if decision is None:
        return UNJUDGED, _why_untested(name, ruling)
    if not decision.real:
        return NO_CHANGE, _why_unmoved(seen, after, decision.p_adjusted)
    said = f"{amount(seen.value, after.scale)}, adjusted {p_text(decision.p_adjusted)}"
    if ruling.of_growth:
        return "worsened", f"a raised scar that grows: {said}"
    return _directed(name, before, after, seen, course, said)


def _why_untested(name: str, ruling: Ruling) -> str:
    if name == SIZE_OF_DIFFERENCE:
        return "a size of difference decides nothing; delta_l, delta_a and delta_b do"
    if ruling.growth_excluded:
        return "no growth beyond measurement error; a fall was not tested, for the primary quantity has not moved"
    return "not tested: the primary quantity has not moved"


def _why_unmoved(seen: Change, after: Pooled, p_adjusted: float) -> str:
    side = 1 if seen.value > 0 else -1
    limit = f"the smallest detectable {'rise' if side > 0 else 'fall'} is {amount(side * seen.detectable, after.scale)}"
    if abs(seen.value) <= seen.detectable:
        return f"{amount(seen.value, after.scale)}; {limit}"
    chance = f"among all that was tested, chance explains it ({p_text(p_adjusted)})"
    return f"{amount(seen.value, after.scale)}; {limit}, but {chance}"


def _directed(name: str, before: Pooled, after: Pooled, seen: Change, course: Course, said: str) -> Spoken:
    goal = aim(name, course)
    if goal == "none":
        return UNJUDGED, f"{said}: a real change; neither better nor worse is meant by it"
    if goal == "own skin":
        return _nearness(name, before, after, seen, said)
    if seen.value > 0:
        return "worsened", said
    if goal == "not expected to fall":
        return UNJUDGED, f"{said}: a stretched flat scar is not expected to shrink, so its outlines are to be checked"
    return "improved", said


def _nearness(name: str, before: Pooled, after: Pooled, seen: Change, said: str) -> Spoken:
    """Nearer to own skin is better; where a scar passed it, it is the distance that must have changed."""
    moved = approach(name, after.scale, before.value, after.value)
    if abs(moved) > seen.detectable:
        word: Word = "improved" if moved < 0 else "worsened"
        return word, f"{said}: {'nearer to' if moved < 0 else 'further from'} own skin"
    return UNJUDGED, f"{said}: a real change, but it passed own skin and lies about as far from it on the other side"
