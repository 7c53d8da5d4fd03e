"""A loose outline on a scan is drawn in to where its height leaves the skin's."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mesoject.measuring import measure, refine
from mesoject.measuring.polygons import to_shapely
from mesoject.records import Refused
from scans import DOME_MM, circle, mesh, skin


def test_it_finds_where_a_dome_begins_to_rise():
    """A cosine dome of 2 mm has no edge; where it stands 0.05 to 0.4 mm over its skin is its border."""
    made = skin(mesh(2.0, noise_mm=0.03))
    found, border_sd_mm = refine(made, circle(1.3 * DOME_MM, sides=30))
    area = to_shapely(found.polygons)
    middle = made.relief.place.to_mm(np.array(circle(0.01, sides=3).polygons[0][0])).mean(0)
    outer, inner = (DOME_MM / np.pi * np.arccos(2 * h / 2.0 - 1) for h in (0.05, 0.4))
    assert shapely.Point(middle).buffer(inner).within(area.buffer(0.3))
    assert area.within(shapely.Point(middle).buffer(outer + 0.3))
    assert border_sd_mm >= 0.5
    assert found.photo_px is None
    assert found.scan_xyz_mm is not None
    again = measure(made, found)
    assert again["area"].value == pytest.approx(area.area, rel=0.01)


def test_level_skin_has_no_border():
    with pytest.raises(Refused) as caught:
        refine(skin(mesh(0.0, noise_mm=0.03)), circle(DOME_MM))
    assert caught.value.reasons[0].code == "outline_no_contrast"
