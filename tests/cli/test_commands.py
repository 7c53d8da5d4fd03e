"""Every command explains itself, quickly; `check` and `demo` do what they say."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bundled import GOOD, ONE_STRIP
from mesoject.cli import app

COMMANDS = [command.callback.__name__ for command in app.registered_commands]


def test_there_are_commands():
    assert {"strips", "check", "outline", "measure", "demo"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("word", ["--help", "-h"])
def test_every_command_explains_itself(mesoject, command, word):
    said = mesoject(command, word)
    assert said.code == 0
    assert f"mesoject {command}" in said.out
    assert said.err == ""


def test_without_a_command_the_help_is_shown(mesoject):
    said = mesoject()
    assert all(command in said.out + said.err for command in COMMANDS)


def test_help_loads_nothing_heavy():
    """numpy, scipy and OpenCV take most of a second; help needs none of them."""
    code = (
        "import sys\nsys.argv = ['mesoject', '--help']\nimport mesoject.cli\n"
        "try:\n    mesoject.cli.run()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('numpy', 'scipy', 'cv2', 'PIL', 'shapely') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "[]"


def test_the_module_alone_loads_nothing_heavy():
    code = "import sys, mesoject; print([n for n in ('numpy', 'cv2', 'pydantic') if n in sys.modules], dir(mesoject))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("[] ['Measurement'")


# check


def test_check_calls_a_good_photograph_good(mesoject):
    said = mesoject("check", GOOD.photo, "--bar-mm", 100, "--print-profile", GOOD.profile, "--json")
    assert said.code == 0
    (one,) = json.loads(said.out)
    assert (one["status"], one["reasons"], one["quantities"]) == ("measured", [], [])


def test_check_says_what_to_do(mesoject, tmp_path):
    empty = tmp_path / "empty.jpg"
    empty.write_bytes(b"")
    said = mesoject("check", ONE_STRIP.photo, empty, "--bar-mm", 100)
    assert said.code == 1
    assert "one_strip" in said.out
    assert "Repeat with both strips" in said.out
    assert "not_an_image: The file is empty." in said.out


def test_check_has_exit_code_3_where_none_is_good(mesoject, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"")
    assert mesoject("check", tmp_path).code == 3


def test_check_names_a_photograph_that_was_given_twice(mesoject, tmp_path):
    said = mesoject("check", GOOD.photo, GOOD.photo, "--json")
    first, second = json.loads(said.out)
    assert "duplicate_photo" not in [r["code"] for r in first["reasons"]]
    assert "duplicate_photo" in [r["code"] for r in second["reasons"]]


def test_a_folder_stands_for_its_photographs(mesoject, tmp_path):
    for name in ("b.JPG", "a.heic", "notes.txt", "._b.JPG"):
        (tmp_path / name).write_bytes(b"")
    said = mesoject("check", tmp_path, "--json")
    assert [one["photo"] for one in json.loads(said.out)] == ["a.heic", "b.JPG"]


def test_demo_into_a_file_is_no_call(mesoject, tmp_path):
    (tmp_path / "file").write_text("mine")
    said = mesoject("demo", "--out", tmp_path / "file")
    assert said.code == 2
    assert said.err.startswith("mesoject: cannot make the folder")
    assert (tmp_path / "file").read_text() == "mine"
