"""study.csv: what is wrong is named with its line, in one line."""

from __future__ import annotations

import pytest

from mesoject.records import UsageError
from mesoject.study import read_table

HEADER = "photo,outline,scar,visit,rater,bar_mm,print_profile"


@pytest.fixture
def folder(tmp_path):
    for name in ("a.jpg", "b.jpg", "a.json", "b.json", "p.json"):
        (tmp_path / name).write_text("x")
    return tmp_path


def written(folder, *lines, header=HEADER, encoding="utf-8"):
    path = folder / "study.csv"
    path.write_bytes("\n".join([header, *lines]).encode(encoding))
    return path


def test_a_table_is_read_with_its_paths_beside_it(folder):
    one, other = read_table(written(folder, "a.jpg,a.json,s1,v1,R,100.2,p.json", "b.jpg, b.json ,s1,v1,,,"))
    assert (one.photo, one.outline, one.print_profile) == (folder / "a.jpg", folder / "a.json", folder / "p.json")
    assert (one.bar_mm, one.rater, one.line) == (100.2, "R", 2)
    assert (other.bar_mm, other.print_profile, other.rater, other.line) == (None, None, "-", 3)


def test_columns_may_stand_in_any_order_and_a_known_value_may_be_given_or_left_out(folder):
    header = "scar,visit,photo,outline,known_area,rater,bar_mm,print_profile"
    one, other = read_table(written(folder, "s,v,a.jpg,a.json,300,,,", "s,v,b.jpg,b.json,,,,", header=header))
    assert (one.known, other.known) == ({"area": 300.0}, {"area": None})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_spreadsheets_leave_a_mark_and_semicolons(folder, encoding):
    path = written(folder, "a.jpg;a.json;s;v;;;", header=HEADER.replace(",", ";"), encoding=encoding)
    assert read_table(path)[0].scar == "s"


@pytest.mark.parametrize(
    ("header", "lines", "said"),
    [
        ("photo,outline", ["a.jpg,a.json"], "line 1: the header lacks 'scar', 'visit'"),
        (f"{HEADER},colour", ["a.jpg,a.json,s,v,,,,"], "line 1: the header has unknown 'colour'"),
        (f"{HEADER},scar", ["a.jpg,a.json,s,v,,,,s"], "line 1: the header repeats 'scar'"),
        (HEADER, [], "no line below the header"),
        (HEADER, ["a.jpg,a.json,s,v,,,", "a.jpg,a.json"], "line 3: 2 cells under 7 columns"),
        (HEADER, ["a.jpg,,s,v,,,"], "line 2: outline is empty"),
        (HEADER, ["a.jpg,a.json,,v,,,"], "line 2: scar is empty"),
        (HEADER, ["a.jpg,a.json,s,v,,,", "c.jpg,a.json,s,v,,,"], "line 3: photo c.jpg: there is no such file"),
        (HEADER, ["a.jpg,a.json,s,v,,wide,"], "line 2: bar_mm 'wide' is no number"),
        (HEADER, ["a.jpg,a.json,s,v,,-5,"], "line 2: bar_mm -5 is no length"),
        (HEADER, ["a.jpg,a.json,s,v,,nan,"], "line 2: bar_mm 'nan' is no number"),
        (HEADER, ['a.jpg,a.json,s,v,,"100,2",'], "line 2: bar_mm '100,2' is no number; write it like 100.2"),
        (HEADER, ["a.jpg,a.json,s,v,R,,", "a.jpg,b.json,s,v,R,,"], "line 3: a.jpg by rater R is already on line 2"),
        (HEADER, ["a.jpg,a.json,s,v,R,,", "a.jpg,b.json,s,w,Q,,"], "but on line 2 of scar s, visit v"),
        (HEADER, ['a.jpg,"a.json,s,v,R,,'], "check the quotation marks"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(folder, header, lines, said):
    with pytest.raises(UsageError) as caught:
        read_table(written(folder, *lines, header=header))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_blank_lines_do_not_count_but_keep_the_numbering(folder):
    with pytest.raises(UsageError, match=r"line 4: photo c\.jpg"):
        read_table(written(folder, "a.jpg,a.json,s,v,,,", "", "c.jpg,a.json,s,v,,,"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "it is empty"), (b"photo\n\xff\xfe", "line 2: not UTF-8"), (None, "a study is a folder with study.csv")],
)
def test_a_file_that_is_none_is_named(folder, content, said):
    path = folder / "study.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_table(path)
