"""Answers that contradict each other or the calendar; drug names that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

from mesoject.protocol.facts import INTAKE_SECTIONS, planning_values
from mesoject.protocol.intake_file import IntakeError
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.answers import Absence
from mesoject.records.intake import Drug, Intake
from mesoject.records.session_day import SessionDay

EARLIEST: Final = date(1900, 1, 1)
FIRST_INTAKE, LAST_INTAKE = date(2000, 1, 1), date(2100, 1, 1)
KEEPS: Final = timedelta(days=730)  # a plan further off stands on answers that no longer hold
FUTURE: Final = {"goals.first_session_on"}


def checked(intake: Intake, book: RuleBook) -> Intake:
    """Return the intake with the ATC codes of known drugs filled in.

    Raises
    ------
    IntakeError
        Impossible dates, contradictions, or a drug name that is not in the list; the nearest are named, none is
        taken instead.
    """
    coded = _with_codes(intake, book)
    faults = [*_dates(coded), *_contradictions(coded), *_not_applicable(coded, book)]
    drugs = intake.medicines.drugs
    if isinstance(drugs, tuple):
        faults += [line for drug in drugs for line in _drug_faults(drug, book)]
    if faults:
        raise IntakeError(faults)
    return coded


def checked_day(session: SessionDay, intake: Intake) -> SessionDay:
    """Return the answers of the day, if its dates can be true together with the intake's.

    Raises
    ------
    IntakeError
        A session before the intake or years after it, or a last session that lies after today.
    """
    last, faults = session.today.last_session_on, []
    if not intake.asked_on <= session.on <= intake.asked_on + KEEPS:
        faults.append(
            f"on: {session.on} must lie between the day of the intake, {intake.asked_on}, and two years after it; "
            "correct the date, or ask anew"
        )
    if isinstance(last, date) and not EARLIEST <= last < session.on:
        faults.append(f"today.last_session_on: {last} must lie before today, {session.on}; correct the date")
    if faults:
        raise IntakeError(faults)
    return session


def known_drugs(book: RuleBook) -> dict[str, str]:
    """Return the ATC code of every drug name in the list."""
    return {name.casefold(): code for entry in book.drugs for name, code in entry.names.items()}


def _dates(intake: Intake) -> Iterator[str]:
    if not FIRST_INTAKE <= intake.asked_on <= LAST_INTAKE:
        yield f"asked_on: {intake.asked_on} must lie between {FIRST_INTAKE} and {LAST_INTAKE}; correct the date"
        return
    latest = intake.asked_on + KEEPS
    treatments = intake.goals.other_treatments
    for treatment in treatments if isinstance(treatments, tuple) else ():
        if not EARLIEST <= treatment.on <= latest:
            yield (
                f"goals.other_treatments: {treatment.kind} on {treatment.on} must lie between {EARLIEST} and {latest}, "
                "two years after the intake; correct the date"
            )
    for section in INTAKE_SECTIONS:
        for name, answer in getattr(intake, section).__dict__.items():
            if not isinstance(answer, date):
                continue
            full = f"{section}.{name}"
            if full in FUTURE:
                if answer < intake.asked_on:
                    yield f"{full}: {answer} lies before the day of the intake, {intake.asked_on}; give a later day"
                elif answer > latest:
                    yield f"{full}: {answer} lies more than two years after the intake; give an earlier day"
            elif not EARLIEST <= answer <= intake.asked_on:
                yield (
                    f"{full}: {answer} must lie between {EARLIEST} and the day of the intake, {intake.asked_on}; "
                    "correct the date"
                )


def _contradictions(intake: Intake) -> Iterator[str]:
    scar, person, health = intake.scar, intake.person, intake.health
    if person.sex == "male" and person.pregnant is True:
        yield "person.pregnant: yes, while person.sex is male; correct one of them"
    if scar.open is True and isinstance(scar.closed_on, date):
        yield f"scar.closed_on: {scar.closed_on}, while scar.open is yes; correct one of them"
    if isinstance(scar.height_mm, float | int) and not isinstance(scar.profile, Absence):
        low, high = {"flat": (-0.5, 0.5), "raised": (0.0, 60.0), "depressed": (-20.0, 0.0)}[scar.profile]
        if not low <= scar.height_mm <= high:
            yield (
                f"scar.height_mm: {scar.height_mm} mm, while by touch the scar is {scar.profile} "
                f"({low} to {high} mm); feel or measure again"
            )
    if _numbers(scar.height_mm, scar.max_height_mm) and scar.max_height_mm < scar.height_mm:  # type: ignore[operator]
        yield f"scar.max_height_mm: {scar.max_height_mm} is lower than scar.height_mm; correct one of them"
    if scar.measured is False and _numbers(scar.height_mm):
        yield "scar.height_mm: given, while scar.measured is no; correct one of them"
    if health.diabetes is False and isinstance(health.hba1c_percent, float | int) and health.hba1c_percent >= 6.5:
        yield f"health.hba1c_percent: {health.hba1c_percent} %, while health.diabetes is no; correct one of them"
    platelets = health.platelets_e9_per_l
    if health.low_platelets is False and isinstance(platelets, float | int) and platelets < 100:
        yield f"health.platelets_e9_per_l: {platelets}, while health.low_platelets is no; correct one of them"


def _not_applicable(intake: Intake, book: RuleBook) -> Iterator[str]:
    """``not_applicable`` where the other answers say that the question does apply."""
    facts = planning_values(intake, book.applies)
    for name, node in book.applies.items():
        section, field = name.split(".", 1)
        if (
            section in INTAKE_SECTIONS
            and getattr(getattr(intake, section), field) is Absence.NOT_APPLICABLE
            and node.value(facts) is True
        ):
            yield f"{name}: 'not_applicable', while other answers say that it applies; answer it, or write 'missing'"


def _drug_faults(drug: Drug, book: RuleBook) -> Iterator[str]:
    known = known_drugs(book)
    code = known.get(drug.name.casefold())
    if code is None and "atc" not in drug.model_fields_set:
        near = get_close_matches(drug.name.casefold(), known, n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else "no name in the list is near."
        yield (
            f"medicines.drugs: `{drug.name}` is not in the list; {hint} Correct the name, give its ATC code, or "
            "write atc = 'missing' for a clinician to decide"
        )
    if code is not None and not isinstance(drug.atc, Absence) and not drug.atc.startswith(code):
        yield f"medicines.drugs: `{drug.name}` is {code}, not {drug.atc}; correct one of them"


def _with_codes(intake: Intake, book: RuleBook) -> Intake:
    if not isinstance(intake.medicines.drugs, tuple):
        return intake
    known = known_drugs(book)
    drugs = tuple(
        drug.model_copy(update={"atc": known[drug.name.casefold()]})
        if isinstance(drug.atc, Absence) and drug.name.casefold() in known
        else drug
        for drug in intake.medicines.drugs
    )
    return intake.model_copy(update={"medicines": intake.medicines.model_copy(update={"drugs": drugs})})


def _numbers(*answers: object) -> bool:
    return all(isinstance(a, float | int) and not isinstance(a, bool) for a in answers)
