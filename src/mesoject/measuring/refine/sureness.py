"""How sure a refined border is: the same again from outlines drawn a millimetre off, and other ideas of half-way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mesoject.measuring.refine.canvas import Canvas
from mesoject.measuring.refine.masks import Field, Mask, depth_mm
from mesoject.measuring.refine.region import HALF, find_region

RUNS = 12
DRAWN_SD_MM = 1.0  # where a person draws the same loose outline again
LEVEL_SD = 0.1  # where on a fading border people put it
WAVES = 3


class Sureness(NamedTuple):
    """Standard deviation of the area (mm2), and the mean Dice coefficient of the runs with the border itself."""

    area_sd_mm2: float
    agreement: float


def sureness(canvas: Canvas, loose: Mask, core: Mask | None) -> Sureness:
    """Refine again from jittered outlines.

    Fixed random numbers and waves by direction from the outline's centre: the same outline gives the same answer
    wherever its first vertex lies.
    """
    random = np.random.default_rng(12)
    best = find_region(canvas, loose, core).mask
    within = depth_mm(loose, canvas.mm_per_px) - depth_mm(~loose, canvas.mm_per_px)
    most = min(DRAWN_SD_MM, float(within.max()) / 4)
    waves = _waves(loose)
    areas, agreements = [], []
    for _ in range(RUNS):
        level = HALF + LEVEL_SD * float(np.clip(random.normal(), -2, 2))
        drawn = within + most * np.tensordot(random.normal(size=len(waves)), waves, 1) > 0
        drawn = drawn if core is None else drawn | core
        mask = find_region(canvas, drawn, core, level).mask
        areas.append(mask.sum() * canvas.mm_per_px**2)
        agreements.append(2 * (mask & best).sum() / max(1, mask.sum() + best.sum()))
    return Sureness(float(np.std(areas, ddof=1)), float(np.mean(agreements)))


def _waves(loose: Mask) -> Field:
    """Waves (7, H, W) round the outline's centre whose sum with standard normal weights has an SD of 1."""
    y, x = np.nonzero(loose)
    rows, columns = np.indices(loose.shape)
    angle = np.arctan2(rows - y.mean(), columns - x.mean())
    turns = [f(k * angle) for k in range(1, WAVES + 1) for f in (np.cos, np.sin)]
    return np.stack([np.ones_like(angle), *turns]).astype(np.float32) / np.float32(np.sqrt(WAVES + 1))
