"""Rectangle and ellipse as rings, for formats that store them by their bounds."""

from __future__ import annotations

import math

from mesoject.records.outline import Ring

_SIDES = 360


def rectangle(left: float, top: float, right: float, bottom: float) -> Ring:
    """Return the four corners."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def ellipse(left: float, top: float, right: float, bottom: float) -> Ring:
    """Return the ellipse inside these bounds as a polygon of 360 corners and the ellipse's own area.

    The corners stand 0.003 % outside the curve: an inscribed polygon would be too small.

    Examples
    --------
    >>> from mesoject.measuring.polygons import to_shapely
    >>> round(to_shapely(((ellipse(0, 0, 2, 2),),)).area, 9) == round(math.pi, 9)
    True
    """
    step = 2 * math.pi / _SIDES
    swell = math.sqrt(step / math.sin(step)) / 2
    a, b, x, y = (right - left) * swell, (bottom - top) * swell, (left + right) / 2, (top + bottom) / 2
    return tuple((x + a * math.cos(i * step), y + b * math.sin(i * step)) for i in range(_SIDES))
