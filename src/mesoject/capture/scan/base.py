"""The limb's axis in a scan: the cone that most of its points lie on.

Normals of a cone are nearly square to its axis, so the axis starts as the direction that they have least of; a circle
through the points as seen along it gives the first radius. A robust fit of pose, curvature and taper follows. It is
written as the photograph's limb is, by curvature and not by radius, so that it does not mind a nearly flat thigh.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from mesoject.capture.limb.model import Priors

Array = NDArray[np.float64]
SAMPLE = 3000
NEIGHBOURS = 12
LOSS_MM = 0.5  # a scar's height; beyond it points count for little
PRIORS = Priors(0.0, 0.0)


class Pose(NamedTuple):
    """Where the limb's frame lies in the scan: x round the limb, y along it, z outwards, all at the origin."""

    origin: Array
    axes: Array  # (3, 3), rows are x, y and z

    def to_limb(self, points: Array) -> Array:
        """Scan places (..., 3) in the limb's frame."""
        return (points - self.origin) @ self.axes.T

    def to_scan(self, points: Array) -> Array:
        """Places (..., 3) of the limb's frame in the scan's."""
        return points @ self.axes + self.origin


class Base(NamedTuple):
    """A cone in a scan: pose, curvature (1/mm), taper, and the median distance of points from it, mm."""

    pose: Pose
    curvature: float
    taper: float
    off_mm: float


def fit_base(points: Array) -> Base:
    """Fit a cone to a thinned scan (N, 3), its thick end towards +y."""
    normals = plane_normals(points)
    _, vectors = np.linalg.eigh(normals.T @ normals)
    best = min((_fit_from(points, vectors[:, k]) for k in (0, 1)), key=lambda found: found[0])[1]
    return best if best.taper >= 0 else _turned(best)


def thinned(points: Array, count: int = SAMPLE) -> Array:
    """About ``count`` points, evenly spread in space, each the one nearest to the middle of its cube."""
    low, high = points.min(0), points.max(0)
    side = float(np.sort(high - low)[1:].prod() / count) ** 0.5
    for _ in range(8):
        cells = np.floor((points - low) / side).astype(np.int64)
        keys = (cells[:, 0] * 1_000_003 + cells[:, 1]) * 1_000_003 + cells[:, 2]
        _, first = np.unique(keys, return_index=True)
        if 0.6 * count <= len(first) <= 1.7 * count or len(first) == len(points):
            break
        side *= (len(first) / count) ** 0.5
    return points[first]


def plane_normals(points: Array) -> Array:
    """Unit normals (N, 3), their sign undecided, of planes through each point and its neighbours."""
    _, near = cKDTree(points).query(points, min(NEIGHBOURS, len(points)))
    around = points[near] - points[near].mean(1, keepdims=True)
    _, vectors = np.linalg.eigh(np.einsum("nki,nkj->nij", around, around))
    return np.asarray(vectors[..., 0])


def off_base(limb: Array, curvature: float) -> Array:
    """Distance (N,) outwards of places (N, 3) in the limb's frame from the base cylinder."""
    x, _, z = limb.T
    return np.asarray((curvature * (x * x + z * z) + 2 * z) / (1 + np.hypot(curvature * x, 1 + curvature * z)))


def round_base(limb: Array, curvature: float) -> Array:
    """Distance (N,) round the base cylinder, w."""
    x, _, z = limb.T
    angle = np.arctan2(curvature * x, 1 + curvature * z)
    return np.asarray(angle / curvature if abs(curvature) > 1e-9 else x)


def _fit_from(points: Array, axis: Array) -> tuple[float, Base]:
    """Robust fit from an axis; its cost and the cone."""
    start, curvature = _start(points, axis)

    def residuals(u: Array) -> Array:
        limb = _moved(start, u).to_limb(points)
        off = off_base(limb, u[4]) - u[3] - u[5] * limb[:, 1]
        prior = [(u[4] - PRIORS.curvature) / PRIORS.curvature_sd, u[5] / PRIORS.taper_sd]
        return np.concatenate([off / LOSS_MM, prior])

    first = np.array([0, 0, 0, 0, curvature, 0.0])
    found = least_squares(residuals, first, loss="soft_l1", x_scale=[0.1, 0.1, 0.1, 1, 0.005, 0.05], max_nfev=60)
    u = found.x
    pose = _moved(start, u)
    pose = Pose(pose.origin + u[3] * pose.axes[2], pose.axes)
    # lifted by h, a cylinder of curvature k has the curvature k / (1 + k h)
    base = Base(pose, float(u[4] / (1 + u[4] * u[3])), float(u[5]), 0.0)
    limb = pose.to_limb(points)
    off = np.abs(off_base(limb, base.curvature) - base.taper * limb[:, 1])
    return float(found.cost), base._replace(off_mm=float(np.median(off)))


def _start(points: Array, axis: Array) -> tuple[Pose, float]:
    """A frame on the skin and a curvature, from the circle that the points make as seen along ``axis``."""
    centre = points.mean(0)
    across = np.linalg.svd(np.eye(3) - np.outer(axis, axis))[0][:, :2]
    flat = (points - centre) @ across
    x, y = flat.T
    terms = np.stack([2 * x, 2 * y, np.ones(len(x))], -1)
    a, b, c = np.linalg.lstsq(terms, x * x + y * y, rcond=None)[0]
    radius = float(np.sqrt(max(c + a * a + b * b, 1e-12)))
    outward = _facing(flat - [a, b]) @ across.T
    origin = centre + across @ [a, b] + radius * outward
    axes = np.stack([np.cross(axis, outward), axis, outward])
    return Pose(origin, axes), 1 / max(radius, 1.0)


def _facing(spokes: Array) -> Array:
    """Unit direction (2,) from the axis to the middle of the skin; away from the widest gap on a whole limb."""
    angles = np.sort(np.arctan2(spokes[:, 1], spokes[:, 0]))
    gaps = np.diff(np.concatenate([angles, angles[:1] + 2 * np.pi]))
    widest = int(np.argmax(gaps))
    away = angles[widest] + gaps[widest] / 2 + np.pi
    return np.array([np.cos(away), np.sin(away)])


def _moved(start: Pose, u: Array) -> Pose:
    """The start, turned about its own axes by ``u[:3]``."""
    return Pose(start.origin, Rotation.from_rotvec(u[:3]).as_matrix().T @ start.axes)


def _turned(base: Base) -> Base:
    """The same cone with its other end towards +y."""
    x, y, z = base.pose.axes
    return base._replace(pose=Pose(base.pose.origin, np.stack([-x, -y, z])), taper=-base.taper)
