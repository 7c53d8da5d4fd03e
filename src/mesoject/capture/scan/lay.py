"""Lay a scan flat: where each of its points lies on the skin, and how high above the limb's form."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, RectBivariateSpline

from mesoject.capture.limb.fermi import fermi, nodes
from mesoject.capture.limb.surface import Surface
from mesoject.capture.scan.base import Base
from mesoject.capture.scan.form import feet
from mesoject.capture.scan.rasterise import Grid
from mesoject.records import Refused, reason
from mesoject.skinmap import Chart, Place

Array = NDArray[np.float64]
BEYOND_MM = 10.0
INVERSE_STEP_MM = 4.0
REACH_MM = 100.0  # round the limb; the coordinates of its other side would run into each other
FAR_MM = 15.0  # above or below the form: no skin of this limb
LEAST_POINTS = 300


class Laid(NamedTuple):
    """A scan laid flat.

    Attributes
    ----------
    kept : (M,) bool
        Which of the scan's points lie near the limb's form and on the side that is laid flat; ``beyond`` and ``off``
        are the shares on the limb's other side, and of the rest those far from its form.
    mm, height_mm : (N, 2), (N,)
        [s, z] of the kept points, and their heights.
    s_mm, z_mm, area_element : (Ns,), (Nz,), (Nz, Ns)
        The lattice.
    place : Place
        The way back.
    """

    kept: NDArray[np.bool_]
    beyond: float
    off: float
    mm: Array
    height_mm: Array
    s_mm: Array
    z_mm: Array
    area_element: Array
    place: Place


def lay(points: Array, base: Base, surface: Surface) -> Laid:
    """Map a scan's points (N, 3) to the skin."""
    limb = base.pose.to_limb(points)
    w, y, height = feet(surface, base, limb)
    side, near = np.abs(w) <= REACH_MM, np.abs(height) <= FAR_MM
    kept = side & near
    beyond, off = 1 - float(side.mean()), 1 - float(near[side].mean())
    if kept.sum() < LEAST_POINTS:
        raise Refused([reason("scan_not_a_limb", f"Only {kept.sum()} points lie near one limb's surface.")])
    w, y, height = w[kept], y[kept], height[kept]
    # two rounds: the first lattice says how far s and z have to reach
    s, z = nodes(w.min() - BEYOND_MM, w.max() + BEYOND_MM), nodes(y.min() - BEYOND_MM, y.max() + BEYOND_MM)
    lattice = fermi(surface, np.zeros((1, 1)), s, z)
    mm = _inverse(lattice[0][0], lattice[1][0], s, z, w, y)
    grid = (len(z), len(s))
    on = (lattice[0].reshape(1, -1), lattice[1].reshape(1, -1))
    inner, normal = surface.points(*on)[0], surface.tangents(*on)[2][0]
    element = np.linalg.norm(CubicSpline(z, inner.reshape(*grid, 3), axis=0)(z, 1), axis=-1)
    place = Place(s, z, base.pose.to_scan(inner).reshape(*grid, 3), (normal @ base.pose.axes).reshape(*grid, 3))
    return Laid(kept, beyond, off, mm, height, s, z, element, place)


def _inverse(w_nodes: Array, y_nodes: Array, s: Array, z: Array, w: Array, y: Array) -> Array:
    """Skin places (N, 2) of surface places: Newton on a coarse lattice of (w, y), splines between."""
    across = _axis(w)
    along = _axis(y)
    ww, yy = np.meshgrid(across, along)
    fw, fy = RectBivariateSpline(z, s, w_nodes), RectBivariateSpline(z, s, y_nodes)
    mm = np.stack([ww, yy], -1)
    for _ in range(8):
        a, b = mm[..., 0], mm[..., 1]
        rw, ry = ww - fw.ev(b, a), yy - fy.ev(b, a)
        ws, wz, ys, yz = fw.ev(b, a, dy=1), fw.ev(b, a, dx=1), fy.ev(b, a, dy=1), fy.ev(b, a, dx=1)
        det = ws * yz - wz * ys
        mm = mm + np.stack([(yz * rw - wz * ry) / det, (ws * ry - ys * rw) / det], -1)
    return np.stack([RectBivariateSpline(along, across, mm[..., k]).ev(y, w) for k in range(2)], -1)


def _axis(at: Array) -> Array:
    low, high = float(at.min()) - 1, float(at.max()) + 1
    return np.linspace(low, high, max(6, int((high - low) / INVERSE_STEP_MM) + 2))


def chart_of(laid: Laid, grid: Grid) -> Chart:
    """The chart of the scan's own picture."""
    nodes_mm = np.stack(np.meshgrid(laid.s_mm, laid.z_mm), -1)
    return Chart(laid.s_mm, laid.z_mm, grid.to_px(nodes_mm), laid.area_element, np.ones(nodes_mm.shape[:2]))
