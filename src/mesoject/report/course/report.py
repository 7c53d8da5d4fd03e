"""The report of a course, as a page for the screen and as a tagged PDF, and the patient's page alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mesoject.course.result import CourseResult
from mesoject.records import UsageError
from mesoject.records.files import write_atomically
from mesoject.report.course.blocks import Panel, Section, as_data
from mesoject.report.course.clinician import clinician_section
from mesoject.report.course.figures import pair
from mesoject.report.course.html import page
from mesoject.report.course.patient import patient_section
from mesoject.report.course.patient_words import WORDS
from mesoject.report.course.views import View, views
from mesoject.report.course.words import title_of
from mesoject.report.course.written import Written, written_in
from mesoject.report.letters import shown_in_font
from mesoject.report.patient_sheet import LANGUAGES, Language, written
from mesoject.report.typeset import pdf

PATIENT_PAIR_MM = (86.0, 78.0)


def write_course_report(result: CourseResult, folder: Path) -> Written:
    """Write ``report.html``, ``report.pdf`` and ``patient.pdf``; the same result gives the same bytes.

    Each file is replaced in one step; none is touched before all three are made.

    Parameters
    ----------
    result : CourseResult
    folder : Path
        Made where it is not there.

    Raises
    ------
    UsageError
        When the folder cannot be written to, or a kept picture of the course cannot be read.
    """
    to = written_in(folder)
    patient = patient_sections(result)
    sections = [*patient, clinician_section(result)]
    made = [
        (to.html, page(title_of(result), sections)),
        (to.pdf, _on_paper(title_of(result), sections)),
        (to.patient_pdf, _on_paper(WORDS["en"].title, patient)),
    ]
    _make(folder)
    for path, content in made:
        write_atomically(path, content)
    return to


def _on_paper(title: str, sections: Sequence[Section]) -> bytes:
    return pdf("course", shown_in_font({"title": title, "sections": as_data(sections)}))


def patient_sections(result: CourseResult) -> list[Section]:
    """The patient's page in each language."""
    seen = views(result)
    ends = seen if len(seen) < 2 else [seen[0], seen[-1]]
    return [patient_section(result, _pictures(ends, language), language) for language in LANGUAGES]


def _pictures(ends: Sequence[View], language: Language) -> list[Panel]:
    if not ends:
        return []
    days = [written(view.day, language) for view in ends]
    return pair(ends, PATIENT_PAIR_MM, days, [WORDS[language].picture.format(day=day) for day in days])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}; choose another") from error
