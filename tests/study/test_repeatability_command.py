"""`mesoject repeatability`: a folder of repeat photographs to a table that courses are judged by."""

from __future__ import annotations

import csv
import os
import shutil

import pytest

from bundled import GLARE, ROOT, SHOTS
from mesoject.outcome import load_repeatability

NAMES = ("d22_v0_p0", "d22_v0_p1", "d05_v0_p0", "d05_v0_p1", "d23_v0_p0", "d23_v0_p1")
HEADER = ("photo", "outline", "scar", "visit", "rater", "bar_mm", "print_profile")


def write_study(folder, names=NAMES, extra=()):
    folder.mkdir(exist_ok=True)
    rows = []
    for name in names:
        shot = SHOTS[name]
        paths = [os.path.relpath(p, folder) for p in (shot.photo, shot.outline, shot.profile)]
        rows.append([paths[0], paths[1], name[:3], name[4:6], "R", shot.bar_mm, paths[2]])
    with (folder / "study.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows, *extra])
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory, mesoject):
    folder = write_study(tmp_path_factory.mktemp("study"))
    return folder, mesoject("repeatability", folder, "--title", "three <scars>")


def test_it_says_what_it_wrote(done):
    folder, called = done
    assert called.code == 0
    assert "from 6 of 6 lines" in called.out
    assert str(folder / "repeatability.json") in called.out


def test_the_table_is_read_again_and_says_where_it_comes_from(done):
    found = {c.quantity: c for c in load_repeatability(done[0] / "repeatability.json").components}
    assert {"area", "delta_a", "delta_l"} <= set(found)
    assert found["area"].scale == "log"
    assert (found["area"].df_photo, found["area"].df_occasion) == (3, 0)
    assert found["area"].source == "three <scars>"
    assert "outline" in found["area"].shows  # outlines count as drawn unless they are declared exact


def test_the_page_holds_every_table_and_figure_and_escapes_what_was_typed(done):
    folder, _ = done
    page = (folder / "repeatability.html").read_text(encoding="utf-8")
    assert "three &lt;scars&gt;" in page
    assert "<scars>" not in page
    assert "{{" not in page
    assert "3 scars, 3 visits, 6 photographs, 1 rater" in page
    assert page.count("<figure>") == 1  # one visit a scar: photographs alone can be compared
    assert "role='img'" in page
    for name in ("components", "icc", "agreement"):
        text = (folder / f"repeatability-{name}.csv").read_text(encoding="utf-8")
        assert len(list(csv.reader(text.splitlines()))) > 5
    assert (folder / "repeatability-figure-1.svg").read_text().startswith("<svg")


def test_a_refused_photograph_is_counted_and_named(tmp_path, mesoject):
    bad = GLARE
    paths = [os.path.relpath(p, tmp_path) for p in (bad.photo, SHOTS[NAMES[0]].outline)]
    folder = write_study(tmp_path, NAMES[:3], [[paths[0], paths[1], "d10", "v0", "R", "", ""]])
    called = mesoject("repeatability", folder, "--exact-outlines")
    assert called.code == 1
    assert "3 of 4 lines" in called.out
    assert "refused: d10_v0_p0.jpg (line 5)" in called.out
    assert "d10_v0_p0.jpg (line 5)" in (folder / "repeatability.html").read_text(encoding="utf-8")
    assert "outline" not in load_repeatability(folder / "repeatability.json").components[0].shows


def test_a_copy_of_a_photograph_shows_no_repeatability(tmp_path, mesoject):
    shutil.copy(SHOTS[NAMES[0]].photo, tmp_path / "copy.jpg")
    outline = os.path.relpath(SHOTS[NAMES[0]].outline, tmp_path)
    folder = write_study(tmp_path, NAMES[:1], [["copy.jpg", outline, "d22", "v0", "R", "", ""]])
    called = mesoject("repeatability", folder)
    assert called.code == 2
    assert "copy.jpg is a copy of d22_v0_p0.jpg (line 2)" in called.err


def test_without_repeats_there_is_nothing_to_say(tmp_path, mesoject):
    called = mesoject("repeatability", write_study(tmp_path, NAMES[:1]))
    assert called.code == 2
    assert "nothing can be said of repeatability" in called.err
    assert not (tmp_path / "repeatability.json").exists()


@pytest.mark.parametrize(("words", "said"), [(["nowhere"], "cannot read nowhere"), ([ROOT], "cannot read")])
def test_a_folder_without_a_table_is_one_clear_line(words, said, mesoject):
    called = mesoject("repeatability", *words)
    assert (called.code, called.err.count("\n")) == (2, 1)
    assert said in called.err
