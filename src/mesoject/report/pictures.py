"""The drawings of the card, one function each; SVG in millimetres."""

from __future__ import annotations

from mesoject.capture.target import Target
from mesoject.report import scene
from mesoject.report.svg import (
    BLUE,
    INK,
    LINE,
    PALE,
    SCAR,
    SKIN,
    TAPE,
    THIN,
    WHITE,
    approved,
    arrow,
    circle,
    dimension,
    forbidden,
    line,
    moved,
    path,
    picture,
    rect,
    text,
    tip,
)

WIDTH_MM, HEIGHT_MM = 46.0, 46.0
WIDE_MM = 97.0

Limits = tuple[int, int]


def printing() -> str:
    """A printer puts out the sheet at 100 %."""
    printer = rect(7, 17, 32, 13, r=2, fill=PALE) + line(9.5, 23, 36.5, 23)
    feed = path("M12 17V7H34V17", fill=WHITE)
    light = circle(37, 20, 0.5, fill=INK)
    tray = scene.page(11.5, 23, 23, 16)
    words = rect(13.5, 8.8, 19, 6.4, r=3.2, fill=WHITE, stroke="none") + text(23, 13.4, "100 %", size=5.2, fill=BLUE)
    return picture(WIDTH_MM, HEIGHT_MM, feed, words, printer, light, tray, approved(37, 39, 4))


def bar() -> str:
    """A ruler lies along the bar, its length is written down."""
    left, right, y = 6, 40, 12
    bar = line(left, y, right, y) + line(left, y - 3.5, left, y + 3.5) + line(right, y - 3.5, right, y + 3.5)
    ruler = rect(3, 17, 40, 10, r=0.8, fill=PALE)
    step = (right - left) / 20
    ticks = "".join(
        line(left + k * step, 17, left + k * step, 20.2 if k % 2 == 0 else 18.6, width=THIN) for k in range(21)
    )
    ends = text(left, 24.8, "0") + text(right - 1.5, 24.8, "100")
    guides = "".join(line(x, y + 3.5, x, 17, stroke=BLUE, width=THIN, dash="0.1 0.9") for x in (left, right))
    note = (
        line(8, 40, 25, 40, width=THIN)
        + text(29.5, 40, "mm")
        + path("M9 38.2C10.5 36.4 11.8 36.4 11.4 38C11.1 39.4 13.4 36.6 14 37.6", stroke=BLUE)
    )
    pencil = moved(14.3, 37.6, path("M0 0L2.6 -1.1V1.1ZM2.6 -1.1H13V1.1H2.6", fill=TAPE), turn=-52)
    return picture(WIDTH_MM, HEIGHT_MM, bar, guides, ruler, ticks, ends, note, pencil)


def clean() -> str:
    """A cloth wipes the leg; no drops."""
    sheet = rect(-7.5, -6.5, 15, 13, r=1.2, fill=WHITE) + path("M7.5 1.5L2.5 6.5Q2.2 2 7.5 1.5Z", fill=PALE)
    hem = path("M-6 5H1.6M6 0V-5H-6V5", width=THIN, dash="0.9 0.9")
    cloth = moved(21, 25.5, sheet, hem, turn=-10)
    wipe = arrow(12, 38, 27.5, 38) + tip(9.5, 38, 180)
    drop = path("M0 -3.6C2 -0.8 2.8 0.4 2.8 1.8A2.8 2.8 0 0 1 -2.8 1.8C-2.8 0.4 -2 -0.8 0 -3.6Z", fill=PALE)
    wet = moved(37.5, 12, drop, size=1.1) + forbidden(37.5, 12.2, 6)
    return picture(WIDTH_MM, HEIGHT_MM, scene.limb(18, 3, 43, 11), scene.scar(18, 11.5), cloth, wipe, wet)


def place(target: Target) -> str:
    """The leg and, nearer, both strips with their arrows towards the scar."""
    return picture(WIDE_MM, HEIGHT_MM, scene.whole_leg(12, 1), _near_view(target, 54, 14))


def _near_view(target: Target, x: float, radius: float) -> str:
    upper, lower = target.pieces
    rays = line(20.6, 8, 39, 1, width=THIN, dash="0.1 1") + line(19.4, 17.4, 39, 45, width=THIN, dash="0.1 1")
    limb = scene.limb(x, 1, 45, radius)
    bands = scene.band(upper, x, 14.4, radius, upper=True) + scene.band(lower, x, 31.6, radius, upper=False)
    arrows = "".join(
        arrow(x + dx, 14.8 if dy > 0 else 31.2, x + dx, 14.8 + 4 if dy > 0 else 31.2 - 4)
        for dx in (-7, 7)
        for dy in (1, -1)
    )
    names = text(x + radius + 3.6, 11.1, "P", size=6) + text(x + radius + 3.6, 38.1, "D", size=6)
    return rays + limb + bands + scene.scar(x, 23, 0.95) + arrows + names + scene.hip(88.5, 9) + scene.foot(88.5, 36)


