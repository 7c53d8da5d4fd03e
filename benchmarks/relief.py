"""Scans: volume, height, roughness, honest intervals, speed and memory, against analytic and rendered truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.computed_scans import Computed, Kind, computed_scan
from benchmarks.relief_intervals import honest_intervals
from benchmarks.tables import heading, percentile, rms, row
from mesoject.batch import Request, run
from mesoject.capture.scan import read_scan
from mesoject.measuring import measure, refine
from mesoject.measuring.border import border
from mesoject.measuring.polygons import to_shapely
from mesoject.measuring.relief.patch import RING_FROM_MM, RING_TO_MM, cut_out
from mesoject.measuring.relief.surface_texture import heights_um, sdr_percent
from mesoject.outcome import judge
from mesoject.records import Measurement, Outline, Refused
from mesoject.records.course import Course, Visit
from mesoject.records.outcome import VisitNumbers
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]
LIMBS = 40
RELIEF_PARTS = ("noise", "reference")


def relief(bench: Path, count: int, jobs: int) -> None:
    """Print every figure of scans."""
    _analytic()
    _rendered(bench)
    _assisted(bench)
    _roughness()
    honest_intervals(count, jobs)
    _speed()


def _analytic() -> None:
    heading(f"Volume, {LIMBS} computed limbs with a scar, noise 0.05 mm, true outline")
    for height, goal in ((1.0, 0.03), (0.3, 0.08)):
        ours, plane = [], []
        for seed in range(LIMBS):
            scan = computed_scan(seed, Kind((height, height), step_mm=0.3, border_sd_mm=0.0))
            skin = scan.skin()
            ours.append(measure(skin, scan.outline, border_sd_mm=0.0)["volume"].value / scan.volume_mm3 - 1)
            plane.append(plane_volume_mm3(skin, scan) / scan.volume_mm3 - 1)
        found = percentile(ours, 50)
        row(f"{height} mm high: median error", f"{found:.1%}", f"at most {goal:.0%}", found <= goal)
        row(f"{height} mm high, a plane as reference: median error", f"{percentile(plane, 50):.0%}")


def plane_volume_mm3(skin: SkinMap, scan: Computed) -> float:
    """Volume over the plane through the healthy ring, as it lies in space: what needs no limb."""
    assert skin.relief is not None
    found, _ = border(skin, scan.outline)
    patch, _ = cut_out(skin, found.area_mm)
    raw = patch.height_mm + patch.form_mm
    xyz = skin.relief.place.to_scan(patch.mm, np.nan_to_num(raw))
    ring = patch.ring & (patch.outside_mm > RING_FROM_MM) & (patch.outside_mm < RING_TO_MM)
    middle = xyz[ring].mean(0)
    normal = np.linalg.svd(xyz[ring] - middle, full_matrices=False)[2][2]
    outwards = skin.relief.place.to_scan(patch.mm[ring], 1.0) - skin.relief.place.to_scan(patch.mm[ring])
    normal = normal * np.sign(outwards.mean(0) @ normal)
    inside = patch.share > 0
    above = (xyz[inside] - middle) @ normal
    return float((above * (patch.share * patch.area_mm2)[inside]).sum())


@dataclass(frozen=True)
class Scan:
    """One rendered scan with its truth."""

    name: str
    file: Path
    scar: dict[str, Any]

    @property
    def tall(self) -> bool:
        """Whether its relief reaches a millimetre."""
        return max(abs(self.scar["max_height_mm"]), abs(self.scar["min_height_mm"])) >= 1


def bench_scans(bench: Path) -> list[Scan]:
    """Scans of a bench's single cases and courses; bad captures are left out."""
    found = []
    for case in json.loads((bench / "index.json").read_text())["cases"]:
        for visit in case["visits"]:
            file = visit.get("scan")
            if file is None or not (bench / file).is_file():
                continue
            if json.loads((bench / case["truth"]).read_text())["kind"] == "capture":
                continue
            scar = json.loads((bench / visit["truth"]).read_text())["scar"]
            found.append(Scan(Path(file).stem, bench / file, scar))
    return found


def measured_scans(scans: list[Scan], folder: Path) -> list[Measurement]:
    """Each scan with its true outline, as `mesoject measure` would."""
    requests = []
    for scan in scans:
        outline = folder / f"{scan.name}.json"
        polygons = [[scan.scar["scan"]["outline_scan_mm"]]]
        outline.write_text(json.dumps({"format": "mesoject-outline/1", "frame": "scan_xyz_mm", "polygons": polygons}))
        requests.append(Request(scan.file, outline, unit="mm"))
    return [result.measurement for result in run(requests)]


