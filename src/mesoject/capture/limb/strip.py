"""Where a place of a paper strip lies on the limb: its centre line is a geodesic, its cross lines too.

Paper bends but does not stretch, so a strip wrapped without creases follows geodesics of the surface.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicHermiteSpline

from mesoject.capture.limb.surface import Array, Surface, shoot

STEP_MM = 14.0
FAR_MM = 1e9  # where a geodesic ends that a trial step of the fit sent off every limb


class Place(NamedTuple):
    """Where a strip's reference point lies, each (B, 1): w and y in mm, skew in radians against the base's axis."""

    w: Array
    y: Array
    skew: Array


class Laid(NamedTuple):
    """A piece to be laid: where its reference point lies, and which places of it are wanted.

    ``turned`` strips have u against w and v along y (they stand on their head when the hip is up).
    """

    place: Place
    uv_mm: NDArray[np.float64]
    reference_mm: tuple[float, float]
    turned: bool


def lay(surface: Surface, pieces: Sequence[Laid]) -> list[tuple[Array, Array]]:
    """Return w and y, each (B, K), of the wanted places of every piece; all are integrated together."""
    along = [(p.uv_mm[:, 0] - p.reference_mm[0]) * (-1 if p.turned else 1) for p in pieces]
    across = [(p.uv_mm[:, 1] - p.reference_mm[1]) * (1 if p.turned else -1) for p in pieces]
    line = _centre_lines(surface, [p.place for p in pieces], along)
    normal = surface.turn_left(*line)
    w, y, *_ = surface.step((line[0], line[1], *normal), np.concatenate(across))
    cuts = np.cumsum([len(a) for a in along])[:-1]
    return list(zip(np.split(w, cuts, axis=1), np.split(y, cuts, axis=1), strict=True))


def _centre_lines(surface: Surface, places: list[Place], along: list[NDArray[np.float64]]) -> tuple[Array, ...]:
    """States (w, y, vw, vy), each (B, K), of every piece's centre line at the distances ``along`` from its start."""
    n = len(places)
    reach_mm = max(float(np.abs(a).max()) for a in along) + 1e-6
    steps = int(np.ceil(reach_mm / STEP_MM))
    w, y, skew = (np.concatenate([p[i] for p in places], axis=1) for i in range(3))
    vw, vy = surface.unit(w, y, np.pi / 2 - skew)
    both = tuple(np.concatenate(ab, axis=1) for ab in ((w, w), (y, y), (vw, -vw), (vy, -vy)))
    states = np.stack([np.stack(s) for s in shoot(surface, both, reach_mm, steps)])
    ahead, behind = states[..., :n], states[:0:-1, ..., n:] * np.array([1, 1, -1, -1])[:, None, None]
    table = np.nan_to_num(np.concatenate([behind, ahead]), nan=FAR_MM, posinf=FAR_MM, neginf=-FAR_MM)
    knots = np.linspace(-reach_mm, reach_mm, 2 * steps + 1)
    parts = []
    for k, at in enumerate(along):
        spline = CubicHermiteSpline(knots, table[:, :2, :, k], table[:, 2:, :, k])
        parts.append(np.concatenate([spline(at), spline(at, 1)], axis=1))
    joined = np.concatenate(parts).transpose(1, 2, 0)
    return joined[0], joined[1], joined[2], joined[3]
