"""The sliders of the page: from where to where they go, in which steps, and where they stand at the start."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final

from mesoject.delivery import Delivery
from mesoject.delivery.layout import ROW_OF_HEXAGONS

MOST_STEPS: Final = 100_000
LARGEST_VOLUME_UL: Final = 20.0
FIRST_DEEPER_MM: Final = 1.0
"""How far into the fat the slider of the depth goes, where the treatment itself does not go deeper."""
DIGITS: Final = 3

Range = dict[str, float | str]


def ranges(delivery: Delivery) -> dict[str, Range]:
    """Return ``min``, ``max`` and ``step`` of each slider; the treatment's own value lies on its grid exactly.

    Parameters
    ----------
    delivery : Delivery
        Of injections.
    """
    written = start(delivery)
    strongest = delivery.active.concentration_max_ug_per_ul
    deepest = round(delivery.skin.scar_mm.value + FIRST_DEEPER_MM, 1)
    usual = {
        "depth": (0.1, deepest, 0.05),
        "spacing": (1.0, 8.0, 0.25),
        "volume": (0.25, LARGEST_VOLUME_UL, 0.25),
        "concentration": (strongest / 200, strongest, strongest / 200),
    }
    return {name: stretched(*span, written[name]) for name, span in usual.items()}


def start(delivery: Delivery) -> dict[str, float]:
    """Return depth (mm), spacing (mm), volume (µL) and concentration (µg/µL) of the treatment.

    A list of points has no spacing: that of a square grid with as many points in a square centimetre of this scar.
    """
    t = delivery.treatment
    spacing = t.grid.spacing_mm if t.grid else math.sqrt(delivery.outline.area / len(delivery.points_mm))
    return {
        "depth": float(t.depth_mm or 0),
        "spacing": spacing if t.grid else float(f"{spacing:.{DIGITS}g}"),
        "volume": float(t.volume_ul or 0),
        "concentration": float(t.concentration_ug_per_ul or 0),
    }


def substitution(delivery: Delivery) -> str:
    """What the page's square grid stands for, where the treatment has another; empty where it has one."""
    grid, spacing = delivery.treatment.grid, start(delivery)["spacing"]
    if grid is None:
        return (
            f"Your map lists its points; in their place stands a square grid {spacing:g} mm apart, which has as many "
            "in a square centimetre of this scar."
        )
    if grid.pattern == "hexagonal":
        more = 100 * (1 / ROW_OF_HEXAGONS - 1)
        return (
            f"Your grid is hexagonal; in its place stands a square one of the same spacing. Yours has {more:.0f} % "
            "more punctures and dose in a square centimetre."
        )
    return ""


def stretched(low: float, high: float, step: float, value: float) -> Range:
    """Return a slider's range that reaches a value, in the largest steps on which both it and the usual grid lie.

    Where these would be over a hundred thousand, ``step`` is ``"any"``, so that the browser moves nothing.

    Examples
    --------
    >>> stretched(0.1, 2.2, 0.05, 0.62)
    {'min': 0.1, 'max': 2.2, 'step': 0.01}
    >>> stretched(0.25, 20.0, 0.25, 50.0)
    {'min': 0.25, 'max': 50.0, 'step': 0.25}
    """
    low, high = min(low, value), max(high, value)
    exact = [Decimal(repr(x)) for x in (step, low, value)]
    unit = Decimal(1).scaleb(min(int(x.as_tuple().exponent) for x in exact))
    fine = unit * math.gcd(*(int(x / unit) for x in exact))
    if (Decimal(repr(high)) - exact[1]) / fine > MOST_STEPS:
        return {"min": low, "max": high, "step": "any"}
    return {"min": low, "max": high, "step": float(fine)}
