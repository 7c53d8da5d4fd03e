"""Heights against the healthy surface to quantities, each with its parts from noise, reference and outline.

Every value is, near what was measured, a weighted sum of the heights of pixels. Its weights carry each error over:
noise by their squares, the reference's covariance by the terms they sum to, the thin plate's difference by itself.
What noise lifts is taken off, and how far off that may be counts as error.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.measuring.border import Border
from mesoject.measuring.relief.bridge import bridge_sd_mm
from mesoject.measuring.relief.heights import NAMES, UNITS, ZERO_OR_MORE, unlifted, values_of, weights_of
from mesoject.measuring.relief.noise import pixel_sd_mm
from mesoject.measuring.relief.patch import Patch, cut_out, shares
from mesoject.measuring.relief.reference import Reference, fit_reference
from mesoject.measuring.relief.roughness import roughness
from mesoject.records import ErrorPart, Quantity, Reason, reason
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]


MOST_BESIDE = 0.02


class BeyondSize(NamedTuple):
    """Quantities and reservations, and the scar's area on the healthy surface over that on the map's."""

    quantities: list[Quantity]
    notes: list[Reason]
    area_ratio: float


def relief(skin: SkinMap, border: Border, *, border_sd_mm: float) -> BeyondSize:
    """Height, depth, volume and roughness of the scar in ``border``.

    Parameters
    ----------
    skin : SkinMap
        Of a scan.
    border_sd_mm : float
        How far, in common, the whole border may lie further out or in.

    Raises
    ------
    Refused
        ``scan_holes``, ``no_healthy_skin``.
    """
    formed, notes = cut_out(skin, border.area_mm)
    reference = fit_reference(formed)
    patch = formed.on(skin, reference.height_mm)
    ratio = float((patch.share * patch.area_mm2).sum() / (formed.share * formed.area_mm2).sum())
    above = patch.height_mm - reference.height_mm
    heights = _heights(patch, reference, above, border.area_mm, border_sd_mm)
    rough, more = roughness(patch, reference)
    return BeyondSize([*heights, *rough], [*notes, *_beside(reference), *more], ratio)


def healed(skin: SkinMap, border: Border) -> tuple[Patch, Array]:
    """The scar's patch, and the height (H, W) that its skin would have without the scar, for pictures.

    Raises as :func:`relief` does.
    """
    patch, _ = cut_out(skin, border.area_mm)
    return patch, fit_reference(patch).height_mm


def _beside(reference: Reference) -> list[Reason]:
    """A warning where the ring itself is raised or sunken: the outline may not be round the scar."""
    share, side = max((reference.above, "stands over"), (reference.below, "lies under"))
    if share <= MOST_BESIDE:
        return []
    message = f"{share:.0%} of the ring outside the outline {side} the healthy skin; {MOST_BESIDE:.0%} is the limit."
    return [reason("outline_beside_relief", message)]


def _heights(
    patch: Patch, reference: Reference, above: Array, area_mm: shapely.MultiPolygon, border_sd_mm: float
) -> list[Quantity]:
    values, lifted = unlifted(patch, above, reference.noise_mm)
    weights = weights_of(patch, above)
    inside = patch.share > 0
    sd = pixel_sd_mm(patch, reference)
    raw = values_of(patch, above, patch.share)
    moved = [values_of(patch, above, shares(patch.raster, area_mm.buffer(by))) for by in (-border_sd_mm, border_sd_mm)]
    outline = np.sqrt(((np.array(moved) - raw) ** 2).mean(axis=0))  # in a narrow scar the two sides differ
    around = bridge_sd_mm(patch, above)
    apart = reference.apart_mm[inside] / math.sqrt(2)  # two opinions' SD; of their mean too, for both saw one ring
    quantities = []
    for k, name in enumerate(NAMES):
        by = weights[k][inside]
        terms = by @ reference.terms[inside]
        fit = float(np.sqrt(max(terms @ reference.covariance @ terms, 0)))
        parts = (
            ErrorPart(part="noise", se=float(sd * np.sqrt((by**2).sum())), scope="photo"),
            ErrorPart(part="noise", se=float(lifted[k]), scope="method"),
            ErrorPart(part="noise", se=float(around * abs((weights[k] * patch.bridged)[inside].sum())), scope="photo"),
            ErrorPart(part="reference", se=fit, scope="photo"),
            ErrorPart(part="reference", se=float(reference.unseen_mm * abs(by.sum())), scope="visit"),
            ErrorPart(part="reference", se=float(abs(by @ apart)), scope="method"),
            ErrorPart(part="outline", se=float(outline[k]), scope="rater"),
        )
        quantities.append(
            Quantity(name=name, value=float(values[k]), unit=UNITS[k], parts=parts, at_least_zero=name in ZERO_OR_MORE)
        )
    return quantities
