"""Real photographs of a colour chart between four markers: scale of one marker from the others, and colour left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.tables import heading, row
from mesoject.capture.assemble import fit_photo
from mesoject.capture.colour.correct import fit_colour
from mesoject.capture.colour.reference import reference_colours
from mesoject.capture.colour.samples import sample_target
from mesoject.capture.limb.fit import Fit, fit
from mesoject.capture.limb.model import EDGE, Model, shrink
from mesoject.capture.photo import open_photo
from mesoject.capture.target import load_target
from mesoject.capture.unroll import unroll
from mesoject.records.cielab import ciede2000, lab_from_linear

SKIN_KEYS = ("A0", "A1")  # dark and light skin
TARGETS = {"mini": "chart-a4", "full": "chart-a3"}


def charts(folder: Path) -> None:
    """Print the figures of every chart photograph in ``folder``."""
    heading("Real photographs of printed charts (no EXIF focal length)")
    marker: dict[str, list[float]] = {"mini": [], "full": []}
    skin_errors, all_errors = [], []
    for photo in sorted(folder.glob("*.jpg")):
        kind = photo.name.split("-")[0]
        marker[kind] += marker_errors(photo, kind)
        errors = left_out(photo, kind)
        all_errors += list(errors.values())
        skin_errors += [errors[k] for k in SKIN_KEYS]
    a4, a3 = (float(np.median(np.abs(marker[k]))) for k in ("mini", "full"))
    row("A4: marker's area from the other three, median", f"{a4:.2f} %", "at most 2 %", a4 <= 2)
    row("A3, folded: the same", f"{a3:.2f} %")
    row(
        "skin patches left out, mean CIEDE2000",
        f"{np.mean(skin_errors):.2f}",
        "at most 4.0",
        float(np.mean(skin_errors)) <= 4,
    )
    row("all 24 patches left out, mean CIEDE2000", f"{np.mean(all_errors):.2f}")


def marker_errors(photo: Path, kind: str) -> list[float]:
    """Error in percent of each marker's area, measured on the plane that the other three give."""
    whole = _fitted(photo, kind)
    errors = []
    for k in range(len(whole.model.observed) // 4):
        rest = _without(whole, k)
        chart, _ = unroll(rest, 1.0)
        sides = shrink(whole.model.observed[None, 4 * k : 4 * k + 4], -rest.x[[EDGE]])[0]  # where the ink ends
        corners = chart.to_mm(sides)
        truth = whole.model.seen[0].uv_mm[4 * k : 4 * k + 4]
        errors.append(100 * (_area(corners) / _area(truth) - 1))
    return errors


def left_out(photo: Path, kind: str) -> dict[str, float]:
    """CIEDE2000 of each patch, predicted by a correction that never saw it."""
    target, opened = load_target(TARGETS[kind]), open_photo(photo)
    found = _fitted(photo, kind)
    samples = sample_target(opened, target, found, unroll(found, 1.0)[0])
    reference = reference_colours(target, None)
    errors = {}
    for key in sorted(set(samples.keys) - {"paper"}):
        colour = fit_colour(samples.where(samples.keys != key), reference, flat=True)
        assert colour is not None
        alone = samples.where(samples.keys == key)
        lab = lab_from_linear(colour.best.reflectance(np.round(alone.code).astype(np.uint8), alone.mm))
        errors[str(key)] = float(ciede2000(lab, lab_from_linear(reference[str(key)])).mean())
    return errors


def _fitted(photo: Path, kind: str) -> Fit:
    found, _ = fit_photo(open_photo(photo), load_target(TARGETS[kind]))
    return found


def _without(whole: Fit, k: int) -> Fit:
    seen, keep = whole.model.seen[0], np.arange(len(whole.model.observed)) // 4 != k
    model = Model(
        (seen._replace(uv_mm=seen.uv_mm[keep], px=seen.px[keep]),),
        whole.model.focal_px,
        whole.model.centre_px,
        whole.model.priors,
        whole.model.lift_mm,
    )
    found = fit(model)
    assert found is not None
    return found


def _area(ring: np.ndarray) -> float:
    x, y = ring.T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2
