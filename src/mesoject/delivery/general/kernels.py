"""Compiled sweeps: each solves one implicit system a line, in place; and the change that they smooth.

Pivots are made on the way, which costs a division and saves a pass over memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange

_OPTIONS: dict[str, Any] = {"parallel": True, "cache": True, "fastmath": {"contract", "arcp"}, "boundscheck": False}


@njit(**_OPTIONS)
def sweep_s(u, capacity, flux, span):  # type: ignore[no-untyped-def]
    """Solve (capacity - span L) w = capacity u along the first axis; ``span`` is the implicit length of time."""
    n_s, n_z, n = u.shape
    for j in prange(n_z):
        ratio = np.empty((n_s, n))
        middle = np.empty((n_s, n))
        for k in range(n):
            after = span * flux[1, j, k] if n_s > 1 else 0.0
            inverse = 1.0 / (capacity[0, j, k] + after)
            ratio[0, k] = after * inverse
            middle[0, k] = capacity[0, j, k] * u[0, j, k] * inverse
        for i in range(1, n_s):
            last = i == n_s - 1
            following = 0 if last else i + 1
            for k in range(n):
                before = span * flux[i, j, k]
                after = span * flux[following, j, k]
                inverse = 1.0 / (capacity[i, j, k] + before * (1.0 - ratio[i - 1, k]) + after)
                ratio[i, k] = after * inverse
                middle[i, k] = (capacity[i, j, k] * u[i, j, k] + before * middle[i - 1, k]) * inverse
        for k in range(n):
            u[n_s - 1, j, k] = middle[n_s - 1, k]
        for i in range(n_s - 2, -1, -1):
            for k in range(n):
                w = middle[i, k] + ratio[i, k] * middle[i + 1, k]
                middle[i, k] = w
                u[i, j, k] = w


@njit(**_OPTIONS)
def sweep_z(u, capacity, flux, span):  # type: ignore[no-untyped-def]
    """Solve along the second axis."""
    n_s, n_z, n = u.shape
    for i in prange(n_s):
        ratio = np.empty((n_z, n))
        middle = np.empty((n_z, n))
        for k in range(n):
            after = span * flux[i, 1, k] if n_z > 1 else 0.0
            inverse = 1.0 / (capacity[i, 0, k] + after)
            ratio[0, k] = after * inverse
            middle[0, k] = capacity[i, 0, k] * u[i, 0, k] * inverse
        for j in range(1, n_z):
            last = j == n_z - 1
            following = 0 if last else j + 1
            for k in range(n):
                before = span * flux[i, j, k]
                after = span * flux[i, following, k]
                inverse = 1.0 / (capacity[i, j, k] + before * (1.0 - ratio[j - 1, k]) + after)
                ratio[j, k] = after * inverse
                middle[j, k] = (capacity[i, j, k] * u[i, j, k] + before * middle[j - 1, k]) * inverse
        for k in range(n):
            u[i, n_z - 1, k] = middle[n_z - 1, k]
        for j in range(n_z - 2, -1, -1):
            for k in range(n):
                w = middle[j, k] + ratio[j, k] * middle[j + 1, k]
                middle[j, k] = w
                u[i, j, k] = w


@njit(**_OPTIONS)
def sweep_depth(u, capacity, thickness, flux, loss, shift, span):  # type: ignore[no-untyped-def]
    """Solve through the skin, with the losses less ``shift``."""
    n_s, n_z, n = u.shape
    for i in prange(n_s):
        ratio = np.empty(n)
        middle = np.empty(n)
        for j in range(n_z):
            held_ratio = 0.0
            held = 0.0
            for k in range(n):
                room = capacity[i, j, k] * thickness[k]
                before = span * flux[i, j, k]
                after = span * flux[i, j, k + 1] if k < n - 1 else 0.0
                pivot = room * (1.0 + span * (loss[i, j, k] - shift)) + before * (1.0 - held_ratio) + after
                inverse = 1.0 / pivot
                held_ratio = after * inverse
                held = (room * u[i, j, k] + before * held) * inverse
                ratio[k] = held_ratio
                middle[k] = held
            w = middle[n - 1]
            u[i, j, n - 1] = w
            for k in range(n - 2, -1, -1):
                w = middle[k] + ratio[k] * w
                u[i, j, k] = w


@njit(**_OPTIONS)
def sums_by_code(u, capacity, volume, code, count):  # type: ignore[no-untyped-def]
    """Mass in the cells of each code."""
    n_s, n_z, n = u.shape
    rows = np.zeros((n_s, count))
    for i in prange(n_s):
        for j in range(n_z):
            for k in range(n):
                rows[i, code[i, j, k]] += capacity[i, j, k] * u[i, j, k] * volume[k]
    return rows.sum(axis=0)


@njit(**_OPTIONS)
def residual(u, capacity, thickness, flux_s, flux_z, flux_depth, loss, shift, span, out):  # type: ignore[no-untyped-def]
    """Change of what is free over a span, by all directions at once, from the state at its start."""
    n_s, n_z, n = u.shape
    for i in prange(n_s):
        for j in range(n_z):
            for k in range(n):
                here = u[i, j, k]
                lateral = 0.0
                if i > 0:
                    lateral += flux_s[i, j, k] * (u[i - 1, j, k] - here)
                if i < n_s - 1:
                    lateral += flux_s[i + 1, j, k] * (u[i + 1, j, k] - here)
                if j > 0:
                    lateral += flux_z[i, j, k] * (u[i, j - 1, k] - here)
                if j < n_z - 1:
                    lateral += flux_z[i, j + 1, k] * (u[i, j + 1, k] - here)
                through = 0.0
                if k > 0:
                    through += flux_depth[i, j, k] * (u[i, j, k - 1] - here)
                if k < n - 1:
                    through += flux_depth[i, j, k + 1] * (u[i, j, k + 1] - here)
                change = (lateral + through / thickness[k]) / capacity[i, j, k] - (loss[i, j, k] - shift) * here
                out[i, j, k] = span * change
