"""Sheets printed, and courses written, once for all tests."""

from __future__ import annotations

import pypdfium2
import pytest
from course_cases import cases
from course_results import bundled_course
from opened_report import Report, opened
from printed_sheet import DPI, Print

from mesoject.capture.target import load_target
from mesoject.course.result import CourseResult
from mesoject.report.course.report import write_course_report
from mesoject.report.strips import Paper, sheet, write_strips


@pytest.fixture(scope="session", params=["a4", "letter"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Print:
    paper: Paper = request.param
    path = tmp_path_factory.mktemp("strips") / "strips.pdf"
    write_strips(path, paper=paper)
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=DPI / 72, rev_byteorder=True).to_numpy().copy() for page in document]
    return Print(path, sheet(load_target("strips"), paper), pages)


@pytest.fixture(scope="session")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CourseResult]:
    """Every awkward course by name."""
    return cases(tmp_path_factory.mktemp("courses"))


@pytest.fixture(scope="session")
def reports(courses: dict[str, CourseResult], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The report of each of them, opened."""
    folder = tmp_path_factory.mktemp("reports")
    return {name: opened(write_course_report(result, folder / name)) for name, result in courses.items()}


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> CourseResult:
    """Two visits of the bundled course, from their photographs."""
    return bundled_course(tmp_path_factory.mktemp("bundled"), visits=2)
