"""CIELAB for D65 and the 2 degree observer, to and from linear sRGB; ICC D50 values adapted by Bradford.

Sources: IEC 61966-2-1 (sRGB matrix), CIE 15:2004 (CIELAB), Lam 1985 (Bradford adaptation).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SRGB_TO_XYZ = np.array(
    [[0.4123908, 0.3575843, 0.1804808], [0.2126390, 0.7151687, 0.0721923], [0.0193308, 0.1191948, 0.9505322]]
)
XYZ_TO_SRGB = np.linalg.inv(SRGB_TO_XYZ)
WHITE_D65 = SRGB_TO_XYZ.sum(axis=1)
WHITE_D50 = np.array([0.96422, 1.0, 0.82521])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
EPSILON, KAPPA = (6 / 29) ** 3, (29 / 3) ** 3


def lab_from_linear(rgb: Array) -> Array:
    """CIELAB (..., 3) of linear sRGB (..., 3), 1 being a perfect white; negative light is drawn out linearly."""
    return _lab(np.asarray(rgb, float) @ SRGB_TO_XYZ.T / WHITE_D65)


def linear_from_lab(lab: Array) -> Array:
    """Linear sRGB (..., 3) of CIELAB D65 (..., 3).

    Examples
    --------
    >>> linear_from_lab(np.array([100.0, 0.0, 0.0])).round(6)
    array([1., 1., 1.])
    """
    return np.asarray(_xyz_over_white(lab) * WHITE_D65 @ XYZ_TO_SRGB.T)


def linear_from_lab_d50(lab: Array) -> Array:
    """Linear sRGB (..., 3) of CIELAB D50 (..., 3), adapted to D65."""
    cone_d50, cone_d65 = BRADFORD @ WHITE_D50, BRADFORD @ WHITE_D65
    adapt = np.linalg.inv(BRADFORD) @ np.diag(cone_d65 / cone_d50) @ BRADFORD
    return np.asarray(_xyz_over_white(lab) * WHITE_D50 @ adapt.T @ XYZ_TO_SRGB.T)


def linear_from_srgb8(srgb8: Array) -> Array:
    """Linear sRGB (..., 3) of 8-bit sRGB (..., 3)."""
    code = np.asarray(srgb8, float) / 255
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(linear: NDArray[Any]) -> NDArray[Any]:
    """Encoded sRGB in 0 to 1 of linear sRGB (IEC 61966-2-1), as precise as given; what lies outside is clipped."""
    clipped = np.clip(linear, 0, 1)
    return np.asarray(np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055))


def srgb8_from_linear(linear: NDArray[np.floating]) -> NDArray[np.uint8]:
    """8-bit sRGB (..., 3) of linear sRGB (..., 3); what lies outside 0 to 1 is cut.

    Examples
    --------
    >>> srgb8_from_linear(np.array([0.0, 0.5, 1.2]))
    array([  0, 188, 255], dtype=uint8)
    """
    return np.asarray(srgb_from_linear(linear) * 255 + 0.5).astype(np.uint8)


def _lab(relative: Array) -> Array:
    f = np.where(relative > EPSILON, np.cbrt(relative), (KAPPA * relative + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def _xyz_over_white(lab: Array) -> Array:
    lightness, a, b = np.moveaxis(np.asarray(lab, float), -1, 0)
    fy = (lightness + 16) / 116
    f = np.stack([fy + a / 500, fy, fy - b / 200], -1)
    return np.where(f > 6 / 29, f**3, (116 * f - 16) / KAPPA)


def ciede2000(first: Array, second: Array) -> Array:
    """CIEDE2000 difference of CIELAB (..., 3) colours, kL = kC = kH = 1 (Sharma 2005, doi 10.1002/col.20070).

    Examples
    --------
    >>> float(ciede2000(np.array([50, 2.6772, -79.7751]), np.array([50, 0.0, -82.7485])).round(4))
    2.0425
    """
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(np.asarray(x, float), -1, 0) for x in (first, second))
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 1 + 0.5 * (1 - np.sqrt(mean7 / (mean7 + 25.0**7)))
    c1, c2 = np.hypot(g * a1, b1), np.hypot(g * a2, b2)
    h1, h2 = np.arctan2(b1, g * a1) % (2 * np.pi), np.arctan2(b2, g * a2) % (2 * np.pi)
    grey = c1 * c2 == 0
    apart = h2 - h1
    beyond = np.abs(apart) > np.pi + 1e-12  # exactly half a turn is not beyond, as in the published pairs
    turn = np.where(grey, 0, apart - np.where(beyond, np.copysign(2 * np.pi, apart), 0))
    hue = np.where(grey, h1 + h2, h1 + turn / 2)
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(turn / 2)
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * np.cos(hue - np.pi / 6) + 0.24 * np.cos(2 * hue)
    t = t + 0.32 * np.cos(3 * hue + np.pi / 30) - 0.20 * np.cos(4 * hue - 0.35 * np.pi)
    sl = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    hue_degrees = np.degrees(hue) % 360
    rt = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    rt = rt * np.sin(np.radians(60 * np.exp(-(((hue_degrees - 275) / 25) ** 2))))
    x, y, z = dl / sl, dc / sc, dh / sh
    return np.asarray(np.sqrt(np.maximum(x * x + y * y + z * z + rt * y * z, 0)))
