"""From a treatment's file to everything that is shown of it: numbers, a second map to compare, designs, figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mesoject.delivery import Comparison, Limits, ParetoFront, compare, optimise, simulate
from mesoject.delivery.layout import Region
from mesoject.measuring.skin_outline import read_skin_outline
from mesoject.records import UsageError
from mesoject.records.treatment_file import outline_path, read_treatment
from mesoject.records.treatment_map import TreatmentMap
from mesoject.report.delivery.charts import TRADE_OFFS, coverage_figure, front_figure, influence_figure, ledger_figure
from mesoject.report.delivery.comparison import comparison_figure
from mesoject.report.delivery.maps import map_figure
from mesoject.report.delivery.numbers import Numbers, as_plain, numbers_of
from mesoject.report.delivery.pictures import section_figure
from mesoject.report.delivery.style import say
from mesoject.report.delivery.table import Rows, hours, span

NO_THRESHOLD: Final = (
    "No threshold_ug_per_ml is given, so designs are not compared; no active has a sourced one, none is preset."
)


@dataclass(frozen=True)
class Wanted:
    """How to compute, the limits of the designs, and who is told how many draws are done."""

    engine: str = "auto"
    draws: int = 200
    seed: int = 1
    max_dose_ug: float | None = None
    max_per_cm2: float = 40.0
    max_depth_mm: float | None = None
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True)
class Answer:
    """Everything that is shown.

    Attributes
    ----------
    first : Numbers
    second : Numbers or None
        Of the map to compare with.
    paired : Comparison or None
        Both under the same draws.
    front : ParetoFront or None
    no_front : str
        Why designs are not compared; empty where they are.
    """

    first: Numbers
    second: Numbers | None
    paired: Comparison | None
    front: ParetoFront | None
    no_front: str


def answer(treatment: Path, against: Path | None, wanted: Wanted) -> Answer:
    """Read one treatment's file, or two, and compute.

    Raises
    ------
    RecordError, UsageError
        A file cannot be read or does not fit, or the two do not belong together.
    Refused
        The treatment cannot be computed; the reason says why.
    """
    planned, outline = _read(treatment)
    first = _numbers(planned, outline, wanted)
    second, paired = None, None
    if against is not None:
        other, same = _read(against)
        if not outline.equals(same):
            raise UsageError(f"{against} has another outline than {treatment}; two maps are compared on one scar")
        second = _numbers(other, outline, wanted)
        paired = compare(planned, other, outline, n=wanted.draws, seed=wanted.seed)
    front, no_front = _front(first, outline, wanted)
    return Answer(first, second, paired, front, no_front)


def figures_of(made: Answer) -> dict[str, Figure]:
    """Return all figures by name; those of a second map begin with ``b-``."""
    found = _figures(made.first)
    if made.second is not None:
        found |= {f"b-{name}": figure for name, figure in _figures(made.second).items()}
        found["comparison"] = comparison_figure(made.first, made.second)
    if made.front is not None:
        found["front"] = front_figure(made.front, _now(made.first))
    return found


def as_object(made: Answer) -> dict[str, Any]:
    """The answer as plain data, every number with its band."""
    found = as_plain(made.first)
    if made.second is not None and made.paired is not None:
        found["against"] = as_plain(made.second)
        found["against"]["longer_than_first"] = _paired(made, made.paired)
    if made.front is not None:
        found["front"] = {
            "threshold_ug_per_ml": made.front.threshold_ug_per_ml,
            "limits": vars(made.front.limits),
            "deepest_mm": made.front.deepest_mm,
            "tried": made.front.tried,
            "designs": [vars(d) for d in made.front.front],
            "notes": list(made.front.notes),
        }
    return found


def comparison_rows(made: Answer) -> Rows:
    """Head and rows: by how much the second map keeps the dermis above a threshold for longer; empty without one."""
    if made.paired is None:
        return []
    limits, paired = made.paired.a.thresholds_ug_per_ml, made.paired
    own = made.first.delivery.treatment.threshold_ug_per_ml
    at = [int(np.abs(limits - own).argmin())] if own else range(0, len(limits), 3)
    rows: Rows = [
        ("B longer than A by (h): best; median", "worst 5 %", "half of the dermis", "worst 5 % in the draws"),
    ]
    for k in at:
        worst, middle = hours(paired.worst_5_percent_h[:, k]), hours(paired.median_h[:, k])
        best = [say(float(v)) for v in best_longer(made, float(limits[k]))]
        words = f"above {say(float(limits[k]))} µg/mL"
        rows.append((words, f"{best[0]}; {worst}", f"{best[1]}; {middle}", _who_is_longer(paired, k)))
    return rows


def best_longer(made: Answer, threshold_ug_per_ml: float) -> NDArray[np.float64]:
    """Hours (2,) by which the second map is longer above a threshold, best guess: worst 5 %, half of the dermis."""
    assert made.second is not None
    later, earlier = (n.delivery.time_above(threshold_ug_per_ml) for n in (made.second, made.first))
    return np.asarray(later - earlier)


def front_rows(made: Answer) -> Rows:
    """Head and rows: hours of each design on this scar and on an endless grid; empty where none were compared."""
    if made.front is None:
        return []
    end = made.first.delivery.treatment.hours
    head = (
        "hours of the worst 5 %, best guess",
        "per cm²",
        "dose, µg",
        "this scar",
        "endless grid",
        "its median (5–95 %)",
    )
    per_cm2, now = _now(made.first)
    own_map = ("your map as it is", say(per_cm2), say(made.first.delivery.dose_ug), span(now, end), "", "")
    rows: Rows = [head, own_map]
    for d in made.front.front:
        name = f"{d.depth_mm:g} mm deep, {d.volume_ul:g} µL, {d.spacing_mm:g} mm apart, {d.points} points"
        band = hours(np.array(d.band_h), end) if d.band_h else ""
        own = "" if d.on_this_scar_h is None else span(d.on_this_scar_h, end)
        rows.append((name, say(d.punctures_per_cm2), say(d.dose_ug), own, span(d.worst_5_percent_h, end), band))
    return rows


def front_title(made: Answer) -> str:
    """What the rows of designs are and are not; empty where none were compared."""
    if made.front is None:
        return ""
    most, threshold = say(made.front.limits.max_dose_ug), made.front.threshold_ug_per_ml
    return f"{TRADE_OFFS}: designs that no other beats above {threshold:g} µg/mL, at most {most} µg"


def _read(path: Path) -> tuple[TreatmentMap, Region]:
    treatment = read_treatment(path)
    return treatment, read_skin_outline(outline_path(treatment, path))


def _numbers(treatment: TreatmentMap, outline: Region, wanted: Wanted) -> Numbers:
    delivery = simulate(treatment, outline, engine=wanted.engine)  # type: ignore[arg-type]
    return numbers_of(delivery, outline, wanted.draws, wanted.seed, wanted.progress)


def _front(numbers: Numbers, outline: Region, wanted: Wanted) -> tuple[ParetoFront | None, str]:
    treatment = numbers.delivery.treatment
    if treatment.channels is not None:
        return None, "Designs are compared for injections; these are micro-channels."
    if treatment.threshold_ug_per_ml is None:
        return None, NO_THRESHOLD
    dose = numbers.delivery.dose_ug if wanted.max_dose_ug is None else wanted.max_dose_ug
    limits = Limits(dose, wanted.max_per_cm2, wanted.max_depth_mm)
    try:
        front = optimise(treatment, outline, limits, seed=wanted.seed)
    except UsageError as error:  # the limits leave no design: the rest of the answer stands
        return None, f"Designs are not compared: {error}."
    if not front.front:
        return None, f"No design within {say(dose)} µg keeps the worst-served 5 % above the threshold at all."
    return front, ""


def _figures(numbers: Numbers) -> dict[str, Figure]:
    return {
        "map": map_figure(numbers),
        "section": section_figure(numbers.delivery),
        "ledger": ledger_figure(numbers),
        "coverage": coverage_figure(numbers),
        "influence": influence_figure(numbers),
    }


def _now(numbers: Numbers) -> tuple[float, float]:
    delivery = numbers.delivery
    per_cm2 = len(delivery.points_mm) / (delivery.outline.area / 100)
    return per_cm2, float(delivery.time_above(delivery.treatment.threshold_ug_per_ml or 1.0)[0])


def _paired(made: Answer, paired: Comparison) -> dict[str, Any]:
    best = np.array([best_longer(made, float(limit)) for limit in paired.a.thresholds_ug_per_ml])
    return {
        "thresholds_ug_per_ml": paired.a.thresholds_ug_per_ml.tolist(),
        "worst_5_percent_h": np.round(paired.worst_5_percent_h, 4).tolist(),
        "worst_5_percent_best_h": np.round(best[:, 0], 4).tolist(),
        "median_h": np.round(paired.median_h, 4).tolist(),
        "median_best_h": np.round(best[:, 1], 4).tolist(),
        "share_of_draws_b_longer": np.round(paired.b_longer, 3).tolist(),
        "share_of_draws_a_longer": np.round(paired.a_longer, 3).tolist(),
        "share_of_draws_equal": np.round(paired.equal, 3).tolist(),
    }


def _who_is_longer(paired: Comparison, k: int) -> str:
    told = (("B longer", paired.b_longer), ("A longer", paired.a_longer), ("equal", paired.equal))
    return ", ".join(f"{words} {100 * share[k]:.0f} %" for words, share in told)
