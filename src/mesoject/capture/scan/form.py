"""The limb's smooth form under a scan: the same cone with bumps that photographs are fitted with.

Points that stand off the form (a scar, a hair, the edge of a sock) count for little, so the form passes under a raised
scar and over a sunken one; what it still takes up of a scar is put right when heights are referred to the healthy skin
round the outline.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.limb.model import Priors
from mesoject.capture.limb.prior import WIDTH_ALONG_MM, WIDTH_ROUND_MM
from mesoject.capture.limb.surface import Bumps, Surface
from mesoject.capture.scan.base import Base, off_base, round_base

Array = NDArray[np.float64]
TIGHTER_MM = (1.5, 1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.15, 0.15, 0.15)  # distance at which a point counts a quarter
NOISE_MM = 0.5  # of one thinned point against the prior: bumps follow the limb, not a scar
CHUNK = 50_000


def fit_form(points: Array, base: Base) -> tuple[Surface, float]:
    """Fit bumps on ``base`` to a thinned scan (N, 3); the surface and the median distance of points from it, mm."""
    limb = base.pose.to_limb(points)
    w, y = round_base(limb, base.curvature), limb[:, 1]
    bumps = _lattice(w, y)
    terms = bump_terms(bumps, w, y)
    target = off_base(limb, base.curvature) - base.taper * y
    prior = (NOISE_MM / Priors(0.0, 0.0).bump_sd_mm) ** 2 * np.eye(len(bumps))
    weight = np.ones(len(w))
    weights: Array = np.zeros(len(bumps))
    for reach in TIGHTER_MM:
        weights = np.linalg.solve(terms.T @ (terms * weight[:, None]) + prior, terms.T @ (weight * target))
        rest = target - terms @ weights
        weight = 1 / (1 + (rest / reach) ** 2) ** 2
    surface = Surface(np.array([[base.curvature]]), np.array([[base.taper]]), weights[None], bumps)
    return surface, float(np.median(np.abs(rest)))


def bump_terms(bumps: Bumps, w: Array, y: Array) -> Array:
    """Each bump's height (N, M) at places, in the order of a surface's weights."""
    fw = np.exp(-0.5 * ((w[:, None] - bumps.round_mm) / bumps.width_w_mm) ** 2)
    fy = np.exp(-0.5 * ((y[:, None] - bumps.along_mm) / bumps.width_y_mm) ** 2)
    return np.asarray((fy[:, :, None] * fw[:, None, :]).reshape(len(w), -1))


def feet(surface: Surface, base: Base, limb: Array) -> tuple[Array, Array, Array]:
    """Places w and y on the form under points (N, 3) in the limb's frame, and heights along its normal, each (N,)."""
    parts = [_feet(surface, base, limb[k : k + CHUNK]) for k in range(0, len(limb), CHUNK)]
    w, y, height = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return w, y, height


def _feet(surface: Surface, base: Base, limb: Array) -> tuple[Array, Array, Array]:
    """One Gauss-Newton step from the foot on the base; heights of a few mm on slopes of a tenth need no second."""
    w, y = round_base(limb, base.curvature), limb[:, 1]
    r = surface.relief(w[None], y[None])
    h, hw, hy = r.h[0], r.hw[0], r.hy[0]
    above = off_base(limb, base.curvature) - h
    e = 1 + base.curvature * h
    gww, gwy, gyy = e * e + hw * hw, hw * hy, 1 + hy * hy
    det = gww * gyy - gwy * gwy
    dw, dy = above * (hw * gyy - hy * gwy) / det, above * (hy * gww - hw * gwy) / det
    return w + dw, y + dy, above / np.sqrt(1 + (hw / e) ** 2 + hy * hy)


def _lattice(w: Array, y: Array) -> Bumps:
    return Bumps(_even(w, WIDTH_ROUND_MM), _even(y, WIDTH_ALONG_MM), WIDTH_ROUND_MM, WIDTH_ALONG_MM)


def _even(at: Array, step: float) -> Array:
    """Centres a step apart over all places, symmetric about their middle."""
    low, high = float(at.min()), float(at.max())
    count = max(3, math.ceil((high - low) / step) + 1)
    return np.asarray((low + high) / 2 + (np.arange(count) - (count - 1) / 2) * step, np.float64)
