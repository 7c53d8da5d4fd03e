"""How often a scan's intervals hold the truth: limbs with scars, computed, with a scanner's noise and a phone's."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np

from benchmarks.computed_scans import Kind, computed_scan
from benchmarks.tables import heading, rms, row
from mesoject.batch.pool import processes
from mesoject.measuring import measure
from mesoject.records import Refused

SCANNER_MM, PHONE_MM = 0.05, 0.4
STEP_MM = {SCANNER_MM: 0.5, PHONE_MM: 0.7}
LEVELS = {0.95: (0.94, 0.96), 0.80: (0.78, 0.82)}
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
    """Print the coverage over ``count`` scans with a scanner's noise, and over a quarter as many with a phone's."""
    with processes(jobs) as pool:
        _at_noise(pool, count, SCANNER_MM)
        _at_noise(pool, count // 4, PHONE_MM)


def _at_noise(pool: Executor, count: int, noise_mm: float) -> None:
    heading(f"Honest intervals, {count} computed scans, noise {noise_mm} mm, outlines off by 0.3 mm (SD)")
    scans = [(seed, noise_mm) for seed in range(10_000, 10_000 + count)]
    found = [told for told in pool.map(_one_scan, scans, chunksize=10) if told is not None]
    row("scans measured", str(len(found)))
    for k, name in enumerate(TRUTHS):
        of_name = [told[k] for told in found]
        for level, (low, high) in LEVELS.items():
            share = float(np.mean([level in t.held for t in of_name]))
            even = name in EVEN and noise_mm == SCANNER_MM
            goal = f"{low:.0%} to {high:.0%}" if even else f"at least {low:.0%}"
            reached = low <= share <= (high if even else 1)
            row(f"{name}: {level:.0%} intervals hold the truth", f"{share:.1%}", goal, reached)
        off = np.mean([t.off for t in of_name])
        row(
            f"{name}: bias; RMS of error over standard error",
            f"{off:+.3f}; {rms([t.off / t.se for t in of_name if t.se > 0]):.2f}",
        )


def _one_scan(seed_and_noise: tuple[int, float]) -> list[Told] | None:
    seed, noise_mm = seed_and_noise
    scan = computed_scan(seed, Kind(noise_mm=noise_mm, step_mm=STEP_MM[noise_mm]))
    try:
        found = measure(scan.skin(), scan.outline)
    except Refused:
        return None
    told = []
    for name, attribute in TRUTHS.items():
        true, quantity = float(getattr(scan, attribute)), found[name]
        held = tuple(level for level in LEVELS if _holds(quantity.interval(level), true))
        told.append(Told(quantity.value - true, quantity.standard_error, held))
    return told


def _holds(interval: tuple[float, float], true: float) -> bool:
    """Whether an interval holds a value, to within a rounding."""
    return interval[0] - 1e-9 <= true <= interval[1] + 1e-9
