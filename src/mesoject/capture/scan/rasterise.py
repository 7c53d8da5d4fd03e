"""Triangles on the skin to pixels: height and colour where a triangle covers a pixel's centre, linear within it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesoject.records import Refused, reason

Array = NDArray[np.float64]
CHUNK = 2_000_000  # candidates looked at together, about 200 MB
EDGE = 1e-9
MOST_OVERLAP = 60  # a sound surface is looked at twice to five times


class Grid(NamedTuple):
    """Pixels of ``pitch_mm``: the lower left corner, their number along s and z; row 0 is the highest z."""

    low: Array
    pitch_mm: float
    columns: int
    rows: int

    def to_px(self, mm: Array) -> Array:
        """Skin places (..., 2) to pixels (x, y), centres at whole numbers."""
        s, z = mm[..., 0], mm[..., 1]
        return np.stack(
            [(s - self.low[0]) / self.pitch_mm - 0.5, self.rows - (z - self.low[1]) / self.pitch_mm - 0.5], -1
        )


class Group(NamedTuple):
    """Triangles: corners (M, 3, 2) in px, the first pixel, width and number of pixels to look at, values (M, 3, C)."""

    corners: Array
    low: NDArray[np.int64]
    across: NDArray[np.int64]
    looks: NDArray[np.int64]
    values: Array


def rasterise(grid: Grid, mm: Array, triangles: NDArray[np.int64], values: Array) -> Array:
    """Interpolate ``values`` (N, C), whose first is height, at pixel centres: (rows, columns, C), NaN where none is.

    Where triangles lie over each other the highest counts.

    Raises
    ------
    Refused
        ``scan_damaged`` where they lie over each other without end.
    """
    px = grid.to_px(mm)
    corners = px[triangles]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]  # far quicker than min and max along an axis of three
    least, most = np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)
    low = np.clip(np.ceil(least - EDGE), 0, None).astype(np.int64)
    high = np.minimum(np.floor(most + EDGE), [grid.columns - 1, grid.rows - 1]).astype(np.int64)
    across, down = np.maximum(high - low + 1, 0).T
    count = across * down
    if count.sum() > MOST_OVERLAP * grid.columns * grid.rows:
        message = f"The triangles cover the skin {count.sum() / (grid.columns * grid.rows):.0f} times over."
        raise Refused([reason("scan_damaged", f"{message} {MOST_OVERLAP} times is the limit.")])
    picture = np.full((grid.rows * grid.columns, values.shape[1]), np.nan)
    top = np.full(grid.rows * grid.columns, -np.inf)
    for chunk in _chunks(count):
        part = Group(corners[chunk], low[chunk], across[chunk], count[chunk], values[triangles[chunk]])
        _fill(grid, part, picture, top)
    return picture.reshape(grid.rows, grid.columns, -1)


def _chunks(count: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Triangles with any candidate, in groups of about ``CHUNK`` candidates."""
    some = np.flatnonzero(count)
    total = np.cumsum(count[some])
    cuts = np.searchsorted(total, np.arange(CHUNK, total[-1] if len(total) else 0, CHUNK))
    return np.split(some, cuts)


def _fill(grid: Grid, part: Group, picture: Array, top: Array) -> None:
    """Put one group of triangles into the picture."""
    corners, low, across, count, values = part
    which = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    x = low[which, 0] + number % across[which]
    y = low[which, 1] + number // across[which]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    det = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    det = np.where(np.abs(det) < 1e-12, np.nan, det)
    dx, dy = x - a[which, 0], y - a[which, 1]
    share_b = (dx * (c - a)[which, 1] - dy * (c - a)[which, 0]) / det[which]
    share_c = (dy * (b - a)[which, 0] - dx * (b - a)[which, 1]) / det[which]
    inside = (share_b >= -EDGE) & (share_c >= -EDGE) & (share_b + share_c <= 1 + EDGE)
    which, share_b, share_c = which[inside], share_b[inside, None], share_c[inside, None]
    at = y[inside] * grid.columns + x[inside]
    found = values[which, 0] * (1 - share_b - share_c) + values[which, 1] * share_b + values[which, 2] * share_c
    order = np.argsort(found[:, 0], kind="stable")  # of several for one pixel the last one written is the highest
    at, found = at[order], found[order]
    higher = found[:, 0] >= top[at]
    picture[at[higher]], top[at[higher]] = found[higher], found[higher, 0]
