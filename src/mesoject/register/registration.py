"""One visit laid over another: a map between their skins, and how well it is known at each place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import shapely

from mesoject.records import Reason
from mesoject.register.field import Field
from mesoject.register.picture import Array, SkinPicture
from mesoject.register.ties import Ties

KNOTS_MM = 2.0
BACK_STEPS = 20
BACK_MM = 1e-4
DENSE_MM = 0.5


@dataclass(frozen=True)
class Registration:
    """Where each place of the fixed visit lies in the moving one.

    It says *where*, never *how large*: it follows growth as well as stretching, so an area that is read off anything
    that went through it says nothing about change. Measure each visit in its own skin map.

    Attributes
    ----------
    field : Field
        The map, in mm.
    ties : Ties
        The windows of skin that it stands on.
    strength, rival : float
        How far the match stands out from chance, and how far chance alone came, in SDs.
    cells : int
        Of the nine cells of the shared skin, how many hold ties.
    scale : float
        Size of the moving visit's skin in its own millimetres over that in the fixed one's; 1 but for print and
        geometry.
    turn_deg : float
    shift_mm : (2,)
        Of the middle of the ties.
    reasons : tuple of Reason
        Reservations.
    """

    field: Field
    ties: Ties
    strength: float
    rival: float
    cells: int
    scale: float
    turn_deg: float
    shift_mm: tuple[float, float]
    reasons: tuple[Reason, ...] = ()

    @property
    def inliers(self) -> int:
        """Ties that agree with the map."""
        return len(self.ties.fixed_mm)

    @property
    def residual_mm(self) -> float:
        """Root-mean-square distance of the ties from the map: how sharply one window is found, not the map's error."""
        off = self.field(self.ties.fixed_mm) - self.ties.moving_mm
        return float(np.sqrt((off**2).sum(1).mean()))

    def to_moving(self, mm: Array) -> Array:
        """Places (..., 2) of the fixed visit to places (..., 2) of the moving one, mm."""
        return self.field(mm)

    def to_fixed(self, mm: Array) -> Array:
        """Places (..., 2) of the moving visit to places (..., 2) of the fixed one, mm; the inverse of to_moving."""
        flat = np.asarray(mm, float).reshape(-1, 2)
        linear, shift = self.field.matrix[:, :2], self.field.matrix[:, 2]
        back = np.linalg.inv(linear).T
        found = (flat - shift) @ back
        for _ in range(BACK_STEPS):
            step = (flat - self.field(found)) @ back
            found = found + step
            if np.abs(step).max(initial=0) < BACK_MM:
                break
        return np.asarray(found.reshape(np.shape(mm)))

    def error_mm(self, mm: Array) -> Array:
        """Standard error (...) of the map at places (..., 2) of the fixed visit: RMS distance, mm."""
        return np.asarray(np.sqrt(2) * self.field.standard_error(mm))

    def carry(self, area_mm: shapely.Geometry) -> shapely.Geometry:
        """Lay a geometry of the fixed visit onto the moving one.

        It tells where to look. Its area must not be compared with anything: it is that of the fixed visit, deformed.
        """

        def moved(mm: Array) -> Array:
            once, again = np.unique(mm, axis=0, return_inverse=True)  # a ring's ends stay the same to the last bit
            return self.to_moving(once)[again.reshape(-1)]

        return shapely.transform(shapely.segmentize(area_mm, DENSE_MM), moved)

    def warp(self, moving: SkinPicture, onto: SkinPicture) -> SkinPicture:
        """Lay the moving picture on the grid of the fixed one, for display alone.

        Pixels that went through here are never measured: a scar that grew is drawn no larger for it.
        """
        px = moving.to_px(_over(onto, self.to_moving)).astype(np.float32)
        x, y = px[..., 0], px[..., 1]
        srgb8 = cv2.remap(moving.srgb8, x, y, cv2.INTER_LINEAR, None, cv2.BORDER_CONSTANT)
        usable = cv2.remap(moving.usable.astype(np.uint8), x, y, cv2.INTER_NEAREST, None, cv2.BORDER_CONSTANT)
        return SkinPicture(np.asarray(srgb8), np.asarray(usable > 0), onto.region, onto.mm_per_px)

    def error_over(self, fixed: SkinPicture) -> Array:
        """Standard error of the map (H, W) at the pixels of the fixed picture, mm; as :meth:`error_mm`."""
        return _over(fixed, lambda mm: self.error_mm(mm)[..., None])[..., 0]


def _over(picture: SkinPicture, smooth: Callable[[Array], Array]) -> Array:
    """A smooth function of place (..., 2) at every pixel (H, W, c), from knots 2 mm apart."""
    places = picture.places()
    rows, columns = places.shape[:2]
    down, across = (max(2, round(n * picture.mm_per_px / KNOTS_MM) + 1) for n in (rows, columns))
    s, z = np.linspace(places[0, 0, 0], places[0, -1, 0], across), np.linspace(places[0, 0, 1], places[-1, 0, 1], down)
    knots = smooth(np.stack(np.meshgrid(s, z), -1))
    x = np.linspace(0, across - 1, columns, dtype=np.float32)
    y = np.linspace(0, down - 1, rows, dtype=np.float32)
    spread = cv2.remap(knots, *np.meshgrid(x, y), cv2.INTER_LINEAR)
    return np.asarray(spread, float).reshape(rows, columns, -1)
