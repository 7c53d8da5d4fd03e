"""The still picture of the 3D view: the surface where its camera puts it, in its colours, nothing seen through it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from reliefs import TOP, relief

from mesoject.report.relief.scene import ASPECT, GROUND, INK, middle_mm, rows, span_mm
from mesoject.report.relief.still import WIDTH_PX, still_png
from mesoject.skinmap.relief_picture import ReliefPicture


def _shown(picture: ReliefPicture) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(still_png(picture, 2.0, span_mm([picture]))))).astype(int)


def _pixel(picture: ReliefPicture, mm: np.ndarray) -> tuple[int, int]:
    row, column = (round(float(v)) for v in picture.to_px(mm)[::-1])
    x, y, _ = rows() @ (picture.xyz_mm[row, column] - middle_mm(picture))
    scale = WIDTH_PX / span_mm([picture])
    return round(WIDTH_PX * ASPECT / 2 - y * scale), round(WIDTH_PX / 2 + x * scale)


def test_the_camera_turns_and_does_not_stretch() -> None:
    assert rows() @ rows().T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(rows()) == pytest.approx(1.0)
    assert rows()[2, 2] > 0.5  # the skin is seen from outside
    assert rows()[1, 1] > 0.5  # the hip is up


def test_raised_is_orange_and_sunken_violet_where_the_extreme_place_is_seen() -> None:
    for top, strong, weak in ((1.8, 0, 2), (-1.8, 2, 1)):
        picture = relief(top)
        colour = _shown(picture)[_pixel(picture, TOP)]
        assert colour[strong] > colour[weak] + 25


def test_the_whole_surface_is_in_the_picture_with_ground_around() -> None:
    shown = _shown(relief(1.5))
    edge = np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])
    assert (edge == GROUND).all()
    bare = (np.abs(shown - GROUND).sum(-1) < 3).mean()
    assert 0.2 < bare < 0.75


def test_the_outline_is_drawn_but_not_through_a_hill() -> None:
    low, high = (_shown(relief(top)) for top in (0.3, 14.0))
    dark = [(np.abs(picture - INK).sum(-1) < 60)[100:-100, 100:-100].sum() for picture in (low, high)]
    assert dark[0] > 800
    assert dark[1] < 0.85 * dark[0]


def test_the_same_relief_gives_the_same_bytes() -> None:
    picture = relief(1.5, noise_mm=0.03)
    assert still_png(picture, 2.0, 60.0) == still_png(picture, 2.0, 60.0)
