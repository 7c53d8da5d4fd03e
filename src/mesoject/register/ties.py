"""Tie points: small windows of skin found again in the other visit, each by its own correlation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.register.picture import Array
from mesoject.register.structure import COARSEST_MM, Float32, Structure, band_weights

Indices = NDArray[np.intp]
WINDOW_MM = 2.5  # sigma of the Gaussian window
NOISE_REACH_MM = float(np.hypot(WINDOW_MM, COARSEST_MM)) * 2**0.5  # how far two windows' errors go together
SPACING_MM = 4.0
NEIGHBOURS_MM, LEAST_NEIGHBOURS = 9.0, 6
ALIKE_MM = 1.0
FULL = 0.5  # of a window has to be bare skin in both pictures


@dataclass(frozen=True)
class Ties:
    """Windows of the fixed visit and where the moving one shows them.

    Attributes
    ----------
    fixed_mm, moving_mm : (N, 2)
    correlation : (N,)
        Of the window at its best place.
    """

    fixed_mm: Array
    moving_mm: Array
    correlation: Array

    def only(self, keep: NDArray[np.bool_]) -> Ties:
        """Those that ``keep`` (N,) marks."""
        return Ties(self.fixed_mm[keep], self.moving_mm[keep], self.correlation[keep])


def tie_points(
    fixed: Structure, moving: Structure, to_moving: Callable[[Array], Array], reach_mm: float, step_mm: float
) -> Ties:
    """Find each window again within ``reach_mm`` of where ``to_moving`` puts it, in steps of ``step_mm``.

    Windows whose best place lies at the end of the reach, or that are not bare skin, are not given.
    """
    places = _grid(fixed, step_mm)
    still, moved = fixed.at(places), moving.at(to_moving(places))
    still, moved = (_weighted(b, np.sqrt(band_weights(still, moved))) for b in (still, moved))
    reach = round(reach_mm / step_mm)
    every = max(1, round(SPACING_MM / step_mm))
    shifts = range(-reach, reach + 1)
    maps = np.stack(
        [[_correlation(still, moved, down, across, step_mm, every) for across in shifts] for down in shifts]
    )
    nodes = places[every // 2 :: every, every // 2 :: every]
    rows, columns, down, across, peak = _peaks(maps[:, :, : nodes.shape[0], : nodes.shape[1]], reach)
    at = nodes[rows, columns]
    found = at + np.stack([across, -down], -1) * step_mm
    return Ties(at, to_moving(found), peak)


def coherent(ties: Ties) -> Ties:
    """Ties that moved as their neighbours did: within a millimetre of the median of those up to 9 mm away.

    Westerweel and Scarano 2005 (doi:10.1007/s00348-005-0016-6), with a fixed limit; it asks for no model of the whole.
    """
    moved = ties.moving_mm - ties.fixed_mm
    near = np.linalg.norm(ties.fixed_mm[:, None] - ties.fixed_mm[None], axis=-1) < NEIGHBOURS_MM
    alike = [
        np.linalg.norm(moved[k] - np.median(moved[n], axis=0)) < ALIKE_MM and n.sum() >= LEAST_NEIGHBOURS
        for k, n in enumerate(near)
    ]
    return ties.only(np.array(alike, bool))


def _grid(fixed: Structure, step_mm: float) -> Array:
    r = fixed.region
    s, z = np.arange(r.s_low, r.s_high, step_mm), np.arange(r.z_high, r.z_low, -step_mm)
    return np.stack(np.meshgrid(s, z), -1)


def _weighted(bands: Float32, factors: Array) -> Float32:
    return np.asarray(bands * np.append(factors, 1.0).astype(np.float32))


def _correlation(still: Float32, moved: Float32, down: int, across: int, step_mm: float, every: int) -> Float32:
    """Windowed correlation of ``still`` with ``moved`` shifted, at every node; NaN where too little is shared."""
    shift = np.array([[1.0, 0, -across], [0, 1.0, -down]])
    other = cv2.warpAffine(moved, shift, moved.shape[1::-1], flags=cv2.INTER_NEAREST)
    shared = still[..., 3] * other[..., 3]
    product = _dot(still, other) * shared
    powers = _dot(still, still) * shared, _dot(other, other) * shared
    mean = cv2.GaussianBlur(np.dstack([product, *powers, shared]), (0, 0), WINDOW_MM / step_mm)
    mean = mean[every // 2 :: every, every // 2 :: every]
    value = mean[..., 0] / np.sqrt(np.maximum(mean[..., 1] * mean[..., 2], 1e-12))
    return np.where(mean[..., 3] < FULL, np.nan, value)


def _dot(a: Float32, b: Float32) -> Float32:
    return np.asarray(a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2])


def _peaks(maps: Float32, reach: int) -> tuple[Indices, Indices, Array, Array, Array]:
    """Rows, columns, offsets in steps (down, across) and heights of each node's best correlation."""
    best = np.nan_to_num(maps.reshape(-1, *maps.shape[2:]), nan=-1).argmax(0)
    i, j = np.divmod(best, maps.shape[1])
    inner = (i > 0) & (j > 0) & (i < 2 * reach) & (j < 2 * reach) & np.isfinite(maps).all((0, 1))
    rows, columns = np.nonzero(inner)
    i, j = i[inner], j[inner]
    here, above, below, left, right = (
        maps[i + a, j + b, rows, columns].astype(float) for a, b in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))
    )
    return rows, columns, i - reach + _vertex(above, here, below), j - reach + _vertex(left, here, right), here


def _vertex(before: Array, here: Array, after: Array) -> Array:
    """Where the parabola through three neighbours is highest."""
    bend = before - 2 * here + after
    return np.asarray(np.where(bend < -1e-9, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0).clip(-0.5, 0.5))
