"""The SkinMap: every picture of skin becomes one, and everything after it works on nothing else."""

from mesoject.skinmap.chart import Chart
from mesoject.skinmap.map import SkinMap
from mesoject.skinmap.paint import Correction, Paint, Raster, Region

__all__ = ["Chart", "Correction", "Paint", "Raster", "Region", "SkinMap"]
