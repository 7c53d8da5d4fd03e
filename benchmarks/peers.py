"""`make bench-peers`: finding a chart and correcting skin patches, ours beside PlantCV and OpenCV, in one run.

Peers find the chart by its looks; ours by the markers round it. Each peer's own chips are then corrected by the peer's
usual model with the patch in question left out; where a peer may have read the chart turned, the turn that suits it
best is taken. One photograph that a peer does not find counts against its detection, not against its colour.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.charts import SKIN_KEYS, TARGETS, left_out
from benchmarks.tables import heading, row
from mesoject.capture import read_photo
from mesoject.capture.colour.reference import reference_colours
from mesoject.capture.target import load_target
from mesoject.records.cielab import ciede2000, lab_from_linear, linear_from_srgb8

Array = NDArray[np.float64]
KEYS = [f"{'ABCD'[k // 6]}{k % 6}" for k in range(24)]  # in the order of the chart: 6 in each of 4 rows
SKIN = [KEYS.index(k) for k in SKIN_KEYS]


def main() -> None:
    """Print detection, colour error and time, with ratios."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--peers-python", type=Path, required=True)
    told.add_argument("--charts", type=Path, help="folder of chart photographs, mini-*.jpg and full-*.jpg")
    given = told.parse_args()
    if given.charts is None:
        print("No CHARTS given: there is nothing to compare. make bench-peers CHARTS=DIR")
        return
    photos = sorted(given.charts.glob("*.jpg"))
    ours = _ours(photos)
    heading(f"{len(photos)} real chart photographs: skin patches left out, mean CIEDE2000")
    row("mesoject", _words(ours, len(photos)))
    for name, rows in (
        ("PlantCV, affine", _plantcv(photos, given.peers_python)),
        ("OpenCV mcc, linear 3x3", _opencv(photos)),
    ):
        row(name, _words(rows, len(photos)), _ratios(rows, ours))


Rows = dict[str, tuple[float, float]]  # photograph to colour error and seconds


def _words(rows: Rows, count: int) -> str:
    if not rows:
        return f"0 of {count} found"
    error, seconds = zip(*rows.values(), strict=True)
    return f"{np.mean(error):.2f}, {len(rows)} of {count} found, {np.median(seconds):.2f} s"


def _ratios(rows: Rows, ours: Rows) -> str:
    """A peer over ours on the photographs that the peer found."""
    if not rows:
        return ""
    error = np.mean([rows[p][0] for p in rows]) / np.mean([ours[p][0] for p in rows])
    seconds = np.median([rows[p][1] for p in rows]) / np.median([ours[p][1] for p in rows])
    return f"on these: error {error:.2f}, time {seconds:.2f} times ours"


def _ours(photos: list[Path]) -> Rows:
    rows: Rows = {}
    for photo in photos:
        kind = photo.name.split("-")[0]
        errors = left_out(photo, kind)
        start = time.perf_counter()
        read_photo(photo, target=TARGETS[kind])
        rows[photo.name] = (float(np.mean([errors[k] for k in SKIN_KEYS])), time.perf_counter() - start)
    return rows


def _plantcv(photos: list[Path], python: Path) -> Rows:
    rows: Rows = {}
    for photo in photos:
        worker = Path(__file__).with_name("peers_worker.py")
        answer = subprocess.run([python, worker, photo], capture_output=True, text=True, check=True)
        found = json.loads(answer.stdout.splitlines()[-1])
        if "chips" in found and len(found["chips"]) == 24:
            rows[photo.name] = (_best_turn(np.array(found["chips"]), affine=True), found["seconds"])
        else:
            print(f"    PlantCV, {photo.name}: {found.get('error', 'not 24 chips')}")
    return rows


def _opencv(photos: list[Path]) -> Rows:
    rows: Rows = {}
    for photo in photos:
        image = cv2.imread(str(photo))
        start = time.perf_counter()
        detector = cv2.mcc.CCheckerDetector_create()
        detector.setColorChartType(cv2.mcc.MCC24)
        if not detector.process(image, 1):
            print(f"    OpenCV, {photo.name}: no chart found")
            continue
        chips = np.asarray(detector.getBestColorChecker().getChartsRGB())[:, 1].reshape(24, 3)
        rows[photo.name] = (_best_turn(chips, affine=False), time.perf_counter() - start)
    return rows


def _best_turn(chips: Array, *, affine: bool) -> float:
    """Error of the skin patches for the order of chips that suits the reading best."""
    grid = chips.reshape(4, 6, 3)
    orders = [g.reshape(24, 3) for g in (grid, grid[::-1, ::-1], grid[::-1], grid[:, ::-1])]
    orders += [chips.reshape(6, 4, 3).swapaxes(0, 1)[a, b].reshape(24, 3) for a, b in _flips()]
    return min(_skin_error(order, affine=affine) for order in orders)


def _flips() -> list[tuple[slice, slice]]:
    forth, back = slice(None), slice(None, None, -1)
    return [(forth, forth), (forth, back), (back, forth), (back, back)]


def _skin_error(chips: Array, *, affine: bool) -> float:
    """Mean CIEDE2000 of the skin patches, each predicted by a fit without it."""
    reference = reference_colours(load_target("chart-a4"), None)
    truth = np.array([reference[k] for k in KEYS])
    linear = chips / 255 if affine else linear_from_srgb8(chips)
    goal = _encoded(truth) if affine else truth
    source = np.column_stack([linear, np.ones(24)]) if affine else linear
    errors = []
    for k in SKIN:
        rest = np.arange(24) != k
        fitted = source[k] @ np.linalg.lstsq(source[rest], goal[rest], rcond=None)[0]
        back = linear_from_srgb8(np.clip(fitted, 0, 1) * 255) if affine else fitted
        errors.append(float(ciede2000(lab_from_linear(back), lab_from_linear(truth[k]))))
    return float(np.mean(errors))


def _encoded(linear: Array) -> Array:
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


if __name__ == "__main__":
    main()
