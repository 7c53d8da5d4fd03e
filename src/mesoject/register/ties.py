"""Tie points: small windows of skin found again in the other visit, each by its own correlation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.register.picture import Array
from mesoject.register.structure import Float32, Structure

WINDOW_MM = 2.5  # sigma of the Gaussian window
SPACING_MM = 4.0
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


def _grid(fixed: Structure, step_mm: float) -> Array:
    r = fixed.region
    s, z = np.arange(r.s_low, r.s_high, step_mm), np.arange(r.z_high, r.z_low, -step_mm)
    return np.stack(np.meshgrid(s, z), -1)


def _correlation(still: Float32, moved: Float32, down: int, across: int, step_mm: float, every: int) -> Float32:
    """Windowed correlation of ``still`` with ``moved`` shifted, at every node; NaN where too little is shared."""
    other = cv2.warpAffine(
        moved, np.array([[1.0, 0, -across], [0, 1.0, -down]]), moved.shape[1::-1], flags=cv2.INTER_NEAREST
    )
    shared = still[..., 3] * other[..., 3]
    products = np.dstack(
        [
            (still[..., :3] * other[..., :3]).sum(-1) * shared,
            (still[..., :3] ** 2).sum(-1) * shared,
            (other[..., :3] ** 2).sum(-1) * shared,
            shared,
        ]
    )
    mean = cv2.GaussianBlur(products, (0, 0), WINDOW_MM / step_mm)[every // 2 :: every, every // 2 :: every]
    value = mean[..., 0] / np.sqrt(np.maximum(mean[..., 1] * mean[..., 2], 1e-12))
    return np.where(mean[..., 3] < FULL, np.nan, value)


def _peaks(maps: Float32, reach: int) -> tuple[Array, ...]:
    """Rows, columns, sub-step offsets (down, across) and heights of each node's best correlation."""
    flat = np.nan_to_num(maps.reshape(-1, *maps.shape[2:]), nan=-1)
    best = flat.argmax(0)
    i, j = np.divmod(best, maps.shape[1])
    inner = (i > 0) & (j > 0) & (i < 2 * reach) & (j < 2 * reach) & np.isfinite(maps).all((0, 1))
    rows, columns = np.nonzero(inner)
    i, j = i[inner], j[inner]
    at = lambda a, b: maps[i + a, j + b, rows, columns].astype(float)  # noqa: E731
    return (
        rows,
        columns,
        i - reach + _vertex(at(-1, 0), at(0, 0), at(1, 0)),
        j - reach + _vertex(at(0, -1), at(0, 0), at(0, 1)),
        at(0, 0),
    )


def _vertex(before: Array, here: Array, after: Array) -> Array:
    """Where the parabola through three neighbours is highest."""
    bend = before - 2 * here + after
    return np.where(bend < -1e-9, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0).clip(-0.5, 0.5)
