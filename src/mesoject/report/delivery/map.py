"""The scar from above: what each place of it gets, in colour, with its border and the depots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.image import AxesImage
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Line
from numpy.typing import NDArray
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from mesoject.report.delivery.style import HEAT, INK, PALE, QUIET

Array = NDArray[np.float64]
ROOM_MM: Final = 2.0
ROOM_SHARE: Final = 0.035
"""Skin shown around the scar: this share of its length, and no less than those mm."""
MOST_CIRCLES: Final = 800
_BARS_MM: Final = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Seen:
    """A scar from above and one number for each place of it.

    Attributes
    ----------
    outline : shapely.MultiPolygon
        [s, z] in mm.
    s_mm, z_mm : (n,), (m,) arrays
        Middles of the raster's cells, rising.
    values : (m, n) array
        Row 0 belongs to ``z_mm[0]``; NaN where there is nothing to say.
    places_mm : (k, 2) array
        Points of injection; empty for micro-channels.
    radius_mm : float
        Of a depot, seen from above.
    """

    outline: MultiPolygon
    s_mm: Array
    z_mm: Array
    values: Array
    places_mm: Array
    radius_mm: float


def draw_map(axes: Axes, seen: Seen, norm: Normalize) -> AxesImage:
    """Draw the scar from above, the hip at the top, colours inside the outline only.

    Returns
    -------
    matplotlib.image.AxesImage
        For a colour bar.
    """
    _skin(axes, seen)
    step_s, step_z = _step(seen.s_mm), _step(seen.z_mm)
    extent = (
        seen.s_mm[0] - step_s / 2,
        seen.s_mm[-1] + step_s / 2,
        seen.z_mm[0] - step_z / 2,
        seen.z_mm[-1] + step_z / 2,
    )
    masked = np.ma.masked_invalid(seen.values)
    image = axes.imshow(masked, origin="lower", extent=extent, cmap=HEAT, norm=norm, interpolation="bilinear", zorder=1)
    border = _patch(seen.outline)
    axes.add_patch(border)
    image.set_clip_path(border)
    _depots(axes, seen)
    _bar(axes, seen.outline)
    return image


def framed(outline: BaseGeometry) -> tuple[float, float, float, float]:
    """Return the least s and z and the greatest of the skin that a map shows."""
    low_s, low_z, high_s, high_z = outline.bounds
    room = max(ROOM_MM, ROOM_SHARE * max(high_s - low_s, high_z - low_z))
    return low_s - room, low_z - room, high_s + room, high_z + room


def _skin(axes: Axes, seen: Seen) -> None:
    low_s, low_z, high_s, high_z = framed(seen.outline)
    axes.set(xlim=(low_s, high_s), ylim=(low_z, high_z), aspect="equal")
    axes.set(xlabel="round the limb, s (mm)", ylabel="towards the hip, z (mm)", facecolor=PALE)
    axes.spines[["top", "right"]].set_visible(True)


def _patch(outline: MultiPolygon) -> PathPatch:
    """The outline with its holes; shapely's own order of rings makes holes holes."""
    rings = [ring for part in shapely.normalize(outline).geoms for ring in (part.exterior, *part.interiors)]
    path = Line.make_compound_path(*(Line(np.asarray(ring.coords), closed=True) for ring in rings))
    return PathPatch(path, facecolor="none", edgecolor=INK, linewidth=1.1, zorder=3)


def _depots(axes: Axes, seen: Seen) -> None:
    for place in seen.places_mm[:MOST_CIRCLES] if seen.radius_mm else ():
        for colour, width, order in (
            (QUIET, 0.9, 1.8),
            ("white", 0.5, 2.0),
        ):  # dark beside it, so that it shows on both
            circle = Circle(place, seen.radius_mm, fill=False, edgecolor=colour, linewidth=width, alpha=0.8)
            axes.add_patch(circle).set_zorder(order)
    if len(seen.places_mm):
        axes.plot(*seen.places_mm.T, ".", color="white", markersize=1.8, markeredgewidth=0, zorder=4)


def _bar(axes: Axes, outline: MultiPolygon) -> None:
    """A bar of round length in the corner, for whoever prints the figure at another size."""
    low_s, low_z, high_s, _ = outline.bounds
    _, edge, _, _ = framed(outline)
    length = max((mm for mm in _BARS_MM if mm <= (high_s - low_s) / 3), default=1)
    y = (low_z + edge) / 2
    axes.plot([low_s, low_s + length], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt", zorder=5)
    axes.annotate(
        f"{length} mm", (low_s + length, y), (3, 0), textcoords="offset points", va="center", fontsize=6.5, color=QUIET
    )


def _step(values: Sequence[float] | Array) -> float:
    return float(values[1] - values[0]) if len(values) > 1 else 1.0
