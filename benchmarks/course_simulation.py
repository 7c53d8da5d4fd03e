"""Courses drawn at random, from a bench course's own errors or from fitted components, and judged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.course_numbers import LOGS, BenchCourse
from mesoject.outcome import judge
from mesoject.outcome.repeatability import component
from mesoject.records import Measurement, Quantity
from mesoject.records.outcome import Component, Outcome, Repeatability, VisitNumbers

Array = np.ndarray
CALLED = ("improved", "worsened")


@dataclass(frozen=True)
class Design:
    """How a course is made: photographs a visit (2 as measured, 1 of the two, 4 simulated) and its primary quantity."""

    primary: str
    photos: int
    border: bool = False


def null_courses(bench: BenchCourse, table: Repeatability, design: Design, count: int, seed: int) -> list[bool]:
    """Whether anything was called changed in each of ``count`` courses in which nothing changed.

    Only the primary quantity and the area are passed on: others are tested only once the primary was called, which
    is a false call already.
    """
    r = np.random.default_rng(seed)
    names = list(dict.fromkeys([design.primary, "area"]))
    course = bench.course(design.primary)
    level = {name: [bench.truth[0][name]] * len(bench.days) for name in names}
    own = {c.quantity: c for c in own_components(bench, names)}
    called = []
    for _ in range(count):
        if design.photos <= 2:
            visits, photos = drawn_blocks(bench, design.photos, r)
            errors = {name: bench.residuals(name)[visits, photos] for name in names}
            made = visits_of(bench, level, errors, design.border, (visits, photos))
        else:
            simulated = {n: simulated_errors(own[n], len(bench.days), design.photos, r) for n in names}
            made = visits_of(bench, level, simulated, design.border)
        called.append(any_call(judge(course, made, table)))
    return called


def nominal_calls(
    every: Sequence[BenchCourse], table: Repeatability, primary: str, count: int, seed: int
) -> list[bool]:
    """False calls where errors are normal and each course's table comes from as many simulated others."""
    r = np.random.default_rng(seed)
    bench, truth = every[0], {c.quantity: c for c in table.components}[primary]
    course = bench.course(primary).model_copy(
        update={"scar": bench.course(primary).scar.model_copy(update={"profile": "flat"})}
    )
    level = {primary: [bench.truth[0][primary]] * len(bench.days)}
    called = []
    for _ in range(count):
        others = [simulated_errors(truth, len(bench.days), 2, r) for _ in every[1:]]
        found = component(
            primary,
            np.ravel(others).tolist(),
            np.repeat(np.arange(len(others)), others[0].size).tolist(),
            np.tile(np.repeat(np.arange(len(bench.days)), 2), len(others)).tolist(),
            scale=truth.scale,
            unit=truth.unit,
            shows=truth.shows,
            source="simulated",
        )
        errors = {primary: simulated_errors(truth, len(bench.days), 2, r)}
        estimated = Repeatability(title="simulated", components=(found,))
        called.append(any_call(judge(course, visits_of(bench, level, errors), estimated)))
    return called


def own_components(bench: BenchCourse, names: Sequence[str]) -> list[Component]:
    """The two variances of one course's errors."""
    from benchmarks.course_numbers import repeatability_of

    return [c for c in repeatability_of([bench]).components if c.quantity in names]


def drawn_blocks(bench: BenchCourse, photos: int, r: np.random.Generator) -> tuple[Array, Array]:
    """Which visit and which photographs stand at each visit: whole visits with replacement, both photographs or one."""
    visits = r.integers(len(bench.days), size=(len(bench.days), 1))
    which = np.tile([0, 1], (len(visits), 1)) if photos == 2 else r.integers(2, size=visits.shape)
    return visits, which


def simulated_errors(truth: Component, visits: int, photos: int, r: np.random.Generator) -> Array:
    """Errors from two components."""
    occasion = math.sqrt(truth.var_occasion) * r.standard_normal((visits, 1))
    return occasion + math.sqrt(truth.var_photo) * r.standard_normal((visits, photos))


