"""Where the dose is: a ledger whose columns sum to the dose at every time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
COLUMNS: Final = {
    "scar_dermis": "Scar's dermis, free",
    "other_skin": "Other skin, free",
    "subcutis": "Fat below the skin, free",
    "donor": "Still on the skin",
    "backflow": "Flowed back out",
    "cleared_capillary": "Cleared by capillaries",
    "cleared_lymph": "Cleared by lymph",
    "degraded": "Degraded",
    "bound": "Bound in tissue",
}
HELD: Final = {
    "scar_dermis": "Scar's dermis, free and bound",
    "subcutis": "Fat below, free and bound",
}
"""Parts of the column ``bound`` added to where they are: what a place holds in all."""


@dataclass(frozen=True)
class Ledger:
    """Micrograms in each place at each time.

    Attributes
    ----------
    times_h : (n,) array
    columns : dict of str to (n,) array
        By the keys of ``COLUMNS``, µg.
    dose_ug : float
        All that was injected or laid on.
    bound_share : float
        Share of what is in tissue that is bound, the same everywhere.
    """

    times_h: Array
    columns: dict[str, Array]
    dose_ug: float
    bound_share: float = 0.0

    @property
    def shares(self) -> dict[str, Array]:
        """The columns over the dose."""
        return {name: amount / self.dose_ug for name, amount in self.columns.items()}

    @property
    def held(self) -> dict[str, Array]:
        """All that the scar's dermis and the fat hold, free and bound, over the dose, by the keys of ``HELD``."""
        return {name: self.shares[name] / (1 - self.bound_share) for name in HELD}

    @property
    def imbalance(self) -> float:
        """Largest departure of the sum from the dose, over the dose."""
        return float(np.abs(sum(self.columns.values()) / self.dose_ug - 1).max())
