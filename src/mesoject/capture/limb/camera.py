"""A pinhole camera with one radial term, on batches."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mesoject.capture.limb.surface import Array


class Camera(NamedTuple):
    """A batch of cameras.

    Attributes
    ----------
    focal_px, k1 : (B, 1)
    centre_px, rotation_vector : (B, 2), (B, 3)
    translation_mm : (B, 3)
        Limb frame to camera frame: x right, y down, z forward.
    """

    focal_px: Array
    k1: Array
    centre_px: Array
    rotation_vector: Array
    translation_mm: Array

    @property
    def rotation(self) -> Array:
        """Rotation matrices (B, 3, 3), by Rodrigues' formula."""
        v = self.rotation_vector
        angle = np.linalg.norm(v, axis=1)[:, None, None] + 1e-12
        x, y, z = (v / angle[:, 0]).T
        o = np.zeros_like(x)
        k = np.stack([o, -z, y, z, o, -x, -y, x, o], -1).reshape(-1, 3, 3)
        return np.asarray(np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k)

    @property
    def position_mm(self) -> Array:
        """Centre of the lens in the limb frame, (B, 3)."""
        return np.asarray(-np.einsum("bji,bj->bi", self.rotation, self.translation_mm))

    def project(self, points_mm: Array) -> Array:
        """Limb points (B, K, 3) to pixels (B, K, 2); a point behind the camera gives NaN."""
        q = np.einsum("bij,bkj->bki", self.rotation, points_mm) + self.translation_mm[:, None]
        depth = np.where(q[..., 2:] > 1.0, q[..., 2:], np.nan)
        x = q[..., :2] / depth
        r2 = (x * x).sum(-1, keepdims=True)
        bent = x * (1 + self.k1[..., None] * r2)
        return np.asarray(self.centre_px[:, None] + self.focal_px[..., None] * bent)
