"""Size and colour against truth, interval honesty, and refusals, over a bench of photographs."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.baselines import four_markers_mm2, one_marker_mm2
from benchmarks.dataset import Shot, shots
from benchmarks.tables import heading, percentile, rms, row
from mesoject.batch import Result, run
from mesoject.capture.assemble import skin_map
from mesoject.capture.photo import open_photo
from mesoject.measuring import load_outline
from mesoject.measuring.border import border
from mesoject.measuring.size import sizes
from mesoject.records import Quantity

COUNTED = ("geometry", "colour")
WARNING_IS_ENOUGH = {"one_strip": {"one_strip"}}  # a number is still possible


def accuracy(root: Path, jobs: int) -> None:
    """Print every accuracy figure of a bench."""
    every = list(shots(root))
    with tempfile.TemporaryDirectory() as folder:
        requests = [shot.request(Path(folder)) for shot in every]
        results = list(run(requests, jobs))
        good = [(s, r) for s, r in zip(every, results, strict=True) if s.accept]
        measured = [(s, r) for s, r in good if r.measurement.quantities]
        heading(f"Photographs in {root.name}: {len(good)} to be measured, {len(every) - len(good)} not")
        _areas(measured)
        _lengths(measured)
        _colours(measured)
        _honesty(measured)
        _focal([s for s, _ in measured], Path(folder))
        _captures(list(zip(every, results, strict=True)))


def _areas(measured: list[tuple[Shot, Result]]) -> None:
    heading("Area, true outline given")
    errors = {s.name: 100 * (r.measurement["area"].value / s.quantities()["area"] - 1) for s, r in measured}
    ours = list(errors.values())
    row("median error", f"{percentile(ours, 50):.2f} %", "at most 0.7 %", percentile(ours, 50) <= 0.7)
    row("95th percentile", f"{percentile(ours, 95):.2f} %", "at most 2.0 %", percentile(ours, 95) <= 2.0)
    by_scar = defaultdict(list)
    for name, error in errors.items():
        by_scar[name.split("_")[0]].append(error)
    scars = {scar: rms(e) for scar, e in by_scar.items()}
    worst = max(scars, key=lambda k: scars[k])
    row(
        "root mean square of a scar: median, worst",
        f"{np.median(list(scars.values())):.2f} %, {scars[worst]:.2f} % ({worst})",
    )
    print("  root mean square, each scar: " + ", ".join(f"{scar} {value:.2f}" for scar, value in scars.items()))
    for name, method in (
        ("one scale from one marker", one_marker_mm2),
        ("plane through four markers", four_markers_mm2),
    ):
        theirs = [100 * (method(s) / s.quantities()["area"] - 1) for s, _ in measured]
        ratio = percentile(theirs, 50) / percentile(ours, 50)
        row(f"{name}: median", f"{percentile(theirs, 50):.2f} %", f"{ratio:.0f} times ours")
        row(
            f"{name}: 95th percentile",
            f"{percentile(theirs, 95):.2f} %",
            f"{percentile(theirs, 95) / percentile(ours, 95):.0f} times ours",
        )


def _lengths(measured: list[tuple[Shot, Result]]) -> None:
    heading("Length and width, true outline given")
    for name in ("length", "width"):
        truth = np.array([s.quantities()[name] for s, _ in measured])
        error = np.array([r.measurement[name].value for _, r in measured]) - truth
        within = np.median(np.abs(error) / np.maximum(0.5, 0.01 * truth))
        row(f"{name}: median error", f"{percentile(error, 50):.3f} mm", "at most 0.5 mm or 1 %", within <= 1)
        row(f"{name}: 95th percentile", f"{percentile(error, 95):.3f} mm")


def _colours(measured: list[tuple[Shot, Result]]) -> None:
    heading("Scar minus own skin, CIELAB, print profile given")
    names = ("delta_l", "delta_a", "delta_b")
    with_colour = [(s, r) for s, r in measured if any(q.name == "delta_a" for q in r.measurement.quantities)]
    error = np.array([[r.measurement[n].value - s.quantities()[n] for n in names] for s, r in with_colour])
    length = np.linalg.norm(error, axis=1)
    row("length of the error, median", f"{np.median(length):.2f}", "at most 1.0", np.median(length) <= 1.0)
    row(
        "length of the error, 95th percentile",
        f"{percentile(length, 95):.2f}",
        "at most 2.4",
        percentile(length, 95) <= 2.4,
    )
    visits = defaultdict(list)
    for s, r in with_colour:
        visits[s.case, s.visit].append(r.measurement["delta_a"].value)
    spread = rms([np.std(v, ddof=1) for v in visits.values() if len(v) > 1])
    row("delta_a between shots of a visit, SD", f"{spread:.2f}", "at most 0.35", spread <= 0.35)
    for k, name in enumerate(names):
        row(f"{name}: bias, root mean square", f"{error[:, k].mean():+.2f}, {rms(error[:, k]):.2f}")


def _honesty(measured: list[tuple[Shot, Result]]) -> None:
    heading("Honest intervals (geometry and colour parts alone: outline and bar are exact)")
    for name in ("area", "length", "width", "delta_l", "delta_a", "delta_b", "delta_e"):
        rows = [(s, q) for s, r in measured for q in r.measurement.quantities if q.name == name]
        error = np.array([q.value - s.quantities()[name] for s, q in rows])
        se = np.array([_se(q) for _, q in rows])
        scars = [s.name.split("_")[0] for s, _ in rows]
        ratio, typical = _clustered(scars, error / se), 1.96 * float(np.mean(se)) / rms(error)
        wanted = name in ("area", "length", "delta_a")
        row(
            f"{name}: RMS of error over standard error",
            f"{ratio:.2f}",
            "0.7 to 1.4" if wanted else "",
            0.7 <= ratio <= 1.4 if wanted else None,
        )
        row(
            f"{name}: mean half-width over RMS error (RMS half-width)",
            f"{typical:.2f} ({rms(1.96 * se) / rms(error):.2f})",
            "at most 2.8" if wanted else "",
            typical <= 2.8 if wanted else None,
        )


def _clustered(scars: list[str], z: np.ndarray) -> float:
    """RMS over scars of each scar's own RMS, so that a scar in ten photographs counts once."""
    groups = defaultdict(list)
    for scar, value in zip(scars, z, strict=True):
        groups[scar].append(value)
    return rms([rms(v) for v in groups.values()])


