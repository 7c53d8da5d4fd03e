"""Square cells over the scar's outline: where coverage is read, from the surface seen as a map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.delivery.layout import Region

Array = NDArray[np.float64]
FINEST_MM: Final = 0.2
MOST_CELLS: Final = 12_000


@dataclass(frozen=True)
class Raster:
    """Cells whose middles lie on a regular grid.

    Attributes
    ----------
    at_s, at_z : (n_s,), (n_z,) arrays
        Middles, mm.
    mask : (n_s, n_z) array of bool
        Which cells are scar.
    cell_mm : float
    """

    at_s: Array
    at_z: Array
    mask: NDArray[np.bool_]
    cell_mm: float

    @cached_property
    def area_mm2(self) -> float:
        """Area of the scar's cells."""
        return float(self.mask.sum()) * self.cell_mm**2


def raster(outline: Region, cell_mm: float | None = None, most_cells: int = MOST_CELLS) -> Raster:
    """Cover an outline with square cells.

    Parameters
    ----------
    outline : Polygon or MultiPolygon
        mm.
    cell_mm : float, optional
        0.2 mm where not given, more for a scar that would need over ``most_cells`` of them.
    most_cells : int

    Examples
    --------
    >>> from shapely import box
    >>> raster(box(0, 0, 20, 20)).mask.shape
    (100, 100)
    """
    step = cell_mm or max(FINEST_MM, math.sqrt(outline.area / most_cells))
    low_s, low_z, high_s, high_z = outline.bounds
    at_s, at_z = _middles(low_s, high_s, step), _middles(low_z, high_z, step)
    s, z = np.meshgrid(at_s, at_z, indexing="ij")
    return Raster(at_s, at_z, shapely.contains_xy(outline, s, z), step)


def _middles(low: float, high: float, step: float) -> Array:
    """Cells centred on the extent, so that none hangs over further on one side."""
    count = max(1, math.ceil((high - low) / step - 1e-9))
    return np.asarray((low + high) / 2 + (np.arange(count) - (count - 1) / 2) * step, dtype=float)
