"""The unknowns of a photograph, their priors, and where they put the marker corners."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.limb.camera import Camera
from mesoject.capture.limb.strip import Laid, Place, lay
from mesoject.capture.limb.surface import NO_BUMPS, Array, Bumps, Surface
from mesoject.skinmap.bumps import BUMP_SD_MM


class Seen(NamedTuple):
    """The markers of one piece that are in the picture.

    Attributes
    ----------
    name : str
    turned, flexible : bool
    uv_mm : (K, 2)
        Corners in piece millimetres, four a marker.
    px : (K, 2)
        The same in photo pixels.
    reference_mm : (u, v)
        The place of the piece that the unknowns speak of: mid of the markers in view, mid of the width.
    """

    name: str
    turned: bool
    flexible: bool
    uv_mm: Array
    px: Array
    reference_mm: tuple[float, float]


@dataclass(frozen=True)
class Priors:
    """What is known before the markers are looked at; SD 0 holds an unknown fixed.

    Sources: curvature and taper of lower legs and thighs span these ranges (limb radius 25 mm to flat); bump SD and
    widths come from a real lower leg (docs/method.md, "The limb's prior"); distortion is what phones leave after
    their own correction.
    """

    focal_sd_rel: float
    centre_sd_px: float
    curvature: float = 0.016
    curvature_sd: float = 0.012
    taper_sd: float = 0.10
    skew_sd_rad: float = 0.06
    offset_sd_mm: float = 30.0
    distance_mm: float = 75.0
    distance_sd_mm: float = 40.0
    distortion_sd: float = 0.01
    edge_offset_sd_px: float = 1.0
    bump_sd_mm: float = BUMP_SD_MM
    bumps: Bumps = field(default=NO_BUMPS)


# The layout of an unknowns' vector; weights of the bumps follow.
FOCAL, CENTRE, K1, ROTATION, TRANSLATION = 0, slice(1, 3), 3, slice(4, 7), slice(7, 10)
CURVATURE, TAPER, EDGE, APART, OFFSET, SKEWS, WEIGHTS = 10, 11, 12, 13, 14, slice(15, 17), slice(17, None)


@dataclass(frozen=True)
class Model:
    """Everything that turns unknowns (B, N) into predicted corners.

    The base's axis is tied to the pieces: with two, their reference points lie at (+offset/2, +apart/2) and
    (-offset/2, -apart/2); with one, at the origin.
    """

    seen: tuple[Seen, ...]
    focal_px: float
    centre_px: tuple[float, float]
    priors: Priors
    lift_mm: float

    def mean_and_sd(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Prior mean and SD of every unknown; infinite where there is none, 0 where it is held."""
        p, two = self.priors, len(self.seen) == 2
        bent = all(s.flexible for s in self.seen)
        mean = np.zeros(17 + len(p.bumps))
        sd = np.full(len(mean), np.inf)
        sd[FOCAL], sd[CENTRE], sd[K1], sd[EDGE] = p.focal_sd_rel, p.centre_sd_px, p.distortion_sd, p.edge_offset_sd_px
        mean[CURVATURE], sd[CURVATURE] = (p.curvature, p.curvature_sd) if bent else (0.0, 0.0)
        sd[TAPER] = p.taper_sd if bent else 0.0
        mean[APART], sd[APART] = (p.distance_mm, p.distance_sd_mm) if two else (0.0, 0.0)
        sd[OFFSET] = p.offset_sd_mm if two else 0.0
        sd[SKEWS] = [p.skew_sd_rad if bent else 0.0, p.skew_sd_rad if two else 0.0]
        sd[WEIGHTS] = p.bump_sd_mm if bent else 0.0
        return mean, sd

    def camera(self, x: Array) -> Camera:
        """Cameras of unknowns (B, N)."""
        return Camera(
            self.focal_px * np.exp(x[:, FOCAL, None]),
            x[:, K1, None],
            np.add(self.centre_px, x[:, CENTRE]),
            x[:, ROTATION],
            x[:, TRANSLATION],
        )

    def surface(self, x: Array) -> Surface:
        """Limb surfaces of unknowns (B, N)."""
        return Surface(x[:, CURVATURE, None], x[:, TAPER, None], x[:, WEIGHTS], self.priors.bumps)

    def place(self, x: Array, k: int) -> Place:
        """Where piece ``k`` lies."""
        sign = (0.5 if k == 0 else -0.5) if len(self.seen) == 2 else 0.0
        return Place(sign * x[:, OFFSET, None], sign * x[:, APART, None], x[:, [SKEWS.start + k]])

    def points(self, x: Array, k: int, uv_mm: Array) -> Array:
        """Places ``uv_mm`` (K, 2) of piece ``k`` in the limb's frame, (B, K, 3), at the paper's upper side."""
        surface = self.surface(x)
        ((w, y),) = lay(surface, [self._laid(x, k, uv_mm)])
        return surface.points(w, y, self.lift_mm)

    def corners(self, x: Array) -> Array:
        """Predicted marker corners (B, K, 2) in pixels, with the edges' common offset."""
        surface = self.surface(x)
        laid = lay(surface, [self._laid(x, k, s.uv_mm) for k, s in enumerate(self.seen)])
        w, y = (np.concatenate([piece[i] for piece in laid], axis=1) for i in range(2))
        return shrink(self.camera(x).project(surface.points(w, y, self.lift_mm)), x[:, EDGE])

    def _laid(self, x: Array, k: int, uv_mm: Array) -> Laid:
        seen = self.seen[k]
        return Laid(self.place(x, k), uv_mm, seen.reference_mm, seen.turned)

    @property
    def observed(self) -> Array:
        """Observed corners (K, 2), in the order of :meth:`corners`."""
        return np.concatenate([s.px for s in self.seen])


def shrink(px: Array, by_px: Array) -> Array:
    """Move the edges of quadrilaterals, four consecutive of (B, K, 2), inwards by ``by_px`` (B,)."""
    quad = px.reshape(px.shape[0], -1, 4, 2)
    ahead = np.roll(quad, -1, axis=2) - quad
    ahead = ahead / np.linalg.norm(ahead, axis=-1, keepdims=True)
    back = -np.roll(ahead, 1, axis=2)
    sine = np.abs(ahead[..., 0] * back[..., 1] - ahead[..., 1] * back[..., 0])[..., None]
    moved: Array = quad + by_px[:, None, None, None] * (ahead + back) / np.maximum(sine, 0.1)
    return moved.reshape(px.shape)
