"""What every engine can be asked."""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.column import Column
from mesoject.delivery.raster import Raster

Array = NDArray[np.float64]
UG_PER_MM3_TO_ML: Final = 1000.0


class Run(Protocol):
    """One treatment, computed."""

    @property
    def column(self) -> Column:
        """The skin under the scar."""
        ...

    @property
    def raster(self) -> Raster:
        """Where the scar is, seen from above."""
        ...

    def amounts(self, times_s: Array) -> dict[str, Array]:
        """Micrograms by the columns of the ledger at each time."""
        ...

    def scar(self, times_s: Array) -> NDArray[np.float32]:
        """Tissue concentration (n_times, dermis cells, raster cells in the scar), µg/mm3."""
        ...

    def block(self, t_s: float, cells: slice, at_s: Array, at_z: Array, cell_mm: float) -> Array:
        """Tissue concentration (cells, n_s, n_z), µg/mm3, at any places of the computed box."""
        ...
