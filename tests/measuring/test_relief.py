"""Height and volume of known domes on known limbs, and what their errors answer to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesoject.capture.scan.mesh import Mesh
from mesoject.measuring import measure
from mesoject.records import Refused
from scans import DOME_MM, circle, dome_volume_mm3, grid, mesh, on_limb, skin

NAMES = [
    "area", "length", "width", "perimeter",
    "height_mean", "height_p98", "depth_p98", "volume_raised", "volume_sunken", "volume",
    "sa", "sq", "sz", "sdr",
]  # fmt: skip


def told(height_mm=1.0, *, radius_mm=DOME_MM, border_sd_mm=0.0, **how):
    limb = {k: v for k, v in how.items() if k in ("radius", "taper")}
    outline = circle(radius_mm, **limb)
    return measure(skin(height_mm=height_mm, **how), outline, border_sd_mm=border_sd_mm)


def part(quantity, name, scope=None):
    return np.sqrt(sum(p.se**2 for p in quantity.parts if p.part == name and scope in (None, p.scope)))


# Truth


@pytest.mark.parametrize("height", [2.0, 1.0, 0.3, -0.5, -1.5])
@pytest.mark.parametrize(("radius", "taper"), [(35.0, 0.0), (50.0, 0.08), (90.0, 0.04)])
def test_a_domes_volume_is_its_integral(height, radius, taper):
    found = told(height, radius=radius, taper=taper)
    truth = dome_volume_mm3(height)
    assert found["volume"].value == pytest.approx(truth, rel=0.015)
    assert found["height_mean"].value == pytest.approx(truth / (np.pi * DOME_MM**2), rel=0.015)


def test_a_scan_has_every_quantity_and_no_colour():
    found = told(noise_mm=0.02)
    assert [q.name for q in found.quantities] == NAMES
    assert found.provenance.scan_sha256 == "ab" * 32
    assert found.provenance.photo_sha256 is None


def test_raised_and_sunken_are_kept_apart():
    raised, sunken = told(1.0), told(-1.0)
    assert raised["volume_raised"].value == pytest.approx(dome_volume_mm3(1.0), rel=0.02)
    assert raised["volume_sunken"].value == pytest.approx(0, abs=0.5)
    assert sunken["volume_sunken"].value == pytest.approx(dome_volume_mm3(1.0), rel=0.02)
    assert sunken["volume_raised"].value == pytest.approx(0, abs=0.5)
    for found in (raised, sunken):
        apart = found["volume_raised"].value - found["volume_sunken"].value
        assert found["volume"].value == pytest.approx(apart, rel=1e-9)


def test_the_98th_percentiles_are_the_domes():
    r = DOME_MM * np.sqrt(np.linspace(0, 1, 20_001))
    height = 0.5 * (1 + np.cos(np.pi * r / DOME_MM))
    assert told(1.0)["height_p98"].value == pytest.approx(np.quantile(height, 0.98), abs=0.02)
    assert told(-1.0)["depth_p98"].value == pytest.approx(np.quantile(height, 0.98), abs=0.02)


@pytest.mark.parametrize("height", [1.5, -1.5, 0.0])
@pytest.mark.parametrize("noise", [0.1, 0.4])
def test_noise_lifts_neither_extremes_nor_volumes_of_one_sign(height, noise):
    r = DOME_MM * np.sqrt(np.linspace(0, 1, 20_001))
    relief = height * 0.5 * (1 + np.cos(np.pi * r / DOME_MM))
    truth = {
        "height_p98": np.quantile(relief, 0.98),
        "depth_p98": -np.quantile(relief, 0.02),
        "volume_raised": dome_volume_mm3(max(height, 0)),
        "volume_sunken": dome_volume_mm3(max(-height, 0)),
    }
    scans = [told(height, noise_mm=noise, seed=seed) for seed in range(2, 8)]
    for name, true in truth.items():
        assert sum(q.interval(0.95)[0] <= true <= q.interval(0.95)[1] for q in (s[name] for s in scans)) >= 5, name
    for name in ("height_p98", "depth_p98"):
        assert np.mean([s[name].value for s in scans]) == pytest.approx(truth[name], abs=0.7 * noise)
    for found in scans:
        apart = found["volume_raised"].value - found["volume_sunken"].value
        assert found["volume"].value == pytest.approx(apart, abs=1e-9)


def test_area_and_length_are_those_of_the_skin_without_the_scar():
    found = told(1.5, radius=40.0)
    assert found["area"].value == pytest.approx(np.pi * DOME_MM**2, rel=2e-3)
    assert found["length"].value == pytest.approx(2 * DOME_MM, rel=2e-3)


def test_an_outline_on_the_scars_own_surface_is_the_same():
    """A viewer picks points on the relief, not under it."""
    made = skin(height_mm=1.0)
    low, high = (measure(made, circle(6.0, h), border_sd_mm=0.0) for h in (0.0, 1.2))
    assert high["area"].value == pytest.approx(low["area"].value, rel=2e-3)


# Properties


@settings(max_examples=5)
@given(scale=st.floats(0.3, 2.5), sign=st.sampled_from([-1, 1]))
def test_volume_goes_with_height(scale, sign):
    found = told(sign * scale)
    assert found["volume"].value == pytest.approx(dome_volume_mm3(sign * scale), rel=0.02)


def test_noise_makes_every_error_larger():
    quiet, loud = told(noise_mm=0.02), told(noise_mm=0.12)
    for name in ("height_mean", "height_p98", "volume"):
        assert loud[name].standard_error > quiet[name].standard_error
        assert part(loud[name], "noise") > 3 * part(quiet[name], "noise")


def test_a_border_less_sure_makes_the_mean_less_sure():
    sure, unsure = told(border_sd_mm=0.1), told(border_sd_mm=0.5)
    assert part(unsure["height_mean"], "outline") > 3 * part(sure["height_mean"], "outline")
    assert part(sure["height_mean"], "reference") == pytest.approx(part(unsure["height_mean"], "reference"))


def test_the_choice_of_surface_is_an_error_that_no_averaging_lessens():
    assert {p.scope for p in told(noise_mm=0.05)["volume"].parts if p.part == "reference"} == {
        "photo",
        "visit",
        "method",
    }


def test_colour_of_a_scan_is_not_measured():
    assert [q.name for q in measure(skin(colour=True), circle()).quantities] == NAMES


# Failures


def cut(keep, **how):
    """A scan with only those points that ``keep`` (w, y) holds."""
    w, y = grid()
    return mesh(**how).kept(keep(w, y).ravel())


def refused(made, outline=None):
    with pytest.raises(Refused) as caught:
        measure(skin(made), outline or circle())
    return [r.code for r in caught.value.reasons]


def test_without_healthy_skin_there_is_no_height():
    assert refused(cut(lambda w, y: np.maximum(np.abs(y), np.abs(w)) < 10.5)) == ["no_healthy_skin"]


def test_a_hole_in_the_scar_is_bridged_if_it_is_small():
    found = measure(skin(cut(lambda w, y: np.hypot(w - 2, y) > 1.2)), circle(), border_sd_mm=0.0)
    assert [r.code for r in found.reasons] == ["scan_holes"]
    assert found["volume"].value == pytest.approx(dome_volume_mm3(1.0), rel=0.05)


def test_a_hole_just_outside_the_border_is_bridged_too():
    """The border may lie there: the outline's error looks at heights up to 0.3 mm beyond it."""
    made = skin(cut(lambda w, y: np.hypot(w - DOME_MM - 0.3, y) > 0.5))
    found = measure(made, circle(DOME_MM), border_sd_mm=0.3)
    assert found["volume"].value == pytest.approx(dome_volume_mm3(1.0), rel=0.02)
    assert np.isfinite(found["height_mean"].standard_error)


