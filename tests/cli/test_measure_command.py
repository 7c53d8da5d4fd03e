"""`mesoject measure`: numbers near the truth, JSON that a program can rely on, and exit codes that mean one thing."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image

from bundled import GLARE, GOOD, ONE_STRIP, OTHER, ROOT, SHOTS
from mesoject.cli.measure import matched
from mesoject.records import Quantity

NAMES = [
    *("area", "length", "width", "perimeter"),
    *("delta_l", "delta_a", "delta_b", "delta_e", "erythema_difference", "melanin_difference", "skin_ita"),
    "texture_ratio",
]


def given(*shots):
    """Photographs with an outline each and what the bench knows of their print."""
    outlines = [word for shot in shots for word in ("--outline", shot.outline)]
    return [*(shot.photo for shot in shots), *outlines, "--bar-mm", 100, "--print-profile", shots[0].profile]


@pytest.fixture(scope="module")
def junk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("junk") / "junk.jpg"
    path.write_bytes(b"not a picture")
    return path


class Everything(NamedTuple):
    """Two good photographs with something between them that is none, and all that may be written."""

    said: Any
    json: list[dict[str, Any]]
    csv: list[dict[str, str]]
    overlay: Path


@pytest.fixture(scope="module")
def everything(mesoject, junk, tmp_path_factory) -> Everything:
    folder = tmp_path_factory.mktemp("all")
    where = ["--csv", folder / "table.csv", "--overlay", folder / "new" / "overlays", "--json"]
    outlines = [word for shot in (GOOD, GOOD, OTHER) for word in ("--outline", shot.outline)]
    what = [GOOD.photo, junk, OTHER.photo, *outlines, "--bar-mm", 100, "--print-profile", GOOD.profile]
    said = mesoject("measure", *what, *where)
    rows = list(csv.DictReader((folder / "table.csv").read_text().splitlines()))
    return Everything(said, json.loads(said.out), rows, folder / "new" / "overlays")


# truth


@pytest.mark.parametrize(("k", "shot"), [(0, GOOD), (2, OTHER)])
def test_the_area_is_near_the_truth_and_its_interval_holds_it(everything, k, shot):
    found = everything.json[k]["quantities"][0]
    area = Quantity(name="area", value=found["value"], unit="mm2", scale="log", parts=found["parts"])
    truth = shot.scar["area_mm2"]
    assert area.value == pytest.approx(truth, rel=0.02)
    low, high = area.interval(0.999)
    assert low < truth < high
    assert list(area.interval()) == found["interval95"]


def test_a_bar_that_measures_longer_makes_everything_larger(mesoject, everything):
    first = everything.json[0]
    longer = mesoject("measure", GOOD.photo, "--outline", GOOD.outline, "--bar-mm", 102, "--json")
    second = json.loads(longer.out)[0]
    for k, power in ((0, 2), (1, 1), (2, 1), (3, 1)):
        ratio = second["quantities"][k]["value"] / first["quantities"][k]["value"]
        assert ratio == pytest.approx(1.02**power, rel=2e-3)


# JSON


def test_json_has_exactly_the_documented_keys(everything):
    assert [set(one) for one in everything.json] == 3 * [{"photo", "status", "reasons", "quantities", "provenance"}]
    one = everything.json[0]
    assert one["photo"] == GOOD.photo.name
    assert one["status"] == "measured"
    assert one["reasons"] == []
    assert [q["name"] for q in one["quantities"]] == NAMES
    for q in one["quantities"]:
        assert set(q) == {"name", "value", "unit", "standard_error", "interval95", "parts"}
        assert all(set(part) == {"part", "se", "scope"} for part in q["parts"])
        low, high = q["interval95"]
        assert low <= q["value"] <= high
        assert q["standard_error"] ** 2 == pytest.approx(sum(part["se"] ** 2 for part in q["parts"]))
    assert one["provenance"]["bar_mm"] == 100
    assert one["provenance"]["photo_sha256"] == hashlib.sha256(GOOD.photo.read_bytes()).hexdigest()
    assert one["provenance"]["method"]


def test_json_says_why_a_photograph_was_refused(mesoject, junk):
    said = mesoject("measure", junk, "--json")
    assert said.code == 3
    (one,) = json.loads(said.out)
    assert set(one) == {"photo", "status", "reasons", "quantities", "provenance"}
    assert (one["status"], one["quantities"], one["provenance"]) == ("refused", [], None)
    (why,) = one["reasons"]
    assert set(why) == {"code", "message", "remedy"}
    assert why["code"] == "not_an_image"
    assert why["message"]
    assert why["remedy"]


def test_two_jobs_give_the_bytes_of_one(mesoject, everything, junk):
    again = mesoject("measure", *given(GOOD, OTHER), "--jobs", 2, "--json")
    assert json.loads(again.out) == [everything.json[0], everything.json[2]]
    assert json.dumps(json.loads(again.out)[0]) == json.dumps(everything.json[0])


# exit codes


def test_a_bad_photograph_does_not_stop_the_rest(everything):
    assert everything.said.code == 1
    assert [one["status"] for one in everything.json] == ["measured", "refused", "measured"]


def test_the_table_names_every_quantity_and_failures_come_last(mesoject, junk):
    said = mesoject("measure", GOOD.photo, junk, "--outline", GOOD.outline, "--outline", GOOD.outline)
    assert said.code == 1
    assert all(name in said.out for name in NAMES)
    assert "mm²" in said.out
    assert "95 % interval" in said.out
    tail = said.out[said.out.index("Not measured") :]
    assert "junk.jpg: not_an_image" in tail
    assert GOOD.photo.name not in tail


def test_a_refusal_shows_no_number(mesoject):
    said = mesoject("measure", *given(GLARE), "--json")
    (one,) = json.loads(said.out)
    assert said.code == 3
    assert [r["code"] for r in one["reasons"]] == ["glare"]
    assert one["quantities"] == []


def test_one_strip_is_measured_with_a_warning(mesoject):
    said = mesoject("measure", *given(ONE_STRIP), "--json")
    (one,) = json.loads(said.out)
    assert said.code == 0
    assert one["status"] == "warned"
    assert "one_strip" in [r["code"] for r in one["reasons"]]


def test_without_an_outline_nothing_is_measured(mesoject):
    said = mesoject("measure", GOOD.photo, "--json")
    assert said.code == 3
    assert json.loads(said.out)[0]["reasons"][0]["code"] == "no_outline"


def test_without_the_bar_the_number_comes_with_a_warning_and_a_larger_error(mesoject, everything):
    unsure = json.loads(mesoject("measure", GOOD.photo, "--outline", GOOD.outline, "--json").out)[0]
    sure = everything.json[0]
    assert "print_not_verified" in [r["code"] for r in unsure["reasons"]]
    assert "print_not_verified" not in [r["code"] for r in sure["reasons"]]
    printed = [next(p["se"] for p in one["quantities"][0]["parts"] if p["part"] == "print") for one in (unsure, sure)]
    assert printed[0] > 3 * printed[1]


@pytest.mark.parametrize("bar", [94, 96.9, 103.1])
def test_a_print_beyond_correction_is_refused(mesoject, bar):
    said = mesoject("measure", GOOD.photo, "--outline", GOOD.outline, "--bar-mm", bar, "--json")
    assert said.code == 3
    assert [r["code"] for r in json.loads(said.out)[0]["reasons"]] == ["print_scale"]


@pytest.mark.parametrize("bar", [10, 1000, -5, "nan"])
def test_a_bar_that_is_no_length_in_millimetres_is_a_wrong_call(mesoject, bar):
    said = mesoject("measure", GOOD.photo, "--outline", GOOD.outline, "--bar-mm", bar, "--json")
    assert (said.code, json.loads(said.out)) == (2, [])
    assert "give millimetres" in said.err


# the call itself is wrong


def wrong(said, *words):
    """Exit code 2 and one line that names what is wrong; standard output stays JSON where JSON was asked for."""
    assert said.code == 2
    (line,) = [line for line in said.err.splitlines() if not line.startswith("[")]
    assert line.startswith("mesoject: ")
    assert all(str(word) in line for word in words), line
    assert "Traceback" not in said.err


def test_a_photograph_that_is_not_there_is_named_before_any_work(mesoject, tmp_path):
    said = mesoject("measure", GOOD.photo, tmp_path / "gone.jpg", "--json")
    wrong(said, "gone.jpg")
    assert "[1/" not in said.err
    assert json.loads(said.out) == []


@pytest.mark.parametrize("option", ["--outline", "--print-profile"])
def test_a_file_that_is_not_there_is_named(mesoject, tmp_path, option):
    wrong(mesoject("measure", GOOD.photo, option, tmp_path / "gone.json"), "gone.json")


def test_a_target_that_is_not_there_is_named(mesoject):
    wrong(mesoject("measure", GOOD.photo, "--target", "stripes"), "stripes", "strips")


def test_two_outlines_for_one_photograph_are_too_many(mesoject):
    said = mesoject("measure", GOOD.photo, "--outline", GOOD.outline, "--outline", OTHER.outline)
    wrong(said, "--outline", "2 files for 1")


def test_a_folder_without_photographs_is_no_call(mesoject, tmp_path):
    wrong(mesoject("measure", tmp_path), "no photograph")


@pytest.mark.parametrize("sd", ["nan", "inf", "-1"])
def test_an_impossible_bar_sd_is_no_call(mesoject, sd):
    said = mesoject("measure", GOOD.photo, "--outline", GOOD.outline, "--bar-mm", 100, "--bar-sd-mm", sd)
    assert said.code == 2
    assert "bar-sd-mm" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("words", [("--no-such-option",), ("--jobs", "0"), ("--bar-mm", "long")])
def test_an_impossible_option_is_no_call(mesoject, words):
    said = mesoject("measure", GOOD.photo, *words)
    assert said.code == 2
    assert words[0] in said.err


# the outline belongs to the photograph


def test_a_folder_of_outlines_is_matched_by_stem(mesoject, everything):
    words = ["--outline", ROOT / "outlines", "--bar-mm", 100, "--print-profile", GOOD.profile]
    assert json.loads(mesoject("measure", OTHER.photo, *words, "--json").out) == [everything.json[2]]


def test_a_stem_may_hold_dots(mesoject, tmp_path):
    """Phones write names like PXL_20240101.MP.jpg."""
    photo, outlines = tmp_path / "PXL_1.MP.jpg", tmp_path / "outlines"
    outlines.mkdir()
    shutil.copy(GOOD.photo, photo)
    shutil.copy(GOOD.outline, outlines / "PXL_1.MP.json")
    assert matched([photo], [outlines], "--outline") == [outlines / "PXL_1.MP.json"]


def test_what_is_no_outline_does_not_count_among_them(mesoject, tmp_path):
    """`mesoject outline` writes PHOTO.outline.html, and its page saves PHOTO.outline.json."""
    for name in ("leg.jpg", "leg.outline.html", "leg.overlay.jpg"):
        (tmp_path / name).write_bytes(b"")
    shutil.copy(GOOD.outline, tmp_path / "leg.outline.json")
    assert matched([tmp_path / "leg.jpg"], [tmp_path], "--outline") == [tmp_path / "leg.outline.json"]


def test_a_photograph_that_the_folder_does_not_know_has_no_outline(mesoject, tmp_path):
    shutil.copy(OTHER.outline, tmp_path / OTHER.outline.name)
    assert matched([GOOD.photo], [tmp_path], "--outline") == [None]


def test_two_outlines_of_one_stem_are_a_choice_that_we_do_not_make(mesoject, tmp_path):
    for suffix in ("json", "roi"):
        shutil.copy(GOOD.outline, tmp_path / f"{GOOD.name}.{suffix}")
    wrong(mesoject("measure", GOOD.photo, "--outline", tmp_path), f"{GOOD.name}.json", f"{GOOD.name}.roi")


def test_the_outline_of_another_photograph_is_refused(mesoject):
    said = mesoject("measure", GOOD.photo, "--outline", OTHER.outline, "--json")
    assert said.code == 3
    assert json.loads(said.out)[0]["reasons"][0]["code"] == "outline_foreign"


# the same photograph twice


def test_the_same_photograph_twice_is_said(mesoject, everything, tmp_path):
    copy = tmp_path / "copy.jpg"
    shutil.copy(GOOD.photo, copy)
    words = [GOOD.photo, copy, "--outline", GOOD.outline, "--outline", GOOD.outline, "--bar-mm", 100]
    said = mesoject("measure", *words, "--print-profile", GOOD.profile, "--json")
    first, second = json.loads(said.out)
    assert first == everything.json[0]
    assert second["quantities"] == first["quantities"]
    assert (first["status"], second["status"]) == ("measured", "warned")
    (why,) = second["reasons"]
    assert why["code"] == "duplicate_photo"
    assert GOOD.photo.name in why["message"]


# where things go


def test_progress_goes_to_standard_error_only(mesoject, junk):
    said = mesoject("measure", junk, "--json")
    assert "[1/1] junk.jpg" in said.err
    assert "[1/1]" not in said.out


def test_csv_has_a_row_a_quantity_and_one_for_a_refusal(everything):
    rows, measured = everything.csv, everything.json[0]["quantities"]
    assert [row["quantity"] for row in rows] == [*NAMES, "", *NAMES]
    assert [float(row["value"]) for row in rows[: len(NAMES)]] == [q["value"] for q in measured]
    assert [float(row["standard_error"]) for row in rows[: len(NAMES)]] == [q["standard_error"] for q in measured]
    refused = rows[len(NAMES)]
    assert (refused["photo"], refused["status"], refused["reasons"]) == ("junk.jpg", "refused", "not_an_image")


def test_an_overlay_is_written_for_what_was_measured(everything):
    drawn = {f"{shot.name}.overlay.jpg" for shot in (GOOD, OTHER)}
    assert {p.name for p in everything.overlay.iterdir()} == drawn
    for name in drawn:
        with Image.open(everything.overlay / name) as picture:
            picture.load()
            assert not picture.getexif()


def test_photographs_of_one_name_do_not_overwrite_each_other(mesoject, tmp_path):
    photos = []
    for shot in (GOOD, OTHER):
        photos.append(tmp_path / shot.name / "leg.jpg")
        photos[-1].parent.mkdir()
        shutil.copy(shot.photo, photos[-1])
    words = ["--outline", GOOD.outline, "--outline", OTHER.outline, "--overlay", tmp_path / "out"]
    wrong(mesoject("measure", *photos, *words), "leg.jpg", "--overlay")


@pytest.mark.parametrize("option", ["--csv", "--overlay"])
def test_output_that_cannot_be_written_is_said_before_any_work(mesoject, tmp_path, option):
    (tmp_path / "file").write_text("mine")
    said = mesoject("measure", *given(GOOD), option, tmp_path / "file" / "below", "--json")
    wrong(said, "file")
    assert "[1/" not in said.err
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_table_does_not_take_the_place_of_a_folder(mesoject, tmp_path):
    (tmp_path / "folder").mkdir()
    wrong(mesoject("measure", *given(GOOD), "--csv", tmp_path / "folder"), "folder")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_names_that_look_like_markup_are_names(mesoject, tmp_path):
    photo = tmp_path / "[red]leg[bold].jpg"
    photo.write_bytes(b"")
    said = mesoject("measure", photo)
    assert said.code == 3
    assert photo.name in said.out


def test_every_bundled_photograph_has_an_outline():
    assert all(shot.outline.exists() and shot.profile.exists() for shot in SHOTS.values())
