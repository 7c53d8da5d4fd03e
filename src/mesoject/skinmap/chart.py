"""The mapping between skin and photograph: plain data on a lattice, interpolated by cubic splines.

``s`` runs round the limb, ``z`` along it towards the hip, right-handed as seen from outside the skin. The coordinates
are Fermi's: ``s`` is the geodesic distance from a central meridian, ``z`` the length along it, so the metric is
ds^2 + J^2 dz^2 with the area element J, which is 1 wherever the surface is developable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline
from scipy.spatial import cKDTree

Array = NDArray[np.float64]
NEWTON_STEPS = 12
CLOSE_MM = 1e-4  # the last step's error is the square of this


@dataclass(frozen=True)
class Chart:
    """The mapping between skin and photograph as plain data on a regular lattice.

    Attributes
    ----------
    s_mm, z_mm : (Ns,), (Nz,)
        The lattice, ascending.
    px : (Nz, Ns, 2)
        Where each node appears in the photograph, pixel centres at whole numbers.
    area_element : (Nz, Ns)
    cosine : (Nz, Ns)
        Cosine of the angle between the skin's normal and the line of sight; at most 0 where turned away.
    """

    s_mm: Array
    z_mm: Array
    px: Array
    area_element: Array
    cosine: Array

    def to_photo(self, mm: Array) -> Array:
        """Skin places (..., 2) in mm to photo pixels (..., 2); NaN outside the chart."""
        s, z = mm[..., 0], mm[..., 1]
        px = np.stack([spline.ev(z, s) for spline in self._px_splines], -1)
        return np.where(self.holds(mm)[..., None], px, np.nan)

    def to_mm(self, px: Array, near_mm: Array | None = None) -> Array:
        """Photo pixels (..., 2) to skin places (..., 2) in mm; NaN where the chart does not reach.

        ``near_mm`` (..., 2) says where each place lies on a chart of nearly the same shape; then the nearest place
        that this chart has to offer is given, never NaN.
        """
        flat = np.asarray(px, float).reshape(-1, 2)
        mm = self._nearest_node(flat) if near_mm is None else np.array(near_mm, float).reshape(-1, 2)
        fx, fy = self._px_splines
        low, high = (self.s_mm[0], self.z_mm[0]), (self.s_mm[-1], self.z_mm[-1])
        for _ in range(NEWTON_STEPS):
            s, z = mm.T
            r = flat - np.stack([fx.ev(z, s), fy.ev(z, s)], -1)
            xs, xz, ys, yz = fx.ev(z, s, dy=1), fx.ev(z, s, dx=1), fy.ev(z, s, dy=1), fy.ev(z, s, dx=1)
            det = xs * yz - xz * ys
            det = np.where(np.abs(det) < 1e-9, np.nan, det)
            step = np.stack([(yz * r[:, 0] - xz * r[:, 1]) / det, (xs * r[:, 1] - ys * r[:, 0]) / det], -1)
            mm = np.clip(mm + np.clip(np.nan_to_num(step), -20, 20), low, high)
            if np.abs(step).max(initial=0) < CLOSE_MM:
                break
        if near_mm is None:
            s, z = mm.T
            met = np.hypot(fx.ev(z, s) - flat[:, 0], fy.ev(z, s) - flat[:, 1]) <= 0.05  # false of NaN as well
            mm[~met | (self.cosine_at(mm) <= 0)] = np.nan
        return mm.reshape(np.shape(px))

    def holds(self, mm: Array) -> NDArray[np.bool_]:
        """Whether places lie on the chart."""
        s, z = mm[..., 0], mm[..., 1]
        inside: NDArray[np.bool_] = (
            (s >= self.s_mm[0]) & (s <= self.s_mm[-1]) & (z >= self.z_mm[0]) & (z <= self.z_mm[-1])
        )
        return inside

    def area_element_at(self, mm: Array) -> Array:
        """Area element at places (..., 2)."""
        return np.asarray(self._splines["area_element"].ev(mm[..., 1], mm[..., 0]))

    def cosine_at(self, mm: Array) -> Array:
        """Cosine of the viewing angle at places (..., 2)."""
        return np.asarray(np.clip(self._splines["cosine"].ev(mm[..., 1], mm[..., 0]), -1.0, 1.0))

    @cached_property
    def _splines(self) -> dict[str, RectBivariateSpline]:
        return {n: RectBivariateSpline(self.z_mm, self.s_mm, getattr(self, n)) for n in ("area_element", "cosine")}

    @cached_property
    def _px_splines(self) -> tuple[RectBivariateSpline, RectBivariateSpline]:
        x, y = (RectBivariateSpline(self.z_mm, self.s_mm, self.px[..., i]) for i in range(2))
        return x, y

    def _nearest_node(self, px: Array) -> Array:
        """A start for Newton: the visible node that appears nearest."""
        visible = self.cosine > 0.02
        zz, ss = np.meshgrid(self.z_mm, self.s_mm, indexing="ij")
        nodes = np.stack([ss[visible], zz[visible]], -1)
        _, nearest = cKDTree(self.px[visible]).query(np.nan_to_num(px))
        return np.asarray(nodes[nearest], float)
