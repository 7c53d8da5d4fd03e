"""The hub: a patch of a limb's surface laid flat in millimetres, with all that it knows of its own error."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mesoject.records import Reason
from mesoject.records.quantity import Part, Scope
from mesoject.skinmap.chart import Array, Chart
from mesoject.skinmap.paint import Paint, Raster, render
from mesoject.skinmap.region import Region
from mesoject.skinmap.relief import Relief

Source = Literal["photo", "scan"]
PAPER_SD = 0.0005  # paper cannot follow a doubly curved limb: its rows run 0.05 to 0.12 % long or short at worst


@dataclass(frozen=True)
class SkinMap:
    """A patch of skin laid flat, from one photograph or scan.

    A scan's picture is its own skin laid flat, a pixel for every point of it; "photo pixels" are then that picture's,
    and the rest of a SkinMap is the same.

    Attributes
    ----------
    chart : Chart
        The best mapping.
    variants : tuple of Chart
        One chart for each independent direction in which the fit is unsure, one standard error away. The geometry
        part of any quantity's error is the root of the summed squares of its changes over them.
    paint : Paint
        The photograph with its colour correction and masks; :meth:`raster` renders from it.
    print_scale_sd : float
        Relative SD of the printed target's true size; the size itself is already in the charts.
    trusted_mm : (s_low, s_high, z_low, z_high)
        The part that the target's markers surround.
    sources : mapping
        Hashes and settings that went in, for provenance.
    warnings : tuple of Reason
    diagnostics : mapping
        Plain numbers about the fit, for overlays and reports.
    relief : Relief or None
        Height, and where the skin lies in space; None of a photograph.
    """

    chart: Chart
    variants: tuple[Chart, ...]
    paint: Paint
    print_scale_sd: float
    trusted_mm: tuple[float, float, float, float]
    sources: Mapping[str, str | float | None]
    warnings: tuple[Reason, ...]
    diagnostics: Mapping[str, float]
    relief: Relief | None = None

    @property
    def source(self) -> Source:
        """What the map was made from."""
        return "photo" if self.relief is None else "scan"

    @property
    def source_sha256(self) -> str:
        """SHA-256 of the file that the map was made from."""
        return str(self.sources[f"{self.source}_sha256"])

    @property
    def scale_errors(self) -> tuple[tuple[Part, Scope, float], ...]:
        """Errors common to all lengths: part, scope, and relative SD."""
        if self.relief is not None:
            return (("geometry", "method", self.relief.scale_sd),)
        return (("geometry", "visit", PAPER_SD), ("print", "print", self.print_scale_sd))

    def to_mm(self, px: Array) -> Array:
        """Photo pixels (..., 2) to skin millimetres (..., 2); NaN where the skin map does not reach."""
        return self.chart.to_mm(px)

    def to_photo(self, mm: Array) -> Array:
        """Skin millimetres (..., 2) to photo pixels (..., 2); NaN outside the map."""
        return self.chart.to_photo(mm)

    def area_element(self, mm: Array) -> Array:
        """Square millimetres of skin per square millimetre of map at places (..., 2)."""
        return self.chart.area_element_at(mm)

    def visible(self, mm: Array) -> Array:
        """Cosine of the viewing angle at places (..., 2); at most 0 where the skin is turned away."""
        return self.chart.cosine_at(mm)

    def raster(self, region: Region, mm_per_px: float = 0.1) -> Raster:
        """Calibrated linear-light colour, masks and, of a scan, height of ``region``."""
        return render(self.paint, self.chart.to_photo, self.chart.cosine_at, region, mm_per_px, self.relief)

    def native(self, region: Region) -> Region:
        """The least region of whole pixels of the picture that holds ``region``; of a photograph the region itself.

        Rendered at ``relief.pitch_mm`` it gives the scan's own heights, not interpolated anew.
        """
        if self.relief is None:
            return region
        pitch = self.relief.pitch_mm
        zero = self.chart.to_photo(np.zeros(2)) + 0.5
        left, top = -zero[0] * pitch, zero[1] * pitch
        return Region(
            left + pitch * math.floor((region.s_low - left) / pitch),
            left + pitch * math.ceil((region.s_high - left) / pitch),
            top - pitch * math.ceil((top - region.z_low) / pitch),
            top - pitch * math.floor((top - region.z_high) / pitch),
        )

    def geometry_error(self, of: Callable[[Chart], Array]) -> Array:
        """Standard error, from the fit, of numbers that ``of`` computes from a chart."""
        base = of(self.chart)
        changes = [of(variant) - base for variant in self.variants]
        return np.asarray(np.sqrt(np.sum(np.square(changes), axis=0))) if changes else np.zeros_like(base)
