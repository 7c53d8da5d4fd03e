"""Heights in colour on the unrolled skin, with the scar's outline, the cuts, a scale bar and a colour bar."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from mesoject.report.course.charts import INK, LINE
from mesoject.report.course.pictures import BARS_MM
from mesoject.report.relief.colours import height_colours
from mesoject.report.relief.corners import Box, emptiest_corner
from mesoject.report.relief.lines import Section
from mesoject.report.relief.look import Look, window
from mesoject.skinmap.relief_picture import ReliefPicture

FINER = 2  # pixels are interpolated once before they are coloured, so that no viewer blurs the colours instead
UNSEEN = "#eef1f4"
CASING = "#ffffff"
LABEL_ROOM_MM = 2.2


def height_map(axes: Axes, picture: ReliefPicture, look: Look, cuts: Sequence[Section]) -> None:
    """Draw the map; where no height is known the ground is hatched."""
    shown = window(picture, look)
    axes.set_xlim(shown.s_low, shown.s_high)
    axes.set_ylim(shown.z_low, shown.z_high)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    ground = Rectangle((0, 0), 1, 1, transform=axes.transAxes, fc=UNSEEN, ec="#d6dce2", hatch="//////", lw=0)
    axes.add_patch(ground)
    region = picture.region
    extent = (region.s_low, region.s_high, region.z_low, region.z_high)
    axes.imshow(_coloured(picture, look.limit_mm), extent=extent, interpolation="none", aspect="auto", zorder=1)
    _outline(axes, picture)
    for cut, name in zip(cuts, "AB", strict=True):
        _line(axes, cut, name)
    _boxes(axes, look, picture, cuts)


def colour_bar(axes: Axes, limit_mm: float) -> None:
    """Draw the scale of heights upright, its words above and below."""
    steps = np.linspace(limit_mm, -limit_mm, 128)
    axes.imshow(height_colours(steps, limit_mm)[:, None], extent=(0, 1, -limit_mm, limit_mm), aspect="auto")
    axes.set_xticks([])
    ticks = [-limit_mm, -limit_mm / 2, 0, limit_mm / 2, limit_mm]
    axes.yaxis.tick_right()
    axes.set_yticks(ticks, [f"{t:+g}".replace("-", "\u2212") if t else "0" for t in ticks])
    axes.tick_params(length=1.5)
    axes.set_title("height,\nmm", fontsize=6.5, loc="left", pad=3, linespacing=1.1)


def _coloured(picture: ReliefPicture, limit_mm: float) -> NDArray[np.uint8]:
    """RGBA of the heights, clear in holes."""
    rows, columns = picture.height_mm.shape
    fine = cv2.resize(picture.height_mm, (columns * FINER, rows * FINER), interpolation=cv2.INTER_LINEAR)
    alpha = np.where(np.isfinite(fine), 255, 0).astype(np.uint8)
    return np.dstack([height_colours(fine, limit_mm), alpha])


def _outline(axes: Axes, picture: ReliefPicture) -> None:
    for part in picture.outline_mm:
        for ring in part:
            s, z = np.array([*ring, ring[0]]).T
            axes.plot(s, z, color=CASING, lw=1.7, zorder=2, solid_joinstyle="round")
            axes.plot(s, z, color=INK, lw=0.8, zorder=3, solid_joinstyle="round")


def _line(axes: Axes, cut: Section, name: str) -> None:
    s, z = cut.ends_mm.T
    axes.plot(s, z, color=CASING, lw=1.3, zorder=4)
    axes.plot(s, z, color=INK, lw=0.6, ls=(0, (5, 2)), zorder=5)
    for (left, low), words in zip(_label_places(cut), (name, f"{name}′"), strict=True):
        _plated(axes, float(left), float(low), words)


def _label_places(cut: Section) -> NDArray[np.float64]:
    """Where the two letters of a cut stand (2, 2): a little beyond its ends."""
    way = cut.ends_mm[1] - cut.ends_mm[0]
    way = way / np.linalg.norm(way) * LABEL_ROOM_MM
    return np.stack([cut.ends_mm[0] - way, cut.ends_mm[1] + way])


def _plated(axes: Axes, s: float, z: float, words: str) -> None:
    halo = [withStroke(linewidth=1.8, foreground=CASING)]
    axes.text(s, z, words, fontsize=7, fontweight="bold", ha="center", va="center", path_effects=halo, zorder=7)


def _boxes(axes: Axes, look: Look, picture: ReliefPicture, cuts: Sequence[Section]) -> None:
    """Scale bar and upper end, in corners where they cover no letter."""
    per_mm = look.size_mm[0] / (axes.get_position().width * axes.figure.get_figwidth() * 25.4)  # type: ignore[union-attr]
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    frame = Box(left, low, right, high)
    labels = np.concatenate([np.empty((0, 2)), *map(_label_places, cuts)])
    rings = [np.array(ring, float) for part in picture.outline_mm for ring in part]
    lines = np.concatenate(
        [np.empty((0, 2)), *rings, *(np.linspace(cut.ends_mm[0], cut.ends_mm[1], 100) for cut in cuts)]
    )
    up = emptiest_corner(frame, (8.5 * per_mm, 11 * per_mm), labels, lines, room=per_mm)
    _up(axes, up, per_mm)
    length = next((b for b in BARS_MM if b <= 0.35 * look.size_mm[0]), BARS_MM[-1])
    size = max(length, 9 * per_mm) + 3 * per_mm, 6 * per_mm
    bar = emptiest_corner(frame, size, labels, lines, room=per_mm, taken=[up.grown(per_mm)], first="bottom left")
    _scale_bar(axes, bar, length, per_mm)


def _scale_bar(axes: Axes, box: Box, length: float, per_mm: float) -> None:
    _plate(axes, box)
    middle = (box.left + box.right) / 2
    axes.plot(
        [middle - length / 2, middle + length / 2], [box.low + 1.6 * per_mm] * 2, color=INK, lw=2, zorder=9,
        solid_capstyle="butt",
    )  # fmt: skip
    axes.text(middle, box.low + 2.6 * per_mm, f"{length} mm", fontsize=7, ha="center", va="bottom", zorder=9)


def _up(axes: Axes, box: Box, per_mm: float) -> None:
    """Which end is up: a scan knows the limb's thicker end, and not the hip."""
    _plate(axes, box)
    s, top = (box.left + box.right) / 2, box.high
    axes.annotate(
        "", (s, top - 0.6 * per_mm), (s, top - 5.2 * per_mm), zorder=9,
        arrowprops={"arrowstyle": "-|>,head_width=0.16,head_length=0.3", "color": INK, "lw": 0.8},
    )  # fmt: skip
    place = (s, top - 10.4 * per_mm)
    axes.text(*place, "thicker\nend", fontsize=6, ha="center", va="bottom", color=INK, linespacing=0.95, zorder=9)


def _plate(axes: Axes, box: Box) -> None:
    wide, high = box.right - box.left, box.high - box.low
    round_ = f"round,pad=0,rounding_size={0.15 * high}"
    axes.add_patch(
        FancyBboxPatch(
            (box.left, box.low), wide, high, boxstyle=round_, fc=CASING, ec=LINE, lw=0.3, alpha=0.88, zorder=8
        )
    )
