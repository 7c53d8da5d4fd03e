"""A relief as the 3D model that the view in a page needs: height, the way out of the skin, the way to the outline."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from mesoject.report.relief.colours import inside_outline
from mesoject.report.relief.glb import relief_glb
from mesoject.skinmap.relief_picture import ReliefPicture

Array = NDArray[np.float64]
NEAR_MM, FAR_MM = 0.02, 3.0


def relief_model(picture: ReliefPicture, limit_mm: float) -> bytes:
    """GLB with all that the view needs: the healthy skin's normals, the way to the outline, the scanner's colours."""
    more: dict[str, NDArray[Any]] = {"_UP": picture.up, "_BORDER_MM": _to_border_mm(picture)}
    if picture.rgb8 is not None:
        more["COLOR_1"] = picture.rgb8
    return relief_glb(picture.xyz_mm, picture.height_mm, limit_mm, more=more)


def _to_border_mm(picture: ReliefPicture) -> Array:
    """Distance (H, W) to the outline, mm, below 0 in the scar and at most ``FAR_MM``; at 0 a viewer draws it."""
    rings = [np.array([*ring, ring[0]], float) for part in picture.outline_mm for ring in part]
    dense = np.concatenate([_dense(ring) for ring in rings])
    away, _ = cKDTree(dense).query(picture.places(), distance_upper_bound=FAR_MM)
    away = np.minimum(away, FAR_MM)
    return np.asarray(np.where(inside_outline(picture), -away, away))


def _dense(ring: Array) -> Array:
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
    at = np.linspace(0, arc[-1], max(2, int(arc[-1] / NEAR_MM)))
    return np.stack([np.interp(at, arc, ring[:, k]) for k in range(2)], -1)
