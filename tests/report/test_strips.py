"""The strips as a camera will see them: what stands on the paper is what the target says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from printed_sheet import Print, pieces

from mesoject.capture.target import dictionary
from mesoject.report.strip_shapes import ARROW_HALF_WIDTH_MM, ARROW_U_MM, ARROW_V_MM, LABEL_BOX_MM
from mesoject.report.strips import BAR_MM

TOLERANCE_MM = 0.05


def test_every_marker_is_found_in_its_place(printed: Print) -> None:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    grey = cv2.cvtColor(printed.pages[0], cv2.COLOR_RGB2GRAY)
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary(), parameters).detectMarkers(grey)
    found = dict(zip(np.ravel(ids).tolist(), corners, strict=True))
    placed = {m.id: printed.at(p, m.corners_mm) for p in pieces() for m in p.markers}
    assert sorted(found) == sorted(placed)

    off = np.array([printed.mm(found[i][0]) - placed[i] for i in placed])
    centre, corner = np.hypot(*off.mean(axis=1).T).max(), np.hypot(*off.reshape(-1, 2).T).max()
    print(f"worst marker centre {centre:.4f} mm, worst corner {corner:.4f} mm")
    assert centre < TOLERANCE_MM
    assert corner < TOLERANCE_MM


def test_the_bar_is_100_mm(printed: Print) -> None:
    x, y = printed.layout.bar_mm
    # a row just above the bar's own line crosses the two end ticks and nothing else
    row = 255.0 - printed.pages[0][round(printed.px((x, y - 1.5))[1]), :, 0].astype(float)
    half = round(printed.px((x + BAR_MM / 2, y))[0])
    ends = [printed.mm((_centroid(row[a:b]) + a, 0))[0] for a, b in ((0, half), (half, len(row)))]
    print(f"bar {ends[1] - ends[0]:.4f} mm")
    assert ends[1] - ends[0] == pytest.approx(BAR_MM, abs=TOLERANCE_MM)
    assert ends[0] == pytest.approx(x, abs=TOLERANCE_MM)


def test_every_patch_has_its_nominal_colour(printed: Print) -> None:
    for piece in pieces():
        for patch in piece.patches:
            seen = printed.crop(*printed.at(piece, patch.corners_mm[[0, 2]]))
            assert (seen == patch.srgb8).all(), patch.name


def test_markers_are_pure_black_and_white_without_seams(printed: Print) -> None:
    for piece in pieces():
        for marker in piece.markers:
            bits = cv2.aruco.generateImageMarker(dictionary(), marker.id, 6, borderBits=1)
            for row, column in np.ndindex(6, 6):
                cell = marker.corners_mm[0] + np.array([[column, row], [column + 1, row + 1]]) * marker.side_mm / 6
                assert (printed.crop(*printed.at(piece, cell)) == bits[row, column]).all(), (marker.id, row, column)
            border = marker.corners_mm[0] + np.array([[0, 0], [marker.side_mm, marker.side_mm / 6]])
            assert not printed.crop(*printed.at(piece, border)).any(), marker.id


def test_bare_paper_is_bare(printed: Print) -> None:
    for piece in pieces():
        for place in piece.paper:
            assert (printed.crop(*printed.at(piece, place[[0, 2]])) == 255).all()


def test_arrows_point_at_the_edge_that_faces_the_scar(printed: Print) -> None:
    tip, base = ARROW_V_MM
    for piece in pieces():
        for u in ARROW_U_MM:
            box = np.array([[u - ARROW_HALF_WIDTH_MM, tip], [u + ARROW_HALF_WIDTH_MM, base]])
            widths = (printed.crop(*printed.at(piece, box))[..., 0] < 128).sum(axis=1)
            assert widths[0] < widths[len(widths) // 2] < widths[-1]


def test_strips_carry_nothing_but_their_parts(printed: Print) -> None:
    """Ink outside markers, patches, arrows and label would be taken for bare paper, or the other way round."""
    for piece in pieces():
        width, height = piece.size_mm
        blank = printed.pages[0].copy()
        boxes = [m.corners_mm[[0, 2]] for m in piece.markers] + [p.corners_mm[[0, 2]] for p in piece.patches]
        boxes += [
            np.array([[u - ARROW_HALF_WIDTH_MM, ARROW_V_MM[0]], [u + ARROW_HALF_WIDTH_MM, ARROW_V_MM[1]]])
            for u in ARROW_U_MM
        ]
        boxes.append(np.reshape(LABEL_BOX_MM, (2, 2)))
        for box in boxes:
            (x0, y0), (x1, y1) = np.floor(printed.px(printed.at(piece, box))).astype(int)
            blank[y0 - 1 : y1 + 3, x0 - 1 : x1 + 3] = 255
        (x0, y0), (x1, y1) = np.rint(printed.px(printed.at(piece, [[0, 0], [width, height]]))).astype(int)
        assert (blank[y0 + 1 : y1, x0 + 1 : x1] == 255).all()
        # the cut line runs just outside, all the way round
        for u, v in ((width / 2, -0.25), (width / 2, height + 0.25), (-0.25, height / 2), (width + 0.25, height / 2)):
            x, y = np.rint(printed.px(printed.at(piece, (u, v)))).astype(int)
            assert printed.pages[0][y - 1 : y + 2, x - 1 : x + 2].min() < 255


def _centroid(weights: NDArray[np.float64]) -> float:
    return float(np.sum(weights * np.arange(len(weights))) / weights.sum())
