"""From visits to a verdict: false calls, calls of true change, and power, on the courses of a bench."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from scipy.stats import beta
from scipy.stats import t as student_t

from benchmarks.course_numbers import KNOWN, BenchCourse, bench_courses, calibration, on_scale, repeatability_of
from benchmarks.course_simulation import (
    CALLED,
    Design,
    any_call,
    called_share,
    nominal_calls,
    null_courses,
    smallest_called,
)
from benchmarks.measured import measured
from benchmarks.tables import heading, row
from mesoject.batch.pool import processes
from mesoject.outcome import judge, shipped_repeatability
from mesoject.records.outcome import Outcome, Repeatability

PRIMARIES = ("area", "delta_a")
NULL_COURSES = 2000
POWER_COURSES = 1000


def courses(root: Path, jobs: int) -> None:
    """Print every statistical figure of the courses of a bench."""
    days = {c["case"]: [v["date"] for v in c["visits"]] for c in json.loads((root / "index.json").read_text())["cases"]}
    every = bench_courses(measured(root, jobs), days)
    heading(
        f"Courses in {root.name}: {len(every)}; outlines exact (border_sd 0); each judged by the others' repeatability"
    )
    if len(every) < 2:
        print(
            "  Fewer than two courses: judged by the shipped table (these photographs may be in it), nothing simulated."
        )
        for primary in PRIMARIES:
            _verdicts(every, {c.case: shipped_repeatability() for c in every}, primary)
        return
    others = {c.case: repeatability_of([o for o in every if o is not c]) for c in every}
    _repeatability(repeatability_of(every))
    _calibration(every, others)
    for primary in PRIMARIES:
        _verdicts(every, others, primary)
    _false_calls(every, others, jobs)
    _nominal(every, repeatability_of(every), jobs)
    _near_detectable(every, others)
    _power(every, repeatability_of(every), jobs)
    _drawn_outline(every, others)


def _repeatability(table: Repeatability) -> None:
    for c in table.components:
        sd_photo, sd_occasion = c.var_photo**0.5, c.var_occasion**0.5
        row(
            f"{c.quantity}: SD of photograph, of occasion",
            f"{sd_photo:.4f}, {sd_occasion:.4f}",
            f"{c.scale}; {c.df_photo:.0f}, {c.df_occasion:.0f} df",
        )


def _calibration(every: Sequence[BenchCourse], others: dict[str, Repeatability]) -> None:
    heading("Change less truth over its standard error, root mean square over all pairs of visits (1 is honest)")
    for name in KNOWN:
        with_stated = calibration(every, others, name)
        without = calibration(every, {case: _unstated(table) for case, table in others.items()}, name)
        row(name, f"{with_stated:.2f}", f"{without:.2f} if all photos were alike")
    each = np.concatenate([(r - r.mean(1, keepdims=True)).ravel() for r in (c.residuals("area") for c in every)])
    row(
        "area: kurtosis of photographs about their visit (normal: 3)", f"{np.mean(each**4) / np.mean(each**2) ** 2:.1f}"
    )


def _unstated(table: Repeatability) -> Repeatability:
    return table.model_copy(
        update={"components": tuple(c.model_copy(update={"var_stated": 0.0}) for c in table.components)}
    )


def _plan(c: BenchCourse, name: str) -> float:
    """True change from first visit to last, relative."""
    return c.truth[-1][name] / c.truth[0][name] - 1


def _verdicts(every: Sequence[BenchCourse], others: dict[str, Repeatability], primary: str) -> None:
    heading(f"Verdicts, {primary} as primary")
    for c in every:
        found = judge(c.course(primary), c.numbers(), others[c.case])
        changed = {name: _plan(c, name) for name in PRIMARIES}
        still = all(abs(v) < 0.01 for v in changed.values())
        truth = ", ".join(f"{name} {100 * v:+.0f} %" for name, v in changed.items())
        reached = not any_call(found) if still else _as_true(c, found, primary)
        row(f"{c.case}: {truth}", found.word[:26], _said(found, primary, still), reached)
        _row_of_visits(c, found, primary)


def _as_true(c: BenchCourse, found: Outcome, primary: str) -> bool | None:
    """Whether a changed primary got the right word; None where it did not change enough to be asked for."""
    change = _plan(c, primary)
    if abs(change) < 0.01:
        return not any(v.word in CALLED for v in found[primary].verdicts)
    if abs(change) < 0.28:
        return None
    last = found[primary].verdicts[-1]
    if change > 0:
        return last.word == "worsened"
    return last.word == "improved" and last.low <= _true_change(c, primary, last.visit) <= last.high


def _said(found: Outcome, primary: str, still: bool) -> str:
    if still:
        return "nothing called at any visit"
    first = next((v.visit + 1 for v in found[primary].verdicts if v.word in CALLED), None)
    return f"{primary} first called: visit {first}" if first else f"{primary}: never called"


def _row_of_visits(c: BenchCourse, found: Outcome, primary: str) -> None:
    for name in PRIMARIES:
        for v in found[name].verdicts if name == primary or found[name].verdicts[-1].tested else ():
            true = _true_change(c, name, v.visit)
            held = {True: "holds", False: "MISSES"}[v.low <= true <= v.high]
            wide = {True: "holds", False: "MISSES"}[v.adjusted_low <= true <= v.adjusted_high]
            print(
                f"      {name:<8} visit {v.visit + 1}: {v.change:+.3f} ({v.low:+.3f} to {v.high:+.3f}; adjusted "
                f"{v.adjusted_low:+.3f} to {v.adjusted_high:+.3f}), true {true:+.3f}: {held}, adjusted {wide}; {v.word}"
            )


def _true_change(c: BenchCourse, name: str, visit: int) -> float:
    change = on_scale(name, c.truth[visit][name]) - on_scale(name, c.truth[0][name])
    return float(np.expm1(change)) if name == "area" else change


def _false_calls(every: Sequence[BenchCourse], others: dict[str, Repeatability], jobs: int) -> None:
    each = NULL_COURSES // len(every)
    heading(f"False calls in {each * len(every)} null courses a row: measured less true, whole visits with replacement")
    designs = [Design(primary, photos) for primary in PRIMARIES for photos in (2, 1, 4)]
    tasks = [(c, others[c.case], design, each, seed) for design in designs for seed, c in enumerate(every)]
    with processes(jobs) as pool:
        calls = list(pool.map(null_courses, *zip(*tasks, strict=True)))
    for k, design in enumerate(designs):
        mine = calls[k * len(every) : (k + 1) * len(every)]
        count, total = sum(map(sum, mine)), each * len(every)
        low, high = _exact(count, total)
        how = {2: "two photographs a visit", 1: "one of the two", 4: "four, simulated from components"}[design.photos]
        each_text = ", ".join(f"{c.case} {100 * np.mean(m):.1f}" for c, m in zip(every, mine, strict=True))
        rate = f"{100 * count / total:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
        row(f"{design.primary}, {how}", rate, "at most 6 %", count / total <= 0.06)
        print(f"      by course, %: {each_text}")


def _nominal(every: Sequence[BenchCourse], table: Repeatability, jobs: int) -> None:
    """What the method itself does where errors are normal and the table is estimated from as little data."""
    heading(
        "The same with normal errors from the pooled components, the table estimated anew from as many other courses"
    )
    tasks = [(every, table, primary, NULL_COURSES // 4, seed) for primary in PRIMARIES for seed in range(4)]
    with processes(jobs) as pool:
        calls = list(pool.map(nominal_calls, *zip(*tasks, strict=True)))
    for k, primary in enumerate(PRIMARIES):
        found = [call for seed in calls[4 * k : 4 * k + 4] for call in seed]
        low, high = _exact(sum(found), len(found))
        row(
            f"{primary}, two photographs a visit", f"{100 * np.mean(found):.1f} % ({100 * low:.1f} to {100 * high:.1f})"
        )
    print(
        "  Five residual visits hold five fixed values: they err beyond the limit together or not at all, so a bench\n"
        "  gives 0 or much. Normal errors tell what the method does over many legs. It stays below 5 % because Holm's\n"
        f"  first step over 4 visits of one baseline errs in {100 * _first_step():.1f} %, and because no variance is\n"
        "  estimated below 0: where occasions vary little, their variance comes out too large on average."
    )


def _first_step(follow_ups: int = 4, df: int = 20, count: int = 400_000) -> float:
    """How often the largest of several t statistics of one baseline exceeds Bonferroni's limit."""
    r = np.random.default_rng(0)
    z, scale = r.standard_normal((count, follow_ups + 1)), np.sqrt(r.chisquare(df, count) / df)
    largest = np.abs(z[:, 1:] - z[:, :1]).max(1) / np.sqrt(2) / scale
    return float(np.mean(largest > student_t.ppf(1 - 0.025 / follow_ups, df)))


