"""The versions that take part in a number: what a result's key and its provenance name."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from typing import Final

PHOTO_METHOD: Final = "photo-1"
SCAN_METHOD: Final = "scan-1"
"""Versions of the methods for photographs and scans; one changes whenever a number could."""

LIBRARIES: Final = ("mesoject", "numpy", "scipy", "opencv-python-headless", "pillow", "shapely")


@cache
def software() -> str:
    """Name and version of mesoject and of every library that takes part in a number.

    Examples
    --------
    >>> software().split()[0]
    'mesoject'
    """
    return " ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