def _se(quantity: Quantity) -> float:
    return float(np.sqrt(sum(p.se**2 for p in quantity.parts if p.part in COUNTED)))


def _focal(measured: list[Shot], folder: Path) -> None:
    heading("Area with the EXIF focal length moved")
    for shift in (-0.05, 0.05):
        errors = []
        for shot in measured:
            photo = open_photo(shot.file)
            skin = skin_map(replace(photo, focal_px=photo.focal_px * (1 + shift)), bar_mm=shot.bar_mm, bar_sd_mm=0.0)
            found, _ = border(skin, load_outline(skin, folder / f"{shot.name}.json"))
            area = next(q.value for q in sizes(skin, found) if q.name == "area")
            errors.append(100 * (area / shot.quantities()["area"] - 1))
        row(f"{shift:+.0%}: median, 95th percentile", f"{percentile(errors, 50):.2f} %, {percentile(errors, 95):.2f} %")


def _captures(rows: list[tuple[Shot, Result]]) -> None:
    heading("Bad captures, and good ones refused")
    wrong = 0
    for shot, result in rows:
        m = result.measurement
        if not shot.accept:
            codes = {r.code for r in m.reasons}
            flagged = m.status == "refused" or bool(
                codes & WARNING_IS_ENOUGH.get(shot.truth["expect"]["reason"], set())
            )
            wrong += not flagged
            row(
                f"{shot.name}: {shot.truth['expect']['reason']}", m.status, " ".join(r.code for r in m.reasons), flagged
            )
    row("bad captures missed", str(wrong), "0", wrong == 0)
    refused = [s.name for s, r in rows if s.accept and r.measurement.status == "refused"]
    warned = [
        f"{s.name} ({' '.join(q.code for q in r.measurement.reasons)})"
        for s, r in rows
        if s.accept and r.measurement.status == "warned"
    ]
    row("good photographs refused", str(len(refused)), " ".join(refused), not refused)
    row("good photographs warned about", str(len(warned)), " ".join(warned))
