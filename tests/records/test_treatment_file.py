"""TREATMENT.toml: what is read, and the line that each fault gets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mesoject.records.record_file import RecordError
from mesoject.records.skin_thickness import SKIN_THICKNESS
from mesoject.records.treatment_file import outline_path, read_treatment
from mesoject.records.treatment_map import MOST_POINTS, NEEDLE_FREE, Channels, Grid, TreatmentMap

GOOD = """\
format = "mesoject-treatment/1"
site = "calf"
scar_type = "flat"
delivery_mode = "manual_needle"
active = "ghk_cu"
outline = "scars/scar.json"
depth_mm = 0.7
volume_ul = 2
concentration_ug_per_ul = 10.0

[grid]
spacing_mm = 2.5
margin_mm = 1
"""
NEEDLED = {
    "site": "thigh", "scar_type": "atrophic", "delivery_mode": "powered_microneedle", "active": "ghk_cu",
    "outline": "scar.json",
    "channels": {"per_cm2": 200, "needle_mm": 0.77, "layer_um": 50, "layer_ug_per_ul": 5},
}  # fmt: skip


def written(folder: Path, text: str, name: str = "TREATMENT.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(RecordError) as caught:
        read_treatment(written(folder, text))
    return list(caught.value.faults)


def inline(value: object) -> str:
    """A value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {inline(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)


def test_a_good_file_is_read_as_it_stands(tmp_path):
    treatment = read_treatment(written(tmp_path, GOOD))
    assert treatment.grid == Grid(spacing_mm=2.5, margin_mm=1)
    assert (treatment.volume_ul, treatment.backflow, treatment.backflow_band) == (2.0, 0.1, (0.0, 0.4))
    assert treatment.threshold_ug_per_ml is None, "no active has a sourced target, so none is preset"


def test_the_outline_lies_beside_the_treatment(tmp_path):
    path = written(tmp_path, GOOD)
    assert outline_path(read_treatment(path), path) == tmp_path / "scars" / "scar.json"


def test_every_site_has_a_thickness():
    schema = TreatmentMap.model_json_schema()
    assert set(schema["properties"]["site"]["enum"]) == set(SKIN_THICKNESS)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('site = "calf"', 'site = "arm"', 2, "'arm' is not allowed; allowed: 'thigh'"),
        ('"flat"', '"keloid"', 3, "'keloid' is not allowed; allowed: 'flat', 'atrophic' or 'hypertrophic'"),
        ('"ghk_cu"', '"GHK-Cu"', 5, "an id has small letters, digits and _; `mesoject deliver actives` lists all"),
        ("depth_mm = 0.7", "depth_mm = 700", 7, "700 is above 20, the most that makes sense here; "),
        ("depth_mm = 0.7", "depth_mm = 700", 7, "is the unit right? 0.7 would fit"),
        ("depth_mm = 0.7", "depth_mm = 0", 7, "0 is below 0.05"),
        ("depth_mm = 0.7", "depth_mm = -1", 7, "-1 is below 0.05, the least that makes sense here"),
        ("depth_mm = 0.7", 'depth_mm = "0.7"', 7, "'0.7' does not fit; write a number without quotation marks"),
        ("depth_mm = 0.7", "depth_mm = nan", 7, "write a finite number"),
        ("depth_mm = 0.7", "depth_mm = true", 7, "write a number"),
        ("volume_ul = 2", "volume_ul = 0.002", 8, "0.002 is below 0.1, the least that makes sense here; "),
        ("volume_ul = 2", "volume_ul = 0.002", 8, "is the unit right? 2 would fit"),
        ("= 10.0", "= 10000.0", 9, "is the unit right? 10 would fit"),
        ("spacing_mm = 2.5", "spacing_mm = 0", 12, "0 is below 0.2"),
        ("spacing_mm = 2.5", "spacing_mm = 2500", 12, "is the unit right? 2.5 would fit"),
        ("spacing_mm = 2.5", "spacing = 2.5", 12, "is no value of a treatment (did you mean spacing_mm?)"),
        ("depth_mm = 0.7", "depht_mm = 0.7", 7, "did you mean depth_mm?"),
    ],
)
def test_a_fault_has_its_line_value_and_limit(tmp_path, old, new, line, words):
    found = faults(tmp_path, GOOD.replace(old, new))
    assert any(f.startswith(f"TREATMENT.toml:{line}: ") and words in f for f in found), found


