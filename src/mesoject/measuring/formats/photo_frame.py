"""From the pixels of whatever an outline was drawn on to oriented photo pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from mesoject.measuring.polygons import from_shapely
from mesoject.records import Outline, Refused, UsageError, reason

Points = NDArray[np.float64]
ToPhoto = Callable[[Points], Points]


@dataclass(frozen=True)
class PhotoFrame:
    """What an outline has to know of the photograph that it belongs to.

    Attributes
    ----------
    sha256 : str
        Of the photograph's file.
    size : (int, int)
        Width and height in px with the EXIF orientation applied.
    exif_orientation : int
        1 to 8; 1 where the file carries none.
    """

    sha256: str
    size: tuple[int, int]
    exif_orientation: int

    def __post_init__(self) -> None:
        if self.exif_orientation not in range(1, 9):
            raise UsageError(f"The EXIF orientation is {self.exif_orientation}; it must be 1 to 8.")

    @property
    def raw_size(self) -> tuple[int, int]:
        """Width and height in px as stored in the file, before orientation."""
        return self.size if self.exif_orientation < 5 else (self.size[1], self.size[0])

    def from_raw(self, points: Points) -> Points:
        """Return points (n, 2) of the picture as stored, in oriented px (both: pixel centres at whole numbers).

        Source: CIPA DC-008 (EXIF 2.32), tag 274.
        """
        x, y = points.T
        width, height = self.raw_size
        right, bottom = width - 1 - x, height - 1 - y
        upright = {1: (x, y), 2: (right, y), 3: (right, bottom), 4: (x, bottom)}
        swapped = {5: (y, x), 6: (bottom, x), 7: (bottom, right), 8: (y, right)}
        return np.stack((upright | swapped)[self.exif_orientation], axis=1)

    def from_picture(self, size: tuple[int, int]) -> ToPhoto:
        """Return the way from the pixels of a picture of this size (width, height) to the photograph's.

        A picture that could be either (a half turn, a square) is taken as oriented: that is what viewers show.

        Raises
        ------
        Refused
            ``outline_foreign``, with both sizes, for any other size.
        """
        if size == self.size:
            return lambda points: points
        if size == self.raw_size:
            return self.from_raw
        sizes = "the outline was drawn on {} x {} px, the photograph has {} x {} px".format(*size, *self.size)
        raise Refused([reason("outline_foreign", f"The sizes differ: {sizes}.")])


def outline_in_photo(area: MultiPolygon, to_photo: ToPhoto) -> Outline:
    """Return an area as an Outline in oriented photo px.

    Raises
    ------
    Refused
        ``empty_outline`` where nothing is left of the area.
    """
    if area.is_empty:
        raise Refused([reason("empty_outline", "The outline's shapes leave no area.")])
    return Outline(frame="photo_px", polygons=from_shapely(shapely.transform(area, to_photo)))
