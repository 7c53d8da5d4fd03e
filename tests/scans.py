"""Scans made by hand: a cone with a dome on it, whose volume is known in closed form, and files of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import trimesh
from scipy.spatial.transform import Rotation

from mesoject.capture.scan.assemble import scan_map
from mesoject.capture.scan.mesh import Mesh
from mesoject.records import Outline

RADIUS_MM, DOME_MM = 50.0, 9.0
SHA256 = "ab" * 32
POSE = Rotation.from_rotvec([0.4, -0.9, 0.3]).as_matrix()
SHIFT = np.array([120.0, -40.0, 300.0])


def dome(w, y, height_mm, radius_mm=DOME_MM):
    """A cosine dome about the middle: height where it stands, 0 outside."""
    r = np.minimum(np.hypot(w, y) / radius_mm, 1)
    return height_mm * 0.5 * (1 + np.cos(np.pi * r))


def dome_volume_mm3(height_mm, radius_mm=DOME_MM):
    """Integral of :func:`dome` over the plane: pi R^2 h (1/2 - 2/pi^2)."""
    return np.pi * radius_mm**2 * height_mm * (0.5 - 2 / np.pi**2)


def on_limb(w, y, height=0.0, *, radius=RADIUS_MM, taper=0.0):
    """Places ``height`` above a cone whose axis is y, at arc length ``w`` round it."""
    r = radius + taper * y
    slope = np.hypot(1, taper)
    out = np.stack([np.sin(w / radius) / slope, -taper / slope + 0 * w, np.cos(w / radius) / slope], -1)
    at = np.stack([r * np.sin(w / radius), y, r * np.cos(w / radius)], -1)
    return (at + np.asarray(height)[..., None] * out) @ POSE.T + SHIFT


def grid(half_mm=30.0, step_mm=0.5):
    axis = np.arange(-half_mm, half_mm + step_mm / 2, step_mm)
    return np.meshgrid(axis, axis)


def faces(rows, columns):
    number = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (v.ravel() for v in (number[:-1, :-1], number[:-1, 1:], number[1:, :-1], number[1:, 1:]))
    return np.concatenate([np.stack([a, b, d], -1), np.stack([a, d, c], -1)])


def mesh(height_mm=1.0, *, half_mm=30.0, step_mm=0.5, noise_mm=0.0, colour=False, seed=1, **limb):
    """The dome on its limb as a mesh in mm."""
    w, y = grid(half_mm, step_mm)
    noise = noise_mm * np.random.default_rng(seed).standard_normal(w.shape)
    points = on_limb(w, y, dome(w, y, height_mm) + noise, **limb).reshape(-1, 3)
    rgb8 = None
    if colour:
        rgb8 = np.full((w.size, 3), (190, 150, 130), np.uint8)
        rgb8[np.hypot(w, y).ravel() < DOME_MM] = (160, 80, 80)
    return Mesh(points, faces(*w.shape), rgb8)


def skin(made=None, **how):
    """The SkinMap of a mesh."""
    return scan_map(made or mesh(**how), {"scan_sha256": SHA256, "scan_unit": "mm", "method": "by-hand"}, [])


def circle(radius_mm=DOME_MM, height_mm=0.0, *, sides=200, centre=(0.0, 0.0), **limb):
    """The border of the dome in the scan's axes, as an outline."""
    t = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    xyz = on_limb(centre[0] + radius_mm * np.cos(t), centre[1] + radius_mm * np.sin(t), height_mm, **limb)
    return Outline(frame="scan_xyz_mm", polygons=((tuple(map(tuple, xyz.tolist())),),))


def as_trimesh(made):
    return trimesh.Trimesh(made.points, made.triangles, vertex_colors=made.rgb8, process=False)


def written(path, made, *, scale=1.0):
    """The mesh as a file of the kind that the suffix names."""
    shape = as_trimesh(made)
    shape.apply_scale(scale)
    data = shape.export(file_type=Path(path).suffix[1:])
    Path(path).write_bytes(data if isinstance(data, bytes) else data.encode())
    return Path(path)


def outline_file(path, outline):
    Path(path).write_text(json.dumps(json.loads(outline.model_dump_json(exclude_none=True))))
    return Path(path)
