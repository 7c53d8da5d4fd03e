"""The courses of a bench as numbers: what was measured, what is true, and how the two differ."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from benchmarks.dataset import Shot
from mesoject.outcome.change import change
from mesoject.outcome.pooled import histories
from mesoject.outcome.repeatability import component
from mesoject.records import Measurement, Quantity
from mesoject.records.course import Course, CourseScar, Visit
from mesoject.records.outcome import Component, Repeatability, VisitNumbers

LOGS = ("area",)
KNOWN = (
    "area", "length", "width", "perimeter", "delta_l", "delta_a", "delta_b", "erythema_difference",
    "melanin_difference", "skin_ita",
)  # fmt: skip
PROFILES = {"hypertrophic": "raised", "atrophic": "depressed", "flat": "flat"}


@dataclass(frozen=True)
class BenchCourse:
    """One course: its days, what was measured on each photograph, and the truth of each visit."""

    case: str
    days: tuple[date, ...]
    profile: str
    measured: tuple[tuple[Measurement, ...], ...]
    truth: tuple[dict[str, float], ...]

    def course(self, primary: str, visits: int | None = None) -> Course:
        """The course as it would be written down; a clinician feels whether a scar is raised."""
        days = self.days[:visits]
        return Course(
            primary=primary,
            visits=tuple(Visit(date=d) for d in days),
            scar=CourseScar(profile=self.profile),  # type: ignore[arg-type]
        )

    def numbers(self, border: bool = False) -> list[VisitNumbers]:
        """Its visits as they were measured; ``border`` keeps the error of an ordinary drawn outline."""
        return [
            VisitNumbers(day=day, measurements=row if border else tuple(map(exact_outline, row)), print_batch="one")
            for day, row in zip(self.days, self.measured, strict=True)
        ]

    def residuals(self, name: str) -> np.ndarray:
        """Measured minus truth (visits, photographs) on the quantity's scale."""
        return np.array(
            [
                [on_scale(name, m[name].value) - on_scale(name, true[name]) for m in row]
                for row, true in zip(self.measured, self.truth, strict=True)
            ]
        )

    def stated_variance(self, name: str) -> float:
        """Mean variance that a photograph states of itself, on the quantity's scale."""
        each = [m[name] for row in self.measured for m in row]
        return float(np.mean([_stated(q) for q in each]))

    def quantity(self, name: str) -> Quantity:
        """A measured quantity, to take its error parts from."""
        return self.measured[0][0][name]


def _stated(q: Quantity) -> float:
    variance = sum(p.se**2 for p in q.parts if p.scope == "photo")
    return variance / q.value**2 if q.name in LOGS else variance


def on_scale(name: str, value: float) -> float:
    """The logarithm of an area, anything else as it is."""
    return math.log(value) if name in LOGS else value


def exact_outline(m: Measurement) -> Measurement:
    """A measurement on a true outline: nobody drew it, so its border carries no error."""
    quantities = tuple(
        q.model_copy(update={"parts": tuple(p for p in q.parts if p.part != "outline")}) for q in m.quantities
    )
    return m.model_copy(update={"quantities": quantities})


def bench_courses(rows: Iterable[tuple[Shot, Measurement]], days: dict[str, list[str]]) -> list[BenchCourse]:
    """The cases with more than one visit; of each visit the first two photographs that have every quantity.

    A visit with fewer is left out, and that is printed.
    """
    visits: dict[str, dict[int, list[tuple[Shot, Measurement]]]] = defaultdict(lambda: defaultdict(list))
    for shot, m in rows:
        visits[shot.case][shot.visit] += [(shot, m)] if set(KNOWN) <= {q.name for q in m.quantities} else []
    return [_bench_course(case, found, days[case]) for case, found in visits.items() if len(found) > 1]


def _bench_course(case: str, visits: dict[int, list[tuple[Shot, Measurement]]], days: Sequence[str]) -> BenchCourse:
    whole = [k for k in sorted(visits) if len(visits[k]) >= 2]
    if len(whole) < len(visits):
        print(
            f"  {case}: visits {sorted(k + 1 for k in visits if k not in whole)} left out, fewer than two photographs"
        )
    return BenchCourse(
        case=case,
        days=tuple(date.fromisoformat(days[k]) for k in whole),
        profile=PROFILES[visits[whole[0]][0][0].scar["relief_kind"]],
        measured=tuple(tuple(m for _, m in visits[k][:2]) for k in whole),
        truth=tuple(visits[k][0][0].quantities() for k in whole),
    )


def repeatability_of(courses: Sequence[BenchCourse]) -> Repeatability:
    """Components of what was measured less what is true; a scar's own mean error is no part of them."""
    return Repeatability(title=f"{len(courses)} courses", components=tuple(_component(n, courses) for n in KNOWN))


def _component(name: str, courses: Sequence[BenchCourse]) -> Component:
    rows = [
        (c.case, visit, value)
        for c in courses
        for visit, values in enumerate(c.residuals(name))
        for value in values.tolist()
    ]
    return component(
        name,
        [value for _, _, value in rows],
        [case for case, _, _ in rows],
        [visit for _, visit, _ in rows],
        scale="log" if name in LOGS else "linear",
        unit=courses[0].quantity(name).unit,
        shows=("colour", "geometry"),
        source="measured less true, outlines exact",
        var_stated=float(np.mean([c.stated_variance(name) for c in courses])),
    )


def calibration(courses: Sequence[BenchCourse], others: dict[str, Repeatability], name: str) -> float:
    """Root mean square, over all pairs of visits, of (change - true change) over its standard error."""
    found = []
    for c in courses:
        table = {k.quantity: k for k in others[c.case].components}[name]
        points = histories(c.numbers(), {name: table.scale})[name].points
        true = [on_scale(name, t[name]) for t in c.truth]
        for a, b in combinations(range(len(points)), 2):
            seen = change(points[a], points[b], table)
            found.append((seen.value - (true[b] - true[a])) / seen.standard_error)
    return float(np.sqrt(np.mean(np.square(found))))
