"""A region of a scan as triangles: in space where the scan was, flat where the map is."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "measuring"))
from flat_skin import skin as flat_photo

from mesoject.records import UsageError
from mesoject.skinmap import Region, surface
from scans import RADIUS_MM, mesh
from scans import skin as scan

MAP = scan(mesh(0.0))
RASTER = MAP.raster(Region(-12, 12, -12, 12), 0.5)


def normals(found):
    a, b, c = (found.points[found.triangles[:, k]] for k in range(3))
    return np.cross(b - a, c - a)


def test_its_area_is_the_skins():
    found = surface(MAP, RASTER)
    area = np.linalg.norm(normals(found), axis=1).sum() / 2
    assert area == pytest.approx(23.5**2, rel=2e-3)


def test_it_lies_where_the_scan_lies():
    points = surface(MAP, RASTER).points
    middle = points.mean(0)
    nearest = np.linalg.norm(mesh(0.0).points[:, None] - middle, axis=-1).min()
    assert nearest < 24**2 / RADIUS_MM / 8  # the sag of the piece


def test_its_triangles_face_outwards():
    found = surface(MAP, RASTER)
    out = MAP.relief.place.to_scan(np.zeros(2), 1.0) - MAP.relief.place.to_scan(np.zeros(2))
    assert (normals(found) @ out > 0).all()
    assert (normals(surface(MAP, RASTER, flat=True))[:, 2] > 0).all()


def test_each_point_knows_its_pixel():
    found = surface(MAP, RASTER, flat=True)
    rows, columns = found.pixels.T
    assert found.points[:, :2] == pytest.approx(RASTER.places()[rows, columns])
    assert found.points[:, 2] == pytest.approx(RASTER.height_mm[rows, columns], abs=1e-6)


def test_a_photograph_has_none():
    photo = flat_photo()
    with pytest.raises(UsageError, match="photograph"):
        surface(photo, photo.raster(Region(-5, 5, -5, 5), 0.5))
