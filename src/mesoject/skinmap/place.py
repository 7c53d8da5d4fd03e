"""Where the skin of a scan lies in space: plain data on a lattice, interpolated by cubic splines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline
from scipy.spatial import cKDTree

Array = NDArray[np.float64]
NEWTON_STEPS = 10
FAR_MM = 15.0  # no scar stands so high, no outline is drawn so far off its scan


@dataclass(frozen=True)
class Place:
    """The limb's smooth form in the scan's own axes.

    Attributes
    ----------
    s_mm, z_mm : (Ns,), (Nz,)
        The lattice, ascending.
    xyz : (Nz, Ns, 3)
        Its nodes on the form, mm.
    normal : (Nz, Ns, 3)
        Unit normals there, outwards.
    """

    s_mm: Array
    z_mm: Array
    xyz: Array
    normal: Array

    def to_scan(self, mm: Array, height_mm: Array | float = 0.0) -> Array:
        """Skin places (..., 2), ``height_mm`` (...) above the form, to scan places (..., 3)."""
        s, z = mm[..., 0], mm[..., 1]
        on = np.stack([f.ev(z, s) for f in self._splines[:3]], -1)
        out = np.stack([f.ev(z, s) for f in self._splines[3:]], -1)
        out = out / np.linalg.norm(out, axis=-1, keepdims=True)
        return np.asarray(on + np.asarray(height_mm)[..., None] * out)

    def to_mm(self, xyz: Array) -> Array:
        """Scan places (..., 3) to skin places (..., 2), along the form's normals; NaN where that leads nowhere."""
        flat = np.asarray(xyz, float).reshape(-1, 3)
        off, nearest = cKDTree(self.xyz.reshape(-1, 3)).query(np.nan_to_num(flat, nan=1e9))
        zz, ss = np.meshgrid(self.z_mm, self.s_mm, indexing="ij")
        mm = np.stack([ss.ravel()[nearest], zz.ravel()[nearest]], -1)
        low, high = (self.s_mm[0], self.z_mm[0]), (self.s_mm[-1], self.z_mm[-1])
        for _ in range(NEWTON_STEPS):
            s, z = mm.T
            away = flat - np.stack([f.ev(z, s) for f in self._splines[:3]], -1)
            xs = np.stack([f.ev(z, s, dy=1) for f in self._splines[:3]], -1)
            xz = np.stack([f.ev(z, s, dx=1) for f in self._splines[:3]], -1)
            gss, gsz, gzz = (xs * xs).sum(1), (xs * xz).sum(1), (xz * xz).sum(1)
            bs, bz = (away * xs).sum(1), (away * xz).sum(1)
            det = gss * gzz - gsz * gsz
            step = np.stack([(gzz * bs - gsz * bz) / det, (gss * bz - gsz * bs) / det], -1)
            mm = np.clip(mm + np.clip(np.nan_to_num(step), -10, 10), low, high)
        height = self.height(flat, mm)
        beside = np.linalg.norm(flat - self.to_scan(mm, height), axis=1)
        mm[~((beside < 0.1) & (np.abs(height) < FAR_MM) & (off < np.inf))] = np.nan
        return mm.reshape(*np.shape(xyz)[:-1], 2)

    def bend(self, mm: Array) -> Array:
        """Sum of the form's principal curvatures (...), 1/mm, convex positive: the divergence of its normal."""
        s, z = mm[..., 0].ravel(), mm[..., 1].ravel()
        xs, xz, ns, nz = (
            np.stack([f.ev(z, s, **{way: 1}) for f in part], -1)
            for part in (self._splines[:3], self._splines[3:])
            for way in ("dy", "dx")
        )
        round_limb = (ns * xs).sum(-1) / (xs * xs).sum(-1)
        return np.asarray((round_limb + (nz * xz).sum(-1) / (xz * xz).sum(-1)).reshape(mm.shape[:-1]))

    def height(self, xyz: Array, mm: Array) -> Array:
        """Height (N,) of scan places (N, 3) over the form at their skin places (N, 2)."""
        up = self.to_scan(mm, 1.0) - self.to_scan(mm)
        return np.asarray(((xyz - self.to_scan(mm)) * up).sum(-1))

    @cached_property
    def _splines(self) -> tuple[RectBivariateSpline, ...]:
        both = np.concatenate([self.xyz, self.normal], axis=-1)
        return tuple(RectBivariateSpline(self.z_mm, self.s_mm, both[..., k]) for k in range(6))
