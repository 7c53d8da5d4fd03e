"""The limb's surface: geodesics against closed forms, derivatives against differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesoject.capture.limb.prior import limb_bumps
from mesoject.capture.limb.surface import NO_BUMPS, Surface, shoot

EPS = 1e-4


def smooth(curvature=0.0, taper=0.0):
    return Surface(np.array([[curvature]]), np.array([[taper]]), np.zeros((1, 0)), NO_BUMPS)


def bumpy(curvature=0.016, taper=0.05, seed=0, sd=2.0):
    bumps = limb_bumps()
    weights = sd * np.random.default_rng(seed).standard_normal((1, len(bumps)))
    return Surface(np.array([[curvature]]), np.array([[taper]]), weights, bumps)


def row(*values):
    return np.array([values], float)


def geodesic(surface, w, y, angle, length, steps):
    vw, vy = surface.unit(row(w), row(y), row(angle))
    return shoot(surface, (row(w), row(y), vw, vy), length, steps)


places = st.tuples(st.floats(-40, 40), st.floats(-50, 50))
directions = st.floats(-np.pi, np.pi)
limbs = st.builds(bumpy, st.floats(0, 0.035), st.floats(-0.1, 0.1), st.integers(0, 5))


# closed forms


@given(places, directions, st.sampled_from([0.0, 0.01, 0.03]))
def test_on_a_plane_and_on_a_cylinder_geodesics_are_straight_lines(place, angle, curvature):
    """A cylinder unrolls: w and y are its own flat coordinates."""
    w, y, *_ = geodesic(smooth(curvature), *place, angle, 60.0, 5)[-1]
    assert w[0, 0] == pytest.approx(place[0] + 60 * np.sin(angle), abs=1e-9)
    assert y[0, 0] == pytest.approx(place[1] + 60 * np.cos(angle), abs=1e-9)


@settings(max_examples=50)
@given(st.tuples(st.floats(-20, 20), st.floats(-20, 20)), directions, st.floats(0.02, 0.2))
def test_on_a_cone_geodesics_are_straight_lines_of_the_sector(place, angle, taper):
    """A cone unrolls to a sector: slant radius R / sin a, polar angle kw sin a, where tan a is the taper."""
    k, sine = 0.02, np.sin(np.arctan(taper))

    def sector(w, y):
        slant, turn = (1 / k + taper * y) / sine, k * w * sine
        return np.array([slant * np.cos(turn), slant * np.sin(turn)])

    states = geodesic(smooth(k, taper), *place, angle, 50.0, 10)
    flat = [sector(w[0, 0], y[0, 0]) for w, y, *_ in states]
    assert np.linalg.norm(flat[-1] - flat[0]) == pytest.approx(50.0, abs=1e-4)
    assert flat[5] == pytest.approx((flat[0] + flat[-1]) / 2, abs=1e-4)


def test_a_cylinder_has_its_radius():
    surface, radius = smooth(0.02), 50.0
    w = np.linspace(-60, 60, 21)[None]
    x, y, z = np.moveaxis(surface.points(w, 0 * w + 7), -1, 0)
    assert np.hypot(x, z + radius) == pytest.approx(np.full_like(x, radius))
    assert y == pytest.approx(7 + 0 * y)
    assert np.arctan2(x, z + radius) * radius == pytest.approx(w)


def test_the_plane_is_the_limit_of_large_cylinders():
    w, y = np.meshgrid(np.linspace(-40, 40, 9), np.linspace(-40, 40, 9))
    flat, nearly = (smooth(k).points(w.reshape(1, -1), y.reshape(1, -1)) for k in (0.0, 1e-9))
    assert nearly == pytest.approx(flat, abs=1e-5)


def test_lifting_moves_away_from_the_axis():
    surface, w = smooth(0.02), np.linspace(-50, 50, 11)[None]
    risen = surface.points(w, 0 * w, 2.0) - surface.points(w, 0 * w)
    assert risen == pytest.approx(2.0 * surface.tangents(w, 0 * w)[2])


# derivatives


@settings(max_examples=30)
@given(limbs, places)
def test_relief_and_tangents_are_derivatives(surface, place):
    w, y = row(place[0]), row(place[1])
    r = surface.relief(w, y)

    def slope(of, dw, dy):
        return (of(w + dw, y + dy) - of(w - dw, y - dy)) / (2 * EPS)

    assert r.hw == pytest.approx(slope(lambda a, b: surface.relief(a, b).h, EPS, 0), abs=1e-7)
    assert r.hy == pytest.approx(slope(lambda a, b: surface.relief(a, b).h, 0, EPS), abs=1e-7)
    assert r.hww == pytest.approx(slope(lambda a, b: surface.relief(a, b).hw, EPS, 0), abs=1e-7)
    assert r.hwy == pytest.approx(slope(lambda a, b: surface.relief(a, b).hw, 0, EPS), abs=1e-7)
    assert r.hyy == pytest.approx(slope(lambda a, b: surface.relief(a, b).hy, 0, EPS), abs=1e-7)
    xw, xy, n = surface.tangents(w, y)
    assert xw == pytest.approx(slope(surface.points, EPS, 0), abs=1e-6)
    assert xy == pytest.approx(slope(surface.points, 0, EPS), abs=1e-6)
    assert (n * xw).sum() == pytest.approx(0, abs=1e-12)
    assert (n * xy).sum() == pytest.approx(0, abs=1e-12)
    assert np.linalg.norm(n) == pytest.approx(1)
    assert (n[0, 0] * [np.sin(surface.curvature[0, 0] * place[0]), 0, 1]).sum() > 0


@settings(max_examples=30)
@given(limbs, places, directions)
def test_a_geodesic_turns_only_with_the_surface(surface, place, angle):
    """Its second derivative in space stands on the surface: it has no part along either tangent."""
    w, y = row(place[0]), row(place[1])
    vw, vy = surface.unit(w, y, row(angle))
    aw, ay = surface.acceleration(w, y, vw, vy)

    def at(t):
        return surface.points(w + t * vw + t * t * aw / 2, y + t * vy + t * t * ay / 2)

    step = 1e-2
    second = (at(step) - 2 * at(0.0) + at(-step)) / step**2
    xw, xy, _ = surface.tangents(w, y)
    assert (second * xw).sum() == pytest.approx(0, abs=1e-5)
    assert (second * xy).sum() == pytest.approx(0, abs=1e-5)


@settings(max_examples=30)
@given(limbs, places, directions)
def test_unit_and_turn_left_are_orthonormal(surface, place, angle):
    w, y = row(place[0]), row(place[1])
    xw, xy, n = surface.tangents(w, y)
    vw, vy = surface.unit(w, y, row(angle))
    lw, ly = surface.turn_left(w, y, vw, vy)
    ahead, left = (a[..., None] * xw + b[..., None] * xy for a, b in ((vw, vy), (lw, ly)))
    assert np.linalg.norm(ahead) == pytest.approx(1)
    assert np.linalg.norm(left) == pytest.approx(1)
    assert (ahead * left).sum() == pytest.approx(0, abs=1e-12)
    assert np.cross(ahead, left)[0, 0] == pytest.approx(n[0, 0])
    assert (ahead * xy).sum() / np.linalg.norm(xy) == pytest.approx(np.cos(angle), abs=1e-12)


@settings(max_examples=20)
@given(limbs, places, directions)
def test_a_geodesic_keeps_its_speed(surface, place, angle):
    for w, y, vw, vy in geodesic(surface, *place, angle, 40.0, 20):
        xw, xy, _ = surface.tangents(w, y)
        assert np.linalg.norm(vw[..., None] * xw + vy[..., None] * xy) == pytest.approx(1, abs=1e-3)


# batches


def test_a_batch_is_its_members():
    members = [bumpy(k, t, seed) for k, t, seed in ((0.0, 0.0, 1), (0.01, 0.1, 2), (0.03, -0.1, 3))]
    batch = Surface(
        *(np.concatenate([getattr(m, name) for m in members]) for name in ("curvature", "taper", "weights")),
        limb_bumps(),
    )
    r = np.random.default_rng(0)
    w, y = r.uniform(-40, 40, (3, 7)), r.uniform(-40, 40, (3, 7))
    angle = r.uniform(-3, 3, (3, 7))
    together = batch.step((w, y, *batch.unit(w, y, angle)), 10.0)
    for k, member in enumerate(members):
        place = w[k : k + 1], y[k : k + 1]
        alone = member.step((*place, *member.unit(*place, angle[k : k + 1])), 10.0)
        for a, b in zip(alone, together, strict=True):
            assert a[0] == pytest.approx(b[k])
        assert member.points(*place)[0] == pytest.approx(batch.points(w, y)[k])
