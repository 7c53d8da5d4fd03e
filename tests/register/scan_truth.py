"""Where the same skin lies in two visits, from the scanner's mesh and the true cameras."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from skins import scar_of

from bundled import ROOT, SHOTS, skin_of

SQUARE = 0.3
MARGIN_MM = 0.5
SCAN = Path(__file__).parents[1] / "data" / "d22_v0_scan.npz"

Array = NDArray[np.float64]


@cache
def same_places(fixed: str, moving: str) -> tuple[Array, Array]:
    """Places (N, 2) of the scan's vertices in both skin maps, mm; hidden, strip and scar vertices left out."""
    vertices, normals = _world()
    fixed_mm, fixed_seen = _seen(fixed, vertices, normals)
    moving_mm, moving_seen = _seen(moving, vertices, normals)
    both = fixed_seen & moving_seen
    assert both.sum() > 500
    return fixed_mm[both], moving_mm[both]


def _world() -> tuple[Array, Array]:
    scan, placed = np.load(SCAN), json.loads((ROOT / "truth" / "d22_v0.json").read_text())["scar"]["scan"]
    turn, shift = np.array(placed["R_scan_from_world"]), np.array(placed["t_scan_from_world"])
    return (scan["vertices_mm"].astype(float) - shift) @ turn, scan["normals"].astype(float) @ turn


def _seen(name: str, vertices: Array, normals: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The vertices' places in a shot's skin map, and whether they are bare skin that it shows."""
    skin, camera = skin_of(SHOTS[name]), SHOTS[name].truth["camera"]
    turn, shift = np.array(camera["R_world_to_cam"]), np.array(camera["t_world_to_cam"])
    seen = vertices @ turn.T + shift
    sight = -shift @ turn - vertices
    square = (normals * sight).sum(1) > SQUARE * np.linalg.norm(sight, axis=1)
    px = seen @ np.array(camera["K"]).T
    px = px[:, :2] / px[:, 2:]
    shown = ((px >= 0) & (px <= [camera["width"] - 1, camera["height"] - 1])).all(1)
    mm = skin.to_mm(px)
    shown &= square & np.isfinite(mm).all(1)
    places = shapely.points(np.nan_to_num(mm, nan=1e6))
    hidden = [shapely.Polygon(cover) for cover in skin.paint.covers] + [scar_of(name)]
    for area in hidden:
        shown &= ~shapely.contains(area.buffer(MARGIN_MM), places)
    return mm, shown