def _near_detectable(every: Sequence[BenchCourse], others: dict[str, Repeatability]) -> None:
    heading("Near the detectable change: power of the design")
    for c in every:
        change = _plan(c, "delta_a")
        if 0.01 < abs(change) < 0.28:
            path = [t["delta_a"] for t in c.truth]
            share = called_share(c, others[c.case], "delta_a", path, count=POWER_COURSES)
            text = ", ".join(f"{100 * s:.0f}" for s in share)
            row(f"{c.case}: delta_a {100 * change:+.0f} %, power by follow-up visit, %", text)


def _power(every: Sequence[BenchCourse], table: Repeatability, jobs: int) -> None:
    heading("Smallest fall called at the last visit in 80 % of simulated courses, two photographs a visit")
    bench = next(c for c in every if c.profile == "raised" or c is every[-1])
    tasks = [
        (p, n, border) for p in PRIMARIES for n in (2, 3, 5) for border in (False, True) if p == "area" or not border
    ]
    with processes(jobs) as pool:
        found = list(pool.map(partial(_smallest, bench, table), tasks))
    for (primary, visits, border), fall in zip(tasks, found, strict=True):
        how = "outline drawn (0.3 mm)" if border else "outline exact"
        value = (
            f"{100 * fall:.1f} %"
            if primary == "area"
            else f"{fall:.2f} ({100 * fall / abs(bench.truth[0][primary]):.0f} %)"
        )
        row(f"{primary}, {visits} visits{', ' + how if primary == 'area' else ''}", value)


def _smallest(bench: BenchCourse, table: Repeatability, task: tuple[str, int, bool]) -> float:
    primary, visits, border = task
    return smallest_called(bench, table, primary, visits, border=border)


def _drawn_outline(every: Sequence[BenchCourse], others: dict[str, Repeatability]) -> None:
    heading("The same photographs with the error of an ordinary drawn outline (0.3 mm), area as primary")
    for c in every:
        found = judge(c.course("area"), c.numbers(border=True), others[c.case])
        last = found["area"].verdicts[-1]
        row(
            f"{c.case}: area {100 * _plan(c, 'area'):+.0f} %",
            found.word[:26],
            f"detectable fall {100 * last.detectable_fall:.0f} %",
        )


def _exact(count: int, total: int) -> tuple[float, float]:
    """95 % interval of a share (Clopper & Pearson 1934, Biometrika 26:404)."""
    low = beta.ppf(0.025, count, total - count + 1) if count else 0.0
    return float(low), float(beta.ppf(0.975, count + 1, total - count)) if count < total else 1.0


if __name__ == "__main__":
    courses(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
