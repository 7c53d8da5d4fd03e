"""The border of a scar as ``mesoject-outline/1``: polygons with holes in a named frame, tied to one source."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Frame = Literal["photo_px", "skin_mm", "scan_xyz_mm"]
Coordinate = Annotated[float, Field(allow_inf_nan=False)]
Point = tuple[Coordinate, ...]
Ring = tuple[Point, ...]
Polygons = tuple[tuple[Ring, ...], ...]

FORMAT: Literal["mesoject-outline/1"] = "mesoject-outline/1"


class Outline(BaseModel):
    """Polygons, each an exterior ring and its holes; rings are open (the first point is not repeated).

    Attributes
    ----------
    frame : {'photo_px', 'skin_mm', 'scan_xyz_mm'}
        ``photo_px``: full resolution, EXIF orientation applied, pixel centres at whole numbers, [x, y].
        ``skin_mm``: [s, z] of the SkinMap. ``scan_xyz_mm``: [x, y, z] in the scan file's own axes.
    source_sha256 : str or None
        SHA-256 of the file that it was drawn on; None where the source format carries none.
    polygons : tuple
        ``polygons[i][0]`` is the exterior of polygon i, ``polygons[i][1:]`` its holes.
    photo_px, scan_xyz_mm : tuple or None
        The same polygons in photo pixels, or in a scan's own axes. They count when the method that made ``skin_mm`` has
        changed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["mesoject-outline/1"] = FORMAT
    frame: Frame
    source_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    polygons: Polygons
    photo_px: Polygons | None = None
    scan_xyz_mm: Polygons | None = None

    @model_validator(mode="after")
    def _points_fit_the_frame(self) -> Self:
        dimension = 3 if self.frame == "scan_xyz_mm" else 2
        _check_rings(self.polygons, dimension)
        _check_rings(self.photo_px or (), 2)
        _check_rings(self.scan_xyz_mm or (), 3)
        return self


def _check_rings(polygons: Polygons, dimension: int) -> None:
    for polygon in polygons:
        if not polygon:
            raise ValueError("a polygon needs an exterior ring")
        for ring in polygon:
            if any(len(point) != dimension for point in ring):
                raise ValueError(f"every point of this frame has {dimension} coordinates")
