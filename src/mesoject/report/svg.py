"""The few strokes that every pictogram is drawn with; lengths in millimetres, y downwards."""

from __future__ import annotations

import math

INK = "#1f2d3a"
PALE = "#dfe6ec"
WHITE = "#ffffff"
SKIN = "#e6bf9e"
SCAR = "#b0564e"
TAPE = "#f3d774"
BLUE = "#1668a6"
RED = "#c93a32"
GREEN = "#2c8a57"

LINE = 0.5
"""Weight of every outline."""
THIN = 0.3
"""Weight of what only supports: dimensions, rays, folds."""


def picture(width: float, height: float, *parts: str) -> str:
    """Put parts together as one SVG of ``width`` by ``height`` mm."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
    )
    style = f'fill="none" stroke="{INK}" stroke-width="{LINE}" stroke-linecap="round" stroke-linejoin="round"'
    return f"{head} {style}>{''.join(parts)}</svg>"


def path(d: str, *, fill: str = "none", stroke: str = INK, width: float = LINE, dash: str = "") -> str:
    """Draw an SVG path, filled by the even-odd rule; ``dash`` as in SVG, in mm."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{width}"{dashes}/>'


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = LINE, dash: str = "") -> str:
    """Draw a straight line."""
    return path(f"M{x1:.3f} {y1:.3f}L{x2:.3f} {y2:.3f}", stroke=stroke, width=width, dash=dash)


def rect(x: float, y: float, w: float, h: float, *, r: float = 0, fill: str = "none", stroke: str = INK) -> str:
    """Draw a box with corners rounded by ``r``."""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}" stroke="{stroke}"/>'


def circle(x: float, y: float, r: float, *, fill: str = "none", stroke: str = INK, width: float = LINE) -> str:
    """Draw a circle."""
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'


def text(x: float, y: float, words: str, *, size: float = 3.2, fill: str = INK, anchor: str = "middle") -> str:
    """Set bold words with their baseline at (x, y)."""
    font = f'font-family="Roboto" font-weight="700" font-size="{size}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {font} fill="{fill}" stroke="none">{words}</text>'


def moved(dx: float, dy: float, *parts: str, turn: float = 0, size: float = 1) -> str:
    """Scale parts, turn them clockwise by ``turn`` degrees and move them."""
    how = f"translate({dx:.3f} {dy:.3f}) rotate({turn:.3f}) scale({size})"
    return f'<g transform="{how}">{"".join(parts)}</g>'


def arrow(x1: float, y1: float, x2: float, y2: float, *, stroke: str = BLUE, head: float = 1.8) -> str:
    """Draw an arrow of action: bold, from the first point to the second."""
    angle = math.atan2(y2 - y1, x2 - x1)
    stop_x, stop_y = x2 - head * math.cos(angle), y2 - head * math.sin(angle)
    return line(x1, y1, stop_x, stop_y, stroke=stroke, width=2 * LINE) + tip(x2, y2, math.degrees(angle), stroke, head)


def tip(x: float, y: float, angle: float, fill: str = BLUE, head: float = 1.8) -> str:
    """Draw the head of an arrow, its tip at (x, y), pointing at ``angle`` degrees."""
    shape = path(f"M0 0L{-head * 1.2} {-head * 0.7}L{-head * 1.2} {head * 0.7}Z", fill=fill, stroke="none")
    return moved(x, y, shape, turn=angle)


def dimension(x1: float, y1: float, x2: float, y2: float) -> str:
    """Draw a dimension line with a head at each end."""
    angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
    ends = tip(x2, y2, angle, head=1.3) + tip(x1, y1, angle + 180, head=1.3)
    return line(x1, y1, x2, y2, stroke=BLUE, width=THIN) + ends


def forbidden(x: float, y: float, r: float) -> str:
    """Draw the ring and slash that say no."""
    d = r * math.sqrt(0.5)
    ring = circle(x, y, r, stroke=RED, width=2 * LINE)
    return ring + line(x - d, y - d, x + d, y + d, stroke=RED, width=2 * LINE)


def approved(x: float, y: float, r: float) -> str:
    """Draw the green disc and tick that say yes."""
    tick = f"M{x - 0.45 * r} {y + 0.05 * r}L{x - 0.1 * r} {y + 0.4 * r}L{x + 0.5 * r} {y - 0.35 * r}"
    return circle(x, y, r, fill=GREEN, stroke="none") + path(tick, stroke=WHITE, width=2 * LINE)
