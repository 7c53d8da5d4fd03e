"""The printed strips: what stands on the paper is what the target says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from mesoject.capture.target import Piece, dictionary, load_target
from mesoject.records import UsageError
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.strip_shapes import ARROW_HALF_WIDTH_MM, ARROW_U_MM, ARROW_V_MM, LABEL_BOX_MM, strip_shapes
from mesoject.report.strips import BAR_MM, BAR_WORDS, PAGE_MM, Paper, Sheet, sheet, write_strips

DPI = 300
POINT_MM = 25.4 / 72
PRINTER_MARGIN_MM = 8.0
TOLERANCE_MM = 0.05


@dataclass
class Print:
    """The PDF of one paper size and its pages as pictures; lengths in mm from the top left corner."""

    path: Path
    layout: Sheet
    pages: list[NDArray[np.uint8]]

    def px(self, mm: object) -> NDArray[np.float64]:
        """Page millimetres to pixels, pixel centres at whole numbers."""
        height, width = self.pages[0].shape[:2]
        return np.asarray(mm) * (width, height) / self.layout.size_mm - 0.5

    def mm(self, px: object) -> NDArray[np.float64]:
        height, width = self.pages[0].shape[:2]
        return (np.asarray(px) + 0.5) * self.layout.size_mm / (width, height)

    def at(self, piece: Piece, uv: object) -> NDArray[np.float64]:
        """Strip millimetres to page millimetres."""
        return np.asarray(uv) + self.layout.strips_mm[piece.name]

    def crop(self, corner_mm: object, opposite_mm: object) -> NDArray[np.uint8]:
        """Pixels that lie wholly inside a box of page 1."""
        (x0, y0), (x1, y1) = (
            np.ceil(self.px(corner_mm) + 0.5).astype(int),
            np.floor(self.px(opposite_mm) - 0.5).astype(int),
        )
        return self.pages[0][y0 : y1 + 1, x0 : x1 + 1]


@pytest.fixture(scope="module", params=["a4", "letter"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Print:
    paper: Paper = request.param
    path = tmp_path_factory.mktemp("strips") / "strips.pdf"
    write_strips(path, paper=paper)
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=DPI / 72, rev_byteorder=True).to_numpy().copy() for page in document]
    return Print(path, sheet(load_target("strips"), paper), pages)


def pieces() -> tuple[Piece, ...]:
    return load_target("strips").pieces


# Truth: what a camera will see


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


# Properties of the document


def test_two_pages_of_the_exact_size(printed: Print) -> None:
    with pypdfium2.PdfDocument(printed.path) as document:
        sizes = [np.multiply(page.get_size(), POINT_MM) for page in document]
    assert len(sizes) == 2
    assert np.allclose(sizes, printed.layout.size_mm, atol=0.001)


@pytest.mark.parametrize("page", [0, 1])
def test_nothing_lies_in_the_printers_margin(printed: Print, page: int) -> None:
    rows, columns = np.nonzero((printed.pages[page] < 255).any(axis=2))
    ink = printed.mm([[columns.min(), rows.min()], [columns.max(), rows.max()]])
    free = np.concatenate([ink[0], printed.layout.size_mm - ink[1]])
    print(f"page {page + 1}: {free.min():.1f} mm free")
    assert free.min() >= PRINTER_MARGIN_MM


def test_the_label_stands_in_its_box(printed: Print) -> None:
    with pypdfium2.PdfDocument(printed.path) as document:
        words = document[0].get_textpage()
        for piece in pieces():
            label = f"mesoject strips v1 {piece.name}"
            first, count = words.search(label, match_whole_word=True).get_next()
            boxes = np.array([words.get_charbox(i) for i in range(first, first + count)]) * POINT_MM
            height = printed.layout.size_mm[1]
            ink = np.array(
                [boxes[:, 0].min(), height - boxes[:, 3].max(), boxes[:, 2].max(), height - boxes[:, 1].min()]
            )
            low, high = printed.at(piece, LABEL_BOX_MM[:2]), printed.at(piece, LABEL_BOX_MM[2:])
            assert (ink[:2] >= low).all()
            assert (ink[2:] <= high).all()


def test_the_words_are_text(printed: Print) -> None:
    with pypdfium2.PdfDocument(printed.path) as document:
        first, second = (" ".join(page.get_textpage().get_text_range().split()) for page in document)
    assert BAR_WORDS in first
    assert "100 %" in first
    assert INTENDED_USE in second
    assert "20 to 140 mm" in second
    assert "250 to 450 mm" in second


def test_it_is_tagged_and_titled_in_english(printed: Print) -> None:
    raw = printed.path.read_bytes()
    with pypdfium2.PdfDocument(printed.path) as document:
        assert document.get_metadata_value("Title") == "mesoject strips v1"
        assert document.is_tagged()
    assert re.search(rb"/Lang\s*\(en", raw)


def test_it_is_vector_and_carries_its_fonts(printed: Print) -> None:
    raw = printed.path.read_bytes()
    assert b"/Subtype/Image" not in raw.replace(b" ", b"")
    assert b"/FontFile" in raw


def test_the_same_call_gives_the_same_bytes(printed: Print, tmp_path: Path) -> None:
    paper: Paper = next(name for name, size in PAGE_MM.items() if size == printed.layout.size_mm)
    write_strips(tmp_path / "again.pdf", paper=paper)
    assert (tmp_path / "again.pdf").read_bytes() == printed.path.read_bytes()


def test_a_marker_is_one_path() -> None:
    for piece in pieces():
        assert len(strip_shapes(piece)) == len(piece.patches) + len(piece.markers) + 1


# Refusals


@pytest.mark.parametrize("name", ["missing/strips.pdf", "file/strips.pdf", "."])
def test_an_unwritable_place_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UsageError, match=re.escape(str(tmp_path / name))):
        write_strips(tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    place = tmp_path / "strips.pdf"
    place.mkdir()
    (place / "kept").touch()
    with pytest.raises(UsageError, match=re.escape(str(place))):
        write_strips(place)
    assert [p.name for p in tmp_path.rglob("*")] == ["strips.pdf", "kept"]


def _centroid(weights: NDArray[np.float64]) -> float:
    return float(np.sum(weights * np.arange(len(weights))) / weights.sum())
