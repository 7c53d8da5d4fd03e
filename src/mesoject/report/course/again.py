"""The report of a course, written again only where something that it shows has changed."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import TypeAdapter

from mesoject.course.result import CourseResult
from mesoject.records.files import write_atomically
from mesoject.records.software import software
from mesoject.report.course.written import Written, written_in

KEY = "report.key"


def report_again(result: CourseResult, folder: Path) -> Written:
    """Write the report of a course, or leave it where it is what would be written.

    Raises
    ------
    UsageError
        As :func:`mesoject.report.course.report.write_course_report`.
    """
    to, key = written_in(folder), _key(result, folder)
    if all(path.is_file() for path in (to.html, to.pdf, to.patient_pdf)) and _noted(folder) == key:
        return to
    from mesoject.report.course.report import write_course_report

    (folder / KEY).unlink(missing_ok=True)
    to = write_course_report(result, folder)
    write_atomically(folder / KEY, key.encode())
    return to


def _noted(folder: Path) -> str | None:
    try:
        return (folder / KEY).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None


def _key(result: CourseResult, folder: Path) -> str:
    """Hash of all that the report shows and of what makes it, wherever the course lies."""
    shown = TypeAdapter(CourseResult).dump_json(result).replace(json.dumps(str(folder))[1:-1].encode(), b"")
    return hashlib.sha256(shown + software().encode() + _makers()).hexdigest()


@cache
def _makers() -> bytes:
    """Hash of the code and templates of this room."""
    root = Path(str(resources.files("mesoject.report")))
    files = sorted(p for p in root.rglob("*") if p.suffix in (".py", ".typ", ".html", ".js", ".css"))
    return hashlib.sha256(b"".join(hashlib.sha256(p.read_bytes()).digest() for p in files)).digest()
