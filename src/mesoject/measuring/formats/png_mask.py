"""PNG masks: a picture of the photograph's size in which the scar is painted."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL.PngImagePlugin import PngImageFile

from mesoject.measuring.formats.half_level import half_level_rings
from mesoject.measuring.formats.photo_frame import PhotoFrame, outline_in_photo
from mesoject.measuring.polygons import even_odd
from mesoject.records import Outline, Refused, reason

_SPECK_PX = 4
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)


def recognises(data: bytes) -> bool:
    """Tell whether this is a PNG."""
    return data.startswith(b"\x89PNG\r\n\x1a\n")


def read(data: bytes, photo: PhotoFrame) -> Outline:
    """Return the border of the painted area at half level; specks under 4 px are dropped, holes are kept.

    Painted is what is opaque where the picture has transparency, else what is not black. A mask that reaches 255 may
    be soft and is cut at 127.5; in any other every value above 0 is scar (class numbers, half-transparent paint).

    Raises
    ------
    Refused
        ``outline_foreign`` for another size than the photograph's, ``outline_invalid`` for a broken, 16-bit or
        inverted file, ``empty_outline`` where nothing is painted.
    """
    picture = _opened(data)
    to_photo = photo.from_picture(picture.size)  # before decoding: a picture of any other size is never unpacked
    paint, level = _levelled(_paint(picture))
    _check_not_inverted(paint, level)
    rings = [ring for ring in half_level_rings(paint, level) if not _is_speck(ring)]
    if not rings:
        raise Refused([reason("empty_outline", f"Nothing of {_SPECK_PX} px or more is painted in the mask.")])
    return outline_in_photo(even_odd(rings), to_photo)


def _opened(data: bytes) -> PngImageFile:
    # Not Image.open: its bomb warning knows nothing of the photograph, whose size we compare ourselves.
    try:
        PngImageFile(BytesIO(data)).verify()  # every chunk's checksum, which loading does not look at
        return PngImageFile(BytesIO(data))
    except _BROKEN as error:
        raise Refused([reason("outline_invalid", f"The PNG is broken: {error}.")]) from error


def _paint(picture: PngImageFile) -> NDArray[np.uint8]:
    """Return how much each pixel is painted, 0 to 255 (height, width)."""
    if picture.mode.startswith(("I", "F")):
        raise Refused([reason("outline_invalid", "The mask has 16 bits a pixel; save it with 8.")])
    try:
        rgba = np.asarray(picture.convert("RGBA"))
    except _BROKEN as error:
        raise Refused([reason("outline_invalid", f"The PNG is broken: {error}.")]) from error
    alpha: NDArray[np.uint8] = rgba[..., 3]
    return alpha if alpha.min() < 255 else rgba[..., :3].max(axis=2)


def _levelled(paint: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    if paint.max() == 255:
        return paint, 127.5
    return (paint > 0).astype(np.uint8), 0.5


def _check_not_inverted(paint: NDArray[np.uint8], level: float) -> None:
    if (paint[[0, 0, -1, -1], [0, -1, 0, -1]] > level).all():
        message = "All four corners of the mask are painted: it is inverted. Paint the scar white and the rest black."
        raise Refused([reason("outline_invalid", message)])


def _is_speck(ring: NDArray[np.float64]) -> bool:
    """Tell whether an outer border (its area is positive here, a hole's negative) holds fewer than 4 px."""
    x, y = ring.T
    area = (y @ np.roll(x, -1) - x @ np.roll(y, -1)) / 2
    return bool(0 < area < _SPECK_PX - 0.5 - 1e-9)  # every border is half a square pixel short
