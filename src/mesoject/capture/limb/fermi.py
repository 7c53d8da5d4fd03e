"""Fermi's coordinates on a limb: s is the geodesic distance from a central meridian, z the length along it."""

from __future__ import annotations

import numpy as np

from mesoject.capture.limb.surface import Array, Surface

LATTICE_MM = 5.0


def nodes(low: float, high: float) -> Array:
    """Whole multiples of the lattice step that cover low to high; zero is among them."""
    return LATTICE_MM * np.arange(np.floor(min(low, 0) / LATTICE_MM), np.ceil(max(high, 0) / LATTICE_MM) + 1)


def fermi(surface: Surface, angle: Array, s: Array, z: Array) -> tuple[Array, Array]:
    """Surface places w and y, each (B, Nz, Ns), of the lattice of ``s`` (Ns,) and ``z`` (Nz,).

    The meridian runs through (0, 0) at ``angle`` (B, 1) from the y direction, turning towards +w.
    """
    origin = np.zeros((len(angle), 1))
    meridian = _both_ways(surface, (origin, origin, *surface.unit(origin, origin, angle)), z)
    left = surface.turn_left(*meridian)
    rows = _both_ways(surface, (meridian[0], meridian[1], -left[0], -left[1]), s)
    shape = (len(angle), len(s), len(z))
    return rows[0].reshape(shape).swapaxes(1, 2), rows[1].reshape(shape).swapaxes(1, 2)


def _both_ways(surface: Surface, start: tuple[Array, ...], at: Array) -> tuple[Array, ...]:
    """States (w, y, vw, vy), each (B, len(at) * K), of K geodesics at the lattice distances ``at``, slowest first."""
    zero = int(np.flatnonzero(at == 0)[0])
    ahead, behind = [start], [start]
    for _ in at[zero + 1 :]:
        ahead.append(surface.step(ahead[-1], LATTICE_MM))
    for _ in at[:zero]:
        behind.append(surface.step(behind[-1], -LATTICE_MM))
    states = behind[:0:-1] + ahead
    w, y, vw, vy = (np.concatenate([state[i] for state in states], axis=1) for i in range(4))
    return w, y, vw, vy
