"""Colours for a map of change: one scale for who paints the map and for who draws its colour bar."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Blue over white to vermilion, told apart with any kind of colour vision: ColorBrewer's RdBu (Brewer 2003), turned.
_STOPS = np.array(
    [[33, 102, 172], [67, 147, 195], [146, 197, 222], [209, 229, 240], [247, 247, 247],
     [253, 219, 199], [244, 165, 130], [214, 96, 77], [178, 24, 43]], float
)  # fmt: skip


def change_colours(change: NDArray[np.float64], limit: float) -> NDArray[np.uint8]:
    """8-bit sRGB (..., 3) of a change (...) from ``-limit`` (blue) over none (white) to ``limit`` (red).

    Examples
    --------
    >>> change_colours(np.array([-9.0, 0.0, 4.0]), 4.0).tolist()
    [[33, 102, 172], [247, 247, 247], [178, 24, 43]]
    """
    at = np.clip(np.asarray(change) / limit, -1, 1)
    places = np.linspace(-1, 1, len(_STOPS))
    return np.stack([np.interp(at, places, _STOPS[:, c]) for c in range(3)], -1).round().astype(np.uint8)
