"""One scar of known area, drawn in every format, and the way to read it."""

import json
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
from PIL import Image
from roifile import ROI_OPTIONS, ROI_TYPE, ImagejRoi

from mesoject.measuring.formats import read_outline
from mesoject.measuring.polygons import to_shapely

SHA256 = "ab" * 32
SIZE = (400, 300)
CENTRE, RADIUS = (210.3, 149.8), 84.0
DISC_AREA = np.pi * RADIUS**2


def read(data, *, orientation=1, size=SIZE, name="outline"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return read_outline(path, photo_sha256=SHA256, photo_size=size, exif_orientation=orientation)


def area(data, **how):
    return to_shapely(read(data, **how).polygons)


def circle(sides=20_000):
    """The disc's border in px, pixel centres at whole numbers."""
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    return np.array(CENTRE) + RADIUS * np.stack([np.cos(turn), np.sin(turn)], axis=1)


def disc(size=SIZE, centre=CENTRE, radius=RADIUS):
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    return (x - centre[0]) ** 2 + (y - centre[1]) ** 2 < radius**2


def png(pixels, **options):
    file = BytesIO()
    picture = pixels if isinstance(pixels, Image.Image) else Image.fromarray(np.asarray(pixels))
    picture.save(file, "PNG", **options)
    return file.getvalue()


def mask(inside):
    return png(inside.astype(np.uint8) * 255)


def labelme(*shapes, size=SIZE):
    """Each shape: (label, type, points in LabelMe's own coordinates)."""
    drawn = [{"label": a, "shape_type": b, "points": np.asarray(c).tolist(), "flags": {}} for a, b, c in shapes]
    file = {"version": "5.5.0", "shapes": drawn, "imageWidth": size[0], "imageHeight": size[1], "imageData": None}
    return json.dumps(file).encode()


def region(points, kind=ROI_TYPE.FREEHAND):
    """An ImageJ region through points (n, 2) in ImageJ's own coordinates."""
    roi = ImagejRoi.frompoints(points)
    roi.roitype = kind
    return roi.tobytes()


def composite(*rings):
    """An ImageJ composite of closed rings, as ShapeRoi writes it."""
    path = [[0, *ring[0], *(n for point in ring[1:] for n in (1, *point)), 4] for ring in rings]
    steps = np.array([n for ring in path for n in ring], dtype=np.float32)
    roi = ImagejRoi(roitype=ROI_TYPE.RECT, multi_coordinates=steps, shape_roi_size=len(steps))
    roi.options = ROI_OPTIONS.NONE
    return roi.tobytes()


def roiset(**members):
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.roi", data)
    return file.getvalue()
