"""What appears in more than one pictogram: the limb, a strip round it, the scar, the telephone."""

from __future__ import annotations

import math

from mesoject.capture.target import Piece
from mesoject.report.strip_shapes import Ring, Shape, strip_shapes
from mesoject.report.svg import INK, LINE, PALE, SCAR, SKIN, THIN, WHITE, arrow, circle, line, moved, path, rect

LIMB_RADIUS_MM = 50.0
"""Radius of the limb in the pictures, at full scale."""
_RISE = 0.13  # how far a ring round the limb bows in the picture, relative to the limb's radius


def limb(x: float, top: float, bottom: float, radius: float) -> str:
    """Draw a length of limb, upright, its cut ends left open."""
    left, right, waist = x - radius, x + radius, 0.06 * radius
    middle = (top + bottom) / 2
    sides = [f"M{side} {top}Q{side + bow} {middle} {side} {bottom}" for side, bow in ((left, waist), (right, -waist))]
    area = f"M{left} {top}Q{left + waist} {middle} {left} {bottom}H{right}Q{right - waist} {middle} {right} {top}Z"
    return path(area, fill=SKIN, stroke="none") + "".join(path(side) for side in sides)


def band(piece: Piece, x: float, edge: float, radius: float, *, upper: bool) -> str:
    """Draw a strip round an upright limb; ``edge`` is the height of its edge v = 0 in front.

    The camera stands level with the scar, so the upper strip bows upwards and the lower one downwards.
    """
    scale, down = radius / LIMB_RADIUS_MM, -1 if upper else 1
    middle = piece.size_mm[0] / 2

    def place(u: float, v: float) -> tuple[float, float]:
        turn = max(-math.pi / 2, min(math.pi / 2, (u - middle) / LIMB_RADIUS_MM))
        # in front, the ring stands furthest from the camera's level
        height = v * scale - _RISE * radius * (1 - math.cos(turn))
        return x + down * radius * math.sin(turn), edge + down * height

    quarter = LIMB_RADIUS_MM * math.pi / 2
    steps = [middle + quarter * k / 16 for k in range(-16, 17)]
    border = [place(u, 0) for u in steps] + [place(u, piece.size_mm[1]) for u in reversed(steps)]
    seen = [s for s in (_in_view(s, middle, quarter) for s in strip_shapes(piece)) if s.rings]
    print_ = "".join(
        path(_d([[place(*p) for p in ring] for ring in s.rings]), fill=_hex(s), stroke="none") for s in seen
    )
    return path(_d([border]), fill=WHITE, stroke="none") + print_ + path(_d([border]))


def scar(x: float, y: float, size: float = 1) -> str:
    """Draw a scar, some 5 mm by 8 mm."""
    shape = (
        "M-0.6 -4C1 -4.4 1.3 -2.6 1.7 -1.2C2.3 0.4 1.5 1.4 1.9 2.6"
        "C2.1 4 0.4 4.5 -0.5 3.7C-1.6 3 -1 1.6 -1.6 0.4C-2.3 -1 -2.2 -3.6 -0.6 -4Z"
    )
    folds = "M-0.5 -2.4L0.5 -2M-0.7 -0.3L0.8 0.1M-0.2 1.9L0.8 2.2"
    return moved(x, y, path(shape, fill=SCAR), path(folds, stroke=WHITE, width=THIN), size=size)


def phone(x: float, y: float, turn: float = 0) -> str:
    """Draw a telephone seen from its narrow side, its lens at (x, y) looking up; ``turn`` clockwise, in degrees."""
    body = rect(-6.5, 1.1, 13, 2.4, r=1, fill=INK, stroke=INK)
    lens = path("M-1.5 1.1V0.3Q-1.5 0 -1.2 0H1.2Q1.5 0 1.5 0.3V1.1Z", fill=INK)
    return moved(x, y, body, lens, turn=turn)


