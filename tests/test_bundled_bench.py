"""`mesoject demo` on every bundled photograph: near the truth, or refused or warned where it is bad."""

from __future__ import annotations

import csv
import math

import pytest

from bundled import SHOTS, skin_of
from mesoject.measuring import measure

GOOD = [shot for shot in SHOTS.values() if shot.accept]
BAD = [shot for shot in SHOTS.values() if not shot.accept]


@pytest.fixture(scope="module")
def demo(mesoject, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "new"
    said = mesoject("demo", "--out", folder, "--jobs", 1)
    assert said.code == 0
    assert str(folder / "index.html") in said.out
    return folder


@pytest.fixture(scope="module")
def rows(demo):
    table = csv.DictReader((demo / "measurements.csv").read_text().splitlines())
    return {(row["photo"].removesuffix(".jpg"), row["quantity"]): row for row in table}


def test_there_are_good_and_bad_photographs():
    assert len(GOOD) >= 14
    assert {shot.truth["expect"]["reason"] for shot in BAD} == {"glare", "one_strip"}


@pytest.mark.parametrize("shot", GOOD, ids=lambda s: s.name)
def test_a_good_photograph_is_measured_near_the_truth(rows, shot):
    area = rows[shot.name, "area"]
    assert area["status"] in ("measured", "warned")
    assert float(area["value"]) == pytest.approx(shot.scar["area_mm2"], rel=0.02)
    for name, key in (("length", "length_mm"), ("width", "width_mm")):
        assert float(rows[shot.name, name]["value"]) == pytest.approx(shot.scar[key], abs=0.5, rel=0.01)
    colour = shot.scar["colour"]
    true = [a - b for a, b in zip(colour["scar"]["lab"], colour["skin_uncovered"]["lab"], strict=True)]
    found = [float(rows[shot.name, f"delta_{axis}"]["value"]) for axis in "lab"]
    assert math.dist(found, true) < 2.4


def test_errors_are_as_large_as_they_are_said_to_be():
    """True outline and exact bar leave geometry alone: its errors are as large as stated, not less and not more."""
    off = []
    for shot in GOOD:
        skin = skin_of(shot)
        area = measure(skin, shot.outline, border_sd_mm=0.0)["area"]
        off.append((area.value - shot.scar["area_mm2"]) / area.standard_error)
    assert max(map(abs, off)) < 4
    assert 0.4 < math.hypot(*off) / math.sqrt(len(off)) < 1.8


@pytest.mark.parametrize("shot", BAD, ids=lambda s: s.name)
def test_a_bad_photograph_is_refused_or_warned(rows, shot):
    row = next(row for (name, _), row in rows.items() if name == shot.name)
    assert row["status"] in ("refused", "warned")
    assert shot.truth["expect"]["reason"] in row["reasons"].split()


def test_the_page_shows_every_photograph_and_what_was_drawn_on_it(demo):
    page = (demo / "index.html").read_text(encoding="utf-8")
    assert all(shot.name in page for shot in SHOTS.values())
    drawn = {path.name for path in demo.glob("*.overlay.jpg")}
    assert {f"{shot.name}.overlay.jpg" for shot in GOOD} <= drawn
