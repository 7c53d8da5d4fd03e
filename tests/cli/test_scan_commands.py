"""Scans on the command line: measured beside photographs, checked, outlined, and refused in one clear line."""

from __future__ import annotations

import csv
import hashlib
import json

import pytest

from bundled import GOOD
from scans import circle, dome_volume_mm3, mesh, outline_file, written

NAMES = [
    "area", "length", "width", "perimeter",
    "height_mean", "height_p98", "depth_p98", "volume_raised", "volume_sunken", "volume",
    "sa", "sq", "sz", "sdr",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("scans")
    written(path / "leg.ply", mesh(noise_mm=0.03, colour=True))
    outline_file(path / "leg.json", circle())
    return path


def test_a_scan_is_measured_with_its_errors(mesoject, folder):
    said = mesoject("measure", folder / "leg.ply", "--outline", folder / "leg.json", "--unit", "mm", "--json")
    assert said.code == 0, said.err
    (one,) = json.loads(said.out)
    assert set(one) == {"scan", "status", "reasons", "quantities", "provenance"}
    assert one["scan"] == "leg.ply"
    assert [q["name"] for q in one["quantities"]] == NAMES
    volume = next(q for q in one["quantities"] if q["name"] == "volume")
    low, high = volume["interval95"]
    assert low < dome_volume_mm3(1.0) < high
    assert volume["unit"] == "mm3"
    assert one["provenance"]["scan_sha256"] == hashlib.sha256((folder / "leg.ply").read_bytes()).hexdigest()
    assert (one["provenance"]["photo_sha256"], one["provenance"]["scan_unit"]) == (None, "mm")


def test_photographs_and_scans_go_through_one_call(mesoject, folder, tmp_path):
    table = tmp_path / "all.csv"
    asked = ["measure", folder / "leg.ply", GOOD.photo, folder / "leg.ply", "--outline", folder / "leg.json"]
    asked += ["--outline", GOOD.outline, "--outline", folder / "leg.json", "--unit", "mm", "--bar-mm", 100]
    said = mesoject(*asked, "--csv", table, "--json", "--jobs", 2)
    assert said.code == 0, said.err
    first, second, third = json.loads(said.out)
    assert ("scan" in first, "photo" in second, "scan" in third) == (True, True, True)
    assert [r["code"] for r in third["reasons"]] == ["duplicate_photo"]
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert {row["quantity"] for row in rows if row["photo"] == "leg.ply"} == set(NAMES)


def test_a_folder_holds_both(mesoject, folder):
    said = mesoject("check", folder, "--unit", "mm")
    assert said.code == 0
    assert "leg.ply  good" in said.out


def test_without_a_unit_it_asks(mesoject, folder):
    said = mesoject("check", folder / "leg.ply")
    assert said.code == 3
    assert "scan_no_unit" in said.out
    assert "--unit mm" in said.out


def test_an_unknown_unit_is_one_clear_line(mesoject, folder):
    said = mesoject("check", folder / "leg.ply", "--unit", "furlong", "--json")
    assert (said.code, json.loads(said.out)) == (2, [])
    assert said.err.splitlines()[-1].startswith("mesoject: the scan's unit (--unit) is 'furlong'")


@pytest.mark.parametrize("content", [b"", b"nonsense " * 99, b"ply\nformat ascii 1.0\nelement vertex 9\nend_header\n"])
def test_nonsense_is_refused_and_not_a_crash(mesoject, tmp_path, content):
    (tmp_path / "bad.ply").write_bytes(content)
    said = mesoject("measure", tmp_path / "bad.ply", "--unit", "mm", "--json")
    assert said.code == 3
    (one,) = json.loads(said.out)
    assert one["scan"] == "bad.ply"
    assert one["status"] == "refused"
    assert one["reasons"][0]["remedy"]
    assert "Traceback" not in said.err


def test_a_photographs_outline_is_refused_for_a_scan(mesoject, folder):
    said = mesoject("measure", folder / "leg.ply", "--outline", GOOD.outline, "--unit", "mm", "--json")
    assert json.loads(said.out)[0]["reasons"][0]["code"] == "outline_foreign"


def test_a_scans_outline_is_refused_for_a_photograph(mesoject, folder):
    said = mesoject("measure", GOOD.photo, "--outline", folder / "leg.json", "--json")
    assert json.loads(said.out)[0]["reasons"][0]["code"] == "outline_foreign"


def test_without_an_outline_it_says_that_of_a_scan(mesoject, folder):
    said = mesoject("measure", folder / "leg.ply", "--unit", "mm", "--json")
    (why,) = json.loads(said.out)[0]["reasons"]
    assert (why["code"], why["message"]) == ("no_outline", "No outline was given for this scan.")


def test_the_overlay_shows_what_was_measured(mesoject, folder, tmp_path):
    from PIL import Image

    asked = ["measure", folder / "leg.ply", "--outline", folder / "leg.json", "--unit", "mm", "--overlay", tmp_path]
    assert mesoject(*asked).code == 0
    with Image.open(tmp_path / "leg.overlay.jpg") as picture:
        assert min(picture.size) > 800
        assert not picture.getexif()


def test_the_outline_page_says_what_next(mesoject, folder, tmp_path):
    page = tmp_path / "leg.outline.html"
    said = mesoject("outline", folder / "leg.ply", "--unit", "mm", "--out", page, "--start", folder / "leg.json")
    assert said.code == 0, said.err
    assert f"mesoject measure {folder / 'leg.ply'} --outline leg.outline.json --unit mm" in said.out
    text = page.read_text()
    assert "About this scan" in text
    assert "thicker end" in text
    assert str(folder) not in text
