"""`mesoject deliver`: an outline in, a table, JSON and figures out; and what is answered to bad input."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from mesoject.cli import app
from mesoject.cli.deliver_files import counted
from mesoject.cli.deliver_tables import folded
from mesoject.delivery import ACTIVES_DATA
from mesoject.records import MesojectError
from mesoject.records.treatment_map import TreatmentMap

FIGURES = ("map", "section", "ledger", "coverage", "influence", "front")
QUICK = ("--draws", "20")


def ring(wide: float, tall: float) -> list[list[float]]:
    turns = [2 * math.pi * k / 40 for k in range(40)]
    return [[wide / 2 * math.cos(t), tall / 2 * math.sin(t)] for t in turns]


def outline(path: Path, wide: float = 20.0, tall: float = 9.0, frame: str = "skin_mm") -> Path:
    path.write_text(json.dumps({"format": "mesoject-outline/1", "frame": frame, "polygons": [[ring(wide, tall)]]}))
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["deliver", *map(str, words)])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scar and a treatment as `deliver new` writes it, with smaller injections."""
    monkeypatch.chdir(tmp_path)
    outline(tmp_path / "scar.json")
    assert run("new", "--outline", "scar.json", "--active", "ghk_cu").exit_code == 0
    changed(tmp_path, volume_ul="2.0", concentration_ug_per_ul="10.0", spacing_mm="3.0")
    return tmp_path


