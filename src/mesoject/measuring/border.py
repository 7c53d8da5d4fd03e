"""The scar's border on one photograph or scan: its rings in the picture's pixels, and the same on the skin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from mesoject.measuring.formats import read_outline, read_scan_outline
from mesoject.measuring.polygons import polygonal, to_shapely, validated
from mesoject.records import Outline, Reason, Refused, reason
from mesoject.records.outline import Ring
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]
DENSE_MM = 0.5
SOURCE_WORDS = {"photo": "photograph", "scan": "scan"}
OBLIQUE_COSINE = 0.5  # 60 degrees
NEARLY_OBLIQUE_COSINE = 0.65  # 50 degrees, with part of the border already turned away
OBLIQUE_SHARE = 0.05
TRUST_MARGIN_MM = 3.0
HIDDEN_SHARE = 0.02  # the paper's own edge is known to a few tenths of a millimetre


@dataclass(frozen=True)
class Border:
    """A scar's border, ready to be measured.

    Attributes
    ----------
    rings_px : tuple of (K, 2)
        Exteriors and holes in photo pixels, dense enough that straight pieces are straight on the skin too.
    signs : tuple of int
        +1 for an exterior, -1 for a hole.
    rings_mm : tuple of (K, 2)
        The same on the skin.
    area_mm : MultiPolygon
        The area in skin millimetres.
    """

    rings_px: tuple[Array, ...]
    signs: tuple[int, ...]
    rings_mm: tuple[Array, ...]
    area_mm: MultiPolygon

    @property
    def points_mm(self) -> Array:
        """All border points (N, 2)."""
        return np.concatenate(self.rings_mm)


def load_outline(skin: SkinMap, path: str | Path) -> Outline:
    """Read an outline file for the photograph or scan of ``skin``; raises as :func:`read_outline` does."""
    if skin.source == "scan":
        return read_scan_outline(path, scan_sha256=skin.source_sha256)
    height, width = skin.paint.rgb8.shape[:2]
    return read_outline(
        path,
        photo_sha256=skin.source_sha256,
        photo_size=(width, height),
        exif_orientation=int(skin.sources["exif_orientation"] or 1),
    )


def border(skin: SkinMap, outline: Outline) -> tuple[Border, list[Reason]]:
    """Lay an outline on the skin, with warnings.

    Raises
    ------
    Refused
        ``outline_foreign``, ``outline_invalid``, ``empty_outline``, ``outline_outside``, ``grazing``.
    """
    if outline.source_sha256 not in (None, skin.source_sha256):
        raise Refused([reason("outline_foreign", f"The outline names another {SOURCE_WORDS[skin.source]}.")])
    area_px = _in_photo(skin, on_skin(skin, outline))
    rings = [(ring, 1 if k == 0 else -1) for part in area_px.geoms for k, ring in enumerate(_rings(part))]
    rings_mm = tuple(skin.to_mm(ring) for ring, _ in rings)
    _refuse_unseen(skin, [r for r, _ in rings], rings_mm)
    area_mm = _area(rings_mm, [sign for _, sign in rings])
    found = Border(tuple(r for r, _ in rings), tuple(s for _, s in rings), rings_mm, area_mm)
    return found, _reservations(skin, found)


def on_skin(skin: SkinMap, outline: Outline) -> Outline:
    """An outline in a scan's own axes laid on the skin; any other as it is.

    Raises
    ------
    Refused
        ``outline_foreign`` on a photograph, ``outline_outside`` where a point is not on the scan.
    """
    xyz = outline.polygons if outline.frame == "scan_xyz_mm" else outline.scan_xyz_mm
    if xyz is None:
        return outline
    if skin.relief is None:
        raise Refused([reason("outline_foreign", "The outline was drawn on a scan, not on this photograph.")])
    place = skin.relief.place
    polygons = tuple(tuple(_ring(place.to_mm(np.array(ring, float))) for ring in polygon) for polygon in xyz)
    return Outline(frame="skin_mm", source_sha256=outline.source_sha256, polygons=polygons)


def _ring(mm: Array) -> Ring:
    off = ~np.isfinite(mm).all(1)
    if off.any():
        message = f"{off.mean():.0%} of the outline's points lie off the scan's surface."
        raise Refused([reason("outline_outside", message)])
    return tuple(map(tuple, mm.tolist()))


def _in_photo(skin: SkinMap, outline: Outline) -> MultiPolygon:
    """The outline's area in photo pixels, with points no further apart than half a millimetre of skin."""
    if outline.photo_px is not None or outline.frame == "photo_px":
        area = validated(outline.photo_px or outline.polygons)
        return _multi(shapely.segmentize(area, DENSE_MM * _px_per_mm(skin)))
    if outline.frame != "skin_mm":
        message = f"The outline's frame is {outline.frame}, not this {SOURCE_WORDS[skin.source]}'s."
        raise Refused([reason("outline_foreign", message)])
    dense = _multi(shapely.segmentize(validated(outline.polygons), DENSE_MM))
    if not np.isfinite(skin.to_photo(shapely.get_coordinates(dense))).all():
        raise Refused(
            [reason("outline_outside", f"The outline leaves the skin that this {SOURCE_WORDS[skin.source]} shows.")]
        )
    return _multi(shapely.transform(dense, skin.to_photo))


