"""The key to the signs of all charts of a course."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mesoject.report.course.charts import BAND, INK, LINE, MM, SOFT, Sign, as_svg, marker, style

KEY_MM, NARROW_KEY_MM = (178.0, 16.0), (88.0, 36.0)
ROW_MM = 5.0
ENTRIES: Final[tuple[tuple[Sign | str, str, float], ...]] = (
    ("first", "first visit", 32),
    ("improved", "improved", 30),
    ("worsened", "worsened", 30),
    ("unchanged", "no change beyond error", 46),
    ("changed", "changed, neither better nor worse", 56),
    ("unknown", "cannot be judged", 36),
    ("band", "not told from the first visit", 50),
    ("session", "treatment session", 37),
    ("own", "own skin", 27),
    ("line", "straight line, never deciding", 58),
)
KEY_ALT: Final = (
    "Key: square, first visit; blue disc, improved; orange diamond, worsened; open disc, no change beyond measurement "
    "error; open diamond, changed, neither better nor worse; grey cross, cannot be judged; vertical bar, 95 % "
    "interval; grey band, cannot be told from the first visit; triangle and dotted line, treatment session; thin line, "
    "own skin; dashed line, straight line through all visits"
)


def key(size_mm: tuple[float, float]) -> str:
    """SVG of the key, in as many lines as the width asks for."""
    with style():
        figure = Figure(figsize=(size_mm[0] * MM, size_mm[1] * MM))
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, size_mm[0]), ylim=(0, size_mm[1]))
        axes.axis("off")
        x, y = 1.0, size_mm[1] - ROW_MM / 2
        for sign, words, width in ENTRIES:
            if x + width > size_mm[0] + 3:
                x, y = 1.0, y - ROW_MM
            _sign(axes, sign, x, y)
            axes.text(x + 6.5, y, words, va="center_baseline", fontsize=7, color=INK)
            x += width
        return as_svg(figure)


def _sign(axes: Axes, sign: Sign | str, x: float, y: float) -> None:
    if sign == "band":
        axes.fill_between([x, x + 5], y - 1.3, y + 1.3, color=BAND, lw=0)
    elif sign == "session":
        axes.plot([x + 2.5] * 2, [y - 1.8, y + 0.8], color=LINE, lw=0.7, ls=(0, (1, 1.4)))
        axes.plot([x + 2.5], [y + 1.4], marker="v", ms=3.2, color=SOFT, mew=0)
    elif sign == "own":
        axes.plot([x, x + 5], [y, y], color=INK, lw=0.6)
    elif sign == "line":
        axes.plot([x, x + 5], [y, y], color=SOFT, lw=0.8, ls=(0, (4, 2)))
    else:
        marker(axes, x + 2.5, y, sign)  # type: ignore[arg-type]
