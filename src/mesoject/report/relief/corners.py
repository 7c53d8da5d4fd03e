"""Where a box may lie on a map without covering what the map shows: in its emptiest corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
LABEL_WEIGHT = 1000  # a covered letter is worse than any line under a box that lets it shine through


class Box(NamedTuple):
    """A rectangle in the map's own millimetres."""

    left: float
    low: float
    right: float
    high: float

    def grown(self, by: float) -> Box:
        """The box with a margin."""
        return Box(self.left - by, self.low - by, self.right + by, self.high + by)

    def holds(self, points: Points) -> int:
        """How many of the points (N, 2) lie in it."""
        s, z = points.T
        return int(((s > self.left) & (s < self.right) & (z > self.low) & (z < self.high)).sum())

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high


def emptiest_corner(
    frame: Box,
    size: tuple[float, float],
    labels: Points,
    lines: Points,
    *,
    room: float,
    taken: Sequence[Box] = (),
    first: str = "top right",
) -> Box:
    """Return the place of a box in one of the frame's corners.

    Parameters
    ----------
    frame : Box
        What the map shows.
    size : float, float
        Width and height of the box.
    labels, lines : array (N, 2)
        Middles of letters, which must not be covered, and points of lines, which had better not be.
    room : float
        Margin to the frame, and half a letter.
    taken : sequence of Box
        Boxes that lie there already.
    first : {'top right', 'top left', 'bottom right', 'bottom left'}
        The corner that is taken where several are as empty.
    """
    corners = _corners(frame, size, room)
    free = {name: box for name, box in corners.items() if not any(box.meets(other) for other in taken)} or corners

    def covers(name: str) -> tuple[int, bool]:
        box = free[name]
        return LABEL_WEIGHT * box.grown(1.5 * room).holds(labels) + box.holds(lines), name != first

    return free[min(free, key=covers)]


def _corners(frame: Box, size: tuple[float, float], room: float) -> dict[str, Box]:
    wide, high = size
    lefts = {"right": frame.right - room - wide, "left": frame.left + room}
    lows = {"top": frame.high - room - high, "bottom": frame.low + room}
    return {f"{v} {h}": Box(s, z, s + wide, z + high) for v, z in lows.items() for h, s in lefts.items()}
