"""What people do today: one scale from one marker, and a plane through four markers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.dataset import Shot
from mesoject.capture.limb.fit import fit
from mesoject.capture.limb.model import Model, Priors, Seen
from mesoject.capture.markers import find_markers
from mesoject.capture.photo import open_photo
from mesoject.capture.target import Piece, load_target
from mesoject.capture.unroll import unroll

Array = NDArray[np.float64]


def one_marker_mm2(shot: Shot) -> float:
    """Area with the mean side of the marker nearest the scar as the scale."""
    photo, outline = open_photo(shot.file), np.array(shot.truth["outline_px"])
    seen = find_markers(photo, load_target())
    nearest = np.argmin(np.linalg.norm(seen.corners_px.mean(1) - outline.mean(0), axis=1))
    return float(_area(outline) * (10.0 * shot.bar_mm / 100 / seen.sides_px[nearest]) ** 2)


def four_markers_mm2(shot: Shot) -> float:
    """Area on the plane through the two markers of each strip that lie nearest the scar."""
    photo, outline = open_photo(shot.file), np.array(shot.truth["outline_px"])
    target, sightings = load_target(), find_markers(photo, load_target())
    pieces = []
    for piece in target.pieces:
        at = [i for i, k in enumerate(sightings.ids) if any(m.id == k for m in piece.markers)]
        at.sort(key=lambda i: float(np.linalg.norm(sightings.corners_px[i].mean(0) - outline.mean(0))))
        pieces.append(_flat(piece, [(int(sightings.ids[i]), sightings.corners_px[i]) for i in at[:2]]))
    centre = ((photo.size[0] - 1) / 2, (photo.size[1] - 1) / 2)
    found = fit(Model(tuple(pieces), photo.focal_px, centre, Priors(photo.focal_sd_rel, photo.centre_sd_px), 0.0))
    assert found is not None
    chart, _ = unroll(found, shot.bar_mm / 100)
    return float(_area(chart.to_mm(outline)))


def _flat(piece: Piece, markers: list[tuple[int, Array]]) -> Seen:
    corners = {m.id: m.corners_mm for m in piece.markers}
    uv = np.concatenate([corners[i] for i, _ in markers])
    px = np.concatenate([c for _, c in markers])
    return Seen(
        piece.name, piece.turned, False, uv, px, (float(uv[:, 0].min() + uv[:, 0].max()) / 2, piece.size_mm[1] / 2)
    )


def _area(ring: Array) -> float:
    x, y = (ring - ring.mean(0)).T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2
