"""The picture on the outline page: skin laid flat, its colours for a screen, what cannot be seen hatched."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mesoject.records.cielab import srgb_from_linear
from mesoject.report.relief.picture import height_picture, height_range_mm
from mesoject.skinmap import Raster, Region, SkinMap

MM_PER_PX = 0.15
MARGIN_MM = 6.0
STEEPEST_COSINE = 0.15
"""Columns that are nowhere seen less obliquely than this only smear."""

_JPEG_QUALITY = 88
_PAPER_LIGHT = 0.88  # of the display's white: paper is bright, and glare beside it can still be told from it
_HATCH_PX, _HATCH_GREYS = 8, (0.62, 0.54)


def picture_region(skin: SkinMap) -> Region:
    """Return what the page shows: the trusted part and the strips with a margin, as far as the chart reaches.

    Its sides are whole multiples of ``MM_PER_PX``, so that the picture fills it exactly.
    """
    chart = skin.chart
    places = [np.reshape(skin.trusted_mm, (2, 2)).T, *skin.paint.covers]
    low = np.min([p.min(axis=0) for p in places if len(p)], axis=0) - MARGIN_MM
    high = np.max([p.max(axis=0) for p in places if len(p)], axis=0) + MARGIN_MM
    facing = chart.s_mm[(chart.cosine >= STEEPEST_COSINE).any(axis=0)]
    s_low, s_high = max(low[0], facing.min()), min(high[0], facing.max())
    z_low, z_high = max(low[1], chart.z_mm[0]), min(high[1], chart.z_mm[-1])
    left, bottom = math.ceil(s_low * 10) / 10, math.ceil(z_low * 10) / 10
    columns, rows = (math.floor((b - a) / MM_PER_PX) for a, b in ((left, s_high), (bottom, z_high)))
    return Region(left, round(left + columns * MM_PER_PX, 6), bottom, round(bottom + rows * MM_PER_PX, 6))


def picture(skin: SkinMap, region: Region) -> bytes:
    """Return the region as a JPEG in sRGB at ``MM_PER_PX``, without any metadata; row 0 is proximal."""
    raster = skin.raster(region, MM_PER_PX)
    hidden = _outside(skin, region) | (raster.cosine <= 0)
    return _jpeg(np.where(hidden[..., None], _hatch(hidden.shape), _for_a_display(raster, hidden)))


def height_jpeg(skin: SkinMap, region: Region) -> tuple[bytes, float] | None:
    """Return the height of a scan as a JPEG and where its colours end, mm; None of a photograph."""
    raster = skin.raster(region, MM_PER_PX)
    if raster.height_mm is None:
        return None
    range_mm = height_range_mm(raster.height_mm)
    hidden = np.isnan(raster.height_mm)
    shown = height_picture(raster.height_mm, range_mm, MM_PER_PX) / 255
    return _jpeg(np.where(hidden[..., None], _hatch(hidden.shape), shown)), range_mm


def _jpeg(shown: NDArray[np.floating]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.round(shown * 255).astype(np.uint8)).save(file, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return file.getvalue()


def _outside(skin: SkinMap, region: Region) -> NDArray[np.bool_]:
    """Tell which pixels the photograph or scan does not show; without covers, a raster's ``covered`` is just that."""
    bare = replace(skin, paint=replace(skin.paint, covers=()))
    return bare.raster(region, MM_PER_PX).covered


def _for_a_display(raster: Raster, hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Scale reflectance so that the strips' paper is bright, and encode it (IEC 61966-2-1)."""
    paper = raster.linear[raster.covered & ~hidden]
    if not len(paper):
        paper = raster.linear[~hidden]
    scale = _PAPER_LIGHT / max(float(np.percentile(paper, 97)), 1e-3)
    return np.asarray(srgb_from_linear(raster.linear * np.float32(scale)), np.float32)


def _hatch(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return oblique grey stripes (H, W, 1)."""
    rows, columns = np.indices(shape)
    return np.where((rows + columns) // _HATCH_PX % 2, *_HATCH_GREYS)[..., None]
