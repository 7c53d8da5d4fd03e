"""Pictures of skin that a test can make: deformed, faded, copied; and the bundled ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from bundled import SHOTS, skin_of
from mesoject.register import Registration, SkinPicture, picture_of, register
from mesoject.skinmap import Region

Array = NDArray[np.float64]


@cache
def picture(name: str) -> SkinPicture:
    """A bundled photograph's skin."""
    return picture_of(skin_of(SHOTS[name]))


@cache
def scar_of(name: str) -> shapely.Geometry:
    """The true outline in the shot's skin map, mm."""
    return shapely.Polygon(skin_of(SHOTS[name]).to_mm(np.array(SHOTS[name].truth["outline_px"]))).buffer(0)


@cache
def registered(fixed: str, moving: str) -> Registration:
    """Two bundled photographs, registered with the first one's scar given."""
    return register(picture(fixed), picture(moving), fixed_scar=scar_of(fixed))


def deformed(skin: SkinPicture, size_mm: float, wave_mm: float) -> tuple[SkinPicture, Callable[[Array], Array]]:
    """Bend a picture by a smooth displacement; and where each place of it then lies (N, 2) -> (N, 2)."""

    def pulled(mm: Array) -> Array:
        along = mm @ np.array([[0.8, -0.5], [0.6, 0.9]])
        return size_mm * np.sin(2 * np.pi / wave_mm * along + [0.4, 1.3])

    def lies(mm: Array) -> Array:
        found = mm
        for _ in range(80):
            found = mm - pulled(found)
        return found

    px = skin.to_px(skin.places() + pulled(skin.places())).astype(np.float32)
    looked = [cv2.remap(i, px[..., 0], px[..., 1], m) for i, m in ((skin.srgb8, 1), (skin.usable.astype(np.uint8), 0))]
    return replace(skin, srgb8=looked[0], usable=looked[1] > 0), lies


def faded(skin: SkinPicture, scar: shapely.Geometry, left: float) -> SkinPicture:
    """The same with the scar's contrast multiplied by ``left`` and another colour of light."""
    weight = cv2.GaussianBlur(skin.inside(scar).astype(float), (0, 0), 1.0 / skin.mm_per_px)[..., None]
    beside = np.median(skin.srgb8[skin.usable & ~skin.inside(scar)], axis=0)
    paler = skin.srgb8 + (1 - left) * weight * (beside - skin.srgb8)
    return replace(skin, srgb8=np.clip(paler * [1.04, 0.98, 0.93], 0, 255).astype(np.uint8))


def mirrored(skin: SkinPicture) -> SkinPicture:
    """The same seen in a mirror."""
    r = skin.region
    region = Region(-r.s_high, -r.s_low, r.z_low, r.z_high)
    return replace(skin, srgb8=skin.srgb8[:, ::-1].copy(), usable=skin.usable[:, ::-1].copy(), region=region)


def upside_down(skin: SkinPicture) -> SkinPicture:
    """The same turned by 180 degrees."""
    r = skin.region
    region = Region(-r.s_high, -r.s_low, -r.z_high, -r.z_low)
    return replace(skin, srgb8=skin.srgb8[::-1, ::-1].copy(), usable=skin.usable[::-1, ::-1].copy(), region=region)


def unmasked(skin: SkinPicture) -> SkinPicture:
    """The same with paper, couch and all passed off as skin."""
    return replace(skin, usable=np.ones_like(skin.usable))
