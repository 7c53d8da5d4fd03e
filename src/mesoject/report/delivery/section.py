"""A cut through the skin: the concentration in colour at a few times, over the layers that it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import Normalize
from matplotlib.patches import Ellipse
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from mesoject.report.delivery.style import HEAT, INK, QUIET

Array = NDArray[np.float64]
FAT_SHOWN_MM: Final = 1.2
LINE_MM: Final = 3.4
"""Height of a line of text on paper."""
WIDE_MM: Final = 112.0
LOWEST_MM, HIGHEST_MM = 15.0, 38.0
LEADER: Final = {
    "arrowstyle": "-", "color": QUIET, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5),
}  # fmt: skip
HALO: Final = (withStroke(linewidth=1.4, foreground=INK, alpha=0.6),)
"""Round what is white, so that it shows on bright colours too."""


@dataclass(frozen=True)
class Cut:
    """Concentration in a plane through the skin at one time.

    Attributes
    ----------
    hours : float
    along_mm : (n,) array
        Along the cut.
    depth_mm : (m,) array
        From the surface down.
    values : (m, n) array
        µg/mL of tissue.
    """

    hours: float
    along_mm: Array
    depth_mm: Array
    values: Array


@dataclass(frozen=True)
class Layered:
    """The layers under the cut, and the depots as they lay at the start.

    Attributes
    ----------
    names : tuple of str
        From the surface down.
    borders_mm : (len(names) + 1,) array
        Depths between which they lie.
    depots : sequence of (along, depth, half width, half height)
        In mm.
    scar_mm : sequence of (begin, end)
        Where the cut runs through scar.
    """

    names: tuple[str, ...]
    borders_mm: Array
    depots: Sequence[tuple[float, float, float, float]]
    scar_mm: Sequence[tuple[float, float]]


def panel_mm(cut: Cut, layers: Layered) -> float:
    """Height on paper of one cut of the figure, drawn to one scale as wide as the page lets it."""
    wide = float(cut.along_mm[-1] - cut.along_mm[0])
    return float(np.clip(_deepest(cut, layers) * WIDE_MM / wide, LOWEST_MM, HIGHEST_MM))


def draw_section(axes: Axes, cut: Cut, layers: Layered, norm: Normalize) -> QuadMesh:
    """Draw one time, the layers' names beside it.

    Returns
    -------
    matplotlib.collections.QuadMesh
        For a colour bar.
    """
    shown = np.maximum(cut.values, float(norm.vmin or 0) * 0.5)
    mesh = axes.pcolormesh(cut.along_mm, cut.depth_mm, shown, cmap=HEAT, norm=norm, shading="gouraud", rasterized=True)
    deepest = _deepest(cut, layers)
    axes.set(ylim=(deepest, 0), xlim=(cut.along_mm[0], cut.along_mm[-1]), aspect="equal", ylabel="depth (mm)")
    _borders(axes, layers)
    _scar_edges(axes, cut, layers)
    _name(axes, layers, deepest, LINE_MM * deepest / panel_mm(cut, layers))
    for along, depth, half_width, half_height in layers.depots:
        axes.add_patch(
            Ellipse((along, depth), 2 * half_width, 2 * half_height, fill=False, edgecolor="white", linewidth=0.5)
        )
    axes.annotate(
        f"{cut.hours:g} h", (0, 0.5), (-34, 0), xycoords="axes fraction", textcoords="offset points", ha="right",
        va="center", fontweight="bold", fontsize=8,
    )  # fmt: skip
    return mesh


def _deepest(cut: Cut, layers: Layered) -> float:
    return min(float(cut.depth_mm[-1]), float(layers.borders_mm[-2]) + FAT_SHOWN_MM)


def _borders(axes: Axes, layers: Layered) -> None:
    for border in layers.borders_mm[1:-1]:
        axes.axhline(border, color="white", linewidth=0.7, linestyle=(0, (4, 2)))


def _scar_edges(axes: Axes, cut: Cut, layers: Layered) -> None:
    """Draw where the scar begins and ends in the cut, each line with its name at its foot, on the scar's side."""
    foot = float(layers.borders_mm[-2])
    for begin, end in layers.scar_mm:
        for edge, side, shift in ((begin, "left", 3), (end, "right", -3)):
            if cut.along_mm[0] < edge < cut.along_mm[-1]:
                axes.plot([edge, edge], [0, foot], color="white", linewidth=1.1, path_effects=HALO)
                axes.annotate(
                    "scar's edge", (edge, foot), (shift, -2), textcoords="offset points", color="white", fontsize=6.5,
                    ha=side, va="top", path_effects=HALO,
                )  # fmt: skip


def _name(axes: Axes, layers: Layered, deepest: float, line: float) -> None:
    """Write the layers' names beside the cut, thin layers pushed apart by a line's height in mm of depth."""
    borders = np.minimum(layers.borders_mm, deepest)
    middles = (borders[:-1] + borders[1:]) / 2
    at = np.maximum(middles, line / 2)
    for k in range(1, len(at)):
        at[k] = max(at[k], at[k - 1] + line)
    for name, middle, y in zip(layers.names, middles, at, strict=True):
        axes.annotate(
            name, (1, middle), (1.03, y), xycoords=("axes fraction", "data"), textcoords=("axes fraction", "data"),
            va="center", fontsize=6.5, color=INK,
            arrowprops=LEADER,
        )  # fmt: skip
