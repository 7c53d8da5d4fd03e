"""First guesses: every piece alone as a bent sheet of several curvatures, then the pieces against each other."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.capture.limb.model import (
    APART,
    CURVATURE,
    OFFSET,
    ROTATION,
    SKEWS,
    TRANSLATION,
    Model,
    Seen,
)
from mesoject.capture.limb.surface import Array

CURVATURES_PER_MM = (0.0, 0.008, 0.014, 0.02, 0.027, 0.036)


class Pose(NamedTuple):
    """One piece seen alone: pose of its own limb frame and how well it explains the corners."""

    curvature: float
    rotation: NDArray[np.float64]
    translation_mm: NDArray[np.float64]
    rms_px: float


def starts(model: Model) -> list[NDArray[np.float64]]:
    """Unknowns to start from, the most likely first."""
    mean, sd = model.mean_and_sd()
    guesses = []
    for curvature in CURVATURES_PER_MM if sd[CURVATURE] else (0.0,):
        poses = [pose_alone(s, model, curvature) for s in model.seen]
        if any(p is None for p in poses):
            continue
        known = [p for p in poses if p is not None]
        x = mean.copy()
        x[CURVATURE] = curvature
        _place(x, known)
        guesses.append((sum(p.rms_px**2 for p in known), x))
    return [x for _, x in sorted(guesses, key=lambda g: g[0])]


def pose_alone(seen: Seen, model: Model, curvature: float) -> Pose | None:
    """Pose of one piece as a cylinder of ``curvature``; None where no pose explains it."""
    sign = -1.0 if seen.turned else 1.0
    w = sign * (seen.uv_mm[:, 0] - seen.reference_mm[0])
    y = -sign * (seen.uv_mm[:, 1] - seen.reference_mm[1])
    half = curvature * w / 2
    points = np.stack([w * np.sinc(2 * half / np.pi), y, -half * w * np.sinc(half / np.pi) ** 2], -1)
    K = np.array([[model.focal_px, 0, model.centre_px[0]], [0, model.focal_px, model.centre_px[1]], [0, 0, 1.0]])
    flag = cv2.SOLVEPNP_IPPE if curvature == 0 else cv2.SOLVEPNP_SQPNP
    n, rotations, translations, errors = cv2.solvePnPGeneric(points, seen.px, K, None, flags=flag)
    best: Pose | None = None
    for r, t, e in zip(rotations[:n], translations[:n], np.ravel(errors)[:n], strict=True):
        R = cv2.Rodrigues(r)[0]
        faces_camera = R[:, 2] @ t.ravel() < 0
        if t[2, 0] > 0 and faces_camera and (best is None or e < best.rms_px):
            best = Pose(curvature, R, t.ravel(), float(e))
    return best


def _place(x: NDArray[np.float64], poses: list[Pose]) -> None:
    """Write the common pose and the pieces' places against it into the unknowns ``x``."""
    frame = _common_frame(poses)
    origin = np.mean([p.translation_mm for p in poses], axis=0)
    x[ROTATION] = cv2.Rodrigues(frame)[0].ravel()
    if len(poses) == 2:
        local = [frame.T @ (p.translation_mm - origin) for p in poses]
        normals = [frame.T @ p.rotation[:, 2] for p in poses]
        x[APART] = local[0][1] - local[1][1]
        x[OFFSET] = _arc(normals[0], local[0], x[CURVATURE]) - _arc(normals[1], local[1], x[CURVATURE])
        origin = origin + frame[:, 2] * _rise(x)
    x[TRANSLATION] = origin
    for k, pose in enumerate(poses):
        axis = frame.T @ pose.rotation[:, 1]
        x[SKEWS.start + k] = np.arctan2(-axis[0], axis[1]) * -1


def _common_frame(poses: list[Pose]) -> Array:
    """Mean orientation of the pieces; the line between two of them gives the axis where they disagree little."""
    u, _, vt = np.linalg.svd(np.sum([p.rotation for p in poses], axis=0))
    return np.asarray(u @ np.diag([1, 1, np.linalg.det(u @ vt)]) @ vt)


def _arc(normal: Array, local_mm: Array, curvature: float) -> float:
    """Distance round the limb from the direction of the normal, or straight on a plane."""
    return float(np.arctan2(normal[0], normal[2]) / curvature) if curvature > 1e-4 else float(local_mm[0])


def _rise(x: NDArray[np.float64]) -> float:
    """How far the surface stands above the mean of two places that lie apart round it."""
    return float(x[CURVATURE] * (x[OFFSET] / 2) ** 2 / 2)
