"""A target is data: what the bundled descriptions say, and what is wrong with a bad one."""

from __future__ import annotations

import numpy as np
import pytest

from mesoject.capture.target import bundled_targets, load_target
from mesoject.records import UsageError

GOOD = """
format = "mesoject-target/1"
name = "mine"
title = "My sheet"
dictionary = "DICT_4X4_50"

[[pieces]]
name = "A"
shape = "flat"
size_mm = [100, 50]
markers = [{ first_id = 0, side_mm = 10, centre_mm = [10, 10], step_mm = [20, 0], count = 4 }]
"""


def written(tmp_path, text):
    path = tmp_path / f"target-{abs(hash(text))}.toml"
    path.write_text(text)
    return str(path)


# the strips as they are printed (strips, version 1)


def test_the_strips_have_their_markers_where_they_are_printed():
    p, d = load_target("strips").pieces
    assert (p.name, p.turned, d.name, d.turned) == ("P", True, "D", False)
    assert [m.id for m in p.markers] == list(range(14))
    assert [m.id for m in d.markers] == list(range(16, 30))
    for piece in (p, d):
        assert piece.size_mm == (196, 30)
        assert piece.flexible
        for k, marker in enumerate(piece.markers):
            assert marker.corners_mm.mean(0) == pytest.approx([14 * k + 7, 8])
            assert marker.side_mm == 10
            assert marker.corners_mm[0] == pytest.approx([14 * k + 2, 3])  # its own top towards v = 0


def test_the_strips_have_their_colours_where_they_are_printed():
    p, d = load_target("strips").pieces
    for piece in (p, d):
        for k in range(14):
            a = next(patch for patch in piece.patches if patch.name == f"{piece.name}A{k}")
            b = next(patch for patch in piece.patches if patch.name == f"{piece.name}B{k}")
            assert a.corners_mm.mean(0) == pytest.approx([14 * k + 7, 18])
            assert b.corners_mm.mean(0) == pytest.approx([14 * k + 7, 25])
            assert a.key == f"{piece.name}A{k % 6}"
            assert np.ptp(b.corners_mm, axis=0) == pytest.approx([10, 6])
    assert p.patches[14 + 5].srgb8 == (193, 120, 110)
    assert d.patches[14 + 6].srgb8 == (56, 61, 150)


@pytest.mark.parametrize("name", bundled_targets())
def test_nothing_overlaps_on_a_bundled_target(name):
    import shapely

    for piece in load_target(name).pieces:
        boxes = [m.corners_mm for m in piece.markers] + [p.corners_mm for p in piece.patches] + list(piece.paper)
        shapes = [shapely.Polygon(b) for b in boxes]
        sheet = shapely.box(0, 0, *piece.size_mm)
        for k, shape in enumerate(shapes):
            assert not piece.flexible or sheet.contains(shape), (name, piece.name, k)  # charts start at a marker
            assert all(shape.intersection(other).area < 1e-9 for other in shapes[:k]), (name, piece.name, k)


def test_a_marker_knows_its_piece():
    strips = load_target("strips")
    assert strips.piece_of(3).name == "P"
    assert strips.piece_of(29).name == "D"
    assert strips.piece_of(14) is None


# descriptions of one's own


def test_a_description_of_ones_own_is_read(tmp_path):
    mine = load_target(written(tmp_path, GOOD))
    assert mine.title == "My sheet"
    assert not mine.flexible
    assert [m.corners_mm.mean(0)[0] for m in mine.pieces[0].markers] == pytest.approx([10, 30, 50, 70])


PIECE = GOOD[GOOD.index("[[pieces]]") :]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "format"),
        ("not toml at all [", "mesoject-target/1"),
        (GOOD.replace("target/1", "target/2"), "mesoject-target/1"),
        (GOOD.replace("4X4_50", "6X6_250"), "dictionary"),
        (GOOD.replace("side_mm = 10", "side_mm = -10"), "side_mm"),
        (GOOD.replace("side_mm = 10", "side_mm = nan"), "side_mm"),
        (GOOD.replace("centre_mm = [10, 10]", "centre_mm = [10]"), "centre_mm"),
        (GOOD.replace("centre_mm = [10, 10]", "centre_mm = [inf, 10]"), "centre_mm"),
        (GOOD.replace("count = 4", "count = 0"), "count"),
        (GOOD.replace("count = 4", "count = 4, colour = 3"), "colour"),
        (GOOD.replace("first_id = 0", "first_id = 48"), "0 to 49"),
        (GOOD.replace("first_id = 0", "first_id = -1"), "first_id"),
        (GOOD.replace('"flat"', '"round"'), "shape"),
        (GOOD.replace("[100, 50]", "[100, 0]"), "size_mm"),
        (GOOD.replace(PIECE, "pieces = []"), "pieces"),
        (GOOD.replace("markers = [{", "markers = [] # [{"), "markers"),
        (GOOD + PIECE.replace('"A"', '"B"'), "must differ"),
        (GOOD + PIECE.replace("first_id = 0", "first_id = 4"), "'A'"),
        (GOOD + "".join(PIECE.replace('"A"', f'"{n}"').replace("id = 0", f"id = {10 * n}") for n in (1, 2)), "pieces"),
    ],
)
def test_a_bad_description_is_named_with_what_is_wrong(tmp_path, text, told):
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        load_target(path)
    assert told in str(caught.value)
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_target_names_the_known_ones(tmp_path):
    for name in ("stripes", str(tmp_path)):
        with pytest.raises(UsageError, match="chart-a3, chart-a4, strips"):
            load_target(name)


def test_bytes_that_are_no_text_are_no_description(tmp_path):
    path = tmp_path / "target.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="mesoject-target/1"):
        load_target(str(path))
