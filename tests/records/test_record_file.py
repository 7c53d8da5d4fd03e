"""Hand-written TOML: every fault has its line, names what was given and says what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoject.records.course import Course
from mesoject.records.record_file import RecordError, parse_record, read_record
from mesoject.records.toml_lines import toml_lines

GOOD = """\
code = "K7"
[scar]
site = "calf"   # here
note_to_self.deep = 1

[[visits]]
date = 2025-02-03
notes = '''
date = "this is no key"
'''
[[visits.photos]]
file = "a.jpg"
[[visits.photos]]
file = "b.jpg"
[[visits]]
date = 2025-03-03
[[visits.photos]]
file = "c.jpg"
"""


def test_every_key_has_its_line():
    lines = toml_lines(GOOD)
    assert lines["scar", "site"] == 3
    assert lines["scar", "note_to_self", "deep"] == 4
    assert lines["visits", 0, "photos", 1, "file"] == 14
    assert lines["visits", 1, "photos", 0] == 17
    assert lines["visits", 1, "date"] == 16
    assert lines["visits", 0, "date"] == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[scar]\nsight = 'calf'\n", ["course.toml:2: scar.sight", "Did you mean site?"]),
        ("[scar]\nsite = 'nose'\n", ["course.toml:2: scar.site", "'thigh'", "given: 'nose'"]),
        ("[[visits]]\ndate = 2025-13-01\n", ["course.toml:2", "no valid TOML"]),
        ("[[visits]]\ndate = '3 March'\n", ["course.toml:2: visits.1.date"]),
        ("[[visits]]\ndate = 2025-01-01\nphotos = [{file = 3}]\n", ["course.toml:3: visits.1.photos.1.file"]),
        ("[[visits]]\ndate = 2025-01-01\n[[visits]]\nzzz = 1\n", ["course.toml:4: visits.2.zzz", "Keys: date, photos"]),
        ("format = 'x'", ["course.toml:1: format", "mesoject-course/1"]),
        ("a = [", ["course.toml:1", "no valid TOML"]),
    ],
)
def test_a_fault_is_pointed_at(text, said):
    with pytest.raises(RecordError) as raised:
        parse_record(text, "course.toml", Course)
    assert all(words in str(raised.value) for words in said), str(raised.value)


def test_a_list_is_not_called_empty_because_its_rows_are_wrong():
    with pytest.raises(RecordError) as raised:
        parse_record("[[visits]]\ndate = 'x'\n", "course.toml", Course)
    assert len(raised.value.faults) == 1


def test_text_that_is_not_utf8_is_pointed_at(tmp_path):
    path = tmp_path / "course.toml"
    path.write_bytes(b"code = 'a'\n# caf\xe9\n")
    with pytest.raises(RecordError, match=r"course\.toml:2: not UTF-8"):
        read_record(path, Course)


def test_a_missing_or_endless_file_is_said(tmp_path):
    with pytest.raises(RecordError, match="cannot be read"):
        read_record(tmp_path / "gone.toml", Course)
    (tmp_path / "long.toml").write_bytes(b"#" * 3_000_000)
    with pytest.raises(RecordError, match="larger than"):
        read_record(tmp_path / "long.toml", Course)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text):
    faults = _faults(text)
    assert all(fault.startswith("course.toml") and len(fault) > 15 for fault in faults)


def _faults(text):
    try:
        parse_record(text, "course.toml", Course)
    except RecordError as error:
        return error.faults
    return ()
