"""A scan's triangles on the flat skin; a cloud of points gets its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

Array = NDArray[np.float64]
Triangles = NDArray[np.int64]
LONGEST_SIDE = 6.0  # of a cloud's triangle, times the distance of its points
ACROSS_SEAM_MM = 60.0  # a triangle so long spans the seam of a limb scanned all round


def net(mm: Array, triangles: Triangles) -> Triangles:
    """The triangles, or those of a cloud's points (N, 2) without the long ones over gaps."""
    if len(triangles):
        return triangles
    made = np.asarray(Delaunay(mm).simplices, np.int64)
    sides = [np.linalg.norm(mm[made[:, i]] - mm[made[:, j]], axis=1) for i, j in ((0, 1), (1, 2), (2, 0))]
    usual = float(np.median(sides))
    return np.asarray(made[np.max(sides, axis=0) < LONGEST_SIDE * usual], np.int64)


def unfolded(mm: Array, triangles: Triangles) -> tuple[Triangles, Array]:
    """Triangles that do not span a whole limb's seam, and signed areas (M,), positive where they face outwards."""
    a, b, c = (mm[triangles[:, k]] for k in range(3))
    u, v = b - a, c - a
    near = (np.abs(u[:, 0]) < ACROSS_SEAM_MM) & (np.abs(v[:, 0]) < ACROSS_SEAM_MM)
    if not near.all():
        triangles, u, v = triangles[near], u[near], v[near]
    return triangles, 0.5 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])


def spacing_of(mm: Array, areas: Array) -> float:
    """Side of the square that each point has to itself, mm."""
    return float(np.sqrt(areas.sum() / max(len(mm), 1)))
