"""The scar and the skin round it at the scan's own resolution: heights, areas, and what counts as healthy."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.measuring.relief.form import form_without
from mesoject.records import Reason, Refused, reason
from mesoject.skinmap import Raster, Region, SkinMap

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
RING_FROM_MM, RING_TO_MM, RING_AT_MOST_MM = 1.5, 12.0, 20.0
SECTORS = 12
LEAST_DIRECTIONS = 0.6
LEAST_SKIN_MM2 = 150.0
MOST_HOLES = 0.1
BRIDGED_MM = 1.2  # about the scar, where its border may lie; short of the ring, which is never made up
LEAST_PIXELS = 60
FINER = 8  # a pixel on the border counts by its share, from this many parts a side


@dataclass(frozen=True)
class Patch:
    """A scar in its skin.

    Attributes
    ----------
    raster : Raster
        On the scan's own pixels.
    height_mm : (H, W)
        Over the limb's form with the scar left out; holes in the scar are bridged, others NaN.
    form_mm : (H, W)
        How far that form lies over the map's own, which took the scar for skin.
    mm : (H, W, 2)
    area_mm2 : (H, W)
        Skin in each pixel: of the limb's form, or of the healthy surface once :meth:`on` has said which that is.
    share : (H, W)
        Of each pixel inside the outline.
    outside_mm : (H, W)
        Distance from the scar, 0 inside.
    ring : (H, W) bool
        Healthy skin with a height.
    bridged : (H, W) bool
        The scan has no surface here.
    """

    raster: Raster
    height_mm: Array
    form_mm: Array
    mm: Array
    area_mm2: Array
    share: Array
    outside_mm: Array
    ring: Mask
    bridged: Mask

    def on(self, skin: SkinMap, height_mm: Array) -> Patch:
        """The same with the scar's areas on a surface ``height_mm`` (H, W) above the limb's form without the scar."""
        assert skin.relief is not None
        scar, area = self.share > 0, self.area_mm2.copy()
        area[scar] *= 1 + skin.relief.place.bend(self.mm[scar]) * (height_mm + self.form_mm)[scar]
        return replace(self, area_mm2=area)

    @property
    def pitch_mm(self) -> float:
        """Size of a pixel."""
        return self.raster.mm_per_px

    @property
    def depth_mm(self) -> Array:
        """Distance (H, W) inside the scar from its border, 0 outside."""
        inside = np.pad(self.share >= 0.5, 1).astype(np.uint8)
        return np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 5)[1:-1, 1:-1], float) * self.pitch_mm


def cut_out(skin: SkinMap, area_mm: shapely.MultiPolygon) -> tuple[Patch, list[Reason]]:
    """Cut the patch of a scar (mm) out of a scan's SkinMap.

    Raises
    ------
    Refused
        ``scan_too_coarse``, ``scan_holes`` where the scan has no surface in much of the scar, ``no_healthy_skin`` where
        none is round it.
    """
    assert skin.relief is not None
    s_low, z_low, s_high, z_high = area_mm.bounds
    region = Region(s_low, s_high, z_low, z_high).grown(RING_AT_MOST_MM + 1)
    raster = skin.raster(skin.native(region), skin.relief.pitch_mm)
    assert raster.height_mm is not None
    share = shares(raster, area_mm)
    if share.sum() < LEAST_PIXELS:
        message = f"The scan has about {share.sum():.0f} points on the scar; {LEAST_PIXELS} are needed."
        raise Refused([reason("scan_too_coarse", message)])
    outside = np.asarray(cv2.distanceTransform((share < 0.5).astype(np.uint8), cv2.DIST_L2, 5), float)
    near = outside * raster.mm_per_px <= BRIDGED_MM
    unknown = np.isnan(raster.height_mm)
    height, notes = _bridged(raster.height_mm.astype(float), share, near)
    mm = raster.places()
    cells = skin.area_element(mm) * raster.mm_per_px**2
    form = form_without(skin, area_mm, mm)
    outside *= raster.mm_per_px
    patch = Patch(raster, height - form, form, mm, cells, share, outside, np.zeros(share.shape, bool), unknown)
    return _with_ring(patch), notes


def shares(raster: Raster, area_mm: shapely.Geometry) -> Array:
    """Share (H, W) of each pixel inside an area (mm)."""
    height, width = raster.cosine.shape
    fine = np.zeros((height * FINER, width * FINER), np.uint8)
    for part in shapely.get_parts(area_mm):
        rings = [shapely.get_coordinates(r) for r in (part.exterior, *part.interiors)]
        at = [np.round(((raster.to_px(r) + 0.5) * FINER - 0.5) * 16).astype(np.int32) for r in rings]
        cv2.fillPoly(fine, at, 1, shift=4)
    return np.asarray(cv2.resize(fine.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA), float)


def _bridged(height: Array, share: Array, near: NDArray[np.bool_]) -> tuple[Array, list[Reason]]:
    """Heights with holes in the scar, and as far about it as its border may lie off, filled from their surroundings."""
    unknown = np.isnan(height)
    missing = float(share[unknown].sum() / max(share.sum(), 1e-9))
    if missing > MOST_HOLES:
        message = f"The scan has no surface in {missing:.0%} of the scar; {MOST_HOLES:.0%} is the limit."
        raise Refused([reason("scan_holes", message)])
    holes = unknown & near
    filled = np.where(unknown, 0, height).astype(np.float32)
    weight = (~unknown).astype(np.float32)
    sd = 1.0
    while holes.any() and sd < 2 * max(height.shape):
        around = cv2.GaussianBlur(weight, (0, 0), sd)
        known = holes & (around > 0.05)
        height[known] = (cv2.GaussianBlur(filled, (0, 0), sd) / np.maximum(around, 1e-9))[known]
        holes &= ~known
        sd *= 2
    if missing < 0.01:
        return height, []
    return height, [reason("scan_holes", f"{missing:.0%} of the scar is bridged over holes in the scan.", fatal=False)]


def _with_ring(patch: Patch) -> Patch:
    """The healthy ring, wider where too few of its directions were scanned."""
    known = np.isfinite(patch.height_mm) & (patch.outside_mm > RING_FROM_MM)
    for width in (RING_TO_MM, RING_AT_MOST_MM):
        ring = known & (patch.outside_mm < width)
        present = directions(patch, ring)
        if present >= LEAST_DIRECTIONS:
            break
    area = float(patch.area_mm2[ring].sum())
    if area < LEAST_SKIN_MM2 or present < LEAST_DIRECTIONS:
        message = (
            f"Healthy skin was scanned in {present:.0%} of the directions round the scar ({area:.0f} mm2); "
            f"{LEAST_DIRECTIONS:.0%} and {LEAST_SKIN_MM2:.0f} mm2 are needed."
        )
        raise Refused([reason("no_healthy_skin", message, fatal=True)])
    return replace(patch, ring=ring)


def sector_of(patch: Patch, mask: Mask) -> NDArray[np.int64]:
    """The direction, 0 to 11, in which pixels of a mask lie as seen from the scar's middle."""
    middle = np.average(patch.mm.reshape(-1, 2), axis=0, weights=patch.share.ravel())
    away = patch.mm[mask] - middle
    turn = np.arctan2(away[:, 1], away[:, 0]) / (2 * np.pi) + 0.5
    return np.asarray(np.floor(turn * SECTORS).astype(np.int64) % SECTORS)


def directions(patch: Patch, ring: Mask) -> float:
    """Share of the directions in which the ring is at least half there."""
    around = (patch.outside_mm > RING_FROM_MM) & (patch.outside_mm < RING_TO_MM)
    wanted = np.bincount(sector_of(patch, around), minlength=SECTORS)
    there = np.bincount(sector_of(patch, ring & around), minlength=SECTORS)
    return float((there > 0.35 * wanted).mean())
