"""Picture files of every kind, made from the bundled photograph or from nothing."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import ExifTags, Image

from bundled import GOOD

# How a picture must lie in the file so that the EXIF orientation puts it upright.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def leg() -> Image.Image:
    """The bundled photograph."""
    with Image.open(GOOD.photo) as picture:
        return picture.convert("RGB")


def coloured(width: int = 640, height: int = 480) -> Image.Image:
    """Smooth and colourful, so that every codec has work to do; no corner is like another."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    rgb = np.stack([x, y, 0.5 + 0.4 * np.sin(9 * x + 5 * y)], -1)
    return Image.fromarray((rgb * 220 + 15).astype(np.uint8))


def stored(picture: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera with this orientation would store it."""
    how = STORED[orientation]
    return picture if how is None else picture.transpose(how)


def exif(
    *, f35: int | None = 26, orientation: int = 1, size: tuple[int, int] | None = None, zoom: float = 0
) -> Image.Exif:
    """What a phone writes, as far as it concerns us."""
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    camera = made.get_ifd(ExifTags.IFD.Exif)
    if f35:
        camera[ExifTags.Base.FocalLengthIn35mmFilm] = f35
    if size:
        camera[ExifTags.Base.ExifImageWidth], camera[ExifTags.Base.ExifImageHeight] = size
    if zoom:
        camera[ExifTags.Base.DigitalZoomRatio] = zoom
    return made


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The picture as a file's bytes."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a picture of this size and holds none."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG that promises a picture of this size and holds none."""
    data = bytearray(encoded(coloured()))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data[: at + 600])


def tiff_header(width: int, height: int) -> bytes:
    """A TIFF that promises a picture of this size and holds none."""
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (262, 3, 2), (273, 4, 8), (277, 3, 3), (278, 4, height)]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)


def icc(name: str, columns: list[tuple[float, float, float]]) -> bytes:
    """A matrix profile (ICC.1:2010) with the sRGB tone curve; ``columns`` are red, green and blue in XYZ, D50."""

    def fixed(*values: float) -> bytes:
        return struct.pack(f">{len(values)}i", *(round(v * 65536) for v in values))

    text = name.encode("utf-16-be")
    words = b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    xyz = [b"XYZ " + bytes(4) + fixed(*c) for c in (*columns, (0.9642, 1.0, 0.8249))]
    tags = [(b"desc", words), (b"cprt", words), *zip((b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt"), xyz, strict=True)]
    tags += [(tag, curve) for tag in (b"rTRC", b"gTRC", b"bTRC")]
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags:
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", at + len(body), bytes(4), 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


DISPLAY_P3 = [(0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)]
ADOBE_RGB = [(0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)]
