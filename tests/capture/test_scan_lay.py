"""Scans of known limbs laid flat: distances, heights and the way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from mesoject.capture.scan.base import fit_base, thinned
from mesoject.capture.scan.mesh import Mesh
from mesoject.skinmap import Region
from scans import dome, faces, grid, mesh, on_limb, skin

FLAT = mesh(height_mm=0.0)


@pytest.mark.parametrize(("radius", "taper"), [(30.0, 0.0), (50.0, 0.1), (110.0, 0.03)])
def test_the_cone_is_found(radius, taper):
    base = fit_base(thinned(mesh(0.5, radius=radius, taper=taper, noise_mm=0.05).points))
    assert 1 / base.curvature == pytest.approx(radius, rel=0.04)
    assert base.taper == pytest.approx(taper, abs=0.02)


def test_the_thick_end_is_up_whichever_way_the_limb_was_scanned():
    for taper in (0.08, -0.08):
        assert fit_base(thinned(mesh(0.5, taper=taper).points)).taper > 0.05


def test_distances_on_a_cylinder_are_distances_on_the_map():
    found = skin(FLAT)
    a, b = (
        on_limb(np.array([-20.0, 15.0]), np.array([-12.0, 22.0])),
        on_limb(np.array([18.0, 2.0]), np.array([7.0, -25.0])),
    )
    apart = np.linalg.norm(found.relief.place.to_mm(a) - found.relief.place.to_mm(b), axis=1)
    assert apart == pytest.approx(np.hypot([38.0, 13.0], [19.0, 47.0]), rel=1e-3)


def test_the_area_element_of_a_cylinder_is_1():
    found = skin(FLAT)
    places = np.random.default_rng(1).uniform(-25, 25, (200, 2))
    assert found.area_element(places) == pytest.approx(np.ones(200), abs=2e-3)


def test_heights_are_along_the_normal():
    found = skin(mesh(2.0))
    w, y = np.array([0.0, 3.0, -4.0]), np.array([0.0, 1.0, 5.0])
    place = found.relief.place
    mm = place.to_mm(on_limb(w, y, dome(w, y, 2.0)))
    assert place.height(on_limb(w, y, dome(w, y, 2.0)), mm) == pytest.approx(dome(w, y, 2.0), abs=0.15)
    raster = found.raster(found.native(Region(-15, 15, -15, 15)), found.relief.pitch_mm)
    assert float(np.nanmax(raster.height_mm)) == pytest.approx(2.0, abs=0.15)


@settings(max_examples=30)
@given(s=st.floats(-28, 28), z=st.floats(-28, 28), height=st.floats(-3, 3))
def test_there_and_back(s, z, height):
    place = MAP.relief.place
    mm = np.array([s, z])
    assert place.to_mm(place.to_scan(mm, height)) == pytest.approx(mm, abs=1e-3)


MAP = skin(mesh(1.0))


def test_far_off_the_scan_there_is_no_place():
    place = MAP.relief.place
    off = place.to_scan(np.zeros((2, 2)), np.array([40.0, 0.0])) + np.array([[0.0, 0, 0], [500, 0, 0]])
    assert np.isnan(place.to_mm(off)).all()


@settings(max_examples=4)
@given(turn=st.tuples(*[st.floats(-3, 3)] * 3))
def test_it_does_not_matter_how_the_scan_lies_in_space(turn):
    made = mesh(1.0, step_mm=1.0)
    moved = Mesh(made.points @ Rotation.from_rotvec(turn).as_matrix().T + 1000, made.triangles, None)
    heights = [np.nanquantile(skin(m).relief.height_mm, [0.05, 0.5, 0.98]) for m in (made, moved)]
    assert heights[0] == pytest.approx(heights[1], abs=0.03)


def test_the_scans_own_pixels_come_back_as_they_are():
    region = MAP.native(Region(-7.3, 8.1, -5.2, 6.4))
    raster = MAP.raster(region, MAP.relief.pitch_mm)
    px = np.round(MAP.to_photo(raster.places())).astype(int)
    own = MAP.relief.height_mm[px[..., 1], px[..., 0]]
    assert raster.height_mm == pytest.approx(own, abs=1e-5)
    assert (region.s_low, region.z_low) <= (-7.3, -5.2)
    assert (region.s_high, region.z_high) >= (8.1, 6.4)


def test_what_was_not_scanned_has_no_height():
    w, y = grid()
    holed = skin(mesh().kept((np.hypot(w - 15, y - 15) > 4).ravel()))
    middle = holed.relief.place.to_mm(on_limb(np.array([15.0]), np.array([15.0])))[0]
    raster = holed.raster(Region(middle[0] - 1, middle[0] + 1, middle[1] - 1, middle[1] + 1), 0.5)
    assert np.isnan(raster.height_mm).all()
    assert raster.covered.all()


def test_a_limb_scanned_all_round_is_laid_flat_on_one_side():
    angle, y = np.meshgrid(np.arange(0, 2 * np.pi * 45, 1.5), np.arange(-60, 60, 1.5))
    points = on_limb(angle, y, radius=45.0, taper=0.06)
    found = skin(Mesh(points.reshape(-1, 3), faces(*angle.shape), None))
    assert [r.code for r in found.warnings] == ["scan_all_round"]
    assert np.nanmax(np.abs(found.relief.height_mm)) < 0.3
