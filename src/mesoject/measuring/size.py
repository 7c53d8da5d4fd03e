"""Area, length, width and perimeter of a border, on any chart of the same photograph."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import ConvexHull, QhullError

from mesoject.measuring.border import Border
from mesoject.records import ErrorPart, Quantity
from mesoject.skinmap import Chart, SkinMap

Array = NDArray[np.float64]
SMOOTHING_SD_MM = 0.5
RESAMPLE_MM = 0.1
CHORDS = 400
VARIANT_POINTS = 160
BORDER_SD_MM = 0.3  # where one rater puts a border against another: docs/method.md, "Outline"
NAMES = ("area", "length", "width", "perimeter")
UNITS = ("mm2", "mm", "mm", "mm")


def sizes(
    skin: SkinMap, border: Border, *, border_sd_mm: float = BORDER_SD_MM, area_ratio: float = 1.0
) -> list[Quantity]:
    """Area, length, width and perimeter with geometry, scale and outline parts.

    ``border_sd_mm`` is how far, in common, the whole border may lie further out or in; ``area_ratio`` corrects the area
    where the scar's own skin is known to lie above or below the map's surface.
    """
    inner = _interior(border)
    coarse = _thinned(border)
    values = _four(skin.chart, border, inner)
    values[0] *= area_ratio
    geometry = skin.geometry_error(lambda chart: _four(chart, coarse, inner))
    outline = border_sd_mm * np.array([values[3], 2.0, 2.0, 2 * math.pi])
    powers = (2, 1, 1, 1)
    return [
        Quantity(
            name=name,
            value=float(values[k]),
            unit=unit,
            scale="log" if name == "area" else "linear",
            parts=(
                ErrorPart(part="geometry", se=float(geometry[k]), scope="photo"),
                ErrorPart(part="outline", se=float(outline[k]), scope="rater"),
                *(
                    ErrorPart(part=part, se=float(powers[k] * sd * values[k]), scope=scope)
                    for part, scope, sd in skin.scale_errors
                ),
            ),
        )
        for k, (name, unit) in enumerate(zip(NAMES, UNITS, strict=True))
    ]


def _thinned(border: Border) -> Border:
    """The border with few points, enough to see how a number changes from chart to chart."""
    step = max(1, sum(len(r) for r in border.rings_px) // VARIANT_POINTS)
    thin = [
        (px[::step], mm[::step], sign)
        for px, mm, sign in zip(border.rings_px, border.rings_mm, border.signs, strict=True)
        if len(px) >= 4 * step
    ]
    return (
        replace(
            border,
            rings_px=tuple(t[0] for t in thin),
            rings_mm=tuple(t[1] for t in thin),
            signs=tuple(t[2] for t in thin),
        )
        if thin
        else border
    )


def _four(chart: Chart, border: Border, inner_mm: Array) -> Array:
    rings = [chart.to_mm(px, near) for px, near in zip(border.rings_px, border.rings_mm, strict=True)]
    points = np.concatenate([r for r, sign in zip(rings, border.signs, strict=True) if sign > 0])
    a, b = farthest(chart, points)
    return np.array(
        [
            _area(chart, rings, border.signs, inner_mm),
            distance(chart, a[None], b[None])[0],
            _greatest_chord(chart, rings, a, b),
            sum(_perimeter(chart, ring) for ring in rings),
        ]
    )


def _interior(border: Border) -> Array:
    """Places inside the scar where the area element is looked up."""
    s_low, z_low, s_high, z_high = border.area_mm.bounds
    step = max(0.5, math.sqrt(border.area_mm.area / 150))
    s, z = np.meshgrid(np.arange(s_low, s_high + step, step), np.arange(z_low, z_high + step, step))
    places = np.stack([s.ravel(), z.ravel()], -1)
    inside = shapely.contains_xy(border.area_mm, places[:, 0], places[:, 1])
    return places[inside] if inside.any() else border.points_mm


def _area(chart: Chart, rings: list[Array], signs: tuple[int, ...], inner_mm: Array) -> float:
    """Integral of the area element over the polygons."""
    flat = sum(sign * abs(_shoelace(ring)) for ring, sign in zip(rings, signs, strict=True))
    return float(flat * chart.area_element_at(inner_mm).mean())


def _shoelace(ring: Array) -> float:
    s, z = (ring - ring.mean(0)).T
    return float(np.dot(s, np.roll(z, -1)) - np.dot(z, np.roll(s, -1))) / 2


def distance(chart: Chart, a: Array, b: Array) -> Array:
    """Length (N,) of the straight map line from a to b, (N, 2), in the metric ds^2 + J^2 dz^2.

    It is the geodesic distance but for terms of second order in the area element's departure from 1.
    """
    share = np.array([0.1127, 0.5, 0.8873])[:, None, None]
    element = chart.area_element_at(a + share * (b - a))
    pieces = np.hypot((b - a)[:, 0], element * (b - a)[:, 1])
    return np.asarray(np.tensordot([5 / 18, 8 / 18, 5 / 18], pieces, 1))


def farthest(chart: Chart, points: Array) -> tuple[Array, Array]:
    """The two border points that are farthest apart."""
    try:
        hull = points[ConvexHull(points).vertices]
    except QhullError:
        hull = points
    flat = np.linalg.norm(hull[:, None] - hull[None], axis=2)
    i, j = np.nonzero(np.triu(flat > 0.97 * flat.max()))
    best = int(np.argmax(distance(chart, hull[i], hull[j])))
    return hull[i[best]], hull[j[best]]


def _greatest_chord(chart: Chart, rings: list[Array], a: Array, b: Array) -> float:
    """Greatest extent of the border across the line from a to b, at one place along it."""
    along = (b - a) / np.linalg.norm(b - a)
    across = np.array([-along[1], along[0]])
    turned = [np.stack([(r - a) @ along, (r - a) @ across], -1) for r in rings]
    at = np.linspace(0, float(np.linalg.norm(b - a)), CHORDS + 2)[1:-1]
    low, high = np.full(CHORDS, np.inf), np.full(CHORDS, -np.inf)
    for ring in turned:
        t0, w0 = ring.T
        t1, w1 = np.roll(ring, -1, axis=0).T
        crosses = (t0[:, None] <= at) != (t1[:, None] <= at)
        edge, line = np.nonzero(crosses)
        w = w0[edge] + (at[line] - t0[edge]) / (t1[edge] - t0[edge]) * (w1[edge] - w0[edge])
        np.minimum.at(low, line, w)
        np.maximum.at(high, line, w)
    best = int(np.argmax(high - low))
    foot = a + at[best] * along
    return float(distance(chart, (foot + low[best] * across)[None], (foot + high[best] * across)[None])[0])


def _perimeter(chart: Chart, ring: Array) -> float:
    """Length of a ring after smoothing along itself with an SD of half a millimetre."""
    closed = np.concatenate([ring, ring[:1]])
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    count = max(16, round(arc[-1] / RESAMPLE_MM))
    at = np.linspace(0, arc[-1], count, endpoint=False)
    even = np.stack([np.interp(at, arc, closed[:, k]) for k in range(2)], -1)
    smooth = gaussian_filter1d(even, SMOOTHING_SD_MM / (arc[-1] / count), axis=0, mode="wrap")
    step = np.roll(smooth, -1, axis=0) - smooth
    return float(np.hypot(step[:, 0], chart.area_element_at(smooth) * step[:, 1]).sum())
