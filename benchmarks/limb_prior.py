"""Is the prior of the limb's relief like a real leg? Cone fitted to windows of a leg's mesh, and to draws of the prior.

python -m benchmarks.limb_prior MESH.stl        (binary STL in mm, the leg along its longest side)
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from benchmarks.tables import heading, row
from mesoject.capture.limb.model import Priors
from mesoject.capture.limb.prior import limb_bumps
from mesoject.capture.limb.surface import Surface

Array = NDArray[np.float64]
HALF_ROUND_MM, HALF_ALONG_MM = 45.0, 60.0


def main() -> None:
    """Print how far windows of the mesh, and of the prior, lie off their best cones."""
    leg = [_off_cone(window) for window in _windows(_vertices(Path(sys.argv[1])))]
    r = np.random.default_rng(0)
    drawn = [_off_cone(_draw(r)) for _ in range(len(leg))]
    heading(
        f"Departure from the best cone over {2 * HALF_ROUND_MM:.0f} x {2 * HALF_ALONG_MM:.0f} mm, {len(leg)} windows"
    )
    for name, values in (("real lower leg (mean shape of many)", leg), ("prior", drawn)):
        row(f"{name}: RMS, median and 90th percentile", f"{np.median(values):.2f}, {np.percentile(values, 90):.2f} mm")


def _vertices(path: Path) -> Array:
    data = path.read_bytes()
    (count,) = struct.unpack_from("<I", data, 80)
    facet = np.dtype([("n", "<3f4"), ("v", "<9f4"), ("a", "<u2")])
    corners = np.frombuffer(data, facet, count, 84)["v"].reshape(-1, 3).astype(float)
    points = np.unique(corners, axis=0)
    order = np.argsort(np.ptp(points, axis=0))
    return points[:, order] - points[:, order].mean(0)


def _windows(points: Array) -> list[Array]:
    """Windows round the leg at several heights, in a frame with the leg's axis second and outwards last."""
    found = []
    low, high = points[:, 2].min() + HALF_ALONG_MM + 25, points[:, 2].max() - HALF_ALONG_MM - 25
    for height in np.linspace(low, high, 4):
        level = points[np.abs(points[:, 2] - height) < HALF_ALONG_MM]
        middle = level.mean(0)
        radius = float(np.median(np.hypot(*(level - middle)[:, :2].T)))
        for turn in np.arange(0, 2 * np.pi, np.pi / 6):
            out = np.array([np.cos(turn), np.sin(turn), 0.0])
            frame = np.stack([np.cross([0, 0, 1.0], out), [0, 0, 1.0], out])
            local = (level - middle - radius * out) @ frame.T
            angle = np.arctan2(local[:, 0], local[:, 2] + radius)
            found.append(local[np.abs(angle * radius) < HALF_ROUND_MM])
    return [w for w in found if len(w) > 100]


def _draw(r: np.random.Generator) -> Array:
    """Points of one limb from the prior."""
    priors, bumps = Priors(0.03, 1.0), limb_bumps()
    surface = Surface(
        np.array([[priors.curvature]]),
        np.array([[0.05]]),
        priors.bump_sd_mm * r.standard_normal((1, len(bumps))),
        bumps,
    )
    w, y = np.meshgrid(np.linspace(-HALF_ROUND_MM, HALF_ROUND_MM, 25), np.linspace(-HALF_ALONG_MM, HALF_ALONG_MM, 25))
    return surface.points(w.reshape(1, -1), y.reshape(1, -1))[0]


def _off_cone(points: Array) -> float:
    """RMS distance of points from the cone of any pose that fits them best, mm."""

    def distance(q: Array) -> Array:
        radius, taper = 1000 / q[0], q[1]
        foot, tilt = np.array([q[2], 0, q[3] - radius]), np.array([q[4], 1.0, q[5]])
        axis = tilt / np.linalg.norm(tilt)
        away = points - foot
        along = away @ axis
        return np.asarray(np.linalg.norm(away - along[:, None] * axis, axis=1) - radius - taper * along)

    best = least_squares(distance, [18.0, 0, 0, 0, 0, 0], x_scale=[2, 0.1, 5, 1, 0.1, 0.1])
    return float(np.sqrt(np.mean(best.fun**2)))


if __name__ == "__main__":
    main()