def _rendered(bench: Path) -> None:
    scans = bench_scans(bench)
    heading(f"Scans of {bench.name}: {len(scans)}, true outline given")
    if not scans:
        print("  This bench has no scans; give BENCH=DIR of one that has.")
        return
    with tempfile.TemporaryDirectory() as folder:
        results = measured_scans(scans, Path(folder))
    pairs = [(s, m) for s, m in zip(scans, results, strict=True) if m.quantities]
    row("scans refused", str(len(scans) - len(pairs)), "0", len(scans) == len(pairs))
    tall = {s.name: m["volume"].value / s.scar["volume_mm3"] - 1 for s, m in pairs if s.tall}
    flat = [m["volume"].value - s.scar["volume_mm3"] for s, m in pairs if not s.tall]
    worst = max(tall, key=lambda name: abs(tall[name]))
    found = percentile(list(tall.values()), 50)
    row(f"volume, {len(tall)} scars of 1 mm or more: median error", f"{found:.1%}", "at most 3 %", found <= 0.03)
    row(
        "volume, the same: 90th percentile, worst",
        f"{percentile(list(tall.values()), 90):.1%}, {tall[worst]:.1%} ({worst})",
    )
    row(f"volume, {len(flat)} lower scars: root mean square", f"{rms(flat):.0f} mm3")
    error = np.array([m["height_mean"].value - s.scar["mean_height_mm"] for s, m in pairs])
    row("mean height: bias", f"{error.mean():+.4f} mm", "at most 0.05 mm", abs(error.mean()) <= 0.05)
    row("mean height: SD", f"{error.std(ddof=1):.4f} mm", "at most 0.05 mm", error.std(ddof=1) <= 0.05)
    area = [100 * (m["area"].value / s.scar["area_mm2"] - 1) for s, m in pairs]
    row("area: root mean square, worst", f"{rms(area):.3f} %, {percentile(area, 100):.3f} %")
    _rough_against_truth(pairs)
    _courses(pairs)
    for name, truth in (("height_mean", "mean_height_mm"), ("volume", "volume_mm3")):
        z = [(m[name].value - s.scar[truth]) / _relief_se(m, name) for s, m in pairs]
        row(f"{name}: RMS of error over standard error", f"{rms(z):.2f}", "0.7 to 1.4", 0.7 <= rms(z) <= 1.4)


def _rough_against_truth(pairs: list[tuple[Scan, Measurement]]) -> None:
    """Sa and Sq of the scar's interior, form removed by the same filter."""
    for name, truth in (("sa", "Sa_um"), ("sq", "Sq_um")):
        found = [(m[name], s.scar[truth]) for s, m in pairs if any(q.name == name for q in m.quantities)]
        off = percentile([q.value / true - 1 for q, true in found], 50)
        z = rms([(q.value - true) / q.standard_error for q, true in found])
        row(f"{name}, {len(found)} scans: median error, RMS of error over standard error", f"{off:.1%}, {z:.2f}")


def _courses(pairs: list[tuple[Scan, Measurement]]) -> None:
    """Volume of each course, last scan less first, beside the truth."""
    cases: dict[str, list[tuple[Scan, Measurement]]] = {}
    for scan, measurement in pairs:
        cases.setdefault(scan.name.split("_")[0], []).append((scan, measurement))
    for case, visits in cases.items():
        if len(visits) < 2:
            continue
        (first, before), (last, after) = visits[0], visits[-1]
        change = after["volume"].value - before["volume"].value
        se = float(np.hypot(_relief_se(before, "volume"), _relief_se(after, "volume")))
        true = last.scar["volume_mm3"] - first.scar["volume_mm3"]
        row(f"{case}: change of volume (true)", f"{change:+.0f} ± {se:.0f} mm3 ({true:+.0f})")
        _verdict(case, visits)


def _verdict(case: str, visits: list[tuple[Scan, Measurement]]) -> None:
    """What a course of the first and the last scan alone is told, the relief's height or depth as primary."""
    sunken = visits[0][0].scar["mean_height_mm"] < 0
    primary = "depth_p98" if sunken else "height_p98"
    days = (date(2025, 1, 1), date(2025, 7, 1))
    course = Course(primary=primary, visits=tuple(Visit(date=day) for day in days))
    kept = ("height_p98", "depth_p98", "volume", "volume_raised", "volume_sunken")
    numbers = [
        VisitNumbers(
            day=day,
            measurements=(m.model_copy(update={"quantities": tuple(q for q in m.quantities if q.name in kept)}),),
        )
        for day, (_, m) in zip(days, (visits[0], visits[-1]), strict=True)
    ]
    outcome = judge(course, numbers)
    ratio = abs(visits[-1][0].scar["volume_mm3"]) - abs(visits[0][0].scar["volume_mm3"])
    size = max(abs(visits[0][0].scar["volume_mm3"]), 1.0)
    true = "no change beyond measurement error" if abs(ratio) < 0.01 * size else "worsened" if ratio > 0 else "improved"
    words = {name: outcome[name].verdicts[-1].word for name in (primary, "volume")}
    told = ", ".join(f"{name} {word}" for name, word in words.items())
    right = words[primary] == true and (words["volume"] == true or not outcome["volume"].verdicts[-1].tested)
    row(f"{case}: verdicts", told[:80], true, right)


