"""How far legs depart from cones: the lattice of bumps that every fit carries."""

from __future__ import annotations

from functools import cache

import numpy as np

from mesoject.capture.limb.surface import Bumps
from mesoject.skinmap.bumps import WIDTH_ALONG_MM, WIDTH_ROUND_MM

COUNT_ROUND, COUNT_ALONG = 5, 3


@cache
def limb_bumps(centre_along_mm: float = 0.0) -> Bumps:
    """Bumps one width apart, over 88 mm round the limb and 90 mm along it."""
    w = (np.arange(COUNT_ROUND) - (COUNT_ROUND - 1) / 2) * WIDTH_ROUND_MM
    y = (np.arange(COUNT_ALONG) - (COUNT_ALONG - 1) / 2) * WIDTH_ALONG_MM + centre_along_mm
    return Bumps(np.asarray(w, np.float64), np.asarray(y, np.float64), WIDTH_ROUND_MM, WIDTH_ALONG_MM)
