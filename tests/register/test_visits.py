"""Visits of one leg lie on each other; what is not the same skin is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scan_truth import same_places, scar_of

from bundled import SHOTS, skin_of
from mesoject.register import picture_of, register


@pytest.mark.parametrize("visit", [1, 2, 3, 4])
def test_a_later_visit_lies_on_the_first_to_half_a_millimetre(visit):
    fixed, moving = "d22_v0_p0", f"d22_v{visit}_p0"
    found = register(picture_of(skin_of(SHOTS[fixed])), picture_of(skin_of(SHOTS[moving])), fixed_scar=scar_of(fixed))
    here, there = same_places(fixed, moving)
    off = np.linalg.norm(found.to_moving(here) - there, axis=1)
    print(visit, off.mean(), found.residual_mm, found.inliers, found.cells)
    assert off.mean() < 0.5