def _assisted(bench: Path) -> None:
    """Outlines a quarter too wide, of 24 points, drawn in to the border by relief."""
    scans = bench_scans(bench)
    if not scans:
        return
    heading("Outlines drawn in by relief (--refine), from true ones a quarter too wide")
    dice, area, refused = [], [], 0
    for scan in scans:
        skin = read_scan(scan.file, unit="mm")
        assert skin.relief is not None
        true = skin.relief.place.to_mm(np.array(scan.scar["scan"]["outline_scan_mm"]))
        middle = true.mean(0)
        wide = (middle + 1.25 * (true - middle))[:: max(1, len(true) // 24)]
        loose = Outline(frame="skin_mm", polygons=((tuple(map(tuple, wide.tolist())),),))
        try:
            found = to_shapely(refine(skin, loose)[0].polygons)
        except Refused:
            refused += 1
            continue
        truth = shapely.Polygon(true)
        dice.append(2 * found.intersection(truth).area / (found.area + truth.area))
        area.append(found.area / truth.area - 1)
    row("Dice: mean, 10th percentile", f"{np.mean(dice):.3f}, {np.percentile(dice, 10):.3f}")
    row("area: median error", f"{np.median(area):+.1%}")
    row("refused", f"{refused} of {len(scans)}")


def _relief_se(measurement: Measurement, name: str) -> float:
    """Standard error without the outline's part: the outlines are exact."""
    return float(np.sqrt(sum(p.se**2 for p in measurement[name].parts if p.part in RELIEF_PARTS)))


def _roughness() -> None:
    heading("Roughness of analytic surfaces")
    pitch, wave, height = 0.05, 4.0, 0.2
    x = np.arange(0, 40, pitch)
    sine = height * np.sin(2 * np.pi * x / wave)[None, :] * np.ones((len(x), 1))
    everywhere = np.ones(sine.shape, bool)
    sa, sq, sz = heights_um(1000 * sine.ravel())
    slope = 2 * np.pi * height / wave
    fine = np.linspace(0, 2 * np.pi, 200_001)[:-1]
    truth = (
        2 / np.pi * 1000 * height,
        1000 * height / np.sqrt(2),
        2000 * height,
        100 * (np.sqrt(1 + (slope * np.cos(fine)) ** 2).mean() - 1),
    )
    for name, ours, true in zip(
        ("Sa", "Sq", "Sz", "Sdr"), (sa, sq, sz, sdr_percent(sine, pitch, everywhere)), truth, strict=True
    ):
        off = abs(ours / true - 1)
        row(f"{name} of a sine", f"{ours:.3f}, {off:.3%} off", "within 1 %", off <= 0.01)


def _speed() -> None:
    heading("Speed, a scan of 500,000 triangles")
    with tempfile.TemporaryDirectory() as folder:
        path, outline = _write_large(Path(folder))
        told = [sys.executable, "-m", "benchmarks.relief", str(path), str(outline)]
        answer = subprocess.run(told, capture_output=True, text=True, check=True)
    seconds, processor, rss, triangles = json.loads(answer.stdout)
    row(f"file of {triangles:,} triangles to measurement, median of 5", f"{seconds:.2f} s", "at most 3 s", seconds <= 3)
    row("the same, processor time", f"{processor:.2f} s")
    row("peak memory", f"{rss:.0f} MB", "at most 800 MB", rss <= 800)


def _write_large(folder: Path) -> tuple[Path, Path]:
    import trimesh

    scan = computed_scan(7, Kind(step_mm=0.1, border_sd_mm=0.0))
    path, outline = folder / "large.ply", folder / "large.json"
    path.write_bytes(trimesh.Trimesh(scan.mesh.points, scan.mesh.triangles, process=False).export(file_type="ply"))
    outline.write_text(scan.outline.model_dump_json())
    return path, outline


def _one(path: str, outline: str) -> None:
    import resource

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cv2.setNumThreads(1)
    times, processor = [], []
    for _ in range(5):
        start, used = time.perf_counter(), time.process_time()
        skin = read_scan(path, unit="mm")
        measure(skin, outline)
        times.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([sorted(times)[2], sorted(processor)[2], rss_mb, int(skin.diagnostics["triangles"])]))


if __name__ == "__main__":
    _one(*sys.argv[1:])
