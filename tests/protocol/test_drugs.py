"""Every row of the drug table: which advice it gives, and that an unrelated drug does not get it."""

from __future__ import annotations

import pytest
from intakes import changed

from mesoject.protocol import IntakeError, checked, make_plan
from mesoject.protocol.drugs import drug_advice

ROWS = {
    "D01": ("warfarin", "B01AA03", "continue"), "D02": ("acenocoumarol", "B01AA07", "continue"),
    "D03": ("apixaban", "B01AF02", "continue"), "D04": ("rivaroxaban", "B01AF01", "continue"),
    "D05": ("edoxaban", "B01AF03", "continue"), "D06": ("dabigatran", "B01AE07", "continue"),
    "D07": ("enoxaparin", "B01AB05", "ask the prescriber"), "D08": ("aspirin low dose", "B01AC06", "continue"),
    "D09": ("clopidogrel", "B01AC04", "continue"), "D10": ("ticagrelor", "B01AC24", "continue"),
    "D11": ("dipyridamole", "B01AC07", "continue"), "D12": ("aspirin", "N02BA01", "ask the prescriber"),
    "D13": ("naproxen", "M01AE02", "ask the prescriber"), "D14": ("celecoxib", "M01AH01", "continue"),
    "D15": ("sertraline", "N06AB06", "continue"), "D16": ("prednisolone", "H02AB06", "ask the prescriber"),
    "D17": ("tranexamic acid", "B02AA02", "continue"), "D18": ("ibrutinib", "L01EL01", "ask the prescriber"),
    "D19": ("isotretinoin", "D10BA01", "ask the prescriber"), "D20": ("amiodarone", "C01BD01", "ask the prescriber"),
    "D21": ("dapsone", "J04BA02", "continue"), "D99": ("paracetamol", "N02BE01", "continue"),
}  # fmt: skip
PAUSES = {"D12": 7, "D13": 3}
SUPPLEMENTS = {
    "U01": ("garlic", 7), "U02": ("ginkgo", 2), "U03": ("ginseng", 7), "U04": ("fish oil", 0), "U05": ("vitamin e", 7),
    "U06": ("turmeric", 7), "U07": ("st john's wort", 5), "U08": ("arnica", 0),
}  # fmt: skip


def advice(healthy, book, name: str, **more):
    intake = checked(changed(healthy, {"medicines.drugs": [{"name": name, **more}]}), book)
    return drug_advice(intake, book)[0]


@pytest.mark.parametrize("row", ROWS)
def test_a_known_name_gets_its_code_and_its_row(row, healthy, book):
    name, atc, wording = ROWS[row]
    found = advice(healthy, book, name, prescribed=True)
    assert (found.id, found.atc, found.wording, found.days_before) == (row, atc, wording, 0)


@pytest.mark.parametrize("row", ROWS)
def test_another_drug_does_not_get_the_row(row, healthy, book):
    other = "metformin" if row != "D99" else "warfarin"
    assert advice(healthy, book, other, prescribed=True).id != row


@pytest.mark.parametrize("row", ROWS)
def test_bought_freely_only_pain_killers_may_be_paused(row, healthy, book):
    found = advice(healthy, book, ROWS[row][0], prescribed=False)
    assert found.days_before == PAUSES.get(row, 0)
    assert (found.wording == "may be paused") == (row in PAUSES)


def test_all_rows_are_tested(book):
    assert {e.id for e in book.drugs} == ROWS.keys()
    assert {e.id for e in book.supplements} == SUPPLEMENTS.keys()


@pytest.mark.parametrize("row", SUPPLEMENTS)
def test_supplements(row, healthy, book):
    name, days = SUPPLEMENTS[row]
    found = drug_advice(changed(healthy, {"medicines.supplements": [name]}), book)
    assert [(a.id, a.days_before) for a in found] == [(row, days)]


def test_a_supplement_that_is_not_in_the_list_gets_no_claim(healthy, book):
    found = drug_advice(changed(healthy, {"medicines.supplements": ["royal jelly"]}), book)
    assert [(a.wording, a.days_before) for a in found] == [("continue", 0)]
    assert "not in our list" in found[0].text_en


@pytest.mark.parametrize(
    ("name", "nearest"), [("warfarine", "warfarin"), ("Ibuprofin", "ibuprofen"), ("clopidogrell", "clopidogrel")]
)
def test_an_unknown_name_is_never_guessed(name, nearest, healthy, book):
    with pytest.raises(IntakeError, match=f"did you mean {nearest}"):
        make_plan(changed(healthy, {"medicines.drugs": [{"name": name, "prescribed": True}]}), book)


def test_a_drug_outside_the_list_needs_a_code_or_a_word(healthy, book):
    with pytest.raises(IntakeError, match="give its ATC code"):
        advice(healthy, book, "zzzz")
    assert advice(healthy, book, "zzzz", atc="R06AE09").wording == "ask the prescriber"
    left_open = changed(healthy, {"medicines.drugs": [{"name": "zzzz", "atc": "missing"}]})
    assert "atc of zzzz" in {name for hit in make_plan(left_open, book).gate.hits for name in hit.missing}


def test_name_and_code_must_agree(healthy, book):
    with pytest.raises(IntakeError, match="is B01AA03, not M01AE01"):
        advice(healthy, book, "warfarin", atc="M01AE01")
