"""Markers of a known limb, seen by a known camera, give that limb back, and say how sure they are."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from limbs import (
    FOCAL_PX,
    NOISE_PX,
    SIZE_PX,
    STRIPS,
    ellipse,
    fitted_area,
    looking,
    model,
    photographed,
    scar_px,
    solved,
    true_area,
    unknowns,
)

from mesoject.capture.limb.fit import fit
from mesoject.capture.limb.model import CURVATURE, EDGE, FOCAL, TAPER, Model, Priors, Seen, shrink
from mesoject.capture.limb.prior import limb_bumps
from mesoject.capture.limb.start import CURVATURES_PER_MM, starts
from mesoject.capture.unroll import one_sigma, unroll

HILL = np.exp(-np.add.outer(np.arange(-1, 2) ** 2, np.arange(-2, 3) ** 2) / 2.0).ravel()
LIMBS = {
    "plane": unknowns(curvature=0.0),
    "cylinder": unknowns(curvature=0.02),
    "cone": unknowns(curvature=0.016, taper=0.1, skews=(0.02, -0.03), offset=6.0),
    "bulging limb": unknowns(curvature=0.016, taper=0.05, weights=1.5 * HILL),
    "hollow limb": unknowns(curvature=0.02, weights=-1.0 * HILL),
}
SCAR = ellipse(sides=80)
BUMP_SD_MM = 1.0  # of the drawn limbs, and of the prior that they are fitted with


def truth(x):
    return true_area(model().surface(x[None]), SCAR)


# truth


def closed_form(radius, *, apart=80.0, lift=0.1):
    """Markers of two strips round a cylinder, or on a plane, projected by nothing but the pinhole's formula."""
    rotation, shift = cv2.Rodrigues(looking())[0], np.array([4.0, -6.0, 330.0])
    centre = (np.array(SIZE_PX) - 1) / 2

    def px(w, y, lift):
        places = np.stack([w, y, 0 * w + lift], -1)
        if np.isfinite(radius):
            out = radius + lift
            places = np.stack([out * np.sin(w / radius), y, out * np.cos(w / radius) - radius], -1)
        at = places @ rotation.T + shift
        return FOCAL_PX * at[:, :2] / at[:, 2:] + centre

    seen = []
    for piece in STRIPS.pieces:
        sign = -1 if piece.turned else 1
        uv = np.concatenate([m.corners_mm for m in piece.markers[4:10]])
        shown = px(sign * (uv[:, 0] - 98), -sign * (uv[:, 1] - 15 + apart / 2), lift)
        middle = (uv[:, 0].min() + uv[:, 0].max()) / 2
        seen.append(Seen(piece.name, piece.turned, True, uv, shown, (float(middle), 15.0)))
    made = Model(tuple(seen), FOCAL_PX, (centre[0], centre[1]), Priors(0.03, 7.5, bumps=limb_bumps()), lift)
    return made, px(*ellipse(sides=400).T, 0.0)


@pytest.mark.parametrize("radius", [np.inf, 200.0, 60.0, 40.0])
def test_a_patch_of_a_plane_or_a_cylinder_keeps_its_area(radius):
    made, scar = closed_form(radius)
    found = fit(made)
    area, _ = fitted_area(found, scar)
    assert found.rms_px < 0.05
    assert area == pytest.approx(np.pi * 20 * 9, rel=5e-4)


@pytest.mark.parametrize("limb", LIMBS)
def test_a_patch_of_any_limb_keeps_its_area(limb):
    x = LIMBS[limb]
    found = solved(x)
    area, _ = fitted_area(found, scar_px(x, SCAR))
    assert found.rms_px < 0.1
    assert area == pytest.approx(truth(x), rel=5e-4)


def test_lengths_on_the_chart_are_lengths_on_the_skin():
    """s is the geodesic distance from the central meridian and z the length along it."""
    made, _ = closed_form(50.0)
    chart, _ = unroll(fit(made), 1.0)
    assert np.abs(chart.area_element - 1).max() < 0.01
    _, px = closed_form(50.0)
    mm = chart.to_mm(px)
    apart = np.linalg.norm(mm[:, None] - mm[None], axis=2).max()
    assert apart == pytest.approx(40.0, rel=1e-3)


def test_the_print_scale_stretches_the_chart():
    found = solved(LIMBS["cone"])
    plain, larger = (unroll(found, scale)[0] for scale in (1.0, 1.02))
    assert larger.s_mm == pytest.approx(1.02 * plain.s_mm)
    assert larger.z_mm == pytest.approx(1.02 * plain.z_mm)
    assert larger.px == pytest.approx(plain.px)


def test_the_edge_offset_is_recovered_and_does_not_touch_the_area():
    """Blur draws every marker's edges in by the same small amount."""
    x = LIMBS["cone"]
    shrunk = x.copy()
    shrunk[EDGE] = 0.7
    found = solved(shrunk)
    assert found.x[EDGE] == pytest.approx(0.7, abs=0.05)
    assert fitted_area(found, scar_px(x, SCAR))[0] == pytest.approx(truth(x), rel=5e-4)


