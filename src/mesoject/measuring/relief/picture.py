"""The relief of a scar as something to be shown: heights over the healthy skin, laid out in space."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mesoject.measuring.border import Border
from mesoject.measuring.polygons import from_shapely
from mesoject.measuring.relief.patch import Patch, cut_out
from mesoject.measuring.relief.reference import Reference, fit_reference
from mesoject.skinmap import Place, SkinMap
from mesoject.skinmap.relief_picture import ReliefPicture

Array = NDArray[np.float64]


def relief_picture(skin: SkinMap, border: Border) -> ReliefPicture:
    """Lay out the scar's relief, and the healthy skin as far as its ring reaches, on the scan's own pixels.

    Parameters
    ----------
    skin : SkinMap
        Of a scan.
    border : Border

    Raises
    ------
    Refused
        ``scan_holes``, ``no_healthy_skin``.
    """
    assert skin.relief is not None
    patch, _ = cut_out(skin, border.area_mm)
    reference = fit_reference(patch)
    shown = np.isfinite(patch.height_mm) & (patch.outside_mm <= patch.outside_mm[patch.ring].max())
    base, up = _in_space(skin.relief.place, patch, reference)
    return ReliefPicture(
        height_mm=np.where(shown, patch.height_mm - reference.height_mm, np.nan),
        base_mm=base,
        up=up,
        reference_sd_mm=_standard_error(reference),
        noise_mm=float(np.nanstd(reference.rest_mm)),
        rgb8=patch.raster.codes if skin.relief.has_colour else None,
        region=patch.raster.region,
        mm_per_px=patch.raster.mm_per_px,
        outline_mm=from_shapely(border.area_mm),
    )


def _standard_error(reference: Reference) -> Array:
    """Of the healthy surface (H, W): its fit's covariance, skin that it has not seen, and the second opinion."""
    fit = np.einsum("hwp,pq,hwq->hw", reference.terms, reference.covariance, reference.terms)
    return np.asarray(np.sqrt(np.maximum(fit, 0) + reference.unseen_mm**2 + reference.apart_mm**2))


def _in_space(place: Place, patch: Patch, reference: Reference) -> tuple[Array, Array]:
    """The healthy surface and its outward normals, each (H, W, 3), in axes that stand on the scar's middle."""
    middle = np.average(patch.mm.reshape(-1, 2), axis=0, weights=patch.share.ravel())
    origin = place.to_scan(middle)
    outwards = place.to_scan(middle, 1.0) - origin
    to_hip = place.to_scan(middle + np.array([0.0, 1.0])) - origin
    to_hip = to_hip - outwards * (to_hip @ outwards)
    to_hip /= np.linalg.norm(to_hip)
    axes = np.stack([np.cross(to_hip, outwards), to_hip, outwards])
    healthy = patch.form_mm + reference.height_mm
    on = place.to_scan(patch.mm, healthy)
    up = place.to_scan(patch.mm, healthy + 1.0) - on
    return (on - origin) @ axes.T, up @ axes.T
