"""Several randomised courses pooled: the top rung of attribution, which no single course reaches."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy import special

from mesoject.outcome.sentences import sentence
from mesoject.records import UsageError
from mesoject.records.outcome import Attribution, CourseWord, Estimate, Outcome

FEWEST = 3


def pool(outcomes: Sequence[Outcome]) -> Attribution:
    """Pool the differences from untreated controls of several randomised and blinded courses.

    Parameters
    ----------
    outcomes : sequence of Outcome
        All on rung L3 and judged on the same primary quantity.

    Returns
    -------
    Attribution
        On rung L4, with the mean difference and its 95 % interval (relative where the quantity's scale is log).

    Raises
    ------
    UsageError
        With fewer than three courses, other rungs among them, or different primary quantities.

    Notes
    -----
    Random effects: between-course variance of DerSimonian & Laird 1986 (Controlled Clinical Trials 7:177), interval of
    Hartung & Knapp 2001 (Statistics in Medicine 20:3875), which holds its level with few courses, never narrower than
    that of the normal law.
    """
    differences = _differences(outcomes)
    primary, logs = outcomes[0].primary, outcomes[0][outcomes[0].primary].scale == "log"
    values = [
        (math.log1p(d.value), d.standard_error / (1 + d.value)) if logs else (d.value, d.standard_error)
        for d in differences
    ]
    mean, error, df = _random_effects([v for v, _ in values], [se**2 for _, se in values])
    half = float(special.stdtrit(df, 0.975)) * error
    mid, low, high = (math.expm1(v) if logs else v for v in (mean, mean - half, mean + half))
    word: CourseWord = outcomes[0].word if len({o.word for o in outcomes}) == 1 else "mixed"
    return Attribution(
        rung="L4",
        sentence=sentence("L4", word),
        because=(f"{len(outcomes)} randomised and blinded courses judged on {primary}, pooled",),
        difference_in_differences=Estimate(
            value=mid, standard_error=error * (1 + mid if logs else 1), low=low, high=high
        ),
    )


def _differences(outcomes: Sequence[Outcome]) -> list[Estimate]:
    if len(outcomes) < FEWEST:
        raise UsageError(f"{len(outcomes)} courses are not pooled; give {FEWEST} at least")
    if len({o.primary for o in outcomes}) > 1:
        raise UsageError(f"courses judged on {', '.join(sorted({o.primary for o in outcomes}))}; pool one quantity")
    found = [o.attribution.difference_in_differences for o in outcomes if o.attribution.rung == "L3"]
    whole = [d for d in found if d is not None]
    if len(whole) < len(outcomes):
        raise UsageError(
            f"{len(outcomes) - len(whole)} of {len(outcomes)} courses are not on rung L3; pool randomised ones"
        )
    return whole


def _random_effects(values: Sequence[float], variances: Sequence[float]) -> tuple[float, float, float]:
    """Mean, its standard error, and degrees of freedom."""
    weights = [1 / v for v in variances]
    fixed = math.fsum(w * y for w, y in zip(weights, values, strict=True)) / math.fsum(weights)
    spread = math.fsum(w * (y - fixed) ** 2 for w, y in zip(weights, values, strict=True))
    scale = math.fsum(weights) - math.fsum(w * w for w in weights) / math.fsum(weights)
    between = max(0.0, (spread - (len(values) - 1)) / scale)
    weights = [1 / (v + between) for v in variances]
    mean = math.fsum(w * y for w, y in zip(weights, values, strict=True)) / math.fsum(weights)
    seen = math.fsum(w * (y - mean) ** 2 for w, y in zip(weights, values, strict=True)) / (len(values) - 1)
    return mean, math.sqrt(max(1.0, seen) / math.fsum(weights)), len(values) - 1.0