def tape() -> str:
    """The limb cut across, the strip closed with tape on the side away from the camera."""
    x, y, radius = 23, 21, 12
    strip = scene.ring(x, y, radius, -20, 200, 1.6, WHITE)
    tape = scene.ring(x, y, radius, 185, 355, 1.6, TAPE)
    return picture(
        WIDTH_MM, HEIGHT_MM, scene.section(x, y, radius), strip, tape, scene.phone(x, 39), approved(40, 8, 4),
    )  # fmt: skip


def apart(target: Target, limits_mm: Limits) -> str:
    """The free length between the strips."""
    x, radius, top, bottom = 16, 12, 14, 32
    upper, lower = target.pieces
    bands = scene.band(upper, x, top, radius, upper=True) + scene.band(lower, x, bottom, radius, upper=False)
    marks = "".join(line(x + 4, y, 34, y, stroke=BLUE, width=THIN) for y in (top, bottom))
    words = text(39, 22.6, _span(limits_mm), size=3.2, fill=BLUE) + text(39, 26.2, "mm", size=3.2, fill=BLUE)
    span = dimension(32, top, 32, bottom) + words
    return picture(WIDTH_MM, HEIGHT_MM, scene.limb(x, 1, 45, radius), bands, scene.scar(x, 23), marks, span)


def square(limits_mm: Limits) -> str:
    """The camera at its distance, at a right angle to the skin."""
    limb = path("M2 2H10.5Q12 20 10.5 38H2Z", fill=SKIN, stroke="none") + path("M10.5 2Q12 20 10.5 38")
    strips = rect(10.6, 5.5, 1.2, 7, fill=WHITE) + rect(10.6, 27.5, 1.2, 7, fill=WHITE)
    bump = path("M11.2 16.2C12.6 17.4 12.6 22.6 11.2 23.8", fill=SCAR)
    axis = line(13, 20, 38, 20, stroke=BLUE, width=THIN, dash="1.4 1")
    corner = path("M12.4 16H16.4V20", stroke=BLUE, width=THIN)
    cone = path("M38.6 20L12.5 5M38.6 20L12.5 35", width=THIN, dash="0.1 1", stroke=INK)
    words = text(25.5, 45, f"{_span(limits_mm)} mm", size=3.6, fill=BLUE)
    ends = "".join(line(x, y, x, 42.4, stroke=BLUE, width=THIN) for x, y in ((11.6, 39), (39, 28)))
    return picture(
        WIDTH_MM, HEIGHT_MM, limb, strips, bump, cone, axis, corner, scene.phone(39, 20, turn=-90), ends,
        dimension(11.6, 40.6, 39, 40.6), words,
    )  # fmt: skip


def twice() -> str:
    """The camera at two places."""
    x, y, radius = 23, 11, 8
    limb = scene.section(x, y, radius) + scene.ring(x, y, radius, -20, 200, 1.4, WHITE)
    first = scene.phone(10.5, 33, turn=30) + text(6.6, 43, "1", size=4)
    second = scene.phone(35.5, 33, turn=-30) + text(39.4, 43, "2", size=4)
    rays = line(11, 32, 18.6, 19.5, width=THIN, dash="0.1 1") + line(35, 32, 27.4, 19.5, width=THIN, dash="0.1 1")
    way = path("M17 40.2Q22.5 42.4 27.6 40.6", stroke=BLUE, width=2 * LINE) + tip(29.2, 39.9, -24)
    return picture(WIDTH_MM, HEIGHT_MM, limb, rays, first, second, way)


def light() -> str:
    """Neither flash nor glare."""
    camera = rect(5, 7, 15, 28, r=2.4, fill=PALE) + circle(9.6, 12, 2.2, fill=WHITE) + circle(9.6, 12, 0.9, fill=INK)
    bolt = path("M13.4 17.5L9 24H12L10.8 29L16 22H12.8L14.6 17.5Z", fill=TAPE)
    limb = scene.limb(34.5, 3, 39, 8)
    rays = [line(0, -3.4, 0, -5, width=LINE)]
    gleam = moved(
        33, 20, circle(0, 0, 2.2, fill=WHITE, stroke=INK), *(moved(0, 0, *rays, turn=45 * k) for k in range(8))
    )
    return picture(
        WIDTH_MM, HEIGHT_MM, camera, bolt, limb, gleam, forbidden(12.5, 23, 8.2), forbidden(33, 20, 8.2),
    )  # fmt: skip


def _span(limits_mm: Limits) -> str:
    return f"{limits_mm[0]}–{limits_mm[1]}"
