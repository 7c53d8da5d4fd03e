"""Of a prescribed drug nobody is told to go without: checked on every text that leaves the house."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from intakes import RECORDS, changed, intakes

from mesoject.cli.plan_files import plan_files
from mesoject.exchange.plan_calendar import plan_calendar_ics
from mesoject.protocol import IntakeError, make_packet, make_plan
from mesoject.records.answers import Absence
from mesoject.records.intake import Intake
from mesoject.report.blocks import to_markdown
from mesoject.report.packet_document import packet_document
from mesoject.report.patient_sheet import LANGUAGES, patient_sheet
from mesoject.report.plan_document import plan_document
from mesoject.report.questions import question_document
from mesoject.report.rule_book import rule_book

GO_WITHOUT = re.compile(
    r"\b(stop|stops|stopped|stopping|hold|holds|held|holding|pause|paused|pausing|discontinu\w*|cease\w*|quit\w*|halt\w*|"
    r"suspend\w*|interrupt\w*|withhold\w*|skip\w*|omit\w*|avoid\w*|(leave|leaves|left|leaving)\b.{0,20}\b(off|out)|"
    r"give up|come off|do not (take|use)|don't (take|use)|no longer (take|use))\b"
    r"|absetz\w*|abgesetzt|aussetz\w*|ausgesetzt|pausier\w*|stopp\w*|unterbrech\w*|unterbroch\w*|weglass\w*|weggelassen|"
    r"\blassen\b.*\bweg\b|auslassen|verzicht\w*|nicht (mehr )?(ein)?nehmen|nicht (mehr )?verwenden",
    re.IGNORECASE,
)
MEDICINE = re.compile(
    r"prescri|medicine|medication|\bdrug|tablet|capsule|blood.?thin|retinoid|hydroquinone|cortisone|isotretinoin|"
    r"verordn|verschr[ie]|medikament|arznei|tablette|kapsel|blutverdünn|kortison",
    re.IGNORECASE,
)
OWN = re.compile(r"yourself|selbst gekauft", re.IGNORECASE)
MEDICINES = {
    "medicines.drugs": st.one_of(st.just("none"), RECORDS["medicines.drugs"]),
    "medicines.skin_products": st.one_of(st.just("none"), RECORDS["medicines.skin_products"]),
    "medicines.supplements": st.one_of(st.just("none"), st.just(["garlic", "ginkgo", "st john's wort"])),
}
quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def texts(plan) -> dict[str, str]:
    found = {"plan": to_markdown(plan_document(plan))}
    for language in LANGUAGES:
        found[f"patient {language}"] = to_markdown(patient_sheet(plan, language))
        ics = plan_calendar_ics(plan, language).decode()
        found[f"calendar {language}"] = ics.replace("\r\n ", "").replace("\\n", "\n")
    return found


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?;])\s|\n|\|", text) if s.strip()]


def prescribed_names(intake: Intake) -> list[str]:
    medicines = intake.medicines
    lists = [items for items in (medicines.drugs, medicines.skin_products) if not isinstance(items, Absence)]
    return [item.name for items in lists for item in items if item.prescribed is not False]


def assert_nobody_goes_without(plan, intake: Intake) -> None:
    names = prescribed_names(intake)
    for where, text in texts(plan).items():
        for sentence in sentences(text):
            if GO_WITHOUT.search(sentence):
                assert not [n for n in names if re.search(rf"\b{re.escape(n)}\b(?! low)", sentence)], (where, sentence)
                assert OWN.search(sentence) or not MEDICINE.search(sentence), (where, sentence)


@quick
@given(data=st.data())
def test_no_text_in_any_language_tells_anyone_to_go_without_a_prescribed_drug(data, healthy, book):
    intake = data.draw(intakes(healthy))
    extra = {name: data.draw(strategy) for name, strategy in MEDICINES.items()}
    intake = changed(intake, extra)
    try:
        plan = make_plan(intake, book)
    except IntakeError:
        assume(False)
    assert_nobody_goes_without(plan, intake)
    for advice in plan.drugs:
        if advice.prescribed or (advice.atc or "").startswith("B01"):
            assert advice.wording in ("continue", "ask the prescriber", "move the session")
            assert advice.days_before == 0


def test_the_search_finds_what_it_looks_for():
    for sentence in (
        "Stop taking warfarin.",
        "Pause it.",
        "Leave it off.",
        "Setzen Sie es nicht ab, pausieren Sie es.",
        "Lassen Sie die Tablette weg.",
    ):
        assert GO_WITHOUT.search(sentence)
    assert not GO_WITHOUT.search("Keep taking it exactly as before.")
    assert not GO_WITHOUT.search("Nehmen Sie es genau so weiter wie bisher.")


def test_no_reason_of_any_rule_says_it(book):
    for entry in book.all():
        for field, text in entry.model_dump(mode="json", exclude={"sources", "note"}).items():
            for sentence in sentences(text) if isinstance(text, str) and field not in entry.CONDITIONS else []:
                told = GO_WITHOUT.search(sentence) and MEDICINE.search(sentence)
                assert not told or OWN.search(sentence), (entry.id, sentence)


def test_no_document_says_it(healthy, book):
    packet = make_packet(healthy, make_plan(healthy, book), book)
    documents = [rule_book(book), question_document(), packet_document(packet)]
    for sentence in (s for d in documents for s in sentences(to_markdown(d))):
        told = GO_WITHOUT.search(sentence) and MEDICINE.search(sentence)
        assert not told or OWN.search(sentence), sentence


@pytest.mark.parametrize(
    ("prescribed", "wording"),
    [(True, "ask the prescriber"), ("missing", "ask the prescriber"), (False, "may be paused")],
)
def test_the_same_pain_killer_prescribed_or_bought(prescribed, wording, healthy, book):
    drugs = [{"name": "ibuprofen", "prescribed": prescribed}]
    assert make_plan(changed(healthy, {"medicines.drugs": drugs}), book).drugs[0].wording == wording


def test_low_dose_aspirin_is_never_paused_even_if_nobody_prescribed_it(healthy, book):
    drugs = [{"name": "aspirin 100 mg", "prescribed": False}]
    assert make_plan(changed(healthy, {"medicines.drugs": drugs}), book).drugs[0].wording == "continue"


@pytest.mark.parametrize(("beside", "wording"), [
    ({}, "may be paused"), ({"health.heart_disease": True}, "ask the prescriber"),
    ({"health.heart_disease": "missing"}, "ask the prescriber"),
])  # fmt: skip
def test_bought_aspirin_is_kept_where_it_may_protect_the_heart(beside, wording, healthy, book):
    plan = make_plan(changed(healthy, {"medicines.drugs": [{"name": "aspirin", "prescribed": False}]} | beside), book)
    assert plan.drugs[0].wording == wording
    assert "after a stroke, keep taking it" in plan.drugs[0].text_en
    assert "nach einem Schlaganfall nehmen, nehmen Sie es weiter" in plan.drugs[0].text_de


@pytest.mark.parametrize("other", [{"name": "clopidogrel"}, {"name": "unheard of", "atc": "missing"}])
def test_bought_aspirin_is_kept_beside_a_blood_thinner_or_an_unknown_drug(other, healthy, book):
    drugs = [{"name": "aspirin", "prescribed": False}, other]
    assert make_plan(changed(healthy, {"medicines.drugs": drugs}), book).drugs[0].wording == "ask the prescriber"


@pytest.mark.parametrize(("answer", "english", "german"), [
    ("leg.clot_suspected", "examined by a doctor today", "heute ärztlich untersuchen"),
    ("scar.suspicious_change", "looked at by a specialist", "fachärztlich angesehen"),
    ("health.sepsis_or_unstable", "call the emergency number", "rufen Sie den Notruf"),
])  # fmt: skip
def test_what_cannot_wait_stands_on_the_sheet(answer, english, german, healthy, book):
    plan = make_plan(changed(healthy, {answer: True}), book)
    for language, words in (("en", english), ("de", german)):
        urgent = to_markdown(patient_sheet(plan, language)).split("\n\n")[1]
        assert words in urgent
        assert words not in to_markdown(patient_sheet(make_plan(healthy, book), language))


def test_a_supplement_says_what_has_to_be_asked_first(healthy, book):
    plan = make_plan(changed(healthy, {"medicines.supplements": ["st john's wort"]}), book)
    assert "If you take it for depression, ask a doctor first." in plan.drugs[0].text_en
    assert "gegen eine Depression" in plan.drugs[0].text_de


def test_a_prescribed_retinoid_moves_the_session_and_an_own_one_rests(healthy, book):
    products = [
        {"kind": "retinoid", "name": "tretinoin", "prescribed": True},
        {"kind": "retinoid", "name": "retinol", "prescribed": False},
    ]
    plan = make_plan(changed(healthy, {"medicines.skin_products": products}), book)
    assert [a.wording for a in plan.drugs] == ["move the session", "may be paused"]
    assert_nobody_goes_without(plan, changed(healthy, {"medicines.skin_products": products}))


def test_nobody_is_promised_that_a_scar_is_removed(healthy, book):
    promise = re.compile(r"scars?[ -](removal|free|be removed)|remov\w+ (of )?(the |your |a )?scar|narbenfrei", re.I)
    found = {where: promise.findall(text) for where, text in texts(make_plan(healthy, book)).items()}
    plan = to_markdown(plan_document(make_plan(healthy, book)))
    assert [where for where, hits in found.items() if hits] == ["plan"]
    told = [s for s in sentences(plan) if promise.search(s)]
    assert all('"Scar removal"' in s for s in told), told  # the claim, quoted beside its verdict


def test_all_files_of_a_plan_are_made(healthy, book):
    files = plan_files(make_plan(healthy, book))
    assert sorted(files) == [
        "calendar.de.ics",
        "calendar.en.ics",
        "patient.de.md",
        "patient.de.pdf",
        "patient.en.md",
        "patient.en.pdf",
        "plan.json",
        "plan.md",
        "plan.pdf",
    ]
    assert files["plan.pdf"].startswith(b"%PDF-")
