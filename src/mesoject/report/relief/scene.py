"""How a relief is looked at and lit before anyone turns it: alike in the 3D view and in the picture for paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.skinmap.relief_picture import ReliefPicture

Array = NDArray[np.float64]
AZIMUTH_DEG, ELEVATION_DEG = -25.0, 40.0
ASPECT: Final = 0.7  # height over width of the picture
ROOM: Final = 1.1
LAMP: Final = np.array([-0.45, 0.55, 0.7]) / np.linalg.norm([-0.45, 0.55, 0.7])
AMBIENT, DIFFUSE = 0.25, 0.85  # flat skin, as it is first seen, keeps the colours of the colour bar
GROUND, INK, CASING = (243, 246, 248), (31, 45, 58), (255, 255, 255)
BACK: Final = (0.25, 0.27, 0.3)


def rows() -> Array:
    """Rotation (3, 3) from the skin's axes to the eye's: x right, y up, z towards who looks."""
    turn, tilt = np.radians(AZIMUTH_DEG), np.radians(ELEVATION_DEG)
    ca, sa, ce, se = np.cos(turn), np.sin(turn), np.cos(tilt), np.sin(tilt)
    return np.array([[ca, -sa, 0], [se * sa, se * ca, ce], [-ce * sa, -ce * ca, se]])


def middle_mm(picture: ReliefPicture) -> Array:
    """The point (3,) that a surface is turned about: the middle of the box round it."""
    xyz = picture.xyz_mm[np.isfinite(picture.height_mm)]
    return np.asarray((xyz.min(0) + xyz.max(0)) / 2)


def span_mm(pictures: Sequence[ReliefPicture]) -> float:
    """Width of the picture, mm, in which every surface fits as it is first seen."""
    return ROOM * max(_extent_mm(p) for p in pictures)


def _extent_mm(picture: ReliefPicture) -> float:
    seen = (picture.xyz_mm[np.isfinite(picture.height_mm)] - middle_mm(picture)) @ rows().T
    half = np.abs(seen).max(0)
    return float(2 * max(half[0], half[1] / ASPECT))
