"""Find the target's markers: twice, in the plain picture and in linear light, enlarged to a readable size."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.capture.light import linear_grey8
from mesoject.capture.photo import Photo
from mesoject.capture.target import Target, dictionary

READABLE_SIDE_PX = 80.0
MAX_ENLARGED_PIXELS = 20_000_000
FIRST_LOOK_PX = 2048


@dataclass(frozen=True)
class Sightings:
    """Markers seen in a photograph.

    Attributes
    ----------
    ids : (N,) int
        Identifiers; one that stands twice in the picture stands here twice.
    corners_px : (N, 4, 2) float
        Corners in photo pixels (pixel centres at whole numbers), OpenCV order.
    sides_px : (N,) float
        Mean side.
    """

    ids: NDArray[np.int64]
    corners_px: NDArray[np.float64]

    @property
    def sides_px(self) -> NDArray[np.float64]:
        """Mean side of each marker."""
        sides = np.linalg.norm(self.corners_px - np.roll(self.corners_px, -1, axis=1), axis=2)
        return np.asarray(sides.mean(axis=1))

    def __len__(self) -> int:
        return len(self.ids)


def find_markers(photo: Photo, target: Target) -> Sightings:
    """Find every marker of ``target`` in ``photo``.

    Blur in a gamma-encoded picture pulls the sides of black squares inwards by 2.5 %, in linear light by 0.8 %
    (measured on rendered photographs), so corners come from linear light wherever it shows the marker;
    the plain picture still wins when it is underexposed.
    """
    known = [m.id for piece in target.pieces for m in piece.markers]
    plain = _first_look(photo, known)
    left, top, right, bottom = _region(plain, photo.size)
    patch = photo.rgb8[top:bottom, left:right]
    scale = _enlargement(plain, patch.shape[0] * patch.shape[1])
    linear = _detect(_enlarge(linear_grey8(patch), scale), known)
    moved = Sightings(linear.ids, (linear.corners_px + 0.5) / scale - 0.5 + [left, top])
    return _merge(moved, plain)


def looks_mirrored(photo: Photo, target: Target) -> bool:
    """Whether the mirror image shows at least three markers, and more than the picture does."""
    known = [m.id for piece in target.pieces for m in piece.markers]
    grey = cv2.cvtColor(photo.rgb8, cv2.COLOR_RGB2GRAY)
    return len(_detect(cv2.flip(grey, 1), known)) >= max(3, len(_detect(grey, known)) + 1)


def _first_look(photo: Photo, known: list[int]) -> Sightings:
    """Markers of the plain picture, shrunk where it is larger than a look needs."""
    grey = cv2.cvtColor(photo.rgb8, cv2.COLOR_RGB2GRAY)
    shrink = min(1.0, FIRST_LOOK_PX / max(grey.shape))
    if shrink < 1:
        grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    seen = _detect(grey, known)
    return Sightings(seen.ids, (seen.corners_px + 0.5) / shrink - 0.5)


def _detect(grey: NDArray[np.uint8], known: list[int]) -> Sightings:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.errorCorrectionRate = 0.4
    found, ids, _ = cv2.aruco.ArucoDetector(dictionary(), parameters).detectMarkers(grey)
    if ids is None:
        return Sightings(np.zeros(0, np.int64), np.zeros((0, 4, 2)))
    ids = np.asarray(ids).ravel().astype(np.int64)
    keep = np.isin(ids, known)
    return Sightings(ids[keep], np.asarray(found, np.float64).reshape(-1, 4, 2)[keep])


def _region(plain: Sightings, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where the strips can be, judged by the markers of the first look; else everything."""
    width, height = size
    if len(plain) < 6:
        return 0, 0, width, height
    points = plain.corners_px.reshape(-1, 2)
    margin = 5 * float(np.median(plain.sides_px))
    left, top = np.maximum(points.min(axis=0) - margin, 0).astype(int)
    right, bottom = np.minimum(points.max(axis=0) + margin, size).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _enlargement(plain: Sightings, pixels: int) -> float:
    side = float(np.median(plain.sides_px)) if len(plain) else READABLE_SIDE_PX / 2
    return float(np.clip(READABLE_SIDE_PX / side, 1.0, max(1.0, (MAX_ENLARGED_PIXELS / pixels) ** 0.5)))


def _enlarge(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale < 1.05:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)


def _merge(first: Sightings, second: Sightings) -> Sightings:
    """All of ``first``, and those of ``second`` that ``first`` did not see at that place."""
    centres = first.corners_px.mean(axis=1)
    fresh = []
    for k, (marker_id, corners) in enumerate(zip(second.ids, second.corners_px, strict=True)):
        same = centres[first.ids == marker_id]
        if not len(same) or np.linalg.norm(same - corners.mean(axis=0), axis=1).min() > second.sides_px[k]:
            fresh.append(k)
    return Sightings(
        np.concatenate([first.ids, second.ids[fresh]]), np.concatenate([first.corners_px, second.corners_px[fresh]])
    )
