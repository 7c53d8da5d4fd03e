"""A SkinMap made by hand: a flat patch of one colour, photographed squarely, with whatever is painted on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mesoject.capture.light import decoding_table
from mesoject.measuring.border import border
from mesoject.records import Outline
from mesoject.skinmap import Chart, Correction, Paint, SkinMap

PX_PER_MM = 8.0
HALF_MM = 80.0
CENTRE_PX = np.array([700.0, 650.0])
SIZE_PX = (1400, 1300)
SHA256 = "cd" * 32
SKIN8, SCAR8 = (205, 165, 140), (190, 120, 105)


def to_px(mm):
    """Where a place of the flat skin is in the picture; s runs right and z up."""
    return CENTRE_PX + PX_PER_MM * np.asarray(mm, float) * [1, -1]


def chart(*, stretch=1.0, element=1.0, cosine=1.0):
    """An isometric chart; ``stretch`` lengthens what it reads off the picture, ``element`` is its area element."""
    axis = np.arange(-HALF_MM, HALF_MM + 1, 5.0)
    nodes = np.stack(np.meshgrid(axis, axis), -1)
    flat = np.ones(nodes.shape[:2])
    return Chart(axis * stretch, axis * stretch, to_px(nodes), flat * element, flat * cosine)


def picture():
    """The patch's own picture, all skin."""
    return np.full((SIZE_PX[1], SIZE_PX[0], 3), SKIN8, np.uint8)


def correction(shading=(0, 0, 0, 0, 0)):
    """Ordinary sRGB without a tone curve or tint."""
    table = np.repeat(decoding_table()[:, None], 3, axis=1)
    return Correction(table, np.eye(3), np.array(shading, float))


def skin(rgb8=None, *, covers=(), variants=(), trusted=60.0, **changes):
    """A SkinMap of the flat patch."""
    made = SkinMap(
        chart=chart(),
        variants=tuple(variants),
        paint=Paint(picture() if rgb8 is None else rgb8, correction(), (), covers),
        print_scale_sd=0.0,
        trusted_mm=(-trusted, trusted, -trusted, trusted),
        sources={
            "photo_sha256": SHA256,
            "target_sha256": "ef" * 32,
            "print_profile_sha256": None,
            "bar_mm": 100.0,
            "bar_sd_mm": 0.0,
            "exif_orientation": 1,
            "method": "by-hand",
        },
        warnings=(),
        diagnostics={},
    )
    return replace(made, **changes)


def ring(points):
    return tuple(map(tuple, np.asarray(points, float).tolist()))


def ellipse(long, short, *, centre=(0.0, 0.0), angle=0.0, sides=400):
    """Border of an ellipse with these semi-axes, mm."""
    t = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    c, s = np.cos(angle), np.sin(angle)
    flat = np.stack([long * np.cos(t), short * np.sin(t)], -1)
    return np.array(centre) + flat @ np.array([[c, s], [-s, c]])


def outline(*polygons, frame="skin_mm", sha256=SHA256):
    """Polygons, each a list of rings in mm."""
    where = to_px if frame == "photo_px" else np.asarray
    rings = tuple(tuple(ring(where(r)) for r in polygon) for polygon in polygons)
    return Outline(frame=frame, source_sha256=sha256, polygons=rings)


def laid(*polygons, on=None, **how):
    """The border of polygons on the flat skin."""
    found, _ = border(on or skin(), outline(*polygons, **how))
    return found


def painted(points, colour, rgb8=None):
    """The picture with a polygon (mm) in one colour."""
    import cv2

    rgb8 = picture() if rgb8 is None else rgb8
    cv2.fillPoly(rgb8, [np.round(to_px(points) * 16).astype(np.int32)], colour, shift=4)
    return rgb8
