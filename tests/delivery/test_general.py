"""The general engine in tissue that is uneven from cell to cell: against a dense matrix exponential, and bounded."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from mesoject.delivery.general import Medium, Stepper

SHAPE = (5, 6, 4)


def rough(shape=SHAPE, loss=2e-4, seed=2):
    rng = np.random.default_rng(seed)
    capacity, along, across = (rng.uniform(0.2, 2.0, shape) for _ in range(3))
    thickness = rng.uniform(0.05, 0.2, shape[2])
    losses = loss * rng.uniform(0.5, 2.0, shape)
    code = (rng.uniform(size=shape) < 0.5).astype(np.uint8)
    return Medium.of((0.1, 0.12), thickness, capacity, along * 1e-4, across * 1e-4, losses, code)


def matrix(medium):
    """Rate of change of what is free, assembled column by column from fluxes between cells."""
    count = np.prod(SHAPE)
    found = np.zeros((count, count))
    number = np.arange(count).reshape(SHAPE)
    volume = medium.capacity * medium.thickness_mm
    for axis, flux in enumerate((medium.flux_s, medium.flux_z, medium.flux_depth)):
        scale = medium.thickness_mm if axis < 2 else np.ones(SHAPE[2])
        for place in np.ndindex(SHAPE):
            if place[axis] == 0:
                continue
            before = tuple(p - (k == axis) for k, p in enumerate(place))
            rate = flux[place] * scale[place[2]]
            for one, other in ((place, before), (before, place)):
                found[number[one], number[other]] += rate / volume[one]
                found[number[one], number[one]] -= rate / volume[one]
    return found - np.diag(medium.loss.ravel())


def test_it_agrees_with_a_matrix_exponential():
    medium = rough()
    start = np.random.default_rng(1).uniform(0, 1, SHAPE)
    stepper = Stepper.of(medium, start * medium.capacity)
    true = (expm(matrix(medium) * 3600) @ start.ravel()).reshape(SHAPE)
    for span in np.diff(np.linspace(0, 60, 61) ** 2):
        stepper.advance(span)
    assert np.linalg.norm(stepper.free - true) < 3e-3 * np.linalg.norm(true)


@pytest.mark.parametrize("hours", [20, 200])
def test_long_steps_in_uneven_tissue_never_grow(hours):
    """Alternating directions alone would: by a factor of five a step and more."""
    medium = rough((16, 15, 12), loss=0.0)
    stepper = Stepper.of(medium, medium.capacity * np.random.default_rng(3).uniform(0, 1, (16, 15, 12)))
    masses = stepper.advance(hours * 3600, 50).sum(1)
    assert np.ptp(masses) < 1e-12 * masses[0]
    assert 0 < stepper.free.min() <= stepper.free.max() < 1
    assert np.ptp(stepper.free) < 0.05


def test_sums_by_region_add_up_to_the_mass():
    medium = rough()
    stepper = Stepper.of(medium, np.ones(SHAPE))
    volume = np.broadcast_to(medium.volume_mm3, SHAPE)
    assert stepper.masses == pytest.approx([volume[medium.code == k].sum() for k in (0, 1)])


def test_what_leaves_is_what_the_losses_take():
    medium = rough()
    stepper = Stepper.of(medium, np.ones(SHAPE))
    course = stepper.advance(1800.0, 60).sum(1)
    held = np.sum(medium.loss * stepper.tissue * medium.volume_mm3)
    slope = (course[-2] - course[-1]) / 30
    assert slope == pytest.approx(held, rel=0.02)
