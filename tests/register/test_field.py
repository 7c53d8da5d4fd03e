"""The smooth map through tie points: exact motions, honest errors, wrong ties found."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mesoject.register.field import fit_field
from mesoject.register.ties import Ties, coherent

STILL = np.eye(2, 3)


def lattice(count=9, step=5.0):
    axis = (np.arange(count) - (count - 1) / 2) * step
    return np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)


@settings(max_examples=25)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-0.02, 0.02))
def test_a_rigid_motion_is_found_again_between_and_beyond_the_ties(s, z, turn):
    linear = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    at = lattice()
    noise = np.random.default_rng(1).normal(0, 0.02, at.shape)
    field = fit_field(at, at @ linear.T + [s, z] + noise, STILL)
    places = np.array([[1.3, 2.1], [-18.0, 11.0], [27.0, 27.0]])
    np.testing.assert_allclose(field(places), places @ linear.T + [s, z], atol=0.15)


def test_a_smooth_deformation_is_followed():
    at = lattice()
    bent = at + 1.5 * np.sin(at[:, ::-1] / 15)
    places = lattice(8)
    off = fit_field(at, bent, STILL)(places) - (places + 1.5 * np.sin(places[:, ::-1] / 15))
    assert np.abs(off).max() < 0.15


def test_the_standard_error_is_honest_when_noise_is_what_the_fit_takes_it_for():
    """Two hundred draws of windows' noise: error over standard error has an RMS of about 1."""
    from mesoject.register.ties import NOISE_REACH_MM

    at, random = lattice(), np.random.default_rng(3)
    apart = ((at[:, None] - at[None]) ** 2).sum(-1)
    shared = np.linalg.cholesky(0.9 * np.exp(-0.5 * apart / NOISE_REACH_MM**2) + 0.1 * np.eye(len(at)))
    places, ratios = np.array([[0.0, 0.0], [12.0, -7.0], [18.0, 18.0]]), []
    for _ in range(60):
        field = fit_field(at, at + 0.4 * shared @ random.normal(size=at.shape), STILL)
        ratios.append((field(places) - places) / field.standard_error(places)[:, None])
    assert 0.7 < np.sqrt(np.mean(np.square(ratios))) < 1.3


def test_the_error_grows_beyond_the_ties():
    at = lattice()
    field = fit_field(at, at + np.random.default_rng(0).normal(0, 0.2, at.shape), STILL)
    errors = field.standard_error(np.array([[0.0, 0.0], [30.0, 0.0], [60.0, 0.0], [120.0, 0.0]]))
    assert (np.diff(errors) > 0).all()


def test_a_wrong_tie_is_contradicted_by_the_others():
    at = lattice()
    moved = at + np.random.default_rng(0).normal(0, 0.1, at.shape)
    moved[40] += [0.9, 0.0]
    assert fit_field(at, moved, STILL).unexplained(moved).argmax() == 40


def test_ties_that_went_elsewhere_than_their_neighbours_are_dropped():
    at = lattice()
    moved = at + np.array([3.0, -1.0])
    wrong = np.arange(0, len(at), 4)
    moved[wrong] += np.random.default_rng(5).uniform(1.5, 4.0, (len(wrong), 2))
    kept = coherent(Ties(at, moved, np.ones(len(at))))
    np.testing.assert_allclose(kept.moving_mm - kept.fixed_mm, [[3.0, -1.0]] * len(kept.fixed_mm))
    assert len(kept.fixed_mm) > 0.5 * len(at)


def test_scattered_ties_without_neighbours_are_not_trusted():
    far = np.array([[0.0, 0.0], [50.0, 0.0], [0.0, 50.0]])
    assert len(coherent(Ties(far, far, np.ones(3))).fixed_mm) == 0
