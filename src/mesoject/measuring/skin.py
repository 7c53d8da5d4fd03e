"""Which pixels are scar, which are the person's own skin beside it, and which are neither."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.measuring.border import Border
from mesoject.records import Reason, Refused, reason
from mesoject.records.cielab import lab_from_linear
from mesoject.skinmap import Raster, Region, SkinMap

Mask = NDArray[np.bool_]
RING_FROM_MM, RING_TO_MM = 5.0, 20.0
SQUARE_ENOUGH = 0.4
GLARE_WARN, GLARE_REFUSE, CLIPPED_REFUSE = 0.03, 0.10, 0.40
LEAST_SKIN_MM2 = 150.0
CLOTH_LAB = 12.0
MIRRORED_LIGHT = 0.18  # of a perfect white: pale scars vary by 0.1 within themselves, mirrored lamps add 0.2 and more
NEARLY_WHITE8 = 235  # skin's blue never reaches this in a picture whose paper is not clipped


@dataclass(frozen=True)
class Parts:
    """A rendered region with its parts.

    Attributes
    ----------
    raster : Raster
    scar, skin : (H, W) bool
        Scar, and the visible ring of own skin 5 to 20 mm outside the outline.
    glare : (H, W) bool
        Mirrored light, left out of both.
    """

    raster: Raster
    scar: Mask
    skin: Mask
    glare: Mask


def find_parts(skin: SkinMap, border: Border, mm_per_px: float = 0.2) -> tuple[Parts, list[Reason]]:
    """Render the scar and 25 mm around it, and tell the parts.

    Raises
    ------
    Refused
        ``glare`` where too much of the scar mirrors light, ``overexposed`` where it is clipped.
    """
    s_low, z_low, s_high, z_high = border.area_mm.bounds
    raster = skin.raster(Region(s_low, s_high, z_low, z_high).grown(25.0), mm_per_px)
    seen = ~raster.covered & (raster.cosine > SQUARE_ENOUGH)
    scar = fill(raster, border.area_mm) & ~raster.covered
    ring_area = shapely.difference(border.area_mm.buffer(RING_TO_MM), border.area_mm.buffer(RING_FROM_MM))
    ring = fill(raster, ring_area) & seen
    glare = _glare(raster, scar, ring)
    notes = _judge(raster, scar, glare)
    ring &= ~glare & ~raster.clipped
    ring &= _skin_like(raster, ring)
    if ring.sum() * mm_per_px**2 < LEAST_SKIN_MM2:
        message = f"Only {ring.sum() * mm_per_px**2:.0f} mm2 of skin beside the scar is in view."
        notes.append(reason("no_healthy_skin", message))
    return Parts(raster, scar & ~glare & ~raster.clipped, ring, glare), notes


def fill(raster: Raster, area: shapely.Geometry) -> Mask:
    """Pixels whose centres lie in ``area`` (mm)."""
    mask = np.zeros(raster.cosine.shape, np.uint8)
    for part in shapely.get_parts(area):
        rings = [shapely.get_coordinates(r) for r in (part.exterior, *part.interiors)]
        cv2.fillPoly(mask, [np.round(raster.to_px(r) * 16).astype(np.int32) for r in rings], 1, shift=4)
    return np.asarray(mask > 0)


def _glare(raster: Raster, scar: Mask, ring: Mask) -> Mask:
    """Where light is mirrored: lifted by about as much in every channel, so that the smallest one stands out.

    The smallest channel of skin is blue and varies little over one scar or one person's skin; a mirrored lamp lifts it
    by far more than pigment ever does.
    """
    low = cv2.GaussianBlur(raster.linear.min(axis=2), (0, 0), 0.3 / raster.mm_per_px)
    glare = np.zeros(scar.shape, np.uint8)
    for mask in (scar, ring & ~scar):
        if mask.any():
            glare[mask & (low > np.median(low[mask]) + MIRRORED_LIGHT)] = 1
    glare[(scar | ring) & (raster.codes.min(axis=2) >= NEARLY_WHITE8)] = 1
    size = 2 * round(0.3 / raster.mm_per_px) + 1
    return np.asarray(cv2.dilate(glare, np.ones((size, size), np.uint8)) > 0) & (scar | ring)


def _judge(raster: Raster, scar: Mask, glare: Mask) -> list[Reason]:
    if not scar.any():
        return []
    clipped = float(raster.clipped[scar].mean())
    if clipped > CLIPPED_REFUSE:
        raise Refused([reason("overexposed", f"{clipped:.0%} of the scar is clipped to white.")])
    share = float((glare | raster.clipped)[scar].mean())
    if share > GLARE_REFUSE:
        raise Refused([reason("glare", f"{share:.0%} of the scar mirrors light; {GLARE_REFUSE:.0%} is the limit.")])
    if share > GLARE_WARN:
        message = f"{share:.0%} of the scar mirrors light and was left out of its colour."
        return [reason("glare", message, fatal=False)]
    return []


def _skin_like(raster: Raster, ring: Mask) -> Mask:
    """Everything but cloth, tape and the like: within reach of the ring's own median colour."""
    if not ring.any():
        return ring
    lab = lab_from_linear(raster.linear[ring].astype(float))
    away = np.hypot(*(lab - np.median(lab, axis=0))[:, 1:].T)
    usual = float(np.median(away))
    mask = np.zeros_like(ring)
    mask[ring] = away < max(CLOTH_LAB, 5 * usual)
    return mask