@pytest.mark.parametrize("seed", range(4, 8))
def test_what_was_bridged_makes_roughness_less_sure(seed):
    """Hairs and their shadows leave holes of a point or two; a bridge is smoother than skin, its foot steeper."""
    holes = np.random.default_rng(seed).uniform(-5, 5, (8, 2))
    kept = cut(lambda w, y: np.min([np.hypot(w - a, y - b) for a, b in holes], axis=0) > 0.4)
    found, whole = measure(skin(kept), circle(8.0), border_sd_mm=0.0), told(1.0, radius_mm=8.0)
    for name in ("sa", "sq", "sz", "sdr"):
        low, high = found[name].interval(0.95)
        assert low <= whole[name].value <= high
        assert part(found[name], "noise") > part(whole[name], "noise")


def test_a_narrow_scar_has_no_roughness_and_that_is_said():
    found = told(1.0, radius_mm=3.0)
    assert "sa" not in [q.name for q in found.quantities]
    assert "scar_too_small" in [r.code for r in found.reasons]


def test_a_large_hole_in_the_scar_is_refused():
    assert refused(cut(lambda w, y: np.hypot(w, y) > 4)) == ["scan_holes"]


def test_an_outline_beside_the_scan_is_refused():
    assert refused(mesh(), circle(centre=(45.0, 0.0))) == ["outline_outside"]


