"""Computed scenes: random limbs, cameras and strips project to markers with noise, and the intervals are judged.

The limbs, lenses and places are drawn from what the method assumes, so this tests its arithmetic: that fit, covariance
and propagation say what they should. Whether limbs are like that, the rendered photographs tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from benchmarks.tables import heading, row
from mesoject.batch.pool import processes
from mesoject.capture.limb.fit import CORNER_SD_PX, Fit, fit
from mesoject.capture.limb.model import APART, EDGE, OFFSET, ROTATION, SKEWS, TRANSLATION, Model, Priors, Seen
from mesoject.capture.limb.prior import limb_bumps
from mesoject.capture.target import Piece, load_target
from mesoject.capture.unroll import unroll
from mesoject.measuring.size import distance, farthest
from mesoject.skinmap import Chart

Array = NDArray[np.float64]
SIZE_PX = (2016, 1512)
FOCAL_PX = 1550.0
BAR_SD = 0.003
LEVELS = (0.80, 0.95)


@dataclass(frozen=True)
class Outcome:
    """A scene's area and length, as fitted and true, with standard errors."""

    value: Array
    truth: Array
    se: Array


def scenes(count: int, jobs: int, seed: int = 0) -> None:
    """Print the coverage of intervals over ``count`` scenes."""
    heading(f"Honest intervals, {count} computed scenes, print error among them")
    with processes(jobs) as pool:
        outcomes = [o for o in pool.map(one_scene, range(seed, seed + count), chunksize=20) if o is not None]
    row("scenes with scar and enough markers in view", str(len(outcomes)))
    for k, name in enumerate(("area", "length")):
        z = np.array([(np.log(o.value[k] / o.truth[k])) / (o.se[k] / o.value[k]) for o in outcomes])
        for level in LEVELS:
            share = float((np.abs(z) <= norm.ppf(0.5 + level / 2)).mean())
            low, high = (0.94, 0.96) if level == 0.95 else (0.78, 0.82)
            row(
                f"{name}: {level:.0%} intervals hold the truth",
                f"{share:.1%}",
                f"{low:.0%} to {high:.0%}",
                low <= share <= high,
            )
        row(f"{name}: RMS of error over standard error", f"{np.sqrt(np.mean(z**2)):.3f}")


def one_scene(seed: int) -> Outcome | None:
    """Draw, project, fit and compare."""
    r = np.random.default_rng([seed, 2026])
    model = _model(r)
    x = _draw(model, r)
    seen = _seen(model, x, r)
    if seen is None:
        return None
    model = replace(model, seen=seen)
    found = fit(model)
    if found is None:
        return None
    scar = _scar(r)
    printed = 1 + BAR_SD * r.standard_normal()
    px, area = _project_scar(model, x, scar, printed)
    exact, _ = unroll(Fit(model, x[0], np.zeros((len(x[0]),) * 2), np.zeros((0, 2)), 0.0), printed)
    chart, variants = unroll(found, 1.0)
    if not np.isfinite([exact.to_mm(px), chart.to_mm(px)]).all():
        return None  # part of the scar is turned away: measure would refuse it
    truth = np.array([area, _area_length(exact, px)[1]])
    value, near = _area_length(chart, px), chart.to_mm(px)
    geometry = np.sqrt(sum(np.square(_area_length(v, px, near) - value) for v in variants))
    return Outcome(value, truth, np.hypot(geometry, BAR_SD * value * [2, 1]))


def _model(r: np.random.Generator) -> Model:
    pieces = tuple(
        Seen(p.name, p.turned, True, _corners(p), np.zeros((56, 2)), (98.0, 15.0)) for p in load_target().pieces
    )
    priors = Priors(0.03, 0.003 * 2520, bumps=limb_bumps())
    return Model(pieces, FOCAL_PX, ((SIZE_PX[0] - 1) / 2, (SIZE_PX[1] - 1) / 2), priors, 0.1)


def _corners(piece: Piece) -> Array:
    return np.concatenate([m.corners_mm for m in piece.markers])


