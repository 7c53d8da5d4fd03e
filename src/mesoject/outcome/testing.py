"""Which changes are tested, in which family, and what Holm's correction leaves of them.

The primary quantity is tested first, over all follow-up visits, and with it the growth of a raised scar. The other
quantities are tested among themselves once the primary has moved at some visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mesoject.outcome.direction import growth_quantities
from mesoject.outcome.estimate import SIZE_OF_DIFFERENCE
from mesoject.outcome.evidence import Evidence
from mesoject.outcome.holm import holm
from mesoject.records.course import Course

ALPHA = 0.05


class Hypothesis(NamedTuple):
    """From the first visit to this one a quantity does not change (two-sided), or does not grow (one-sided)."""

    quantity: str
    visit: int
    of: Literal["change", "growth"] = "change"


@dataclass(frozen=True)
class Decision:
    """What a test said.

    Attributes
    ----------
    p, p_adjusted : float
    alpha : float
        The level that Holm's correction leaves to this test; an interval at it excludes no change where
        ``p_adjusted`` is at most 0.05.
    real : bool
        ``p_adjusted`` is at most 0.05 and the change exceeds the smallest detectable one.
    family : int
        How many were tested together.
    """

    p: float
    p_adjusted: float
    alpha: float
    real: bool
    family: int


@dataclass(frozen=True)
class Ruling:
    """The test that decides a word; ``decision`` is None where none was made.

    ``of_growth``: it found growth. ``growth_excluded``: growth was tested and not found, a change was not tested.
    """

    decision: Decision | None
    of_growth: bool = False
    growth_excluded: bool = False


def decide(found: Mapping[str, Evidence], primary: str, course: Course) -> dict[Hypothesis, Decision]:
    """Hypothesis the primary family, and the rest where the primary has moved."""
    judgeable = frozenset(name for name, e in found.items() if e.changes)
    first = _tests([primary] if primary in judgeable else [], found, "change")
    growing = [name for name in growth_quantities(course, judgeable) if name != primary]
    decisions = _family([*first, *_tests(growing, found, "growth")], found)
    if any(decisions[test].real for test in first):
        rest = [name for name in found if name in judgeable and name not in (primary, SIZE_OF_DIFFERENCE)]
        decisions |= _family(_tests(rest, found, "change"), found)
    return decisions


def ruling(quantity: str, visit: int, decisions: Mapping[Hypothesis, Decision]) -> Ruling:
    """What decides the word of a quantity at a visit: growth where it was found, else the test of a change."""
    growth, moved = decisions.get(Hypothesis(quantity, visit, "growth")), decisions.get(Hypothesis(quantity, visit))
    if growth is not None and growth.real:
        return Ruling(growth, of_growth=True)
    return Ruling(moved, growth_excluded=growth is not None and moved is None)


def _tests(names: Sequence[str], found: Mapping[str, Evidence], of: Literal["change", "growth"]) -> list[Hypothesis]:
    return [Hypothesis(name, visit, of) for name in names for visit in found[name].changes]


def _family(tests: Sequence[Hypothesis], found: Mapping[str, Evidence]) -> dict[Hypothesis, Decision]:
    changes = [found[t.quantity].changes[t.visit] for t in tests]
    p = [c.p_rise if t.of == "growth" else c.p for t, c in zip(tests, changes, strict=True)]
    factors = holm(p)
    return {
        test: Decision(
            p=one,
            p_adjusted=min(1.0, factor * one),
            alpha=ALPHA / factor,
            real=factor * one <= ALPHA and (c.value if test.of == "growth" else abs(c.value)) > c.detectable,
            family=len(tests),
        )
        for test, c, one, factor in zip(tests, changes, p, factors, strict=True)
    }
