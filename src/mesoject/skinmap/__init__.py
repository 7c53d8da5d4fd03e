"""The SkinMap: every picture of skin becomes one, and everything after it works on nothing else."""

from mesoject.skinmap.chart import Chart
from mesoject.skinmap.map import SkinMap
from mesoject.skinmap.paint import Correction, Paint, Raster, Region
from mesoject.skinmap.place import Place
from mesoject.skinmap.relief import Relief
from mesoject.skinmap.triangulated import Surface, surface

__all__ = ["Chart", "Correction", "Paint", "Place", "Raster", "Region", "Relief", "SkinMap", "Surface", "surface"]
