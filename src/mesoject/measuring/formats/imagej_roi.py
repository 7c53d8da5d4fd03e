"""ImageJ regions (.roi), read by ``roifile``.

ImageJ counts from the upper left corner of the first pixel and does not look at the EXIF orientation, so its points are
half a pixel off ours and lie in the picture as stored.
"""

from __future__ import annotations

import struct

import numpy as np
from roifile import ROI_OPTIONS, ROI_SUBTYPE, ROI_TYPE, ImagejRoi
from shapely import MultiPolygon

from mesoject.measuring.formats.photo_frame import PhotoFrame, Points, outline_in_photo
from mesoject.measuring.formats.shapes import ellipse, rectangle
from mesoject.measuring.polygons import even_odd, validated
from mesoject.records import Outline, Refused, reason
from mesoject.records.outline import Ring

_BROKEN = (ValueError, TypeError, IndexError, OverflowError, RuntimeError, struct.error)
_DRAWN = (ROI_TYPE.POLYGON, ROI_TYPE.FREEHAND, ROI_TYPE.TRACED)
_BOUNDED = {ROI_TYPE.RECT: rectangle, ROI_TYPE.OVAL: ellipse}
_LABELS = (ROI_SUBTYPE.TEXT, ROI_SUBTYPE.IMAGE)  # stored as rectangles
_WAY_OUT = "choose Edit > Selection > Interpolate in ImageJ and save it again"


def recognises(data: bytes) -> bool:
    """Tell whether this is an ImageJ region."""
    return data.startswith(b"Iout")


def read(data: bytes, photo: PhotoFrame) -> Outline:
    """Return the region as an outline.

    Raises
    ------
    Refused
        As `roi_area` does.
    """
    return outline_in_photo(roi_area(data), lambda points: from_imagej(points, photo))


def from_imagej(points: Points, photo: PhotoFrame) -> Points:
    """Return ImageJ's coordinates (n, 2) in oriented photo px."""
    return photo.from_raw(points - 0.5)


def roi_area(data: bytes) -> MultiPolygon:
    """Return the area of one region in ImageJ's own coordinates: polygon, freehand, traced, rectangle, oval, composite.

    Raises
    ------
    Refused
        ``outline_invalid`` for a broken file, for a region that is no area (line, point, text) and for one of which the
        file does not hold the border (spline, rounded corners, curves); and as `validated` does.
    """
    try:
        roi = ImagejRoi.frombytes(data)
        _check_kind(roi)
        rings = [np.asarray(ring, dtype=float) for ring in roi.coordinates(multi=True)]
    except NotImplementedError as error:
        raise _refused(f"has curves; {_WAY_OUT}") from error
    except _BROKEN as error:
        raise Refused([reason("outline_invalid", f"The ImageJ region is broken: {error}.")]) from error
    if roi.composite or roi.roitype == ROI_TYPE.TRACED:  # the wand may pass one corner twice; ImageJ fills even-odd
        return even_odd(rings)
    ring = _BOUNDED[roi.roitype](*_bounds(roi)) if roi.roitype in _BOUNDED else _as_ring(rings[0])
    return validated(((ring,),))


def _check_kind(roi: ImagejRoi) -> None:
    is_label = roi.subtype in _LABELS
    if is_label or roi.roitype not in (*_DRAWN, *_BOUNDED):
        kind = roi.subtype if is_label else roi.roitype
        raise _refused(f"is a {kind.name.lower()}, not an area")
    if roi.options & ROI_OPTIONS.SPLINE_FIT:
        raise _refused(f"is a fitted spline; {_WAY_OUT}")
    if roi.rounded_rect_arc_size > 0:
        raise _refused(f"has rounded corners; {_WAY_OUT}")


def _refused(message: str) -> Refused:
    return Refused([reason("outline_invalid", f"The ImageJ region {message}.")])


def _bounds(roi: ImagejRoi) -> tuple[float, float, float, float]:
    if roi.subpixelrect:
        return roi.xd, roi.yd, roi.xd + roi.widthd, roi.yd + roi.heightd
    return roi.left, roi.top, roi.right, roi.bottom


def _as_ring(points: Points) -> Ring:
    return tuple(map(tuple, points.tolist()))
