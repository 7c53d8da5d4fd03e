"""Heights against the healthy surface to quantities, each with its parts from noise, reference and outline.

Every value is, near what was measured, a weighted sum of the heights of pixels. Its weights carry each error over:
noise by their squares, the reference's covariance by the terms they sum to, the thin plate's difference by itself.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from mesoject.measuring.border import Border
from mesoject.measuring.relief.heights import NAMES, UNITS, ZERO_OR_MORE, values_of, weights_of
from mesoject.measuring.relief.noise import pixel_sd_mm
from mesoject.measuring.relief.patch import Patch, cut_out, shares
from mesoject.measuring.relief.reference import Reference, fit_reference
from mesoject.records import ErrorPart, Quantity, Reason
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]


def relief(skin: SkinMap, border: Border, *, border_sd_mm: float) -> tuple[list[Quantity], list[Reason]]:
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
    patch, notes = cut_out(skin, border.area_mm)
    reference = fit_reference(patch)
    above = patch.height_mm - reference.height_mm
    return _heights(patch, reference, above, border.area_mm, border_sd_mm), notes


def _heights(
    patch: Patch, reference: Reference, above: Array, area_mm: shapely.MultiPolygon, border_sd_mm: float
) -> list[Quantity]:
    values = values_of(patch, above, patch.share)
    weights = weights_of(patch, above)
    sd = pixel_sd_mm(patch, reference)
    moved = [values_of(patch, above, shares(patch.raster, area_mm.buffer(by))) for by in (-border_sd_mm, border_sd_mm)]
    outline = np.abs(moved[1] - moved[0]) / 2
    inside = patch.share > 0
    apart = (reference.other_mm - reference.height_mm)[inside]
    quantities = []
    for k, name in enumerate(NAMES):
        by = weights[k][inside]
        terms = by @ reference.terms[inside]
        fit = float(np.sqrt(max(terms @ reference.covariance @ terms, 0)))
        parts = (
            ErrorPart(part="noise", se=float(sd * np.sqrt((by**2).sum())), scope="photo"),
            ErrorPart(part="reference", se=fit, scope="photo"),
            ErrorPart(part="reference", se=float(abs(by @ apart)), scope="method"),
            ErrorPart(part="outline", se=float(outline[k]), scope="rater"),
        )
        quantities.append(
            Quantity(name=name, value=float(values[k]), unit=UNITS[k], parts=parts, at_least_zero=name in ZERO_OR_MORE)
        )
    return quantities