def test_shrinking_a_square_moves_its_edges():
    square = np.array([[[0, 0], [10, 0], [10, 10], [0, 10]]], float)
    assert shrink(square, np.array([1.0]))[0] == pytest.approx(np.array([[1, 1], [9, 1], [9, 9], [1, 9]]))


def test_the_unknowns_are_recovered():
    x = LIMBS["cone"]
    found = solved(x)
    assert found.x[CURVATURE] == pytest.approx(x[CURVATURE], rel=0.05)
    assert found.x[TAPER] == pytest.approx(x[TAPER], abs=0.02)
    assert found.x[FOCAL] == pytest.approx(0, abs=0.01)


# starts


@pytest.mark.parametrize("curvature", [*CURVATURES_PER_MM, 0.011, 0.024])
@pytest.mark.parametrize("tilt", [0.0, 28.0])
def test_a_start_of_about_the_right_curvature_comes_first(curvature, tilt):
    x = unknowns(curvature=curvature, tilt=tilt)
    first = starts(photographed(x, steepest=72))[0]
    assert first[CURVATURE] == pytest.approx(curvature, abs=0.007)


@pytest.mark.parametrize("curvature", CURVATURES_PER_MM)
@pytest.mark.parametrize("roll", [90.0, 200.0])
def test_every_curvature_is_reached_however_the_camera_is_held(curvature, roll):
    x = unknowns(curvature=curvature, roll=roll, tilt=20.0)
    area, _ = fitted_area(solved(x, steepest=72), scar_px(x, SCAR))
    assert area == pytest.approx(truth(x), rel=5e-4)


# errors


def test_one_sigma_displacements_rebuild_the_covariance():
    r = np.random.default_rng(0)
    mixed = r.standard_normal((7, 7)) * 10.0 ** np.arange(-3, 4)[:, None]
    covariance = mixed @ mixed.T
    moves = one_sigma(covariance)
    scale = np.sqrt(np.diag(covariance))
    assert (moves.T @ moves) / np.outer(scale, scale) == pytest.approx(covariance / np.outer(scale, scale), abs=1e-8)


def test_one_strip_alone_is_much_less_sure_than_two():
    x = LIMBS["cone"]
    two, one = (solved(x, noise_px=NOISE_PX, seed=1, pieces=names) for names in (("P", "D"), ("D",)))
    px = scar_px(x, SCAR)
    (_, se_two), (area, se_one) = fitted_area(two, px), fitted_area(one, px)
    assert se_one > 3 * se_two
    assert abs(np.log(area / truth(x))) < 3.3 * se_one / area


def test_a_lens_that_is_a_guess_is_less_sure():
    x = LIMBS["cylinder"]
    seen = photographed(x, noise_px=NOISE_PX)
    errors = [
        fitted_area(fit(replace(seen, priors=replace(seen.priors, focal_sd_rel=sd))), scar_px(x, SCAR))[1]
        for sd in (0.03, 0.25)
    ]
    assert errors[1] > 1.03 * errors[0]


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Forty limbs drawn from what the fit is told: so few misses that chance explains them, and not too few."""
    z = np.array([_z_of_a_drawn_limb(seed) for seed in range(40)])
    z = z[np.isfinite(z)]
    assert len(z) >= 30
    assert (np.abs(z) < 1.96).sum() >= _least(len(z), 0.95)
    assert _least(len(z), 0.5) <= (np.abs(z) < 0.6745).sum() <= len(z) - _least(len(z), 0.5)


def _z_of_a_drawn_limb(seed):
    r = np.random.default_rng([seed, 7])
    x = unknowns(
        np.clip(r.normal(0.016, 0.008), 0.004, 0.035),
        r.normal(0, 0.1),
        BUMP_SD_MM * r.standard_normal(len(limb_bumps())),
        apart=r.uniform(60, 110),
        offset=r.normal(0, 8),
        skews=r.normal(0, 0.035, 2),
        edge=abs(r.normal(0, 0.3)),
        tilt=r.uniform(0, 30),
        turn=r.uniform(0, 360),
        roll=r.uniform(0, 360),
        distance=r.uniform(290, 400),
    )
    x[FOCAL] = r.normal(0, 0.03)
    seen = photographed(x, noise_px=NOISE_PX, seed=seed, steepest=48)
    if seen is None:
        return np.nan
    found = fit(replace(seen, priors=replace(seen.priors, bump_sd_mm=BUMP_SD_MM)))
    if found is None:
        return np.nan
    area, se = fitted_area(found, scar_px(x, SCAR))
    return np.log(area / truth(x)) / (se / area)


def _least(n, p):
    """So many that fewer would happen less than once in a thousand."""
    from scipy.stats import binom

    return int(binom.ppf(1e-3, n, p))
