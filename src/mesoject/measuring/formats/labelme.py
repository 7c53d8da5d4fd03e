"""LabelMe JSON: the shapes that were drawn, and the size of the picture under them."""

from __future__ import annotations

import math

from pydantic import BaseModel

from mesoject.measuring.formats.photo_frame import PhotoFrame, outline_in_photo
from mesoject.measuring.formats.shapes import ellipse, rectangle
from mesoject.measuring.formats.strict_json import parsed
from mesoject.measuring.polygons import polygonal, validated
from mesoject.records import Outline, Refused, reason
from mesoject.records.outline import Coordinate, Polygons, Ring


class Shape(BaseModel):
    """One shape; points are [x, y] in px from the upper left corner of the first pixel, whose centre is (0.5, 0.5)."""

    label: str
    points: tuple[tuple[Coordinate, Coordinate], ...]
    shape_type: str = "polygon"


class LabelMe(BaseModel):
    """What we read of a LabelMe file; LabelMe shows, and measures, the photograph with its EXIF orientation applied."""

    shapes: tuple[Shape, ...]
    imageWidth: int  # noqa: N815
    imageHeight: int  # noqa: N815


def recognises(data: bytes) -> bool:
    """Tell whether this is LabelMe's JSON."""
    return data.lstrip()[:1] == b"{" and b'"shapes"' in data


def read(data: bytes, photo: PhotoFrame) -> Outline:
    """Return all shapes as one outline; those labelled ``hole`` are cut out of the others.

    Raises
    ------
    Refused
        ``outline_foreign`` for a picture of another size, ``outline_invalid`` for a shape that is no area
        (line, point), and as `validated` does.
    """
    file = parsed(LabelMe, data)
    to_photo = photo.from_picture((file.imageWidth, file.imageHeight))
    area = validated(_polygons(file, holes=False))
    holes = _polygons(file, holes=True)
    if holes:
        area = polygonal(area.difference(validated(holes)))
    return outline_in_photo(area, lambda points: to_photo(points - 0.5))


def _polygons(file: LabelMe, *, holes: bool) -> Polygons:
    return tuple((_ring(shape),) for shape in file.shapes if (shape.label.strip().lower() == "hole") == holes)


def _ring(shape: Shape) -> Ring:
    match shape.shape_type, shape.points:
        case "rectangle", ((left, top), (right, bottom)):
            return rectangle(left, top, right, bottom)
        case "circle", ((x, y), edge):
            radius = math.dist((x, y), edge)
            return ellipse(x - radius, y - radius, x + radius, y + radius)
        case "polygon" | "rectangle", points:  # newer tools write all four corners of a rectangle
            return points
    message = f"The shape {shape.label!r} is a {shape.shape_type} of {len(shape.points)} points, not an area."
    raise Refused([reason("outline_invalid", message)])
