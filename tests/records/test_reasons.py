"""Every reason is one that somebody can meet, and says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mesoject
from mesoject.records import REASONS, Refused, reason
from mesoject.report.reason_table import reason_table

SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(mesoject.__file__).parent.rglob("*.py")
    if path.name != "reasons.py"
)


@pytest.mark.parametrize("code", REASONS)
def test_every_kind_is_used_somewhere(code):
    assert re.search(rf'reason\(\s*"{code}"', SOURCE)


def test_every_reason_that_is_given_is_of_a_known_kind():
    assert set(re.findall(r'\breason\(\s*"(\w+)"', SOURCE)) <= set(REASONS)


@pytest.mark.parametrize("code", REASONS)
def test_every_kind_says_what_it_means_and_what_to_do(code):
    kind = REASONS[code]
    for sentence in (kind.meaning, kind.remedy):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert len(sentence) > 15


def test_the_documentation_lists_them_as_they_are():
    """`make docs` writes it; the repository's copy is the one that people read."""
    page = Path(__file__).parents[2] / "docs" / "refusals.md"
    assert page.read_text(encoding="utf-8") == reason_table()


def test_a_kind_may_refuse_here_and_warn_there():
    assert reason("blur", "Soft.").fatal
    assert not reason("blur", "Soft.", fatal=False).fatal
    assert reason("blur", "Soft.").remedy == REASONS["blur"].remedy


@pytest.mark.parametrize("code", ["no_outline", "outline_foreign", "outline_outside", "outline_invalid", "not_drawn"])
def test_what_a_scan_can_meet_too_speaks_of_both(code):
    kind = REASONS[code]
    assert "photograph or scan" in f"{kind.meaning} {kind.remedy}"
    assert "outline PHOTO" not in kind.remedy


def test_an_unknown_file_is_told_which_scans_are_known():
    assert ".ply" in REASONS["not_an_image"].remedy


def test_an_unknown_kind_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        reason("bad_luck", "It happens.")


def test_a_refusal_reads_as_a_sentence_with_its_way_out():
    refused = Refused([reason("one_strip", "Strip D is missing."), reason("blur", "Soft.")])
    assert str(refused).startswith("one_strip: Strip D is missing. Repeat with both strips")
    assert [why.code for why in refused.reasons] == ["one_strip", "blur"]
