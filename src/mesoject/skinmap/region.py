"""A rectangle of skin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """A rectangle of skin in mm: s from ``s_low`` to ``s_high``, z from ``z_low`` to ``z_high``."""

    s_low: float
    s_high: float
    z_low: float
    z_high: float

    def grown(self, by_mm: float) -> Region:
        """The same with a margin on every side."""
        return Region(self.s_low - by_mm, self.s_high + by_mm, self.z_low - by_mm, self.z_high + by_mm)
