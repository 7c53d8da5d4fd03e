"""Where a place of a paper strip lies on the limb: its centre line is a geodesic, its cross lines too.

Paper bends but does not stretch, so a strip wrapped without creases follows geodesics of the surface.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicHermiteSpline

from mesoject.capture.limb.surface import Array, Surface, shoot

STEP_MM = 14.0


class Place(NamedTuple):
    """Where a strip's reference point lies, each (B, 1): w and y in mm, skew in radians against the base's axis."""

    w: Array
    y: Array
    skew: Array


def lay(
    surface: Surface, place: Place, uv_mm: NDArray[np.float64], reference_mm: tuple[float, float], turned: bool
) -> tuple[Array, Array]:
    """Return w and y, each (B, K), of strip places ``uv_mm`` (K, 2) when ``reference_mm`` lies at ``place``.

    ``turned`` strips have u against w and v along y (they stand on their head when the hip is up).
    """
    along = (uv_mm[:, 0] - reference_mm[0]) * (-1 if turned else 1)
    across = (uv_mm[:, 1] - reference_mm[1]) * (1 if turned else -1)
    w, y, vw, vy = _centre_line(surface, place, along)
    nw, ny = surface.turn_left(w, y, vw, vy)
    w, y, *_ = surface.step((w, y, nw, ny), across)
    return w, y


def _centre_line(surface: Surface, place: Place, along: NDArray[np.float64]) -> tuple[Array, ...]:
    """States (w, y, vw, vy) of the centre line at the distances ``along`` (K,) from its start."""
    reach_mm = float(np.abs(along).max()) + 1e-6
    steps = int(np.ceil(reach_mm / STEP_MM))
    vw, vy = surface.unit(place.w, place.y, np.pi / 2 - place.skew)
    both = tuple(np.concatenate([a, b], axis=1) for a, b in ((place.w,) * 2, (place.y,) * 2, (vw, -vw), (vy, -vy)))
    states = shoot(surface, both, reach_mm, steps)
    knots = np.linspace(-reach_mm, reach_mm, 2 * steps + 1)

    def joined(i: int, sign: int) -> Array:
        ahead = [s[i][:, 0] for s in states]
        behind = [sign * s[i][:, 1] for s in states[:0:-1]]
        return np.stack(behind + ahead, axis=1)

    w, y, dw, dy = joined(0, 1), joined(1, 1), joined(2, -1), joined(3, -1)
    values, slopes = np.stack([w, y], -1), np.stack([dw, dy], -1)
    line = CubicHermiteSpline(knots, values, slopes, axis=1)
    position, velocity = line(along), line(along, 1)
    return position[..., 0], position[..., 1], velocity[..., 0], velocity[..., 1]
