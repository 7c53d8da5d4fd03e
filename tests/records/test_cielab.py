"""Colour arithmetic against published pairs and an independent library."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage import color

from mesoject.capture.light import P3_TO_SRGB
from mesoject.records.cielab import (
    ciede2000,
    lab_from_linear,
    linear_from_lab,
    linear_from_lab_d50,
    linear_from_srgb8,
)

# Sharma, Wu and Dalal 2005, table 1 (doi 10.1002/col.20070): L1 a1 b1 L2 a2 b2 dE00
SHARMA = np.loadtxt(
    io.StringIO("""
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
""")
)

labs = st.tuples(st.floats(0, 100), st.floats(-100, 100), st.floats(-100, 100))
lights = st.tuples(*[st.floats(0, 1.2)] * 3)


def test_there_are_all_34_pairs():
    assert len(SHARMA) == 34


@pytest.mark.parametrize("pair", SHARMA, ids=lambda p: f"{p[6]:g}")
def test_ciede2000_as_published(pair):
    assert ciede2000(pair[:3], pair[3:6]) == pytest.approx(pair[6], abs=5e-5)
    assert ciede2000(pair[3:6], pair[:3]) == pytest.approx(pair[6], abs=5e-5)


@given(labs, labs)
def test_ciede2000_as_another_library_has_it(first, second):
    expected = color.deltaE_ciede2000(np.array(first), np.array(second))
    assert ciede2000(np.array(first), np.array(second)) == pytest.approx(float(expected), abs=1e-6)


@given(labs)
def test_a_colour_does_not_differ_from_itself(lab):
    assert ciede2000(np.array(lab), np.array(lab)) == 0


def test_differences_of_many_colours_at_once():
    assert ciede2000(SHARMA[:, :3], SHARMA[:, 3:6]) == pytest.approx(SHARMA[:, 6], abs=5e-5)


@given(lights)
def test_lab_as_another_library_has_it(rgb):
    xyz = np.array(rgb) @ np.array(color.colorconv.xyz_from_rgb).T
    assert lab_from_linear(np.array(rgb)) == pytest.approx(color.xyz2lab(xyz), abs=0.02)


@given(labs)
def test_lab_there_and_back(lab):
    assert lab_from_linear(linear_from_lab(np.array(lab))) == pytest.approx(lab, abs=1e-6)


def test_white_grey_and_black():
    assert lab_from_linear(np.ones(3)) == pytest.approx([100, 0, 0], abs=1e-9)
    assert lab_from_linear(np.full(3, 0.1841865)) == pytest.approx([50, 0, 0], abs=1e-4)
    assert lab_from_linear(np.zeros(3)) == pytest.approx([0, 0, 0], abs=1e-9)


def test_negative_light_is_drawn_out_and_comes_back():
    rgb = np.array([-0.002, 0.001, 0.003])
    assert linear_from_lab(lab_from_linear(rgb)) == pytest.approx(rgb, abs=1e-12)


def test_a_white_under_d50_is_white():
    assert linear_from_lab_d50(np.array([100.0, 0, 0])) == pytest.approx(np.ones(3), abs=2e-3)
    assert linear_from_lab_d50(np.array([50.0, 0, 0])) == pytest.approx(np.full(3, 0.1842), abs=1e-3)


def test_codes_decode_as_the_standard_says():
    assert linear_from_srgb8(np.array([0, 10, 255])) == pytest.approx([0, 10 / 255 / 12.92, 1])
    assert linear_from_srgb8(np.array(188)) == pytest.approx(0.5029, abs=1e-4)


def test_display_p3_shares_its_white_with_srgb():
    assert P3_TO_SRGB.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
