"""The assisted outline: a loose outline drawn by a person, drawn in to the scar's border.

It works on the calibrated, unrolled skin, where millimetres and CIELAB units mean the same everywhere; on a scan height
takes the place of lightness.
docs/method.md, "Outline", gives what it reaches.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely import MultiPolygon

from mesoject.measuring.border import SOURCE_WORDS, border, load_outline
from mesoject.measuring.formats.half_level import half_level_rings
from mesoject.measuring.polygons import even_odd, from_shapely, polygonal
from mesoject.measuring.refine.canvas import halved, prepare, render_around
from mesoject.measuring.refine.masks import Mask, smooth
from mesoject.measuring.refine.region import find_region
from mesoject.measuring.refine.sureness import sureness
from mesoject.measuring.skin import fill
from mesoject.records import Outline, Refused, reason
from mesoject.records.outline import Ring
from mesoject.skinmap import Place, Raster, SkinMap

Rough = Outline | str | Path | Sequence[tuple[float, float]]
MOST_FAINT = 0.2
LEAST_AGREEMENT = 0.9
LEAST_PART_MM2 = 1.0
CORE_OUTSIDE_MM = 1.0
RELIEF_BORDER_SD_MM = 0.5  # a slope has no edge: borders by height lie some tenths of a mm inside drawn ones
EDGE_MM = 0.3
STRAIGHT_MM = 0.05


def outline(skin: SkinMap, rough: Rough, core: Rough | None = None) -> Outline:
    """Draw a loose outline in to the scar's border; :func:`refine` says how sure that border is.

    The package's own docstring shows it at work: a loose polygon in photo pixels, drawn in and measured.
    """
    return refine(skin, rough, core)[0]


def refine(skin: SkinMap, rough: Rough, core: Rough | None = None) -> tuple[Outline, float]:
    """Draw a loose outline in to the scar's border.

    Parameters
    ----------
    skin : SkinMap
    rough : Outline, path or sequence of (x, y)
        A loose outline round the scar, up to about twice its area: a record, a file, or photo pixels. Each of its
        parts is taken to hold scar in its middle.
    core : like rough
        An area that is scar beyond doubt; then nothing is taken for granted about the middle.

    Returns
    -------
    outline : Outline
        In ``skin_mm``, with the same polygons in photo pixels.
    border_sd_mm : float
        How far, in common, the whole border may lie further out or in (one standard deviation, mm); for
        ``measure(..., border_sd_mm=...)``.

    Raises
    ------
    Refused
        ``outline_no_contrast`` where the inside cannot be told from skin, ``no_healthy_skin`` where no skin is in view
        beside it, ``outline_invalid`` where the core leaves the loose outline, and as ``measure`` for a loose outline
        that cannot be used.
    """
    loose_mm = _area(skin, rough)
    core_mm = _core(skin, core, loose_mm) if core is not None else None
    raster = render_around(skin, loose_mm)
    canvas = prepare(raster, loose_mm)
    loose = fill(raster, loose_mm)
    sure = None if core_mm is None else fill(raster, core_mm)
    found = find_region(canvas, loose, sure)
    if found.faint > MOST_FAINT:
        message = f"Scar and skin hardly differ along {found.faint:.0%} of the border; {MOST_FAINT:.0%} is the limit."
        raise Refused([reason("outline_no_contrast", message)])
    area_sd_mm2, agreement = sureness(canvas.coarser(), halved(loose), None if sure is None else halved(sure))
    if agreement < LEAST_AGREEMENT:
        message = f"Loose outlines a millimetre apart lead to borders that agree by {agreement:.0%}"
        raise Refused([reason("outline_no_contrast", f"{message}; {LEAST_AGREEMENT:.0%} are needed.")])
    area = _polygons(raster, found.mask)
    border_sd_mm = area_sd_mm2 / area.length
    if skin.relief is not None:
        border_sd_mm = math.hypot(border_sd_mm, RELIEF_BORDER_SD_MM)
    return _outline(skin, area), border_sd_mm


def _area(skin: SkinMap, rough: Rough) -> MultiPolygon:
    return border(skin, _as_outline(skin, rough))[0].area_mm


def _as_outline(skin: SkinMap, rough: Rough) -> Outline:
    if isinstance(rough, Outline):
        return rough
    if isinstance(rough, str | Path):
        return load_outline(skin, rough)
    ring = tuple((float(x), float(y)) for x, y in rough)
    return Outline(frame="photo_px", polygons=((ring,),))


def _core(skin: SkinMap, core: Rough, loose_mm: MultiPolygon) -> MultiPolygon:
    area = _area(skin, core)
    outside = area.difference(loose_mm.buffer(CORE_OUTSIDE_MM)).area / area.area
    if outside > 0:
        raise Refused([reason("outline_invalid", f"{outside:.0%} of the core lies outside the loose outline.")])
    return polygonal(area.intersection(loose_mm))


def _polygons(raster: Raster, mask: Mask) -> MultiPolygon:
    """The mask's border at half level, in mm."""
    grey = np.round(200 * smooth(mask, EDGE_MM / raster.mm_per_px)).astype(np.uint8)
    rings = half_level_rings(grey, 100.5)
    corner, step = np.array([raster.region.s_low, raster.region.z_high]), raster.mm_per_px * np.array([1, -1])
    area = even_odd([corner + step * (ring + 0.5) for ring in rings])
    parts = polygonal(shapely.simplify(area, STRAIGHT_MM)).geoms
    large = [part for part in parts if part.area >= LEAST_PART_MM2]
    return MultiPolygon(large or parts)


def _outline(skin: SkinMap, area: MultiPolygon) -> Outline:
    px = shapely.transform(area, skin.to_photo)
    if not np.isfinite(shapely.get_coordinates(px)).all():
        message = f"The scar's border leaves the skin that this {SOURCE_WORDS[skin.source]} shows."
        raise Refused([reason("outline_outside", message)])
    found = Outline(frame="skin_mm", source_sha256=skin.source_sha256, polygons=from_shapely(area))
    if skin.relief is None:
        return found.model_copy(update={"photo_px": from_shapely(px)})
    place = skin.relief.place
    xyz = tuple(tuple(_in_scan(place, ring) for ring in polygon) for polygon in found.polygons)
    return found.model_copy(update={"scan_xyz_mm": xyz})


def _in_scan(place: Place, ring: Ring) -> Ring:
    return tuple(map(tuple, place.to_scan(np.array(ring)).tolist()))
