"""The scar as a region: half-way between the colour just inside it and that of the skin just outside.

A first guess takes whatever departs from skin by half as much as the middle of the loose outline does, in any
direction of colour. From there, the colours on either side are means over a few millimetres, a linear discriminant
(Fisher 1936, doi 10.1111/j.1469-1809.1936.tb02137.x) says on which side of half-way each pixel lies, and its evidence
moves the region against a smoothing of its border by threshold dynamics (Merriman, Bence and Osher 1992; Esedoglu and
Otto 2015), until nothing changes (local means: Lankton and Tannenbaum 2008). Where a border is too faint to have a
half-way, it counts a little that a pixel is unlike skin at all.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from mesoject.measuring.refine.canvas import LAB_FLOOR, SKIN_TO_MM, Canvas
from mesoject.measuring.refine.masks import Field, Mask, bridged, depth_mm, seeded, smooth

OUTSIDE_MM = 1.0  # the border may lie this far outside the loose outline
MIDDLE_SHARE = 0.5  # of a loose outline's greatest depth: from here on inwards a first guess takes it for scar
HALF = 0.5
FADE_MM = 1.0  # half the width over which a border fades: left out of the colours on either side
AROUND_MM = 2.5  # SD of the neighbourhood whose mean is the colour on one side
SMOOTH_MM = 1.0  # SD of the smoothing that a border is held against
BAY_MM = 2.0  # bays narrower than twice this are the scar's own patches, not skin
FAINT_LAB = 2.5  # CIELAB units between the colours on either side, about what an eye just sees
FAINT_SHARE = 0.05  # of a border; above it the middle of the loose outline is not taken for scar any more
TRUST_ALL = 0.05  # share of the whole side's mean in a neighbourhood's
NEIGHBOURS_MM = 0.5  # SD of the neighbourhood that is compared with skin
UNLIKE_NATS = 1.0  # that a pixel is unlike skin at all; it counts where a border is too faint to have a half-way
EVIDENCE = 0.15  # weight of one nat against smoothness
ROUNDS, STEPS, SETTLED = 10, 6, 0.002


class Found(NamedTuple):
    """A region (H, W), and the share of its border where scar and skin hardly differ; 1 where there is no region."""

    mask: Mask
    faint: float


def find_region(canvas: Canvas, loose: Mask, core: Mask | None, level: float = HALF) -> Found:
    """Find the scar inside a loose outline.

    Parameters
    ----------
    canvas : Canvas
    loose, core : (H, W) bool
        The loose outline's inside, and what is scar beyond doubt.
    level : float
        How far from skin (0) to scar (1) the border lies.
    """
    whole = _settled(canvas, loose, core, level, trust_middle=True)
    if core is not None or whole.faint <= FAINT_SHARE:
        return whole
    return min(whole, _settled(canvas, loose, None, level, trust_middle=False), key=lambda found: found.faint)


def _settled(canvas: Canvas, loose: Mask, core: Mask | None, level: float, *, trust_middle: bool) -> Found:
    scale = canvas.mm_per_px
    outside = depth_mm(~loose, scale)
    near = outside < OUTSIDE_MM
    seed = _middle(loose, scale) if core is None else core
    unlike = _unlike_skin(canvas)
    usual_skin = _usual_skin(canvas, unlike, outside)
    mask = _first_guess(canvas, near, unlike, usual_skin, seed & trust_middle, seed)
    own = np.clip(unlike / usual_skin - 1, -1, 1) * canvas.seen
    faint = 1.0
    for _ in range(ROUNDS):
        inside, beyond = _sides(canvas, mask, outside)
        if not inside.any() or not beyond.any():
            return Found(np.zeros_like(mask), 1.0)
        nats, faint = _evidence(canvas, mask, inside, beyond, level)
        evidence = np.clip(EVIDENCE * (nats + UNLIKE_NATS * own), -HALF, HALF)
        evidence[~near] = -HALF
        if core is not None:
            evidence[core] = HALF
        before, mask = mask, seeded(bridged(_moved(mask, evidence, scale), BAY_MM, scale) & near, seed) & near
        if (before ^ mask).sum() <= SETTLED * mask.sum():
            break
    return Found(mask, faint)


def _middle(loose: Mask, scale: float) -> Mask:
    """The middle of each part of a loose outline."""
    depth = depth_mm(loose, scale)
    count, labels = cv2.connectedComponents(loose.astype(np.uint8))
    deepest = np.array([depth[labels == k].max(initial=0) for k in range(count)])
    return np.asarray(depth > MIDDLE_SHARE * deepest[labels]) & loose


def _unlike_skin(canvas: Canvas) -> Field:
    """Mahalanobis distance (H, W) of each pixel's neighbourhood from skin, in any direction of colour."""
    whitened = canvas.away @ np.linalg.cholesky(np.linalg.inv(canvas.noise)).astype(np.float32)
    return smooth(np.linalg.norm(whitened, axis=2), NEIGHBOURS_MM / canvas.mm_per_px)