def changed(folder: Path, name: str = "TREATMENT.toml", **values: str) -> Path:
    """Set values in the file, commented ones too."""
    lines = (folder / "TREATMENT.toml").read_text().splitlines()
    for key, value in values.items():
        (at,) = [k for k, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{key} = ")]
        lines[at] = f"{key} = {value}"
    (folder / name).write_text("\n".join(lines))
    return folder / name


def test_new_writes_a_file_that_deliver_reads(folder):
    treatment = TreatmentMap.model_validate(tomllib.loads((folder / "TREATMENT.toml").read_text()))
    assert (treatment.outline, treatment.active, treatment.site) == ("scar.json", "ghk_cu", "calf")


def test_new_says_what_it_assumed_and_keeps_what_is_there(folder):
    again = run("new", "--outline", "scar.json", "--force")
    assert "Assumed, because nobody said: site, scar_type, delivery_mode, active" in again.output
    assert "is there already" in str(run("new", "--outline", "scar.json").exception)


def test_the_outline_is_named_from_the_files_own_folder(folder):
    (folder / "plans").mkdir()
    run("new", "--outline", "scar.json", "-o", "plans/t.toml")
    assert tomllib.loads((folder / "plans" / "t.toml").read_text())["outline"] == "../scar.json"


def test_the_table_has_bands_engine_warnings_and_no_claim(folder):
    answer = run("TREATMENT.toml", *QUICK)
    assert answer.exit_code == 0, answer.exception
    for words in (
        "where the dose is (% of it)", "scar's dermis above (% of it)", "Engine: modal", "thickness_not_measured",
        "5th to 95th percentile", "no effect on a scar is claimed", "no active has a sourced one, none is preset",
    ):  # fmt: skip
        assert words in answer.output
    assert "hours above" not in answer.output


def test_json_and_figures_carry_the_same_numbers(folder):
    changed(folder, threshold_ug_per_ml="50.0")
    answer = run("TREATMENT.toml", "--json", "-o", "out", *QUICK)
    assert answer.exit_code == 0, answer.exception
    told = json.loads(answer.output)
    assert json.loads((folder / "out" / "delivery.json").read_text()) == told
    assert told["format"] == "mesoject-delivery/1"
    for values in told["ledger_share_of_dose"].values():
        band = (values[k] for k in ("low", "middle", "high"))
        assert all(low <= mid <= high for low, mid, high in zip(*band, strict=True))
    assert {f"{name}.{kind}" for name in FIGURES for kind in ("png", "svg")} <= {
        path.name for path in (folder / "out").iterdir()
    }
    assert told["hours_above_threshold"]["threshold_ug_per_ml"] == told["front"]["threshold_ug_per_ml"] == 50.0
    assert all(design["dose_ug"] <= told["dose_ug"] for design in told["front"]["designs"])


@pytest.mark.parametrize("active", ["ghk_cu", "hyaluronan_500kda"])
def test_best_guesses_of_the_ledger_sum_to_the_dose_in_json_and_table(folder, active):
    changed(folder, active=f'"{active}"')
    told = json.loads(run("TREATMENT.toml", "--json", *QUICK).output)
    parts = [values["best"] for values in told["ledger_share_of_dose"].values()]
    assert all(abs(math.fsum(at) - 1) < 1e-12 for at in zip(*parts, strict=True))
    assert len(parts[0]) == len(told["times_h"])
    lines = run("TREATMENT.toml", *QUICK).output.splitlines()
    assert [line.split() for line in lines if line.startswith("Sum ")] == [["Sum", "100", "100", "100"]]


def test_every_number_has_its_best_guess_beside_the_band(folder):
    changed(folder, threshold_ug_per_ml="50.0")
    told = json.loads(run("TREATMENT.toml", "--json", *QUICK).output)
    hours = told["hours_above_threshold"]
    for values in (
        *told["ledger_share_of_dose"].values(), *told["held_share_of_dose"].values(),
        told["coverage"]["share_of_scar_dermis"], hours["worst_5_percent"], hours["median"],
    ):  # fmt: skip
        assert set(values) == {"low", "middle", "high", "best"}


def test_the_users_threshold_has_a_row_of_its_own_marked_as_entered(folder):
    without = run("TREATMENT.toml", *QUICK).output
    assert "entered" not in without
    changed(folder, threshold_ug_per_ml="33.3")
    lines = run("TREATMENT.toml", *QUICK).output.splitlines()
    (row,) = [line for line in lines if line.startswith("33.3 µg/mL, entered by you")]
    assert row.count("(") == 3, "a band at each of three times"
    told = json.loads(run("TREATMENT.toml", "--json", *QUICK).output)
    assert told["coverage"]["threshold_entered_by_user_ug_per_ml"] == 33.3


def test_a_narrow_terminal_gets_one_table_for_each_time():
    rows = [("where", "1 h best", "band", "4 h best", "band"), ("skin", "1", "1 (0 to 2)", "3", "3 (2 to 4)")]
    assert folded(rows, 200) == [rows]
    assert folded(rows, 80) == [
        [("where", "1 h best", "band"), ("skin", "1", "1 (0 to 2)")],
        [("where", "4 h best", "band"), ("skin", "3", "3 (2 to 4)")],
    ]
    assert folded([], 80) == [[]]


def test_a_best_guess_outside_its_band_is_explained(folder):
    assert "outside its band" not in run("TREATMENT.toml", *QUICK).output
    changed(folder, backflow="0.0")
    (line,) = [x for x in run("TREATMENT.toml", *QUICK).output.splitlines() if x.startswith("Best guess outside")]
    assert "flowed back out" in line
    assert "backflow stands at an end of its own band" in line


def test_figures_say_in_both_files_that_nothing_is_claimed(folder):
    changed(folder, threshold_ug_per_ml="50.0")
    run("TREATMENT.toml", "-o", "out", *QUICK)
    for name in FIGURES:
        assert "Output of a model (mesoject). No effect is claimed." in (folder / "out" / f"{name}.svg").read_text()


@pytest.mark.parametrize("values", [{"depth_mm": "6.0"}, {"active": '"gold"'}, {"volume_ul": "400.0"}])
def test_a_refusal_waits_for_no_engine_and_no_figure(folder, values):
    """Seen by what has been imported when the command ends: neither the engines nor matplotlib."""
    changed(folder, **values)
    asked = (
        "import sys; from mesoject.cli import app\n"
        "try: app(['deliver', 'TREATMENT.toml', '-o', 'out'])\n"
        "except SystemExit as end: print(end.code, *sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    code, *modules = done.stdout.split()
    assert code == "3", done.stderr
    assert not {"matplotlib", "numba", "mesoject.delivery.simulation", "mesoject.delivery.bands"} & set(modules)
    assert not (folder / "out").exists()


def test_designs_are_told_as_trade_offs_on_this_scar_and_on_endless_grids(folder):
    changed(folder, threshold_ug_per_ml="50.0")
    words = run("TREATMENT.toml", "--max-depth-mm", "50", *QUICK).output
    for told in (
        "not a recommendation", "this scar", "endless grid", "your map as it is", "hours are fewer",
        "The limit of 50 mm was cut to 1.00 mm", "half of the dermis",
    ):  # fmt: skip
        assert told in words
    front = json.loads(run("TREATMENT.toml", "--json", *QUICK).output)["front"]
    assert any("endless" in note for note in front["notes"])
    assert all(design["on_this_scar_h"] is not None for design in front["designs"])


def test_a_narrow_scar_gets_no_designs_and_the_reason(folder):
    outline(folder / "scar.json", wide=14.0, tall=3.0)
    changed(folder, threshold_ug_per_ml="50.0", hours="1.0")
    assert "Designs are not compared: the scar is 3.0 mm wide, under 4 mm" in run("TREATMENT.toml", *QUICK).output


def test_hours_that_the_end_of_the_answer_cuts_say_at_least(folder):
    changed(folder, threshold_ug_per_ml="0.001", hours="1.0")
    assert "≥ 1 (" in run("TREATMENT.toml", *QUICK).output


def test_the_same_seed_gives_the_same_answer(folder):
    first, second = (run("TREATMENT.toml", "--json", "--seed", "7", *QUICK).output for _ in range(2))
    assert first == second


def test_two_maps_are_compared_under_the_same_draws(folder):
    changed(folder, "other.toml", concentration_ug_per_ul="20.0")
    told = json.loads(run("TREATMENT.toml", "--against", "other.toml", "--json", *QUICK).output)
    longer = told["against"]["longer_than_first"]
    assert max(longer["share_of_draws_a_longer"]) == 0, "twice the strength is never above a threshold for less time"
    assert max(longer["share_of_draws_b_longer"]) == 1.0
    assert longer["share_of_draws_equal"][-1] == 1.0
    assert longer["worst_5_percent_best_h"][0] >= 0
    assert max(longer["median_best_h"]) > 0
    words = run("TREATMENT.toml", "--against", "other.toml", *QUICK).output
    assert "B longer 100 %, A longer 0 %, equal 0 %" in words
    assert told["against"]["dose_ug"] == 2 * told["dose_ug"]


def test_two_maps_of_different_scars_are_not_compared(folder):
    outline(folder / "else.json", wide=30.0)
    changed(folder, "other.toml", outline='"else.json"')
    assert "has another outline" in str(run("TREATMENT.toml", "--against", "other.toml", *QUICK).exception)


def test_actives_lists_the_catalogue():
    assert not [name for name in ACTIVES_DATA if name not in run("actives").output]


def test_verify_prints_case_error_order_and_result():
    answer = run("verify")
    assert answer.exit_code == 0, answer.output
    (line,) = [line for line in answer.output.splitlines() if line.startswith("V5 ")]
    assert line.endswith("pass")
    assert "2.0" in line
    assert "against exact solutions pass" in answer.output


@pytest.mark.parametrize(
    ("values", "code", "words"),
    [
        ({"depth_mm": "6.0"}, "depth_below_skin", "skin of 1.20 mm"),
        ({"volume_ul": "400.0"}, "depot_too_large", "cannot fit into"),
        ({"concentration_ug_per_ul": "400.0"}, "active_outside_data", "the data go to 50"),
        ({"active": '"gold"'}, "active_unknown", "'gold' is not one of"),
        ({"spacing_mm": "0.2"}, "too_many_points", "the limit is 3000"),
        ({"delivery_mode": '"needle_free_electroporation"'}, "depth_unknown", "no depth in mm is known"),
        ({"delivery_mode": '"pneumatic_jet"'}, "depth_unknown", "no depth in mm is known"),
    ],
)
def test_what_cannot_be_is_refused_with_number_and_limit(folder, values, code, words):
    outline(folder / "scar.json", wide=60.0, tall=30.0)
    changed(folder, **values)
    answer = run("TREATMENT.toml", *QUICK)
    assert answer.exit_code == 3
    (line,) = [line for line in answer.output.splitlines() if line.startswith(f"{code}: ")]
    assert words in line


def test_a_refusal_is_json_where_json_was_asked_for(folder):
    changed(folder, depth_mm="6.0")
    told = CliRunner().invoke(app, ["deliver", "TREATMENT.toml", "--json"])
    assert told.exit_code == 3
    assert json.loads(told.stdout)["refused"][0]["code"] == "depth_below_skin"


@pytest.mark.parametrize(
    ("wide", "tall", "code"), [(2.0, 1.5, "outline_tiny"), (20_000.0, 9_000.0, "unit_suspect")], ids=["mm", "µm"]
)
def test_outlines_of_a_few_mm_or_in_another_unit(folder, wide, tall, code):
    outline(folder / "scar.json", wide, tall)
    answer = run("TREATMENT.toml", *QUICK)
    assert (answer.exit_code, answer.output.split(":")[0]) == (3, code)


@pytest.mark.parametrize(
    ("wide", "tall", "hint"),
    [
        (0.020, 0.009, "Is it in metres? Then it is 20 mm long"),
        (2.0, 0.9, "Is it in centimetres? Then it is 20 mm long"),
        (20_000.0, 9_000.0, "Is it in micrometres? Then it is 20 mm long"),
    ],
)
def test_an_outline_in_another_unit_gets_a_hint_at_it(folder, wide, tall, hint):
    outline(folder / "scar.json", wide, tall)
    for answer in (run("TREATMENT.toml", *QUICK), run("new", "--outline", "scar.json", "-o", "x.toml")):
        assert answer.exit_code == 3
        assert hint in answer.output


def test_an_outline_in_pixels(folder):
    outline(folder / "scar.json", frame="photo_px")
    for answer in (run("TREATMENT.toml"), run("new", "--outline", "scar.json", "-o", "x.toml")):
        assert answer.exit_code == 3
        assert answer.output.startswith("outline_frame: scar.json is in frame photo_px.")
        assert "`mesoject outline PHOTO --start OUTLINE` (or SCAN)" in answer.output


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b'{"format": "mesoject-outline/1", "fra',
        b'{"type": "Feature"}',
    ],
    ids=["a picture", "cut off", "another format"],
)
def test_a_file_that_is_no_outline_gets_a_fitting_way_out(folder, content):
    (folder / "scar.json").write_bytes(content)
    answer = run("TREATMENT.toml")
    assert answer.exit_code == 3
    assert answer.output.startswith("outline_format: scar.json is no outline that can be read")
    assert "crossings" not in answer.output
    assert "Save then writes this format" in answer.output


def test_progress_is_told_to_a_terminal_alone(monkeypatch, capsys):
    assert counted(3) is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    told = counted(3)
    assert told is not None
    told(2)
    told(3)
    assert [part.strip() for part in capsys.readouterr().err.split("\r")] == ["", "draw 2 of 3", "", "", ""]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing.toml",), "cannot be read"),
        (("verfy",), "verfy: cannot be read"),
        (("scar.json",), "no valid TOML"),
        (("TREATMENT.toml", "--engine", "fast"), "'fast' is not one of auto, modal, general"),
        (("new", "--outline", "nothing.json"), "There is no file nothing.json"),
        (("new", "--outline", "scar.json", "--site", "arm"), "'arm' is not allowed; allowed: thigh"),
        (("new", "--outline", "scar.json", "--plan", "scar.json"), "is not asked in this record"),
    ],
)
def test_nonsense_gets_one_clear_line(folder, words, told):
    answer = run(*words)
    assert isinstance(answer.exception, MesojectError), answer.exception
    assert told in str(answer.exception)


def test_a_fault_in_the_file_is_told_with_its_line(folder):
    changed(folder, depth_mm="650.0")
    assert "is the unit right? 0.65 would fit" in str(run("TREATMENT.toml").exception)
