"""Known limbs in front of a known camera, and the markers that the camera sees."""

from __future__ import annotations

import cv2
import numpy as np

from mesoject.capture.limb.fit import CORNER_SD_PX, Fit, fit
from mesoject.capture.limb.model import (
    APART,
    CURVATURE,
    EDGE,
    OFFSET,
    ROTATION,
    SKEWS,
    TAPER,
    TRANSLATION,
    WEIGHTS,
    Model,
    Priors,
    Seen,
)
from mesoject.capture.limb.prior import limb_bumps
from mesoject.capture.limb.surface import Surface
from mesoject.capture.target import load_target
from mesoject.capture.unroll import unroll

SIZE_PX = (2016, 1512)
FOCAL_PX = 1550.0
STRIPS = load_target()


def model(pieces=("P", "D")) -> Model:
    """Everything in view, nothing observed yet."""
    seen = tuple(
        Seen(p.name, p.turned, True, np.concatenate([m.corners_mm for m in p.markers]), np.zeros((56, 2)), (98.0, 15.0))
        for p in STRIPS.pieces
        if p.name in pieces
    )
    centre = ((SIZE_PX[0] - 1) / 2, (SIZE_PX[1] - 1) / 2)
    return Model(seen, FOCAL_PX, centre, Priors(0.03, 7.5, bumps=limb_bumps()), 0.1)


def looking(tilt=15.0, turn=40.0, roll=10.0):
    """Rotation vector of a camera above the limb, tilted, degrees."""
    axis = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn)), 0.0])
    rolled = cv2.Rodrigues(np.array([0, 0, np.radians(roll)]))[0]
    return cv2.Rodrigues(rolled @ cv2.Rodrigues(np.radians(tilt) * axis)[0] @ np.diag([1.0, -1.0, -1.0]))[0].ravel()


def unknowns(curvature=0.016, taper=0.0, weights=None, *, apart=80.0, offset=0.0, skews=(0.0, 0.0), edge=0.0, **camera):
    """A limb and a camera, as the fit's vector."""
    x = np.zeros(17 + len(limb_bumps()))
    x[CURVATURE], x[TAPER], x[EDGE], x[APART], x[OFFSET], x[SKEWS] = curvature, taper, edge, apart, offset, skews
    if weights is not None:
        x[WEIGHTS] = weights
    distance = camera.pop("distance", 330.0)
    x[ROTATION], x[TRANSLATION] = looking(**camera), [4.0, -6.0, distance]
    return x


def photographed(x, *, noise_px=0.0, seed=0, pieces=("P", "D"), steepest=60.0):
    """A model whose markers are seen as the limb ``x`` shows them; None where a strip shows fewer than four."""
    r, whole = np.random.default_rng(seed), model()
    px = whole.corners(x[None])[0].reshape(2, -1, 4, 2)
    camera, seen = whole.camera(x[None]), []
    for k, piece in enumerate(whole.seen):
        points = whole.points(x[None], k, piece.uv_mm)[0].reshape(-1, 4, 3)
        normal = np.cross(points[:, 1] - points[:, 0], points[:, 0] - points[:, 3])
        sight = camera.position_mm[0] - points.mean(1)
        facing = (normal * sight).sum(1) / np.linalg.norm(normal, axis=1) / np.linalg.norm(sight, axis=1)
        inside = ((px[k] > 5) & (px[k] < np.array(SIZE_PX) - 5)).all((1, 2))
        keep = (facing > np.cos(np.radians(steepest))) & inside
        if keep.sum() < 4:
            return None
        uv = piece.uv_mm.reshape(-1, 4, 2)[keep].reshape(-1, 2)
        shown = px[k][keep].reshape(-1, 2)
        middle = float(uv[:, 0].min() + uv[:, 0].max()) / 2
        if piece.name in pieces:
            noisy = shown + noise_px * r.standard_normal(shown.shape)
            seen.append(Seen(piece.name, piece.turned, True, uv, noisy, (middle, 15.0)))
    return Model(tuple(seen), whole.focal_px, whole.centre_px, whole.priors, whole.lift_mm)


def ellipse(long=20.0, short=9.0, angle=0.5, sides=200):
    """A scar's border in surface places (w, y)."""
    t = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    flat = np.stack([long * np.cos(t), short * np.sin(t)], -1)
    return flat @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def scar_px(x, scar):
    """The border in the picture."""
    whole = model()
    return whole.camera(x[None]).project(whole.surface(x[None]).points(scar[None, :, 0], scar[None, :, 1]))[0]


def true_area(surface: Surface, scar):
    """Surface area inside a border that is a star about the origin, by quadrature of the triangles' own sizes."""
    share = np.linspace(0, 1, 60)
    shells = share[:, None, None] * scar
    points = surface.points(shells[None, ..., 0].reshape(1, -1), shells[None, ..., 1].reshape(1, -1))[0]
    grid = points.reshape(len(share), len(scar), 3)
    ahead = np.roll(grid, -1, axis=1)
    a, b, c, d = grid[:-1], grid[1:], ahead[1:], ahead[:-1]
    return 0.5 * float(sum(np.linalg.norm(np.cross(q - p, r - p), axis=-1).sum() for p, q, r in ((a, b, c), (a, c, d))))


def area_on(chart, px):
    """Area inside a border on a chart."""
    mm = chart.to_mm(px)
    s, z = (mm - mm.mean(0)).T
    inner = mm.mean(0) + np.concatenate([k * (mm - mm.mean(0)) for k in (0.3, 0.7, 0.95)])
    return abs(float(np.dot(s, np.roll(z, -1)) - np.dot(z, np.roll(s, -1)))) / 2 * chart.area_element_at(inner).mean()


def fitted_area(found: Fit, px):
    """Area of a border and its standard error from the fit."""
    chart, variants = unroll(found, 1.0)
    area = area_on(chart, px)
    return area, float(np.sqrt(sum((area_on(v, px) - area) ** 2 for v in variants)))


def solved(x, **how) -> Fit:
    """Photograph and fit."""
    seen = photographed(x, **how)
    assert seen is not None
    found = fit(seen)
    assert found is not None
    return found


NOISE_PX = CORNER_SD_PX