def _draw(model: Model, r: np.random.Generator) -> Array:
    """Unknowns from the priors, limbs of at least 25 mm radius, the camera 28 to 42 cm away within 30 degrees."""
    mean, sd = model.mean_and_sd()
    x = mean + np.where(np.isfinite(sd), sd, 0) * r.standard_normal(len(mean))
    x[10] = np.clip(x[10], 0.002, 0.04)
    x[APART], x[OFFSET] = r.uniform(60, 130), r.normal(0, 8)
    x[EDGE] = abs(r.normal(0, 0.3))
    x[SKEWS] = r.normal(0, 0.035, 2)
    tilt, turn, roll = np.radians(r.uniform(0, 30)), r.uniform(0, 2 * np.pi), r.uniform(0, 2 * np.pi)
    x[ROTATION] = _looking(tilt, turn, roll)
    x[TRANSLATION] = [*r.normal(0, 8, 2), r.uniform(280, 420)]
    return x[None]


def _looking(tilt: float, turn: float, roll: float) -> Array:
    import cv2

    axis = np.array([np.cos(turn), np.sin(turn), 0.0])
    facing = np.diag([1.0, -1.0, -1.0])
    matrix = cv2.Rodrigues(np.array([0, 0, roll]))[0] @ cv2.Rodrigues(tilt * axis)[0] @ facing
    return np.asarray(cv2.Rodrigues(matrix)[0].ravel())


def _seen(model: Model, x: Array, r: np.random.Generator) -> tuple[Seen, ...] | None:
    """Markers that face the camera and lie in the picture, with noise; None where a strip shows fewer than four."""
    px = model.corners(x)[0].reshape(2, -1, 4, 2)
    camera, pieces = model.camera(x), []
    for k, piece in enumerate(model.seen):
        points = model.points(x, k, piece.uv_mm)[0].reshape(-1, 4, 3)
        normal = np.cross(points[:, 1] - points[:, 0], points[:, 0] - points[:, 3])
        sight = camera.position_mm[0] - points.mean(1)
        facing = (normal * sight).sum(1) / np.linalg.norm(normal, axis=1) / np.linalg.norm(sight, axis=1)
        inside = ((px[k] > 5) & (px[k] < np.array(SIZE_PX) - 5)).all((1, 2))
        keep = (facing > np.cos(np.radians(60))) & inside
        if keep.sum() < 4:
            return None
        noisy = px[k][keep] + CORNER_SD_PX * r.standard_normal((keep.sum(), 4, 2))
        uv = piece.uv_mm.reshape(-1, 4, 2)[keep].reshape(-1, 2)
        pieces.append(Seen(piece.name, piece.turned, True, uv, noisy.reshape(-1, 2), piece.reference_mm))
    return tuple(pieces)


def _scar(r: np.random.Generator) -> Array:
    """An ellipse of surface places (w, y), 12 to 60 mm long."""
    long, ratio, angle = r.uniform(12, 50) / 2, r.uniform(0.25, 0.7), r.uniform(0, np.pi)
    t = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    ring = np.stack([long * np.cos(t), ratio * long * np.sin(t)], -1)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(ring @ turn.T)


def _project_scar(model: Model, x: Array, scar: Array, printed: float) -> tuple[Array, float]:
    """The scar's border in the picture, and its true area when the strips were printed ``printed`` large."""
    surface = model.surface(x)
    w, y = scar[None, :, 0], scar[None, :, 1]
    px = model.camera(x).project(surface.points(w, y))[0]
    grid = np.linspace(0, 1, 40)
    inner = (scar[None] * grid[:, None, None]).reshape(1, -1, 2)
    xw, xy, _ = surface.tangents(inner[..., 0], inner[..., 1])
    element = np.linalg.norm(np.cross(xw, xy), axis=-1).reshape(len(grid), -1)
    wedge = 0.5 * np.abs(scar[:, 0] * np.roll(scar[:, 1], -1) - scar[:, 1] * np.roll(scar[:, 0], -1))
    area = float((np.trapezoid(element * 2 * grid[:, None], grid, axis=0) * wedge).sum())
    return px, area * printed**2


def _area_length(chart: Chart, px: Array, near_mm: Array | None = None) -> Array:
    mm = chart.to_mm(px, near_mm)
    s, z = (mm - mm.mean(0)).T
    flat = abs(float(np.dot(s, np.roll(z, -1)) - np.dot(z, np.roll(s, -1)))) / 2
    inner = mm.mean(0) + np.concatenate([k * (mm - mm.mean(0)) for k in (0.3, 0.7, 0.95)])
    a, b = farthest(chart, mm)
    return np.array([flat * chart.area_element_at(inner).mean(), distance(chart, a[None], b[None])[0]])
