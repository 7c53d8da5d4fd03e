"""The map's boxes lie where they cover no letter, whichever way a scar runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from reliefs import relief

from mesoject.report.course.charts import style
from mesoject.report.relief.corners import Box, emptiest_corner
from mesoject.report.relief.figures import LEFT_MM, map_size_mm
from mesoject.report.relief.lines import sections
from mesoject.report.relief.look import shared_look
from mesoject.report.relief.map import height_map

FRAME = Box(0.0, 0.0, 40.0, 50.0)
NOTHING = np.empty((0, 2))


def corner(labels=NOTHING, lines=NOTHING, **options):
    return emptiest_corner(FRAME, (8.0, 10.0), np.array(labels, float), np.array(lines, float), room=1.0, **options)


def test_an_empty_map_has_its_box_in_the_first_corner():
    assert corner() == Box(31.0, 39.0, 39.0, 49.0)
    assert corner(first="bottom left") == Box(1.0, 1.0, 9.0, 11.0)


def test_a_letter_drives_the_box_away_and_a_line_only_where_there_is_room():
    letter, line = [(35.0, 45.0)], [(5.0, 45.0)]
    assert corner(letter).left == 1.0
    assert corner(letter, line).low == 1.0
    both = [(35.0, 45.0), (5.0, 45.0), (35.0, 5.0), (5.0, 5.0)]
    assert corner(both[1:], [(35.0, 45.0)] * 9) == Box(31.0, 39.0, 39.0, 49.0)


def test_two_boxes_never_overlap():
    assert not corner(taken=[Box(31.0, 39.0, 39.0, 49.0)]).meets(Box(31.0, 39.0, 39.0, 49.0))


@pytest.mark.parametrize("turn", range(-80, 90, 20))
@pytest.mark.parametrize("long", [1.0, 2.2])
def test_no_letter_lies_under_a_box(turn, long):
    picture = relief()
    turned = np.radians(turn)
    s, z = (np.array(picture.outline_mm[0][0]) * [0.5, 1.0] * long).T
    ring = tuple(zip(s * np.cos(turned) - z * np.sin(turned), s * np.sin(turned) + z * np.cos(turned), strict=True))
    made = replace(picture, outline_mm=((ring,),))
    look = shared_look([made])
    wide, high = map_size_mm(look)
    with style():
        figure = Figure(figsize=((wide + LEFT_MM) / 25.4, high / 25.4))
        axes = figure.add_axes((LEFT_MM / (wide + LEFT_MM), 0, wide / (wide + LEFT_MM), 1))
        height_map(axes, made, look, sections(made))
    boxes = [Box(*p.get_extents().transformed(axes.transData.inverted()).extents)
             for p in axes.patches if isinstance(p, FancyBboxPatch)]  # fmt: skip
    letters = np.array([t.get_position() for t in axes.texts if t.get_text()[:1] in ("A", "B")])
    assert (len(boxes), len(letters)) == (2, 4)
    assert not any(box.holds(letters) for box in boxes)
    assert not boxes[0].meets(boxes[1])