def test_thousands_of_points_are_told_with_their_number(tmp_path):
    text = GOOD.split("[grid]", maxsplit=1)[0] + f"points_mm = {[[k / 100, 1.0] for k in range(5000)]}"
    (found,) = faults(tmp_path, text)
    assert found.endswith("points_mm: lists 5000; at most 3000 are allowed")


def test_a_mode_that_is_refused_is_not_offered(tmp_path):
    (found,) = faults(tmp_path, GOOD.replace('"manual_needle"', '"jet"'))
    assert "'jet' is not allowed; allowed: " in found
    assert not [mode for mode in NEEDLE_FREE if mode in found]


def test_a_path_may_be_a_string(tmp_path):
    path = written(tmp_path, GOOD)
    assert read_treatment(str(path)) == read_treatment(path)
    assert outline_path(read_treatment(path), str(path)) == outline_path(read_treatment(path), path)


def test_every_fault_is_told_at_once(tmp_path):
    text = GOOD.replace('"calf"', '"arm"').replace("= 0.7", "= 700").replace("= 2.5", "= 0")
    assert len(faults(tmp_path, text)) == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"grid": None}, "give exactly one of [grid] and points_mm"),
        ({"points_mm": [[0, 0]]}, "give exactly one of [grid] and points_mm"),
        ({"depth_mm": None}, "an injection needs depth_mm"),
        ({"volume_ul": None, "concentration_ug_per_ul": None}, "needs volume_ul, concentration_ug_per_ul"),
        ({"delivery_mode": "powered_microneedle"}, "needs a table [channels]"),
        ({"channels": NEEDLED["channels"]}, "[channels] belongs to powered_microneedle"),
        ({"backflow": 0.5}, "backflow 0.5 lies outside its own backflow_band 0 to 0.4"),
        ({"skin_thickness_sd_mm": 0.1}, "belongs to a measured skin_thickness_mm"),
        ({"points_mm": [[0, 0]] * (MOST_POINTS + 1), "grid": None}, f"at most {MOST_POINTS}"),
        ({"points_mm": [[1]], "grid": None}, "points_mm.1: is no place; a place is written [s, z], in mm"),
        ({"points_mm": [], "grid": None}, "at least 1"),
    ],
)
def test_parts_that_do_not_fit_together(tmp_path, change, words):
    whole = read_treatment(written(tmp_path, GOOD)).model_dump(mode="json", exclude_none=True) | change
    text = "\n".join(f"{name} = {inline(value)}" for name, value in whole.items() if value is not None)
    assert words in "\n".join(faults(tmp_path, text))


def test_micro_channels_take_nothing_of_an_injection():
    assert TreatmentMap.model_validate(NEEDLED).channels == Channels(**NEEDLED["channels"])
    with pytest.raises(ValidationError, match="depth_mm, volume_ul: belongs to an injection"):
        TreatmentMap.model_validate(NEEDLED | {"depth_mm": 0.5, "volume_ul": 1.0})


@pytest.mark.parametrize("mode", sorted(NEEDLE_FREE))
def test_a_needle_free_treatment_is_read_so_that_it_can_be_refused_with_its_reason(mode):
    assert TreatmentMap.model_validate(NEEDLED | {"delivery_mode": mode}).delivery_mode == mode


@pytest.mark.parametrize("text", ["a = ", "site = 'calf'\nsite = 'calf'", "\x00", "[[[", '"just text"'])
def test_a_file_that_is_not_toml(tmp_path, text):
    (fault,) = faults(tmp_path, text)
    assert re.match(r"TREATMENT.toml:[12]: no valid TOML", fault)


def test_no_file_a_folder_and_bytes(tmp_path):
    for path in (tmp_path / "nothing.toml", tmp_path):
        with pytest.raises(RecordError, match="cannot be read"):
            read_treatment(path)
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordError, match="not UTF-8"):
        read_treatment(tmp_path / "b.toml")


@given(st.sampled_from(["depth_mm", "volume_ul", "concentration_ug_per_ul", "hours", "backflow"]), st.floats())
def test_any_number_is_taken_or_refused_in_one_line(tmp_path_factory, name, value):
    folder = tmp_path_factory.mktemp("t")
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"{name} =")]
    text = "\n".join([lines[0], f"{name} = {value}", *lines[1:]])
    told: tuple[str, ...] = ()
    try:
        assert getattr(read_treatment(written(folder, text)), name) == value
    except RecordError as error:
        told = error.faults
    assert len(told) <= 1
    assert all(name in fault for fault in told)
