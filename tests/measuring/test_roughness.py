"""Sa, Sq, Sz and Sdr of analytic surfaces, and beside an independent implementation."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from mesoject.measuring.relief.surface_texture import L_FILTER_MM, filtered, heights_um, sdr_percent

PITCH_MM = 0.05


def everywhere(height):
    return np.ones(height.shape, bool)


def sine(wave_mm, height_mm, size=800):
    x = np.arange(size) * PITCH_MM
    return height_mm * np.sin(2 * np.pi * x / wave_mm)[None, :] * np.ones((size, 1))


def test_a_plane_has_none():
    assert heights_um(np.zeros(100)) == (0, 0, 0)
    assert sdr_percent(np.full((20, 20), 3.0), PITCH_MM, everywhere(np.zeros((20, 20)))) == pytest.approx(0, abs=1e-9)


def test_a_plane_at_45_degrees_is_larger_by_the_root_of_2():
    slope = PITCH_MM * np.arange(40)[:, None] * np.ones((1, 30))
    assert sdr_percent(slope, PITCH_MM, everywhere(slope)) == pytest.approx(100 * (np.sqrt(2) - 1), rel=1e-9)


def test_a_sine_has_its_closed_forms():
    height = sine(4.0, 0.2)
    sa, sq, sz = heights_um(1000 * height.ravel())
    assert sa == pytest.approx(2 / np.pi * 200, rel=0.005)
    assert sq == pytest.approx(200 / np.sqrt(2), rel=0.005)
    assert sz == pytest.approx(400, rel=0.005)
    steep = 2 * np.pi * 0.2 / 4.0 * np.cos(np.linspace(0, 2 * np.pi, 100_000, endpoint=False))
    truth = 100 * (np.sqrt(1 + steep**2).mean() - 1)
    assert sdr_percent(height, PITCH_MM, everywhere(height)) == pytest.approx(truth, rel=0.01)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_independent_implementation_agrees(seed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from surfalize import Surface

        grain = np.random.default_rng(seed).standard_normal((240, 300))
        height = 0.05 * (seed + 1) * gaussian_filter(grain, 5.0) * 10
        other = Surface(1000 * height, 1000 * PITCH_MM, 1000 * PITCH_MM)
        theirs = [float(v) for v in (other.Sa(), other.Sq(), other.Sz(), other.Sdr())]
    ours = [*heights_um(1000 * height.ravel()), sdr_percent(height, PITCH_MM, everywhere(height))]
    assert ours == pytest.approx(theirs, rel=0.01)


def test_the_form_filter_halves_the_wavelength_it_is_named_by():
    """ISO 16610-61: the nesting index is the wavelength passed at one half."""
    height = sine(L_FILTER_MM, 1.0, 1600)
    _, form = filtered(height, PITCH_MM)
    middle = form[:, 400:1200]
    assert (middle.max() - middle.min()) / 2 == pytest.approx(0.5, abs=0.01)


def test_what_is_missing_leaves_no_mark():
    height = np.zeros((60, 60))
    height[20:30, 20:30] = np.nan
    fine, form = filtered(height, PITCH_MM)
    assert np.nanmax(np.abs(fine - form)) == pytest.approx(0, abs=1e-12)
    assert np.isnan(fine[25, 25])
