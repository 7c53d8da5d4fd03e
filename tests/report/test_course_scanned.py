"""The report of scans and readings: words that fit what was used, and none that a patient would stumble over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from course_cases import START, drawn_course

from mesoject.course.numbers import visit_numbers
from mesoject.course.result import CourseResult, PhotoResult, VisitResult
from mesoject.outcome import judge
from mesoject.records import ErrorPart, Measurement, Provenance, Quantity, reason
from mesoject.records.course import Course, CourseScan, CourseScar, ManualValue, Session, Visit
from mesoject.records.outcome import Verdict
from mesoject.report.course.charts import trend
from mesoject.report.course.clinician import clinician_section, method_words
from mesoject.report.course.patient import patient_section
from mesoject.report.course.report import write_course_report
from mesoject.report.course.tables import verdict_table, visit_table
from mesoject.report.course.unjudged import unjudged
from mesoject.report.course.words import moved

RAISED = {
    "height_mean": (2.0, 1.0),
    "depth_p98": (-0.04, -0.02),
    "volume_raised": (300.0, 150.0),
    "volume_sunken": (0.1, 0.05),
    "sa": (30.0, 20.0),
}
ERRORS = {"height_mean": 0.05, "depth_p98": 0.05, "volume_raised": 8.0, "volume_sunken": 0.2, "sa": 0.5}
UNITS = {"volume_raised": "mm3", "volume_sunken": "mm3", "sa": "um"}


def scanned(values=RAISED, thickness=(), *, refused=False, **scar) -> CourseResult:
    """A course of scans alone, with typed thickness where it is given."""
    count = len(next(iter(values.values()))) if values else len(thickness)
    days = [START + timedelta(days=60 * k) for k in range(count)]
    typed = [
        (ManualValue(quantity="thickness", value=v, standard_error=0.1, unit="mm", instrument="ultrasound"),)
        for v in thickness
    ]
    shots = (CourseScan(file="a.ply", unit="mm"),) if values or refused else ()
    course = Course(
        scar=CourseScar(**{"profile": "raised", **scar}),
        visits=tuple(
            Visit(date=day, scans=shots, values=typed[k] if typed else (), same_leg=True) for k, day in enumerate(days)
        ),
        sessions=(Session(date=START + timedelta(days=5)),),
    )
    made = [() if not values and not refused else (_scan(values, k, refused=refused),) for k in range(count)]
    visits = tuple(VisitResult(day, photos, None) for day, photos in zip(days, made, strict=True))
    outcome = judge(course, visit_numbers(course, visits))
    return CourseResult(course, "K7", visits, outcome, None, (), (("mesoject", "0.1.0"),))


def _scan(values, visit, *, refused) -> PhotoResult:
    if refused:
        why = reason("scan_holes", "The scan has no surface in 12 % of the scar.")
        found = Measurement(status="refused", reasons=(why,))
    else:
        quantities = tuple(_quantity(name, series[visit]) for name, series in values.items())
        source = Provenance(scan_sha256=f"{visit:064x}", method="scan-1", software="mesoject 0.1.0")
        found = Measurement(status="measured", quantities=quantities, provenance=source)
    return PhotoResult(f"scan{visit}.ply", "scar", found, None, drawn=True, carried=False, scan=True)


def _quantity(name, value):
    part = ErrorPart(part="noise", se=ERRORS[name], scope="photo")
    return Quantity(name=name, value=value, unit=UNITS.get(name, "mm"), parts=(part,))


def rows(result, language="en"):
    table = next(b for b in patient_section(result, [], language).blocks if hasattr(b, "rows"))
    return {row[0].text: row for row in table.rows}


def test_a_patient_with_a_raised_scar_reads_of_no_depth_and_one_with_a_sunken_scar_of_no_height():
    assert list(rows(scanned())) == ["Height", "Raised volume"]
    sunken = {"height_mean": (-0.6, -0.3), "depth_p98": (1.2, 0.6), "volume_sunken": (80.0, 40.0)}
    assert list(rows(scanned(sunken, profile="depressed"), "de")) == ["Tiefe", "Fehlendes Volumen"]


def test_a_depth_that_was_there_at_first_stays_on_the_patients_page():
    filled = {"height_mean": (2.0, 1.0), "depth_p98": (0.8, 0.02)}
    assert "Depth" in rows(scanned(filled))


def test_the_primary_quantity_stays_whatever_its_sign():
    assert "Depth" in rows(scanned({"height_mean": (2.0, 1.0), "depth_p98": (-0.04, -0.02)}, profile="depressed"))


@pytest.mark.parametrize(("language", "name"), [("en", "Thickness"), ("de", "Dicke")])
def test_thickness_has_words_of_its_own(language, name):
    result = scanned({}, (3.1, 2.1))
    assert result.outcome.primary == "thickness"
    assert name in rows(result, language)
    assert {"en": "become thinner", "de": "dünner"}[language] in str(patient_section(result, [], language).blocks)


def test_the_method_speaks_of_what_was_used_and_of_nothing_else(tmp_path: Path):
    scans, photographs, typed = scanned(), drawn_course(tmp_path), scanned({}, (3.1, 2.1))
    assert "3D scan" in method_words(scans)
    for words in ("strips", "photograph is", "between photographs", "Maps of change"):
        assert words not in method_words(scans)
        assert words in method_words(photographs)
    assert "scan" not in method_words(photographs)
    both = replace(photographs, visits=(*photographs.visits, *scans.visits))
    assert "strips" in method_words(both)
    assert "3D scan" in method_words(both)
    assert "Readings of instruments" in method_words(typed)
    assert "scan" not in method_words(typed)


def test_a_real_change_that_is_neither_better_nor_worse_is_called_changed():
    result = scanned({k: RAISED[k] for k in ("height_mean", "sa")})
    verdict = result.outcome["sa"].verdicts[-1]
    assert verdict.word == "cannot be judged"
    assert moved(verdict)
    cell = verdict_table(result.outcome).rows[1][5]
    assert (cell.text, cell.tone) == ("changed", "changed")
    assert "neither better nor worse is meant by it" in str(cell)
    assert visit_table(result.outcome, replace(result, visits=result.visits * 2)).rows[1][1].text == "≠"
    assert not any("Roughness" in line for line in unjudged(result))
    assert trend(result.outcome["sa"], _calendar(result), (57.0, 46.0)).startswith("<?xml")


def _calendar(result):
    from mesoject.report.course.calendar import Calendar

    return Calendar(tuple(v.day for v in result.visits), ())


def test_a_patient_is_not_told_that_nobody_can_tell_where_it_changed():
    result = scanned({}, (3.1, 2.1), profile="flat")
    changed = result.outcome["thickness"].verdicts[-1]
    assert not moved(changed)  # its primary, the area, has not moved: nothing else is tested
    tested = changed.model_copy(update={"tested": True, "adjusted_low": -1.4, "adjusted_high": -0.6})
    assert moved(Verdict(**tested.model_dump()))
    series = result.outcome["thickness"].model_copy(update={"verdicts": (tested,)})
    shown = replace(result, outcome=result.outcome.model_copy(update={"series": (series,)}))
    assert rows(shown)["Thickness"][3].text.startswith("Changed, by more than the error")


def test_a_refused_scan_of_a_raised_scar_names_the_height_that_could_not_be_judged():
    result = scanned({}, (3.1,), refused=True)
    lead = next(b for b in clinician_section(result).blocks if hasattr(b, "tone"))
    assert "Height over own skin, mean cannot be judged" in str(lead)


def test_a_course_of_scans_and_readings_is_written_whole(tmp_path: Path):
    written = write_course_report(scanned(thickness=(3.1, 2.1)), tmp_path)
    page = written.html.read_text(encoding="utf-8")
    assert "Thickness (mm)" in page
    assert "printed strips" not in page
