"""The limb's smooth form under a scan: the same cone with bumps that photographs are fitted with.

Points that stand off the form (a scar, a hair, the edge of a sock) count for little, so the form passes under a raised
scar and over a sunken one; what it still takes up of a scar is put right when heights are referred to the healthy skin
round the outline.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.limb.surface import Bumps, Surface
from mesoject.capture.scan.base import Base, off_base, round_base
from mesoject.skinmap.bumps import WIDTH_ALONG_MM, WIDTH_ROUND_MM, bump_lattice, robust_bumps

Array = NDArray[np.float64]
REACHES_MM = (1.5, 1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.15, 0.15, 0.15)
CHUNK = 50_000


def fit_form(points: Array, base: Base) -> tuple[Surface, float]:
    """Fit bumps on ``base`` to a thinned scan (N, 3); the surface and the median distance of points from it, mm."""
    limb = base.pose.to_limb(points)
    w, y = round_base(limb, base.curvature), limb[:, 1]
    lattice = bump_lattice(w, y)
    height = off_base(limb, base.curvature) - base.taper * y
    weights, rest = robust_bumps(lattice.terms(w, y), height, REACHES_MM)
    bumps = Bumps(lattice.round_mm, lattice.along_mm, WIDTH_ROUND_MM, WIDTH_ALONG_MM)
    surface = Surface(np.array([[base.curvature]]), np.array([[base.taper]]), weights[None], bumps)
    return surface, float(np.median(np.abs(rest)))


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
