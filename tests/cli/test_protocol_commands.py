"""The commands round the rules, run as a person would."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from mesoject.cli import app, run

HEALTHY = Path(__file__).parents[1] / "protocol" / "healthy.toml"
SESSION = """
on = 2027-01-11
[today]
fever = {fever}
tanned = false
pregnant = false
resuscitation_kit = true
last_session_on = "not_applicable"
open_adverse_event = "not_applicable"
needled_skin_numbing = false
cream_minutes = 60
side_and_site_confirmed = true
[product]
actives = ["vitamin_c"]
sterile = true
labelled_intradermal = true
single_use = true
lot_recorded = true
expires_on = 2028-01-01
"""


def said(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def write(tmp_path):
    def one(text: str, name: str = "file.toml") -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return one


def test_plan_writes_every_file(tmp_path):
    output = said("plan", str(HEALTHY), "-o", str(tmp_path))
    assert "Gate: pass" in output
    assert len(list(tmp_path.iterdir())) == 9
    assert json.loads((tmp_path / "plan.json").read_text())["format"] == "mesoject-plan/1"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_patient_gets_one_page(language, tmp_path):
    said("plan", str(HEALTHY), "-o", str(tmp_path))
    page = pypdfium2.PdfDocument(tmp_path / f"patient.{language}.pdf")
    assert len(page) == 1
    assert ("Ihre Sitzungen" if language == "de" else "Your sessions") in page[0].get_textpage().get_text_range()


def test_a_new_plan_shows_what_changed(tmp_path, write):
    said("plan", str(HEALTHY), "-o", str(tmp_path))
    smoker = write(HEALTHY.read_text().replace("smoker = false", "smoker = true"))
    output = said("plan", smoker, "-o", str(tmp_path / "new"), "--since", str(tmp_path / "plan.json"))
    assert "Changed: verdict: pass → caution" in output


def test_an_override_from_a_file(tmp_path, write):
    keloid = write(HEALTHY.read_text().replace("beyond_border = false", "beyond_border = true"), "intake.toml")
    decision = write(
        '[[override]]\nrule = "G01.keloid"\nrole = "specialist"\nname = "Dr Example"\non = 2026-11-23\n'
        'reason = "Seen together with the scar clinic."\n'
    )
    assert "Gate: refuse" in said("plan", keloid, "-o", str(tmp_path / "a"))
    assert "Gate: pass" in said("plan", keloid, "-o", str(tmp_path / "b"), "--overrides", decision)


def test_bad_answers_leave_no_file(tmp_path, write, monkeypatch, capsys):
    broken = write(HEALTHY.read_text().replace("age_years = 40", "age_years = 400"))
    monkeypatch.setattr("sys.argv", ["mesoject", "plan", broken, "-o", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 2
    said_so = capsys.readouterr().err
    assert "mesoject: file.toml:6: person.age_years: Input should be less than or equal to 120 (given: 400)" in said_so
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("fever", "code", "verdict"), [("false", 0, "pass"), ("true", 1, "defer")])
def test_the_gate_of_the_day(fever, code, verdict, write):
    output = said("gate", str(HEALTHY), write(SESSION.format(fever=fever)), code=code)
    assert f"Gate on 2027-01-11: {verdict}" in output


def test_the_gate_of_the_day_with_a_decision(write):
    keloid = write(HEALTHY.read_text().replace("beyond_border = false", "beyond_border = true"), "intake.toml")
    decision = write(
        '[[override]]\nrule = "G01.keloid"\nrole = "specialist"\nname = "Dr Example"\non = 2026-11-23\n'
        'reason = "Seen together with the scar clinic."\n',
        "decision.toml",
    )
    day = write(SESSION.format(fever="false"))
    assert "Gate on 2027-01-11: refuse" in said("gate", keloid, day, code=1)
    assert "Gate on 2027-01-11: pass" in said("gate", keloid, day, "--overrides", decision)


def test_triage(write):
    entry = write(
        'symptom = "swollen_calf"\nday = 5\nseverity = "mild"\ngetting_worse = false\nanticoagulated = false\n'
    )
    assert said("triage", entry).startswith("same day\nF07: See a doctor today")
    assert "F07: Lassen Sie sich heute ansehen" in said("triage", entry, "--language", "de")


def test_packet(write):
    prices = write('currency = "EUR"\nconsultation = "80"\nsession = "250"\n')
    assert "In all 830.00 EUR" in said("packet", str(HEALTHY), "--prices", prices)
    assert json.loads(said("packet", str(HEALTHY), "--json"))["conclusion"] == "answers missing"


def test_rules_check_list_show_diff():
    assert "gate rules" in said("rules", "check")
    assert "changed: G10.isotretinoin" in said("rules", "check", "--rules", "strict")
    assert "G66.unknown" in said("rules", "list", "--table", "rule")
    assert "G66.unknown" not in said("rules", "list", "--table", "drug")
    shown = said("rules", "show", "G15.inr_high")
    assert "condition: medicines.inr > 3.5" in shown
    assert "[S108] Palamaras 2015" in shown
    assert "G10.isotretinoin.action: review → refuse" in said("rules", "diff", "strict")
    assert said("rules", "diff", "strict", "strict") == ""


def test_rules_book(tmp_path):
    assert said("rules", "book").startswith("# Rule book")
    said("rules", "book", "-o", str(tmp_path / "book.pdf"))
    said("rules", "book", "-o", str(tmp_path / "book.md"))
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("arguments", "says"), [
    (["rules", "show", "G15.inr"], "near are G15.inr"), (["rules", "list", "--table", "x"], "the tables are"),
    (["rules", "check", "--rules", "nowhere.toml"], "nowhere.toml: cannot be read"),
    (["intake", "schema", "x"], "the records are"),
])  # fmt: skip
def test_what_does_not_exist(arguments, says, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["mesoject", *arguments])
    with pytest.raises(SystemExit):
        run()
    assert says in capsys.readouterr().err


def test_intake_questions_and_schema():
    assert "How old are you?" in said("intake", "questions")
    assert json.loads(said("intake", "schema", "intake"))["title"] == "Intake"


@pytest.mark.parametrize("command", [("plan", "INTAKE", "-o", "FILE"), ("rules", "book", "-o", "NOWHERE")])
def test_a_place_that_cannot_be_written_is_told_in_a_line(command, tmp_path, write, monkeypatch, capsys):
    paths = {"INTAKE": write(HEALTHY.read_text()), "NOWHERE": str(tmp_path / "no" / "book.md")}
    taken = tmp_path / "taken"
    taken.write_text("")
    monkeypatch.setattr("sys.argv", ["mesoject", *(paths.get(c, str(taken) if c == "FILE" else c) for c in command)])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 2
    said_so = capsys.readouterr().err
    assert said_so.count("\n") == 1
    assert said_so.endswith("give another path\n")
