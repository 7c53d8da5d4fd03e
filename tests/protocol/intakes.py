"""Intakes for the tests: single answers changed, and hypothesis strategies over the whole space of answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from mesoject.protocol.facts import INTAKE_SECTIONS, SECTIONS, VOCABULARY
from mesoject.records.intake import Intake
from mesoject.records.session_day import SessionDay

ASKED_ON = date(2026, 11, 22)
ABSENCES = ("missing", "declined")
ATC = ("B01AA03", "B01AC06", "B01AF01", "N02BA01", "M01AE01", "D10BA01", "H02AB06", "C01BD01", "J04BA02", "A10BA02")
DRUGS = [
    {"name": "warfarin", "atc": "B01AA03"}, {"name": "aspirin low dose", "atc": "B01AC06"},
    {"name": "rivaroxaban", "atc": "B01AF01"}, {"name": "aspirin", "atc": "N02BA01"},
    {"name": "ibuprofen", "atc": "M01AE01"}, {"name": "isotretinoin", "atc": "D10BA01"},
    {"name": "prednisolone", "atc": "H02AB06"}, {"name": "amiodarone", "atc": "C01BD01"},
    {"name": "dapsone", "atc": "J04BA02"}, {"name": "metformin", "atc": "A10BA02"},
    {"name": "sertraline", "atc": "N06AB06"}, {"name": "enoxaparin", "atc": "B01AB05"},
    {"name": "unheard of", "atc": "missing"}, {"name": "clopidogrel", "atc": "B01AC04"},
]  # fmt: skip
SUPPLEMENTS = ("garlic", "ginkgo", "fish oil", "st john's wort", "arnica", "something else")
NUMBERS: dict[str, tuple[float, ...]] = {
    "person.age_years": (0, 10, 17.9, 18, 21.9, 22, 40, 64.9, 65, 90, 120), "person.weight_kg": (25, 50, 70, 111, 400),
    "person.fitzpatrick": (1, 2, 3, 4, 6), "scar.area_cm2": (0.05, 1, 20, 90, 700, 2000),
    "scar.height_mm": (-20, -1, -0.5, 0, 0.4, 0.6, 3, 6, 60), "scar.max_height_mm": (-1, 0, 5, 5.1, 60),
    "scar.delta_l": (-20, -3, -2.9, 0, 2.9, 3, 20), "scar.delta_a": (-5, 0, 1.9, 2, 10), "scar.itch": (0, 1, 10),
    "scar.pain": (0, 1, 10), "scar.motion_deficit_deg": (0, 1, 90), "scar.skin_thickness_mm": (0.4, 0.45, 0.5, 1, 6),
    "leg.abpi": (0, 0.5, 0.79, 0.8, 0.89, 0.9, 1.3, 1.31, 3), "leg.cellulitis_episodes": (0, 1, 2, 9),
    "health.platelets_e9_per_l": (0, 49, 50, 99, 100, 250), "health.haemoglobin_g_dl": (5, 9.9, 10, 14),
    "health.hba1c_percent": (4, 6.4, 8.4, 8.5, 12), "medicines.inr": (0.9, 2.5, 3.5, 3.6, 9),
    "device.angle_deg": (1, 30, 45, 90), "device.product_max_ml": (0.005, 0.5, 5, 50), "goals.sessions": (1, 3, 4),
    "today.cream_minutes": (0, 60, 300, 301),
}  # fmt: skip
DAYS_AGO = (0, 1, 2, 6, 7, 8, 13, 14, 20, 21, 27, 28, 30, 31, 41, 42, 90, 91, 179, 180, 364, 365, 366, 900)


def changed(intake: Intake, answers: dict[str, Any]) -> Intake:
    """The same intake with some answers changed; checked as if it had been read from a file."""
    return Intake.model_validate(_merged(intake, answers))


def changed_day(day: SessionDay, answers: dict[str, Any]) -> SessionDay:
    return SessionDay.model_validate(_merged(day, answers))


def _merged(record: BaseModel, answers: dict[str, Any]) -> dict[str, Any]:
    raw = record.model_dump(mode="json")
    for name, answer in answers.items():
        section, field = name.split(".")
        raw[section][field] = answer
    return raw


def days_ago(days: int) -> str:
    return (ASKED_ON - timedelta(days=days)).isoformat()


@st.composite
def given_answers(draw: st.DrawFn, name: str) -> Any:
    """A given answer to one question (no absence), in the form of a file."""
    kind = VOCABULARY[name]
    if kind.name == "truth":
        return draw(st.booleans())
    if kind.name == "number":
        return draw(st.sampled_from(NUMBERS[name]))
    if kind.name == "date":
        ago = draw(st.sampled_from(DAYS_AGO))
        return days_ago(-ago if name in ("goals.first_session_on", "product.expires_on") else ago)
    if kind.name == "choice":
        return draw(st.sampled_from(sorted(kind.choices)))
    if kind.name == "choices":
        return draw(st.lists(st.sampled_from(sorted(kind.choices)), min_size=1, max_size=4, unique=True))
    if kind.name == "text":
        return "make and model"
    if kind.name == "texts":
        return draw(st.lists(st.sampled_from(SUPPLEMENTS), min_size=1, max_size=3, unique=True))
    return draw(RECORDS[name])


@st.composite
def any_answers(draw: st.DrawFn, name: str) -> Any:
    """Any answer that the record allows, absences included."""
    if draw(st.integers(0, 3)):
        return draw(given_answers(name))
    section, field = name.split(".")
    annotation = str(SECTIONS[section].model_fields[field].annotation)
    words = [w for w in ("none", "missing", "declined", "not_applicable") if f"'{w}'" in annotation]
    return draw(st.sampled_from(words))


@st.composite
def intakes(draw: st.DrawFn, base: Intake, most: int = 12) -> Intake:
    """The base with up to ``most`` answers changed, or a blank intake with as many given."""
    start = draw(st.sampled_from([base, Intake(reference="blank", asked_on=ASKED_ON)]))
    names = draw(st.lists(st.sampled_from(INTAKE_NAMES), max_size=most, unique=True))
    return changed(start, {name: draw(any_answers(name)) for name in names})


@st.composite
def days(draw: st.DrawFn, base: SessionDay) -> SessionDay:
    names = draw(st.lists(st.sampled_from(DAY_NAMES), max_size=6, unique=True))
    return changed_day(base, {name: draw(any_answers(name)) for name in names})


INTAKE_NAMES = [name for name in VOCABULARY if name.split(".")[0] in INTAKE_SECTIONS]
DAY_NAMES = [name for name in VOCABULARY if name.split(".")[0] in ("today", "product")]
PRESCRIBED = st.sampled_from([True, False, "missing"])
TREATMENT_KINDS = sorted(VOCABULARY["goals.other_treatments"].fields["kind"].choices)
RECORDS: dict[str, st.SearchStrategy[Any]] = {
    "medicines.drugs": st.lists(
        st.builds(lambda drug, prescribed: {**drug, "prescribed": prescribed}, st.sampled_from(DRUGS), PRESCRIBED),
        min_size=1, max_size=4, unique_by=lambda drug: drug["name"]),
    "medicines.skin_products": st.lists(st.fixed_dictionaries({
        "kind": st.sampled_from(["retinoid", "acid_peel", "hydroquinone", "other"]),
        "name": st.sampled_from(["tretinoin", "azelaic cream", "peeling lotion"]), "prescribed": PRESCRIBED,
    }), min_size=1, max_size=3, unique_by=lambda product: product["name"]),
    "goals.other_treatments": st.lists(st.fixed_dictionaries({
        "kind": st.sampled_from(TREATMENT_KINDS), "on": st.integers(-300, 300).map(days_ago), "prescribed": PRESCRIBED,
    }), min_size=1, max_size=3),
    "coverage.failed_care": st.lists(st.fixed_dictionaries({
        "kind": st.sampled_from(["silicone", "pressure"]), "months": st.sampled_from([1, 3, 12]),
        "helped": st.booleans(),
    }), min_size=1, max_size=2),
}  # fmt: skip
