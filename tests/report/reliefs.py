"""Analytic reliefs: a bell-shaped scar on a cylinder of 55 mm, its axis towards the hip."""

from __future__ import annotations

import numpy as np

from mesoject.skinmap import Region
from mesoject.skinmap.relief_picture import ReliefPicture

RADIUS_MM = 55.0
PITCH_MM = 0.4
HALF_MM = (8.0, 14.0)  # of the outline, an ellipse across and along
TURN = np.radians(25)  # its long axis, from the hip towards -s
TOP = np.array([1.5, 2.0])  # skin place of the extreme, inside the outline
WIDE_MM = (3.0, 5.0)


def height_at(mm: np.ndarray, top_mm: float) -> np.ndarray:
    """The bell, in the ellipse's own directions."""
    across, along = in_scar(np.asarray(mm, float) - TOP)
    return top_mm * np.exp(-0.5 * ((across / WIDE_MM[0]) ** 2 + (along / WIDE_MM[1]) ** 2))


def in_scar(mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Skin places less the middle, as across and along the ellipse."""
    s, z = mm[..., 0], mm[..., 1]
    return s * np.cos(TURN) + z * np.sin(TURN), -s * np.sin(TURN) + z * np.cos(TURN)


def outline() -> tuple:
    turn = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    across, along = HALF_MM[0] * np.cos(turn), HALF_MM[1] * np.sin(turn)
    s = across * np.cos(TURN) - along * np.sin(TURN)
    z = across * np.sin(TURN) + along * np.cos(TURN)
    return ((tuple((float(a), float(b)) for a, b in zip(s, z, strict=True)),),)


def relief(top_mm: float = 1.5, *, noise_mm: float = 0.0, own: bool = True, known_mm: float = 22.0) -> ReliefPicture:
    """A relief known within ``known_mm`` of the scar's middle."""
    region = Region(-26.0, 26.0, -28.0, 28.0)
    rows, columns = round(56 / PITCH_MM), round(52 / PITCH_MM)
    blank = ReliefPicture(
        height_mm=np.zeros((rows, columns)), base_mm=np.zeros((rows, columns, 3)), up=np.zeros((rows, columns, 3)),
        reference_sd_mm=np.full((rows, columns), 0.02), noise_mm=max(noise_mm, 0.02), rgb8=None, region=region,
        mm_per_px=PITCH_MM, outline_mm=outline(),
    )  # fmt: skip
    mm = blank.places()
    angle = mm[..., 0] / RADIUS_MM
    up = np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)], -1)
    base = np.stack([RADIUS_MM * np.sin(angle), mm[..., 1], RADIUS_MM * (np.cos(angle) - 1)], -1)
    height = height_at(mm, top_mm) + np.random.default_rng(5).normal(0, noise_mm, (rows, columns))
    height[np.hypot(mm[..., 0], mm[..., 1]) > known_mm] = np.nan
    rgb8 = np.full((rows, columns, 3), (150, 110, 90), np.uint8)
    return ReliefPicture(
        height, base, up, blank.reference_sd_mm, blank.noise_mm, rgb8 if own else None, region, PITCH_MM, outline()
    )
