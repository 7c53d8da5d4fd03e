"""What the camera made of every patch and of the bare paper, with where each lies on the skin."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.capture.limb.fit import Fit
from mesoject.capture.photo import Photo
from mesoject.capture.target import Piece, Target
from mesoject.skinmap import Chart

Array = NDArray[np.float64]
INNER = 0.62  # share of a patch's side that is looked at: misregistration and blur stay outside
GRID = (9, 7)
LEAST_COSINE = 0.35
CLIPPED_HIGH8, CLIPPED_LOW8 = 252, 3


class Samples(NamedTuple):
    """Patches and bare paper of a target in one photograph.

    Attributes
    ----------
    names, keys : (N,) str
        Place name and colour key; bare paper has the key ``paper``.
    code : (N, 3) float
        Median 8-bit code of the place.
    spread : (N,) float
        Median absolute deviation over the place, in codes.
    mm : (N, 2)
        Where on the skin.
    cosine : (N,)
    clipped : (N,) bool
        Too much of it too bright or too dark.
    """

    names: NDArray[np.str_]
    keys: NDArray[np.str_]
    code: Array
    spread: Array
    mm: Array
    cosine: Array
    clipped: NDArray[np.bool_]

    def where(self, keep: NDArray[np.bool_]) -> Samples:
        """The rows that ``keep`` names."""
        return Samples._make(column[keep] for column in self)


def sample_target(photo: Photo, target: Target, fit: Fit, chart: Chart) -> Samples:
    """Look at every patch and paper place that the camera saw squarely enough."""
    parts = [
        _sample_piece(photo, next(p for p in target.pieces if p.name == s.name), k, fit, chart)
        for k, s in enumerate(fit.model.seen)
    ]
    joined = Samples._make(np.concatenate(column) for column in zip(*parts, strict=True))
    return joined.where(joined.cosine > LEAST_COSINE)


def _sample_piece(photo: Photo, piece: Piece, k: int, fit: Fit, chart: Chart) -> Samples:
    names = np.array([p.name for p in piece.patches] + ["paper"] * len(piece.paper))
    keys = np.array([p.key for p in piece.patches] + ["paper"] * len(piece.paper))
    boxes = np.stack([p.corners_mm for p in piece.patches] + list(piece.paper))
    near = _near(boxes, fit.model.seen[k].uv_mm)
    boxes, names, keys = boxes[near], names[near], keys[near]
    uv = _grid(boxes)
    x = fit.x[None]
    px = fit.model.camera(x).project(fit.model.points(x, k, uv.reshape(-1, 2)))[0]
    codes, inside = _look(photo.rgb8, px)
    codes, inside = codes.reshape(*uv.shape[:2], 3), inside.reshape(uv.shape[:2])
    median = np.median(codes, axis=1)
    centre_px = px.reshape(*uv.shape[:2], 2)[:, uv.shape[1] // 2]
    mm = chart.to_mm(centre_px)
    cosine = np.where(inside.all(1) & np.isfinite(mm).all(1), chart.cosine_at(np.nan_to_num(mm)), 0)
    clipped = ((codes >= CLIPPED_HIGH8).any(-1) | (codes <= CLIPPED_LOW8).all(-1)).mean(1) > 0.1
    spread = np.median(np.abs(codes - median[:, None]), axis=(1, 2))
    return Samples(names, keys, median, spread, mm, cosine, clipped)


def _near(boxes: Array, uv_seen: Array) -> NDArray[np.bool_]:
    """Boxes within a cell of the markers in view; those further off turn away from the camera."""
    u = boxes[:, :, 0].mean(1)
    return np.asarray((u > uv_seen[:, 0].min() - 12) & (u < uv_seen[:, 0].max() + 12))


def _grid(boxes: Array) -> Array:
    """Places (N, G, 2) inside the inner part of boxes (N, 4, 2)."""
    centre, half = boxes.mean(1), INNER * (boxes[:, 2] - boxes[:, 0]) / 2
    a, b = np.meshgrid(np.linspace(-1, 1, GRID[0]), np.linspace(-1, 1, GRID[1]))
    unit = np.stack([a.ravel(), b.ravel()], -1)
    return np.asarray(centre[:, None] + unit * half[:, None])


def _look(rgb8: NDArray[np.uint8], px: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Codes (N, 3) at ``px`` (N, 2), a little averaged, and whether the place is in the picture."""
    size = np.array([rgb8.shape[1], rgb8.shape[0]])
    inside = np.asarray(np.isfinite(px).all(1) & (px >= 1).all(1) & (px <= size - 2).all(1))
    at = np.where(inside[:, None], px, 1.0)
    low, high = np.floor(at.min(0)).astype(int) - 1, np.ceil(at.max(0)).astype(int) + 2
    crop = cv2.blur(rgb8[low[1] : high[1], low[0] : high[0]], (3, 3))
    place = (at - low).astype(np.float32).reshape(1, -1, 2)
    codes = cv2.remap(crop, place[..., 0], place[..., 1], cv2.INTER_LINEAR)
    return np.asarray(codes[0], float), inside