def section(x: float, y: float, radius: float) -> str:
    """Draw the limb cut across, with its bone."""
    return circle(x, y, radius, fill=SKIN) + circle(x, y, radius * 0.24, fill=WHITE, width=THIN)


def page(x: float, y: float, w: float, h: float) -> str:
    """Draw the printed sheet with its two strips and the bar, lying."""
    strips = [rect(x + 0.17 * w, y + f * h, 0.66 * w, 0.15 * h, fill=PALE) for f in (0.2, 0.46)]
    bar = line(x + 0.17 * w, y + 0.82 * h, x + 0.5 * w, y + 0.82 * h)
    return rect(x, y, w, h, r=0.4, fill=WHITE) + "".join(strips) + bar


def whole_leg(x: float, y: float) -> str:
    """Draw a leg from thigh to foot, two plain strips round its thigh."""
    leg = (
        "M-7.5 0C-8.4 7 -7 13.5 -5.4 19.5C-5 21.5 -5 23 -5.6 25C-6.8 29 -5.4 33.5 -3.6 38.5C-3.3 40 -3.6 41.6 -3.6 43"
        "H8.6C9 41.6 7 40.8 4.6 40C2.6 39.2 1.8 38.6 1.9 37C2.6 32.5 4.2 29 4.2 25C4.2 23.4 4.4 22.4 4.8 20.5"
        "C6.4 14 8.2 8 8.6 0"
    )
    strips = rect(-7.4, 7.6, 15, 2.4, fill=WHITE) + rect(-6.3, 14.6, 12.6, 2.4, fill=WHITE)
    return moved(x, y, path(leg, fill=SKIN), strips, scar(0.6, 12.3, 0.4))


def hip(x: float, y: float) -> str:
    """Draw where the leg begins, and an arrow that leads there."""
    torso = path("M-4.5 -6C-4 -3 -5.6 -0.5 -5.8 2.5V7H-0.6L0 3.4L0.6 7H5.8V2.5C5.6 -0.5 4 -3 4.5 -6", fill=PALE)
    return moved(x, y, torso) + arrow(x - 13.5, y, x - 7.5, y, stroke=INK)


def foot(x: float, y: float) -> str:
    """Draw where the leg ends, and an arrow that leads there."""
    foot = path(
        "M-4.6 -5.6C-4.4 -2 -5.2 0 -5 3.4C-5 4.6 -4.4 5 -3.4 5H5.4C7 5 6.6 2.8 4.6 2C1.6 0.8 -0.2 -0.6 0 -5.6",
        fill=PALE,
    )
    return moved(x, y, foot) + arrow(x - 13.5, y, x - 7.5, y, stroke=INK)


def ring(x: float, y: float, radius: float, start: float, end: float, thickness: float, fill: str) -> str:
    """Draw a thick arc from ``start`` to ``end`` degrees, clockwise from three o'clock, inner edge at ``radius``."""
    outer, large = radius + thickness, int(end - start > 180)

    def at(r: float, angle: float) -> str:
        return f"{x + r * math.cos(math.radians(angle)):.3f} {y + r * math.sin(math.radians(angle)):.3f}"

    way = f"M{at(radius, start)}A{radius} {radius} 0 {large} 1 {at(radius, end)}L{at(outer, end)}"
    return path(f"{way}A{outer} {outer} 0 {large} 0 {at(outer, start)}Z", fill=fill, width=LINE)


def _in_view(shape: Shape, middle: float, quarter: float) -> Shape:
    """Keep the rings whose middle faces the camera."""
    rings = [r for r in shape.rings if abs(sum(u for u, _ in r) / len(r) - middle) < quarter]
    return Shape(shape.rgb, rings)


def _d(rings: list[Ring]) -> str:
    return "".join("M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in ring) + "Z" for ring in rings)


def _hex(shape: Shape) -> str:
    return "#" + "".join(f"{c:02x}" for c in shape.rgb)
