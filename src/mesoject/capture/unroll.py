"""From the fitted limb to charts: the best one, and one for every direction in which the fit is unsure."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline

from mesoject.capture.limb.fermi import fermi, nodes
from mesoject.capture.limb.fit import Fit
from mesoject.capture.limb.model import APART, OFFSET, SKEWS
from mesoject.capture.limb.surface import Array
from mesoject.skinmap import Chart

BEYOND_MM = 25.0
ONE_SIDED_MM = 90.0  # with one strip, how far the chart reaches on the side that the strip's arrows point to
NEGLIGIBLE = 1e-14
PIECE_REFERENCE_U_MM = 98.0


def unroll(fit: Fit, print_scale: float) -> tuple[Chart, tuple[Chart, ...]]:
    """Lay the limb of ``fit`` flat; ``print_scale`` is the target's true size over its nominal size."""
    x = np.concatenate([fit.x[None], fit.x + one_sigma(fit.covariance)])
    s, z = _axes(fit)
    w, y = fermi(fit.model.surface(x), -_skew(fit, x), s, z)
    flat = (len(x), len(z) * len(s))
    surface, camera = fit.model.surface(x), fit.model.camera(x)
    points = surface.points(w.reshape(flat), y.reshape(flat))
    px = camera.project(points)
    normal = surface.tangents(w.reshape(flat), y.reshape(flat))[2]
    sight = camera.position_mm[:, None] - points
    cosine = (normal * sight).sum(-1) / np.linalg.norm(sight, axis=-1)
    grid = (len(x), len(z), len(s))
    element = np.linalg.norm(CubicSpline(z, points.reshape(*grid, 3), axis=1)(z, 1), axis=-1)
    s_label, z_label = _labels(fit)
    charts = [
        Chart((s + s_label) * print_scale, (z + z_label) * print_scale, p, j, c)
        for p, j, c in zip(px.reshape(*grid, 2), element, cosine.reshape(grid), strict=True)
    ]
    return charts[0], tuple(charts[1:])


def one_sigma(covariance: Array) -> Array:
    """Independent displacements (M, N), one standard error each, whose outer products sum to ``covariance``."""
    size = np.sqrt(np.maximum(np.diag(covariance), 1e-30))
    values, vectors = np.linalg.eigh(covariance / np.outer(size, size))
    keep = values > NEGLIGIBLE * values.max()
    return np.asarray((vectors[:, keep] * np.sqrt(values[keep])).T * size)


def span(fit: Fit) -> tuple[float, float, float, float]:
    """The part of the chart that the markers surround, before scaling: s low and high, z low and high, mm."""
    s_label, z_label = _labels(fit)
    low, high, down, up = _extent(fit)
    return low + s_label, high + s_label, down + z_label, up + z_label


def _axes(fit: Fit) -> tuple[Array, Array]:
    low, high, down, up = _extent(fit)
    seen = fit.model.seen
    if len(seen) == 1 and seen[0].flexible:
        down, up = (down - ONE_SIDED_MM, up) if seen[0].turned else (down, up + ONE_SIDED_MM)
    return nodes(low - BEYOND_MM, high + BEYOND_MM), nodes(down - BEYOND_MM, up + BEYOND_MM)


def _skew(fit: Fit, x: Array) -> Array:
    """Mean direction of the pieces against the base's axis, (B, 1)."""
    return x[:, SKEWS].mean(1, keepdims=True) if len(fit.model.seen) == 2 else x[:, [SKEWS.start]]


def _extent(fit: Fit) -> tuple[float, float, float, float]:
    """Reach of the markers in view, from the chart's own centre."""
    seen, x = fit.model.seen, fit.x
    u = [(s.uv_mm[:, 0] - s.reference_mm[0]) * (-1 if s.turned else 1) for s in seen]
    v = [(s.uv_mm[:, 1] - s.reference_mm[1]) * (1 if s.turned else -1) for s in seen]
    shift = [0.5 * x[OFFSET], -0.5 * x[OFFSET]] if len(seen) == 2 else [0.0]
    rise = [0.5 * x[APART], -0.5 * x[APART]] if len(seen) == 2 else [0.0]
    round_limb = np.concatenate([a + b for a, b in zip(u, shift, strict=True)])
    along = np.concatenate([a + b for a, b in zip(v, rise, strict=True)])
    return float(round_limb.min()), float(round_limb.max()), float(along.min()), float(along.max())


def _labels(fit: Fit) -> tuple[float, float]:
    """What to add to s and z so that the origin belongs to the target and not to what the picture shows of it.

    On two strips s = 0 where the mean of their cell coordinates, counted round the limb from mid-strip, is 0.
    """
    seen = fit.model.seen
    if not seen[0].flexible:
        return seen[0].reference_mm[0], -seen[0].reference_mm[1]
    s = [(PIECE_REFERENCE_U_MM - p.reference_mm[0]) * (1 if p.turned else -1) for p in seen]
    return float(np.mean(s)), 0.0
