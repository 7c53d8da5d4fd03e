"""Paper bends and does not stretch: where the places of a strip come to lie."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_surface import bumpy, smooth

from mesoject.capture.limb.strip import Laid, Place, lay

REFERENCE = (98.0, 15.0)


def place(w=0.0, y=0.0, skew=0.0):
    return Place(*(np.array([[v]]) for v in (w, y, skew)))


def laid(surface, uv, where=None, turned=False):
    ((w, y),) = lay(surface, [Laid(where or place(), np.asarray(uv, float), REFERENCE, turned)])
    return w[0], y[0]


def test_on_a_plane_a_strip_is_itself():
    """u runs with w and v against y; a turned strip the other way round."""
    uv = [(98, 15), (108, 15), (98, 0), (28, 30)]
    w, y = laid(smooth(), uv)
    assert w == pytest.approx([0, 10, 0, -70])
    assert y == pytest.approx([0, 0, 15, -15])
    w, y = laid(smooth(), uv, turned=True)
    assert w == pytest.approx([0, -10, 0, 70])
    assert y == pytest.approx([0, 0, -15, 15])


def test_its_reference_lies_where_it_is_put_and_skew_turns_it_about_that():
    w, y = laid(smooth(), [(98, 15), (148, 15)], place(7, -9, 0.1))
    assert (w[0], y[0]) == pytest.approx((7, -9))
    assert (w[1] - w[0], y[1] - y[0]) == pytest.approx((50 * np.cos(0.1), 50 * np.sin(0.1)))


@settings(max_examples=40)
@given(
    st.sampled_from([0.0, 0.01, 0.025]),
    st.sampled_from([0.0, 0.08]),
    st.tuples(st.floats(30, 166), st.floats(2, 28)),
    st.floats(-0.1, 0.1),
    st.booleans(),
)
def test_on_developable_limbs_paper_keeps_every_length(curvature, taper, uv, skew, turned):
    surface, step = smooth(curvature, taper), 0.5
    around = np.array(uv) + step * np.array([[-1, 0], [1, 0], [0, -1], [0, 1]])
    w, y = laid(surface, around, place(3, 10, skew), turned)
    a, b, c, d = surface.points(w[None], y[None])[0]
    along, across = (b - a) / (2 * step), (d - c) / (2 * step)
    assert np.linalg.norm(along) == pytest.approx(1, abs=2e-4)
    assert np.linalg.norm(across) == pytest.approx(1, abs=2e-4)
    assert along @ across == pytest.approx(0, abs=2e-4)


def test_on_a_bumpy_limb_the_centre_line_and_the_cross_lines_keep_their_lengths():
    surface = bumpy(0.016, 0.05, seed=4)
    u = np.arange(48.0, 148.1, 0.5)
    w, y = laid(surface, np.stack([u, 0 * u + 15], -1))
    line = surface.points(w[None], y[None])[0]
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).sum() == pytest.approx(100, abs=0.02)
    v = np.arange(0.0, 30.1, 0.5)
    w, y = laid(surface, np.stack([0 * v + 120, v], -1))
    line = surface.points(w[None], y[None])[0]
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).sum() == pytest.approx(30, abs=0.02)


def test_strips_laid_together_lie_as_each_alone():
    surface = bumpy(0.02, 0.05, seed=2)
    uv = np.array([(30.0, 3.0), (98.0, 15.0), (150.0, 28.0)])
    one = Laid(place(2, 40, 0.03), uv, REFERENCE, True)
    two = Laid(place(-4, -40, -0.02), uv[:2], REFERENCE, False)
    together = lay(surface, [one, two])
    for laid_alone, (w, y) in zip((one, two), together, strict=True):
        ((w1, y1),) = lay(surface, [laid_alone])
        assert w == pytest.approx(w1, abs=1e-3)
        assert y == pytest.approx(y1, abs=1e-3)
