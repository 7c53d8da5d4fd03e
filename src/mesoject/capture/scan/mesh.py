"""The points and triangles of a scan, in millimetres, whatever file they came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Mesh:
    """A scan's surface.

    Attributes
    ----------
    points : (N, 3)
        In the scan's own axes, mm.
    triangles : (M, 3) int
        None of them for a cloud of points.
    rgb8 : (N, 3) uint8 or None
        Colour of each point as the scanner wrote it.
    """

    points: Array
    triangles: NDArray[np.int64]
    rgb8: NDArray[np.uint8] | None

    def corners(self) -> tuple[Array, Array, Array]:
        """The triangles' corners, each (M, 3)."""
        a, b, c = (self.points[self.triangles[:, k]] for k in range(3))
        return a, b, c

    def kept(self, points: NDArray[np.bool_]) -> Mesh:
        """The mesh without the other points, and without triangles that touch them."""
        number = np.cumsum(points) - 1
        if points.all():
            return self
        a, b, c = (points[self.triangles[:, k]] for k in range(3))
        whole = a & b & c
        rgb8 = None if self.rgb8 is None else self.rgb8[points]
        return Mesh(self.points[points], number[self.triangles[whole]], rgb8)
