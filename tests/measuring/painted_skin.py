"""A flat patch of skin with scars of known shape, painted straight into a SkinMap."""

import cv2
import numpy as np
import shapely
from shapely import Point, affinity

from mesoject.records.cielab import linear_from_lab, linear_from_srgb8
from mesoject.skinmap import Chart, Correction, Paint, SkinMap

SHA256 = "cd" * 32
PX_PER_MM = 5.0
HALF_MM = (45.0, 35.0)
NO_FILE = {"exif_orientation": 1, "print_profile_sha256": None, "bar_mm": 100.0, "bar_sd_mm": 0.3, "taken": None}
SKIN_LAB = (62.0, 12.0, 18.0)
RED, PALE, BROWN = (-5.0, 7.0, 0.0), (7.0, -4.0, -4.0), (-7.0, 2.0, 5.0)


def ellipse(a=14.0, b=6.0, turn=25.0, centre=(2.0, -1.0)):
    """An ellipse in mm."""
    unit = Point(0, 0).buffer(1, quad_segs=64)
    return affinity.translate(affinity.rotate(affinity.scale(unit, a, b), turn), *centre)


def painted(scar, difference=RED, *, noise=1.2, seed=3, covers=()):
    """A SkinMap of skin that carries ``scar`` (mm), with grain, mottling, shading and a border that fades over 1 mm."""
    rows, columns = (round(2 * h * PX_PER_MM) for h in HALF_MM[::-1])
    s = (np.arange(columns) + 0.5) / PX_PER_MM - HALF_MM[0]
    z = HALF_MM[1] - (np.arange(rows) + 0.5) / PX_PER_MM
    ss, zz = np.meshgrid(s, z)
    inside = shapely.contains_xy(scar, ss, zz).astype(np.float32)
    share = cv2.GaussianBlur(inside, (0, 0), 0.4 * PX_PER_MM)[..., None]
    random = np.random.default_rng(seed)
    grain = noise * random.normal(size=(rows, columns, 3))
    mottling = cv2.GaussianBlur(random.normal(size=(rows, columns, 3)), (0, 0), 8) * 25 * noise / 2
    lab = np.array(SKIN_LAB) + share * difference + grain + mottling
    lab[..., 0] += 0.1 * ss + 0.05 * zz - 0.002 * ss**2
    return _skin(_encoded(linear_from_lab(lab)), covers)


def _encoded(linear):
    code = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.clip(linear, 0, 1) ** (1 / 2.4) - 0.055)
    return np.clip(np.round(255 * code), 0, 255).astype(np.uint8)


def _skin(rgb8, covers):
    s, z = (np.linspace(-h, h, 19) for h in HALF_MM)
    px = np.stack(np.meshgrid(s, z), -1)
    px = np.stack([px[..., 0] + HALF_MM[0], HALF_MM[1] - px[..., 1]], -1) * PX_PER_MM - 0.5
    chart = Chart(s, z, px, np.ones(px.shape[:2]), np.ones(px.shape[:2]))
    table = np.repeat(linear_from_srgb8(np.arange(256))[:, None], 3, axis=1).astype(np.float32)
    return SkinMap(
        chart=chart,
        variants=(),
        paint=Paint(rgb8, Correction(table, np.eye(3), np.zeros(5)), (), covers),
        print_scale_sd=0.0,
        trusted_mm=(-HALF_MM[0], HALF_MM[0], -HALF_MM[1], HALF_MM[1]),
        sources={"photo_sha256": SHA256, "target_sha256": SHA256, "method": "painted"} | NO_FILE,
        warnings=(),
        diagnostics={},
    )
