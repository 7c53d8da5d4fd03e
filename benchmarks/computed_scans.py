"""Computed scans: analytic limbs with an analytic scar, sampled with a scanner's noise.

A limb is r(θ, y) = R + taper y + ellipse + a shin's edge + a calf's bulge; a scar is a height over it, along its
normal, with a ragged border, an edge and a foot; skin has furrows and, wider, the undulation of what lies under it.
None of these is what the method fits: it knows cones with bumps, polynomials and plates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.spatial.transform import Rotation

from mesoject.capture.scan.assemble import scan_map
from mesoject.capture.scan.mesh import Mesh
from mesoject.records import Outline
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]
FURROW_MM, UNDULATION_MM = 1.0, 7.0
CORRELATED_MM = 1.0  # SD of the kernel: the scanner's own smoothing


@dataclass(frozen=True)
class Kind:
    """What computed scans have in common.

    ``height_mm`` of the scar's middle, smallest and largest; ``noise_mm`` of the scanner, half of its variance smooth;
    ``furrow_mm`` and ``undulation_mm`` of healthy skin; ``border_sd_mm`` of the outline as a rater draws it;
    ``long_mm`` the scar's longer half-axis, the shorter at most ``most_short_mm``, with ``margin_mm`` of skin scanned.
    """

    height_mm: tuple[float, float] = (0.15, 2.5)
    noise_mm: float = 0.05
    step_mm: float = 0.5
    furrow_mm: float = 0.015
    undulation_mm: float = 0.02
    border_sd_mm: float = 0.3
    long_mm: tuple[float, float] = (8.0, 24.0)
    most_short_mm: float = 13.0
    margin_mm: float = 16.0


@dataclass(frozen=True)
class Computed:
    """A scan with its outline as drawn, and the truth inside the true outline."""

    mesh: Mesh
    outline: Outline
    area_mm2: float
    volume_mm3: float
    height_mean_mm: float
    height_p98_mm: float
    depth_p98_mm: float
    volume_raised_mm3: float
    volume_sunken_mm3: float

    def skin(self) -> SkinMap:
        """The scan as the program sees it."""
        return scan_map(self.mesh, {"scan_sha256": "0" * 64, "scan_unit": "mm", "method": "computed"}, [])


@dataclass(frozen=True)
class _Limb:
    radius: float
    taper: float
    ellipse: float
    turned: float
    shin: tuple[float, float, float]  # height, angle, width in radians
    calf: tuple[float, float, float]  # height, place, length in mm

    def r(self, angle: Array, y: Array) -> Array:
        shin, calf = self.shin, self.calf
        return np.asarray(
            self.radius
            + self.taper * y
            + self.ellipse * np.cos(2 * (angle - self.turned))
            + shin[0] * np.exp(-0.5 * ((angle - shin[1]) / shin[2]) ** 2)
            + calf[0] * np.exp(-0.5 * ((y - calf[1]) / calf[2]) ** 2)
        )

    def points(self, angle: Array, y: Array, height: Array | float = 0.0) -> Array:
        """Places ``height`` above the limb, along its normal."""
        step = 1e-4
        r = self.r(angle, y)
        by_angle = (self.r(angle + step, y) - self.r(angle - step, y)) / (2 * step)
        by_y = (self.r(angle, y + step) - self.r(angle, y - step)) / (2 * step)
        sin, cos = np.sin(angle), np.cos(angle)
        out = np.stack([r * sin - by_angle * cos, -by_y * r, r * cos + by_angle * sin], -1)
        out /= np.linalg.norm(out, axis=-1, keepdims=True)
        return np.asarray(np.stack([r * sin, y, r * cos], -1) + np.asarray(height)[..., None] * out)

    def area(self, angle: Array, y: Array) -> Array:
        """Square millimetres of limb for a radian and a millimetre."""
        step = 1e-4
        r = self.r(angle, y)
        by_angle = (self.r(angle + step, y) - self.r(angle - step, y)) / (2 * step)
        by_y = (self.r(angle, y + step) - self.r(angle, y - step)) / (2 * step)
        return np.asarray(np.sqrt(r * r * (1 + by_y**2) + by_angle**2))


@dataclass(frozen=True)
class _Scar:
    long: float
    short: float
    turned: float
    height: float
    edge: float
    foot: float
    rag: Array  # amplitudes and phases of the border's harmonics, (K, 2)

    def inside_mm(self, x: Array, y: Array) -> Array:
        """Distance inwards from the border, nearly; negative outside."""
        c, s = np.cos(self.turned), np.sin(self.turned)
        u, v = (c * x + s * y) / self.long, (c * y - s * x) / self.short
        at = np.arctan2(v, u)
        radius = self._radius(at)
        reach = np.hypot(c * x + s * y, c * y - s * x) / np.maximum(np.hypot(u, v), 1e-9)
        return np.asarray((radius - np.hypot(u, v)) * reach)

    def relief(self, x: Array, y: Array) -> Array:
        """Height over the limb: from the foot outside the border over the edge to the middle."""
        t = np.clip((self.inside_mm(x, y) + self.foot) / (self.edge + self.foot), 0, 1)
        return np.asarray(self.height * t * t * (3 - 2 * t))

    def border(self, shift: float, count: int = 300) -> Array:
        """The border (count, 2), moved outwards by ``shift`` mm."""
        t = np.linspace(0, 2 * np.pi, count, endpoint=False)
        u, v = self.long * self._radius(t) * np.cos(t), self.short * self._radius(t) * np.sin(t)
        ahead = np.roll(np.stack([u, v], -1), -1, 0) - np.roll(np.stack([u, v], -1), 1, 0)
        out = np.stack([ahead[:, 1], -ahead[:, 0]], -1) / np.linalg.norm(ahead, axis=1, keepdims=True)
        u, v = (np.stack([u, v], -1) + shift * out).T
        c, s = np.cos(self.turned), np.sin(self.turned)
        return np.stack([c * u - s * v, s * u + c * v], -1)

    def _radius(self, t: Array) -> Array:
        k = np.arange(2, 2 + len(self.rag))
        return np.asarray(1 + (self.rag[:, 0] * np.cos(k * np.asarray(t)[..., None] + self.rag[:, 1])).sum(-1))


def computed_scan(seed: int, kind: Kind = Kind()) -> Computed:
    """Draw one limb with one scar and scan it."""
    r = np.random.default_rng([seed, 606])
    limb, scar = _draw_limb(r), _draw_scar(r, kind)
    border = scar.border(0.0)
    low, high = border.min(0) - kind.margin_mm, border.max(0) + kind.margin_mm
    x, y = (np.arange(a, b, kind.step_mm) for a, b in zip(low, high, strict=True))
    xx, yy = np.meshgrid(x, y)
    height = scar.relief(xx, yy) + _skin(r, xx.shape, kind) + _noise(r, xx.shape, kind)
    points = limb.points(xx / limb.radius, yy, height)
    pose = Rotation.random(rng=r).as_matrix()
    shift = r.normal(0, kind.border_sd_mm) if kind.border_sd_mm else 0.0
    drawn = scar.border(shift)
    lifted = limb.points(drawn[:, 0] / limb.radius, drawn[:, 1], scar.relief(*drawn.T))
    ring = tuple(map(tuple, (lifted @ pose.T).tolist()))
    mesh = Mesh(points.reshape(-1, 3) @ pose.T, _triangles(*xx.shape), None)
    return Computed(mesh, Outline(frame="scan_xyz_mm", polygons=((ring,),)), *_truth(limb, scar, border))


def _draw_limb(r: np.random.Generator) -> _Limb:
    radius = r.uniform(35, 75)
    return _Limb(
        radius,
        r.uniform(-0.09, 0.09),
        radius * r.uniform(0, 0.07),
        r.uniform(0, np.pi),
        (r.uniform(0, 2.0), r.uniform(-1.2, 1.2), r.uniform(0.3, 0.7)),
        (r.uniform(0, 6), r.uniform(-80, 80), r.uniform(40, 80)),
    )


def _draw_scar(r: np.random.Generator, kind: Kind) -> _Scar:
    long = r.uniform(*kind.long_mm)
    short = min(long * r.uniform(0.3, 0.8), kind.most_short_mm)
    height = r.uniform(*kind.height_mm) * r.choice([-1, 1])
    rag = np.stack([0.05 * r.standard_normal(4) / np.arange(2, 6), r.uniform(0, 2 * np.pi, 4)], -1)
    edge = r.uniform(0.5, 1.0) * short
    return _Scar(long, short, r.uniform(0, np.pi), height, edge, r.uniform(0.2, 0.8), rag)


def _skin(r: np.random.Generator, shape: tuple[int, ...], kind: Kind) -> Array:
    furrows = _smooth(r, shape, FURROW_MM / kind.step_mm)
    return kind.furrow_mm * furrows + kind.undulation_mm * _smooth(r, shape, UNDULATION_MM / kind.step_mm)


def _noise(r: np.random.Generator, shape: tuple[int, ...], kind: Kind) -> Array:
    each = kind.noise_mm / np.sqrt(2)
    return np.asarray(each * (r.standard_normal(shape) + _smooth(r, shape, CORRELATED_MM / kind.step_mm)))


def _smooth(r: np.random.Generator, shape: tuple[int, ...], sd_px: float) -> Array:
    """A smooth random field of SD 1."""
    wide = int(4 * sd_px) + 1
    field = gaussian_filter(r.standard_normal((shape[0] + 2 * wide, shape[1] + 2 * wide)), sd_px, truncate=4)
    return np.asarray(field[wide:-wide, wide:-wide] * 2 * np.sqrt(np.pi) * sd_px)


def _triangles(rows: int, columns: int) -> NDArray[np.int64]:
    number = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (v.ravel() for v in (number[:-1, :-1], number[:-1, 1:], number[1:, :-1], number[1:, 1:]))
    return np.concatenate([np.stack([a, b, d], -1), np.stack([a, d, c], -1)])


def _truth(limb: _Limb, scar: _Scar, border: Array) -> tuple[float, ...]:
    """The truth inside the true border, in the order of `Computed`, by a grid 300 times finer than the scar is wide."""
    step = scar.short / 150
    x, y = (np.arange(a, b, step) for a, b in zip(border.min(0), border.max(0), strict=True))
    xx, yy = np.meshgrid(x, y)
    inside = scar.inside_mm(xx, yy) > 0
    cell = (limb.area(xx / limb.radius, yy) / limb.radius)[inside] * step**2
    height = scar.relief(xx, yy)[inside]
    area, volume = float(cell.sum()), float(cell @ height)
    low, high = np.quantile(height, [0.02, 0.98])
    raised = float(cell @ np.maximum(height, 0))
    return area, volume, volume / area, float(high), float(-low), raised, raised - volume
