"""What the figures of several scans share, so that they can be compared by eye: colours, scale and axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mesoject.report.relief.colours import shared_limit_mm
from mesoject.report.relief.lines import Section, sections
from mesoject.skinmap import Region
from mesoject.skinmap.relief_picture import ReliefPicture

ROOM = 0.08  # of the heights, above and below them


@dataclass(frozen=True)
class Look:
    """One scale for all.

    Attributes
    ----------
    limit_mm : float
        The height at which the colours end, raised and sunken alike.
    size_mm : (s, z)
        Skin that a map shows.
    heights_mm : (low, high)
        Of every profile's axis.
    across_mm, along_mm : (from, to)
        Of the axes of the cuts across and along.
    """

    limit_mm: float
    size_mm: tuple[float, float]
    heights_mm: tuple[float, float]
    across_mm: tuple[float, float]
    along_mm: tuple[float, float]


def shared_look(pictures: Sequence[ReliefPicture]) -> Look:
    """The look that fits every picture."""
    cuts = [sections(p) for p in pictures]
    boxes = [_known(p) for p in pictures]
    return Look(
        limit_mm=shared_limit_mm(pictures),
        size_mm=(max(b.s_high - b.s_low for b in boxes), max(b.z_high - b.z_low for b in boxes)),
        heights_mm=_heights([cut for pair in cuts for cut in pair]),
        across_mm=_reach([pair[0] for pair in cuts]),
        along_mm=_reach([pair[1] for pair in cuts]),
    )


def window(picture: ReliefPicture, look: Look) -> Region:
    """The rectangle of skin that a map of ``picture`` shows: the known relief in its middle."""
    box = _known(picture)
    s, z = (box.s_low + box.s_high) / 2, (box.z_low + box.z_high) / 2
    across, along = look.size_mm
    return Region(s - across / 2, s + across / 2, z - along / 2, z + along / 2)


def _known(picture: ReliefPicture) -> Region:
    """The box round all known heights."""
    rows, columns = (np.flatnonzero(np.isfinite(picture.height_mm).any(axis)) for axis in (1, 0))
    if not len(rows):
        return picture.region
    left, top, step = picture.region.s_low, picture.region.z_high, picture.mm_per_px
    return Region(
        left + float(columns[0]) * step,
        left + float(columns[-1] + 1) * step,
        top - float(rows[-1] + 1) * step,
        top - float(rows[0]) * step,
    )


def _heights(cuts: Sequence[Section]) -> tuple[float, float]:
    values = np.concatenate([v[np.isfinite(v)] for c in cuts for v in (c.height_mm, c.doubt_mm, -c.doubt_mm)])
    low, high = (float(values.min()), float(values.max())) if len(values) else (-1.0, 1.0)
    room = ROOM * max(high - low, 0.1)
    return low - room, high + room


def _reach(cuts: Sequence[Section]) -> tuple[float, float]:
    return min(float(c.at_mm[0]) for c in cuts), max(float(c.at_mm[-1]) for c in cuts)