def visits_of(
    bench: BenchCourse,
    level: dict[str, Sequence[float]],
    errors: dict[str, Array],
    border: bool = False,
    drawn: tuple[Array, Array] | None = None,
) -> list[VisitNumbers]:
    """Visits whose true values are ``level`` and whose photographs err by ``errors``.

    ``drawn`` says from which photographs the errors come; those state their own error. Simulated photographs state
    none but print and method.
    """
    visits, photos = next(iter(errors.values())).shape
    return [
        VisitNumbers.model_construct(
            day=bench.days[k],
            measurements=tuple(
                Measurement.model_construct(
                    status="measured",
                    reasons=(),
                    provenance=None,
                    quantities=tuple(
                        _shifted(_source(bench, name, drawn, k, p), level[name][k], errors[name][k, p], border)
                        for name in level
                    ),
                )
                for p in range(photos)
            ),
            control=(),
            print_batch="one",
            carried=False,
            typed=(),
        )
        for k in range(visits)
    ]


def _source(bench: BenchCourse, name: str, drawn: tuple[Array, Array] | None, k: int, p: int) -> Quantity:
    if drawn is not None:
        return bench.measured[int(drawn[0][k, 0])][int(drawn[1][k, p])][name]
    q = bench.quantity(name)
    return q.model_copy(update={"parts": tuple(x for x in q.parts if x.scope not in ("photo", "visit"))})


def _shifted(q: Quantity, true: float, error: float, border: bool) -> Quantity:
    value = true * math.exp(error) if q.name in LOGS else true + error
    ratio = value / q.value if q.name in LOGS else 1.0
    kept = (p for p in q.parts if border or p.part != "outline")
    parts = tuple(p.model_copy(update={"se": p.se * ratio}) for p in kept)
    return q.model_copy(update={"value": value, "parts": parts})


def any_call(outcome: Outcome) -> bool:
    """Whether any quantity was called improved or worsened at any visit."""
    return any(v.word in CALLED for s in outcome.series for v in s.verdicts)


def called_share(
    bench: BenchCourse,
    table: Repeatability,
    primary: str,
    path: Sequence[float],
    *,
    count: int,
    photos: int = 2,
    border: bool = False,
    seed: int = 1,
) -> Array:
    """Share of simulated courses in which ``primary`` is called at each follow-up visit when it follows ``path``.

    Errors and table come from the same components: the design's power where its table is right.
    """
    r = np.random.default_rng(seed)
    truth = {c.quantity: c for c in table.components}[primary]
    course = bench.course(primary, len(path))
    hits = np.zeros(len(path) - 1)
    outline = _border_sd(bench, primary) if border else 0.0
    for _ in range(count):
        errors = simulated_errors(truth, len(path), photos, r) + outline * r.standard_normal((len(path), 1))
        found = judge(course, visits_of(bench, {primary: path}, {primary: errors}, border), table)
        hits += [v.word in CALLED for v in found[primary].verdicts]
    return hits / count


def _border_sd(bench: BenchCourse, name: str) -> float:
    q = bench.quantity(name)
    return math.hypot(*(p.se for p in q.parts if p.part == "outline")) / (q.value if name in LOGS else 1.0)


def smallest_called(
    bench: BenchCourse, table: Repeatability, primary: str, visits: int, *, border: bool, count: int = 400
) -> float:
    """Smallest fall (relative for an area, else in units) called at the last visit in 80 % of simulated courses.

    The change grows in a straight line from the first visit to the last.
    """
    start = bench.truth[0][primary]
    low, high = 0.0, 0.6 if primary in LOGS else 6.0
    for _ in range(9):
        fall = (low + high) / 2
        end = start * (1 - fall) if primary in LOGS else start - math.copysign(fall, start)
        path = np.linspace(start, end, visits).tolist()
        share = called_share(bench, table, primary, path, count=count, border=border)[-1]
        low, high = (low, fall) if share >= 0.8 else (fall, high)
    return high
