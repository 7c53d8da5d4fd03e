"""The limb's surface: a cone of any curvature (a plane is zero) with a smooth relief, and geodesics on it.

Places are (w, y): w round the base cylinder, y along it towards the hip, both in mm; n points outwards::

    X(w, y) = ((1/k + h) sin kw,  y,  (1/k + h) cos kw - 1/k)        h(w, y) = taper y + sum_j a_j g_j(w, y)

g_j are Gaussian bumps on a fixed lattice; with independent normal a_j, h is a stationary Gaussian process.
Every function works on a batch: parameters have shape (B, 1) or (B, M), places (B, K).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Bumps:
    """The relief's lattice: bumps at every pair of ``round_mm`` (P,) and ``along_mm`` (Q,), and their widths."""

    round_mm: Array
    along_mm: Array
    width_w_mm: float
    width_y_mm: float

    def __len__(self) -> int:
        return len(self.round_mm) * len(self.along_mm)


NO_BUMPS = Bumps(np.zeros(0), np.zeros(0), 1.0, 1.0)


class Relief(NamedTuple):
    """h and its derivatives at (B, K) places."""

    h: Array
    hw: Array
    hy: Array
    hww: Array
    hwy: Array
    hyy: Array


class Surface(NamedTuple):
    """A batch of limb surfaces: curvature (B, 1) in 1/mm, taper (B, 1), relief weights (B, M) in mm."""

    curvature: Array
    taper: Array
    weights: Array
    bumps: Bumps

    def relief(self, w: Array, y: Array) -> Relief:
        """Height above the base cylinder and its derivatives."""
        b = self.bumps
        weights = self.weights.reshape(len(self.weights), 1, len(b.along_mm), len(b.round_mm)).swapaxes(-1, -2)
        fw = _bells((w[..., None] - b.round_mm) / b.width_w_mm, b.width_w_mm)
        fy = _bells((y[..., None] - b.along_mm) / b.width_y_mm, b.width_y_mm)
        g = fw @ weights @ fy.swapaxes(-1, -2)
        return Relief(
            self.taper * y + g[..., 0, 0],
            g[..., 1, 0],
            self.taper + g[..., 0, 1],
            g[..., 2, 0],
            g[..., 1, 1],
            g[..., 0, 2],
        )

    def points(self, w: Array, y: Array, lift: float = 0.0) -> Array:
        """Places in the limb's frame, (B, K, 3) mm, ``lift`` mm above the surface along the base's normal."""
        h = self.relief(w, y).h + lift
        kw = self.curvature * w
        half = np.sinc(kw / (2 * np.pi))
        return np.stack(
            [w * np.sinc(kw / np.pi) + h * np.sin(kw), y + 0 * h, h * np.cos(kw) - 0.5 * kw * w * half**2], -1
        )

    def tangents(self, w: Array, y: Array) -> tuple[Array, Array, Array]:
        """X_w, X_y and the unit outward normal, each (B, K, 3)."""
        r = self.relief(w, y)
        kw = self.curvature * w
        sin, cos = np.sin(kw), np.cos(kw)
        e = 1 + self.curvature * r.h
        xw = np.stack([e * cos + r.hw * sin, 0 * kw, -e * sin + r.hw * cos], -1)
        xy = np.stack([r.hy * sin, 1 + 0 * kw, r.hy * cos], -1)
        n = np.cross(xw, xy)
        return xw, xy, n / np.linalg.norm(n, axis=-1, keepdims=True)

    def acceleration(self, w: Array, y: Array, vw: Array, vy: Array) -> tuple[Array, Array]:
        """Second derivative of a geodesic's place, from its velocity.

        In the frame (round, along, out) of the base the tangents are (e, 0, hw) and (0, 1, hy) with e = 1 + k h.
        """
        r = self.relief(w, y)
        k = self.curvature
        e = 1 + k * r.h
        # A = X_ww vw^2 + 2 X_wy vw vy + X_yy vy^2 in (round, out); its component along the axis is zero
        a_round = 2 * k * vw * (r.hw * vw + r.hy * vy)
        a_out = (r.hww - k * e) * vw * vw + 2 * r.hwy * vw * vy + r.hyy * vy * vy
        bw, by = e * a_round + r.hw * a_out, r.hy * a_out
        gww, gwy, gyy = e * e + r.hw**2, r.hw * r.hy, 1 + r.hy**2
        det = gww * gyy - gwy * gwy
        return -(gyy * bw - gwy * by) / det, -(gww * by - gwy * bw) / det

    def unit(self, w: Array, y: Array, angle: Array) -> tuple[Array, Array]:
        """Velocity (dw, dy) of the unit tangent at ``angle`` from the y direction, turning towards +w."""
        r = self.relief(w, y)
        e = 1 + self.curvature * r.h
        gww, gwy, gyy = e * e + r.hw**2, r.hw * r.hy, 1 + r.hy**2
        vw = np.sin(angle) * np.sqrt(gyy / (gww * gyy - gwy * gwy))
        return vw, np.cos(angle) / np.sqrt(gyy) - vw * gwy / gyy

    def turn_left(self, w: Array, y: Array, vw: Array, vy: Array) -> tuple[Array, Array]:
        """Unit velocity perpendicular to a unit velocity, a quarter turn from +w towards +y."""
        r = self.relief(w, y)
        e = 1 + self.curvature * r.h
        gww, gwy, gyy = e * e + r.hw**2, r.hw * r.hy, 1 + r.hy**2
        root = np.sqrt(gww * gyy - gwy * gwy)
        return -(gwy * vw + gyy * vy) / root, (gww * vw + gwy * vy) / root

    def step(self, state: tuple[Array, ...], length: Array | float) -> tuple[Array, ...]:
        """Advance geodesics (w, y, vw, vy) by ``length`` mm: one Runge-Kutta step of fourth order."""

        def rate(s: tuple[Array, ...]) -> tuple[Array, ...]:
            return (s[2], s[3], *self.acceleration(*s))

        def along(k: tuple[Array, ...], share: float) -> tuple[Array, ...]:
            return tuple(a + share * length * b for a, b in zip(state, k, strict=True))

        k1 = rate(state)
        k2 = rate(along(k1, 0.5))
        k3 = rate(along(k2, 0.5))
        k4 = rate(along(k3, 1.0))
        return tuple(
            a + length / 6 * (p + 2 * q + 2 * r + s) for a, p, q, r, s in zip(state, k1, k2, k3, k4, strict=True)
        )


def _bells(p: Array, width_mm: float) -> Array:
    """Gaussian bells at scaled distances ``p`` (..., P) with their first and second derivatives, (..., 3, P)."""
    g = np.exp(-0.5 * p * p)
    return np.stack([g, -p * g / width_mm, (p * p - 1) * g / width_mm**2], axis=-2)


def shoot(surface: Surface, start: tuple[Array, ...], length_mm: float, steps: int) -> list[tuple[Array, ...]]:
    """Geodesics from ``start`` (w, y, vw, vy); the states at 0, 1, ..., ``steps`` equal parts of ``length_mm``."""
    states = [start]
    for _ in range(steps):
        states.append(surface.step(states[-1], length_mm / steps))
    return states
