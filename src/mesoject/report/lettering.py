"""Words as outlines of letters, so that a picture needs no font where it is shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

FONTS = Path(__file__).parent / "fonts"
Anchor = Literal["start", "middle", "end"]
_COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C"}


def lettered(words: str, x: float, y: float, size: float, *, anchor: Anchor = "start", fill: str = "#1f2d3a") -> str:
    """SVG path of bold ``words`` with their baseline at (x, y), y downwards."""
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width(words, size)
    return f'<path transform="translate({left:.3f} {y:.3f})" fill="{fill}" stroke="none" d="{_outline(words, size)}"/>'


def width(words: str, size: float) -> float:
    """How wide ``words`` stand at ``size``."""
    return float(_path(words, size).get_extents().x1)


@cache
def _path(words: str, size: float) -> TextPath:
    return TextPath((0, 0), words, size=size, prop=FontProperties(fname=str(FONTS / "Roboto-Bold.ttf")))


def _outline(words: str, size: float) -> str:
    parts: list[str] = []
    for points, code in _path(words, size).iter_segments(curves=True, simplify=False):
        if code == 79:
            parts.append("Z")
        else:
            places = " ".join(f"{v:.3f}" for v in (points.reshape(-1, 2) * (1, -1)).ravel())
            parts.append(f"{_COMMANDS[int(code)]}{places}")
    return "".join(parts)
