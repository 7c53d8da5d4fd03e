"""How far limbs depart from cones: bumps on a lattice, with their usual size (docs/method.md, "The limb's prior")."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# benchmarks/limb_prior.py measures these on a real lower leg.
WIDTH_ROUND_MM, WIDTH_ALONG_MM = 22.0, 45.0
BUMP_SD_MM = 3.5
POINT_SD_MM = 0.5  # of a point of skin about the bumps: they follow the limb, not a scar


class BumpLattice(NamedTuple):
    """Centres of bumps round the limb (P,) and along it (Q,), mm."""

    round_mm: Array
    along_mm: Array

    def __len__(self) -> int:
        return len(self.round_mm) * len(self.along_mm)

    def terms(self, round_limb: Array, along: Array) -> Array:
        """Each bump's height (N, Q * P) at places (N,), (N,)."""
        fw, fy = self.bells(round_limb, along)
        return np.asarray((fy[:, :, None] * fw[:, None, :]).reshape(len(round_limb), -1))

    def bells(self, round_limb: Array, along: Array) -> tuple[Array, Array]:
        """The two factors of the bumps at places (N,) round, (N, P), and (M,) along, (M, Q)."""
        fw = np.exp(-0.5 * ((round_limb[:, None] - self.round_mm) / WIDTH_ROUND_MM) ** 2)
        fy = np.exp(-0.5 * ((along[:, None] - self.along_mm) / WIDTH_ALONG_MM) ** 2)
        return np.asarray(fw), np.asarray(fy)


def bump_lattice(round_limb: Array, along: Array) -> BumpLattice:
    """Bumps a width apart over all places (N,), (N,)."""
    return BumpLattice(_even(round_limb, WIDTH_ROUND_MM), _even(along, WIDTH_ALONG_MM))


def robust_bumps(terms: Array, height: Array, reaches_mm: tuple[float, ...]) -> tuple[Array, Array]:
    """Weights (M,) of bumps through heights (N,), and what is left (N,).

    Rounds of weighted ridge regression; in each a point at the round's reach counts a quarter (Geman & McClure 1987),
    so that in the end only the surface that most points share is followed.
    """
    prior = (POINT_SD_MM / BUMP_SD_MM) ** 2 * np.eye(terms.shape[1])
    weight = np.ones(len(height))
    found: Array = np.zeros(terms.shape[1])
    rest = height
    for reach in reaches_mm:
        found = np.asarray(
            np.linalg.solve(terms.T @ (terms * weight[:, None]) + prior, terms.T @ (weight * height)), np.float64
        )
        rest = height - terms @ found
        weight = 1 / (1 + (rest / reach) ** 2) ** 2
    return found, rest


def _even(at: Array, step: float) -> Array:
    """Centres a step apart over all places, symmetric about their middle."""
    low, high = float(at.min()), float(at.max())
    count = max(3, math.ceil((high - low) / step) + 1)
    return np.asarray((low + high) / 2 + (np.arange(count) - (count - 1) / 2) * step, np.float64)