def test_a_scar_of_a_few_points_is_too_coarse():
    assert refused(mesh(step_mm=2.5, half_mm=40.0), circle(5.0)) == ["scan_too_coarse"]


def test_a_telephones_depth_gives_no_roughness():
    found = told(2.0, noise_mm=0.4)
    assert "scan_too_noisy" in [r.code for r in found.reasons]
    assert not {"sa", "sq", "sz", "sdr"} & {q.name for q in found.quantities}


def test_a_photographs_outline_is_no_scans(tmp_path):
    from mesoject.measuring import load_outline
    from mesoject.records import Outline

    px = Outline(frame="photo_px", polygons=((((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)),),))
    path = tmp_path / "photo.json"
    path.write_text(px.model_dump_json())
    made = skin()
    with pytest.raises(Refused, match="drawn on a photograph"):
        load_outline(made, path)
    (tmp_path / "mask.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Refused, match="mesoject-outline/1"):
        load_outline(made, tmp_path / "mask.png")


def test_a_scar_that_wraps_the_limb_keeps_its_area():
    wide = circle(1.0)
    t = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    xyz = on_limb(32 * np.cos(t), 10 * np.sin(t))
    made = mesh(0.0, half_mm=55.0, step_mm=0.6)
    ring = tuple(map(tuple, xyz.tolist()))
    found = measure(skin(made), wide.model_copy(update={"polygons": ((ring,),)}), border_sd_mm=0.0)
    assert found["area"].value == pytest.approx(np.pi * 320, rel=2e-3)
    assert isinstance(made, Mesh)


def test_bridges_make_the_numbers_less_sure():
    whole = told(1.5)
    holed = measure(skin(cut(lambda w, y: np.hypot(w - 4, y) > 2.0, height_mm=1.5)), circle(), border_sd_mm=0.0)
    assert part(holed["volume"], "noise") > part(whole["volume"], "noise") + 1.0
    assert abs(holed["volume"].value - dome_volume_mm3(1.5)) < 2 * holed["volume"].standard_error


def test_an_outline_beside_the_scar_is_noticed():
    made = skin(height_mm=1.5, noise_mm=0.03, half_mm=40.0)
    for centre in ((8.0, 0.0), (0.0, -12.0)):
        found = measure(made, circle(centre=centre))
        assert "outline_beside_relief" in [r.code for r in found.reasons]
    assert "outline_beside_relief" not in [r.code for r in measure(made, circle()).reasons]
