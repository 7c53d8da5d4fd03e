"""The SkinMap: every picture of skin becomes one, and everything after it works on nothing else.

Its names are loaded when they are asked for: who only needs a rectangle does not wait for the picture library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mesoject.skinmap.chart import Chart
    from mesoject.skinmap.map import SkinMap
    from mesoject.skinmap.paint import Correction, Paint, Raster
    from mesoject.skinmap.place import Place
    from mesoject.skinmap.region import Region
    from mesoject.skinmap.relief import Relief
    from mesoject.skinmap.triangulated import Surface, surface

_HOMES = {
    "Chart": "chart",
    "Correction": "paint",
    "Paint": "paint",
    "Place": "place",
    "Raster": "paint",
    "Region": "region",
    "Relief": "relief",
    "SkinMap": "map",
    "Surface": "triangulated",
    "surface": "triangulated",
}

__all__ = ["Chart", "Correction", "Paint", "Place", "Raster", "Region", "Relief", "SkinMap", "Surface", "surface"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"mesoject.skinmap.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'mesoject.skinmap' has no attribute {name!r}")
