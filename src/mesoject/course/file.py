"""Open a course: the file read, its paths anchored, its visits in order, and what was odd about it in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mesoject.course.readings import settled
from mesoject.course.tidy import tidied
from mesoject.outcome.direction import THICKNESS, judged_names
from mesoject.records.course import Course
from mesoject.records.record_file import RecordError, parse_record, record_text
from mesoject.records.toml_lines import toml_lines

FILE_NAME: Final = "course.toml"
RESULTS: Final = "results"


@dataclass(frozen=True)
class CourseFile:
    """A course as it stands on disk.

    Attributes
    ----------
    path : Path
        The course file.
    course : Course
        Its visits in order of time, one a day, none before the wound had closed.
    notes : tuple of str
        What was changed or is odd, a sentence each.
    """

    path: Path
    text: str
    course: Course
    notes: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Folder that paths in the course are relative to."""
        return self.path.parent

    @property
    def results(self) -> Path:
        """Folder beside the course file that everything found is kept in."""
        return self.folder / RESULTS

    @property
    def title(self) -> str:
        """The course's code, or else the name of its folder."""
        return self.course.code or self.folder.resolve().name


def open_course(path: Path) -> CourseFile:
    """Open ``course.toml``, or the folder that it lies in.

    Raises
    ------
    RecordError
        A line for every fault: unknown keys, impossible values, no TOML, not UTF-8, no visit that can be judged.
    """
    file = course_file(path).resolve()
    text = record_text(file)
    written, said = settled(parse_record(text, file.name, Course), file.name, text)
    course, notes = tidied(written, file.name)
    _refuse_unknown_primary(course, file.name, text)
    return CourseFile(file, text, course, (*said, *notes))


def course_file(path: Path) -> Path:
    """Path of the course file, given itself or its folder."""
    return path / FILE_NAME if path.is_dir() else path


def _refuse_unknown_primary(course: Course, name: str, text: str) -> None:
    """A slip of the pen in ``primary`` must not change what a course is judged on."""
    known = judged_names() | {THICKNESS} | {value.quantity for visit in course.visits for value in visit.values}
    if course.primary is None or course.primary in known:
        return
    line = toml_lines(text).get(("primary",))
    fault = f"primary: no course can be judged on {course.primary!r}; allowed: {', '.join(sorted(known))}"
    raise RecordError([f"{name}:{line}: {fault}"])
