"""Measure a leg scar from ordinary photographs or 3D scans, with an honest error beside every number.

>>> import mesoject as mj
>>> from mesoject.demo import bundled_bench
>>> skin = mj.read_photo(bundled_bench() / "photos" / "d22_v0_p0.jpg", bar_mm=100.0)
>>> rough = [(935, 730), (1010, 720), (1095, 722), (1155, 770), (1170, 845), (1120, 876), (1050, 855), (960, 805)]
>>> scar = mj.outline(skin, rough)
>>> low, high = mj.measure(skin, scar)["area"].interval(0.95)
>>> 380 < low < high < 510
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mesoject.capture import read_photo
    from mesoject.capture.scan import read_scan
    from mesoject.measuring import load_outline, measure, outline
    from mesoject.measuring.formats import write_outline
    from mesoject.records import Measurement, MesojectError, Outline, Quantity, Reason, Refused
    from mesoject.skinmap import SkinMap

_HOMES = {
    "read_photo": "mesoject.capture",
    "read_scan": "mesoject.capture.scan",
    "load_outline": "mesoject.measuring",
    "measure": "mesoject.measuring",
    "outline": "mesoject.measuring",
    "write_outline": "mesoject.measuring.formats",
    "SkinMap": "mesoject.skinmap",
    "Measurement": "mesoject.records",
    "MesojectError": "mesoject.records",
    "Outline": "mesoject.records",
    "Quantity": "mesoject.records",
    "Reason": "mesoject.records",
    "Refused": "mesoject.records",
}

__all__ = [
    "Measurement",
    "MesojectError",
    "Outline",
    "Quantity",
    "Reason",
    "Refused",
    "SkinMap",
    "load_outline",
    "measure",
    "outline",
    "read_photo",
    "read_scan",
    "write_outline",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'mesoject' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
