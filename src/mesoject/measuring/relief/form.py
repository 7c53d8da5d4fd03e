"""The limb's form once the outline says what is scar: bumps through all of the scan but the scar."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.skinmap import Region, SkinMap
from mesoject.skinmap.bumps import bump_lattice, robust_bumps

Array = NDArray[np.float64]
FOOT_MM = 1.5
COARSE_MM, MOST_SAMPLES = 1.5, 8000
REACHES_MM = (1.0, 0.6, 0.35, 0.25, 0.18, 0.15, 0.15)


def form_without(skin: SkinMap, area_mm: shapely.MultiPolygon, mm: Array) -> Array:
    """Height (H, W) of the limb's form without the scar over the form of the map, at a raster's places (H, W, 2).

    A scan becomes a SkinMap before anybody has outlined anything; its form took up a little of a wide scar. What the
    healthy skin of the whole scan says is followed here by the same bumps.
    """
    s_low, s_high, z_low, z_high = skin.trusted_mm
    step = max(COARSE_MM, math.sqrt((s_high - s_low) * (z_high - z_low) / MOST_SAMPLES))
    raster = skin.raster(Region(s_low, s_high, z_low, z_high), step)
    assert raster.height_mm is not None
    places = raster.places()
    healthy = np.isfinite(raster.height_mm)
    scar = area_mm.buffer(FOOT_MM)
    shapely.prepare(scar)
    healthy &= ~shapely.contains_xy(scar, places[..., 0], places[..., 1])
    if healthy.sum() < 100:
        return np.zeros(mm.shape[:2])
    s, z = places[healthy].T
    lattice = bump_lattice(s, z)
    weights, _ = robust_bumps(lattice.terms(s, z), raster.height_mm[healthy].astype(float), REACHES_MM)
    across, along = lattice.bells(mm[0, :, 0], mm[:, 0, 1])
    return np.asarray(along @ weights.reshape(along.shape[1], across.shape[1]) @ across.T)
