"""Hairs and other spikes: points that stand out from the skin all round them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.capture.scan.rasterise import Grid
from mesoject.records import Reason, Refused, reason

Array = NDArray[np.float64]
LEAST_MM, TIMES_NOISE, TIMES_PITCH = 0.4, 8.0, 0.5
MOST_SPIKES = 0.10
MOST_SCATTER_MM = 1.0  # twice what a telephone does
WORTH_SAYING = 0.001
WINDOW = np.ones((5, 5), np.uint8)


def spikes(grid: Grid, height: Array, mm: Array, height_mm: Array) -> tuple[NDArray[np.bool_], list[Reason]]:
    """Which points (N,) are spikes, from their picture ``height`` (rows, columns), NaN where there is none.

    A point is one that lies off the median of the pixels round it by eight times what points usually do, by 0.4 mm, and
    by more than those medians differ round about: the crest of a narrow scar stands on slopes, a hair on level skin.

    Raises
    ------
    Refused
        ``scan_spikes`` where over a tenth of the scan is, or where a fifth of it scatters by a millimetre and more.
    """
    known = np.isfinite(height)
    level = float(np.nanmedian(height))
    filled = np.where(known, height, level).astype(np.float32)
    smooth = cv2.medianBlur(cv2.medianBlur(filled, 5), 5)
    away = height[known] - smooth[known]
    scatter = float(np.quantile(np.abs(away), 0.8))
    if scatter > MOST_SCATTER_MM:
        message = f"A fifth of the scan stands off its own surroundings by over {scatter:.1f} mm;"
        raise Refused([reason("scan_spikes", f"{message} {MOST_SCATTER_MM:.1f} mm is the limit.")])
    noise = 1.4826 * float(np.median(np.abs(away)))
    limit = max(LEAST_MM, TIMES_NOISE * noise, TIMES_PITCH * grid.pitch_mm)
    px = np.round(grid.to_px(mm)).astype(np.int64)
    x, y = np.clip(px[:, 0], 0, grid.columns - 1), np.clip(px[:, 1], 0, grid.rows - 1)
    slopes = cv2.dilate(smooth, WINDOW) - cv2.erode(smooth, WINDOW)
    found = (np.abs(height_mm - smooth[y, x]) > np.maximum(limit, slopes[y, x])) & known[y, x]
    share = float(found.mean())
    if share > MOST_SPIKES:
        message = f"{share:.0%} of the points stand out by over {limit:.1f} mm; {MOST_SPIKES:.0%} is the limit."
        raise Refused([reason("scan_spikes", message)])
    if share > WORTH_SAYING:
        count = int(found.sum())
        said = f"1 spike of over {limit:.1f} mm was" if count == 1 else f"{count:,} spikes of over {limit:.1f} mm were"
        return found, [reason("scan_cleaned", f"{said} left out.")]
    return found, []
