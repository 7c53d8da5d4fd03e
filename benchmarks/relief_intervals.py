"""How often a scan's intervals hold the truth: limbs with scars, computed, with a scanner's noise and a phone's."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from benchmarks.computed_scans import Kind, computed_scan
from benchmarks.tables import heading, rms, row
from mesoject.batch.pool import processes
from mesoject.measuring import measure
from mesoject.records import Quantity, Refused

USUAL = Kind()
KINDS = {
    "a telephone's noise, 0.4 mm": Kind(noise_mm=0.4, step_mm=0.7),
    "scars of 50 to 70 mm by 30 to 50": Kind(step_mm=0.6, long_mm=(25, 35), most_short_mm=25, margin_mm=20),
    "scars under 4.4 mm wide": Kind(step_mm=0.3, long_mm=(10, 24), most_short_mm=2.2),
}
LEVELS = {0.95: (0.94, 0.96), 0.80: (0.78, 0.82)}
ROUGH = ("sa", "sq", "sz", "sdr")
EVEN = ("height_mean", "volume")  # what noise does not lift: neither too narrow nor too wide
TRUTHS = {
    "height_mean": "height_mean_mm",
    "volume": "volume_mm3",
    "height_p98": "height_p98_mm",
    "depth_p98": "depth_p98_mm",
    "volume_raised": "volume_raised_mm3",
    "volume_sunken": "volume_sunken_mm3",
}


class Told(NamedTuple):
    """One quantity of one scan: measured less true, its standard error, and the levels whose interval holds it."""

    off: float
    se: float
    held: tuple[float, ...]


def honest_intervals(count: int, jobs: int) -> None:
    """Print the coverage over ``count`` scans by a scanner, and over fewer of what is harder."""
    with processes(jobs) as pool:
        _covered(pool, count, "a scanner's noise, 0.05 mm", USUAL)
        for words, kind in KINDS.items():
            _covered(pool, count // 5, words, kind)
        _rough(pool, count // 20)


def _covered(pool: Executor, count: int, words: str, kind: Kind) -> None:
    heading(f"Honest intervals, {count} computed scans, {words}, outlines off by 0.3 mm (SD)")
    scans = [(seed, kind) for seed in range(10_000, 10_000 + count)]
    found = [told for told in pool.map(_one_scan, scans, chunksize=10) if told is not None]
    row("scans measured", str(len(found)))
    for k, name in enumerate(TRUTHS):
        of_name = [told[k] for told in found]
        for level, (low, high) in LEVELS.items():
            share = float(np.mean([level in t.held for t in of_name]))
            even = name in EVEN and kind == USUAL
            goal = f"{low:.0%} to {high:.0%}" if even else f"at least {low:.0%}"
            reached = low <= share <= (high if even else 1)
            row(f"{name}: {level:.0%} intervals hold the truth", f"{share:.1%}", goal, reached)
        off = np.mean([t.off for t in of_name])
        row(
            f"{name}: bias; RMS of error over standard error",
            f"{off:+.3f}; {rms([t.off / t.se for t in of_name if t.se > 0]):.2f}",
        )


def _rough(pool: Executor, count: int) -> None:
    """Roughness of scans with noise against that of the same scans without any."""
    heading(f"Roughness, {count} computed scans each, against the same scans without noise")
    for noise_mm, height_mm in ((0.02, (0.15, 2.5)), (0.05, (0.15, 2.5)), (0.1, (0.15, 2.5)), (0.05, (0.0, 0.1))):
        pairs = [(seed, Kind(noise_mm=noise_mm, height_mm=height_mm)) for seed in range(50_000, 50_000 + count)]
        found = [told for told in pool.map(_one_pair, pairs, chunksize=5) if told]
        flat = ", flat scars" if height_mm[1] < 0.15 else ""
        for k, name in enumerate(ROUGH):
            share = float(np.mean([0.95 in told[k].held for told in found]))
            words = f"{name}, noise {noise_mm} mm{flat}: 95% intervals hold it"
            row(words, f"{share:.0%} of {len(found)}", "at least 90%", share >= 0.9)


def _one_pair(seed_and_kind: tuple[int, Kind]) -> list[Told]:
    """Roughness with noise against that without; empty where either has none."""
    seed, kind = seed_and_kind
    noisy, clean = (computed_scan(seed, k) for k in (kind, replace(kind, noise_mm=0.0)))
    try:
        found, true = measure(noisy.skin(), noisy.outline), measure(clean.skin(), clean.outline)
    except Refused:
        return []
    if any(name not in {q.name for q in m.quantities} for m in (found, true) for name in ROUGH):
        return []
    return [_told(found[name], true[name].value) for name in ROUGH]


def _one_scan(seed_and_kind: tuple[int, Kind]) -> list[Told] | None:
    scan = computed_scan(*seed_and_kind)
    try:
        found = measure(scan.skin(), scan.outline)
    except Refused:
        return None
    return [_told(found[name], float(getattr(scan, attribute))) for name, attribute in TRUTHS.items()]


def _told(quantity: Quantity, true: float) -> Told:
    held = tuple(level for level in LEVELS if _holds(quantity.interval(level), true))
    return Told(quantity.value - true, quantity.standard_error, held)


def _holds(interval: tuple[float, float], true: float) -> bool:
    """Whether an interval holds a value, to within a rounding."""
    return interval[0] - 1e-9 <= true <= interval[1] + 1e-9