def _multi(area: shapely.Geometry) -> MultiPolygon:
    return area if isinstance(area, MultiPolygon) else polygonal(area)


def _rings(part: Polygon) -> list[Array]:
    return [shapely.get_coordinates(r)[:-1] for r in (part.exterior, *part.interiors)]


def _px_per_mm(skin: SkinMap) -> float:
    """Scale of the photograph in the middle of the trusted skin."""
    s_low, s_high, z_low, z_high = skin.trusted_mm
    middle = np.array([(s_low + s_high) / 2, (z_low + z_high) / 2])
    px = skin.to_photo(middle + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    return float(np.linalg.norm(px[1:] - px[0], axis=1).mean())


def _refuse_unseen(skin: SkinMap, rings_px: list[Array], rings_mm: tuple[Array, ...]) -> None:
    height, width = skin.paint.rgb8.shape[:2]
    px = np.concatenate(rings_px)
    off = ((px < -0.5) | (px > [width - 0.5, height - 0.5])).any(1).mean()
    if off > 0:
        raise Refused([reason("outline_outside", f"{off:.0%} of the outline lies outside the picture.")])
    mm = np.concatenate(rings_mm)
    known = np.isfinite(mm).all(1)
    cosine = float(np.median(skin.visible(mm[known]))) if known.any() else 1.0
    degrees = np.degrees(np.arccos(min(cosine, 1.0)))
    if cosine < OBLIQUE_COSINE:
        message = f"The scar is seen at {degrees:.0f} degrees from its normal; 60 is the limit."
        raise Refused([reason("grazing", message)])
    if cosine < NEARLY_OBLIQUE_COSINE and not known.all():
        message = (
            f"Part of the scar is turned away and the rest is seen at {degrees:.0f} degrees; 50 is the limit then."
        )
        raise Refused([reason("grazing", message)])
    if not known.all():
        message = f"{1 - known.mean():.0%} of the outline lies beyond the skin near the strips."
        raise Refused([reason("outline_outside", message)])


def _area(rings_mm: tuple[Array, ...], signs: list[int]) -> MultiPolygon:
    """Exteriors with their holes; the mapping may make a hairline border touch itself, which is mended."""
    grouped: list[list[Array]] = []
    for ring, sign in zip(rings_mm, signs, strict=True):
        if sign > 0:
            grouped.append([ring])
        else:
            grouped[-1].append(ring)
    area = to_shapely(tuple(tuple(tuple(map(tuple, r.tolist())) for r in rings) for rings in grouped))
    return area if area.is_valid else polygonal(shapely.make_valid(area))


def _reservations(skin: SkinMap, found: Border) -> list[Reason]:
    notes = []
    oblique = float((skin.visible(found.points_mm) < OBLIQUE_COSINE).mean())
    s_low, s_high, z_low, z_high = skin.trusted_mm
    trusted = shapely.box(s_low, z_low, s_high, z_high).buffer(TRUST_MARGIN_MM)
    beyond = 1 - found.area_mm.intersection(trusted).area / max(found.area_mm.area, 1e-9)
    if oblique > OBLIQUE_SHARE:
        message = f"{oblique:.0%} of the border is seen at more than 60 degrees from the skin's normal."
        notes.append(reason("outline_untrusted", message))
    if beyond > 0.005:
        notes.append(reason("outline_untrusted", f"{beyond:.0%} of the scar lies beyond the markers in view."))
    paper = shapely.union_all([shapely.make_valid(Polygon(cover)) for cover in skin.paint.covers])
    hidden = found.area_mm.intersection(paper).area / max(found.area_mm.area, 1e-9)
    if hidden > HIDDEN_SHARE:
        notes.append(reason("outline_untrusted", f"{hidden:.0%} of the scar lies under a strip's paper."))
    return notes