def _usual_skin(canvas: Canvas, unlike: Field, outside: Field) -> float:
    """As unlike skin as four fifths of skin are not."""
    skin = unlike[canvas.seen & (outside > OUTSIDE_MM)]
    return max(1.0, float(np.quantile(skin, 0.8))) if skin.size else 1.0


def _first_guess(canvas: Canvas, near: Mask, unlike: Field, usual_skin: float, taken: Mask, seed: Mask) -> Mask:
    scale = canvas.mm_per_px
    usual_scar = float(np.median(unlike[seed & canvas.seen])) if (seed & canvas.seen).any() else 0.0
    mask = seeded(((unlike > max(HALF * usual_scar, usual_skin)) | taken) & near, seed)
    mask = smooth(bridged(mask, BAY_MM, scale), SMOOTH_MM / scale) > HALF
    return seeded(mask & near, seed) & near


def _sides(canvas: Canvas, mask: Mask, outside: Field) -> tuple[Mask, Mask]:
    """Pixels inside and outside, clear of the fading border; of a thin scar all that there is inside."""
    scale = canvas.mm_per_px
    inside = canvas.seen & (depth_mm(mask, scale) > FADE_MM)
    beyond = canvas.seen & (depth_mm(~mask, scale) > FADE_MM) & (outside < SKIN_TO_MM)
    return inside if inside.sum() * scale**2 > 1 else mask & canvas.seen, beyond


def _evidence(canvas: Canvas, mask: Mask, inside: Mask, beyond: Mask, level: float) -> tuple[Field, float]:
    """How much each pixel's colour speaks for the scar, in nats, and the faint share of the border."""
    scar, skin = _around(canvas, inside), _around(canvas, beyond)
    spread = _covariance(canvas.away - scar, inside) + _covariance(canvas.away - skin, beyond)
    spread = spread / 2 + LAB_FLOOR**2 * np.eye(3)
    axis = (scar - skin) @ np.linalg.inv(spread).astype(np.float32)
    nats = np.einsum("...k,...k", canvas.away - (1 - level) * skin - level * scar, axis)
    border = mask & (depth_mm(mask, canvas.mm_per_px) < 2 * FADE_MM)
    faint = float((np.linalg.norm((scar - skin)[border], axis=1) < FAINT_LAB).mean()) if border.any() else 1.0
    return np.asarray(nats * canvas.seen, np.float32), faint


def _around(canvas: Canvas, side: Mask) -> Field:
    """Mean colour (H, W, 3) of one side near each place, and far from it that of the whole side."""
    whole = np.median(canvas.away[side], axis=0)
    times = max(1, round(0.5 / canvas.mm_per_px))
    height, width = side.shape
    stacked = np.dstack([canvas.away * side[..., None], side.astype(np.float32)])
    small = cv2.resize(stacked, (-(-width // times), -(-height // times)), interpolation=cv2.INTER_AREA)
    small = smooth(small, AROUND_MM / canvas.mm_per_px / times)
    near = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray((near[..., :3] + TRUST_ALL * whole) / (near[..., 3:] + TRUST_ALL), np.float32)


def _covariance(rest: Field, side: Mask) -> Field:
    return np.asarray(np.cov(rest[side].T), np.float32) if side.sum() > 3 else np.zeros((3, 3), np.float32)


def _moved(mask: Mask, evidence: Field, scale: float) -> Mask:
    for _ in range(STEPS):
        mask = smooth(mask, SMOOTH_MM / scale) + evidence > HALF
    return mask
