"""The whole way of a course: photographs to numbers, visits laid over each other, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mesoject.batch import Request
from mesoject.batch.pool import in_order
from mesoject.course.checks import oddities, without_copies, without_strangers
from mesoject.course.file import CourseFile
from mesoject.course.kept import KeptPhoto, file_sha256
from mesoject.course.numbers import visit_numbers
from mesoject.course.photo import METHODS, Beside, Task, known_result, new_result
from mesoject.course.result import CourseResult, Flat, PhotoResult, VisitResult
from mesoject.records import UsageError
from mesoject.records.course import Course, CoursePhoto, CourseScan, Visit
from mesoject.records.files import write_atomically
from mesoject.records.software import software

if TYPE_CHECKING:
    from mesoject.records.outcome import Repeatability

KEPT = "kept"


def run_course(file: CourseFile, *, jobs: int = 1, told: Callable[[str], None] = lambda _: None) -> CourseResult:
    """Measure what has not been measured yet, and judge the course.

    Results lie in ``results/`` beside the course file, each under the key of all that made it, written whole or not at
    all; what is there already is used again.

    Parameters
    ----------
    file : CourseFile
        From :func:`mesoject.course.file.open_course`.
    jobs : int
        Photographs measured at the same time.
    told : callable
        Is given a line of progress for each photograph.

    Raises
    ------
    UsageError
        The results cannot be written beside the course, or its repeatability file cannot be read.
    """
    from mesoject.course.align import aligned
    from mesoject.course.stop import stop
    from mesoject.outcome import judge

    kept = _made(file.results / KEPT)
    shots = [
        _Shot(visit, shot, Task(_request(file, visit, shot), kept))
        for visit in file.course.visits
        for shot in _files(visit)
    ]
    results = _measured(shots, jobs, told)
    measured, taken = _visits(file.course, shots, results)
    visits = aligned(without_copies(measured), kept, _shown(file.course), told)
    visits = without_strangers(file.course, visits)
    judged = judge(file.course, visit_numbers(file.course, visits), _repeatability(file))
    outcome = judged.model_copy(update={"provenance": (*_provenance(file), *_inputs(shots))})
    write_atomically(file.results / "outcome.json", outcome.model_dump_json(indent=1).encode())
    notes = (*file.notes, *oddities(visits, taken))
    return CourseResult(
        course=file.course,
        title=file.title,
        visits=visits,
        outcome=outcome,
        stop=stop(file.course, outcome),
        notes=notes,
        provenance=_provenance(file),
    )


def _shown(course: Course) -> str:
    """What the map of change shows: lightness of a pale or brown scar, redness of any other."""
    return "delta_l" if course.scar.colour in ("pale", "brown") or course.primary == "delta_l" else "delta_a"


@dataclass(frozen=True)
class _Shot:
    visit: Visit
    shot: CoursePhoto | CourseScan
    task: Task


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror}; results lie beside the course") from error
    return folder


def _files(visit: Visit) -> tuple[CoursePhoto | CourseScan, ...]:
    return (*visit.photos, *visit.scans)


def _request(file: CourseFile, visit: Visit, shot: CoursePhoto | CourseScan) -> Request:
    outline = file.folder / shot.outline if shot.outline else None
    if isinstance(shot, CourseScan):  # no strips, no print
        return Request(photo=file.folder / shot.file, outline=outline, unit=shot.unit, rater=shot.rater)
    target = file.folder / visit.target
    return Request(
        photo=file.folder / shot.file,
        outline=outline,
        bar_mm=visit.bar_mm,
        bar_sd_mm=visit.bar_sd_mm,
        print_profile=file.folder / visit.print_profile if visit.print_profile else None,
        target=str(target) if target.is_file() else visit.target,
        rater=shot.rater,
    )


def _measured(shots: Sequence[_Shot], jobs: int, told: Callable[[str], None]) -> list[KeptPhoto]:
    """Results in order: what is kept at once, the rest on several processes."""
    results = [known_result(t.task) for t in shots]
    fresh = [k for k, result in enumerate(results) if result is None]
    for n, result in enumerate(in_order(new_result, [shots[k].task for k in fresh], jobs)):
        at = fresh[n]
        name = f"{shots[at].visit.date} {Path(shots[at].shot.file).name}"
        told(f"[{n + 1}/{len(fresh)}] {name}: {result.measurement.status}")
        results[at] = result
    return [result for result in results if result is not None]


def _visits(
    course: Course, shots: Sequence[_Shot], results: Sequence[KeptPhoto]
) -> tuple[list[VisitResult], list[list[str | None]]]:
    visits, taken = [], []
    for visit in course.visits:
        mine = [(task, result) for task, result in zip(shots, results, strict=True) if task.visit is visit]
        visits.append(VisitResult(visit.date, tuple(_photo(task, result) for task, result in mine), None))
        taken.append([result.taken for _, result in mine])
    return visits, taken


def _photo(shot: _Shot, result: KeptPhoto) -> PhotoResult:
    return PhotoResult(
        name=Path(shot.shot.file).name,
        of=shot.shot.of,
        measurement=result.measurement,
        flat=_flat(shot.task, result),
        drawn=shot.shot.outline is not None,
        carried=isinstance(shot.shot, CoursePhoto) and shot.shot.carried,
        relief=Beside(shot.task).relief if result.relief else None,
        scan=isinstance(shot.shot, CourseScan),
    )


def _flat(task: Task, result: KeptPhoto) -> Flat | None:
    from mesoject.skinmap.region import Region

    if result.flat is None:
        return None
    beside = Beside(task)
    flat = Flat(beside.flat, Region(*result.flat.region), result.flat.mm_per_px, result.outline_mm)
    if result.visit is None:
        return flat
    return replace(
        flat, visit=beside.visit, visit_region=Region(*result.visit.region), visit_mm_per_px=result.visit.mm_per_px
    )


def _repeatability(file: CourseFile) -> Repeatability | None:
    from mesoject.outcome import load_repeatability

    given = file.course.repeatability
    return None if given is None else load_repeatability(file.folder / given)


def _inputs(shots: Sequence[_Shot]) -> list[tuple[str, str]]:
    """Hash of every photograph and scan, and of its outline."""
    rows = []
    for shot in shots:
        request = shot.task.request
        for path in filter(None, (request.photo, request.outline)):
            rows.append((f"{shot.visit.date} {path.name}, SHA-256", file_sha256(path) or "missing"))
    return rows


def _provenance(file: CourseFile) -> tuple[tuple[str, str], ...]:
    """What made the result beside its photographs, which name their own: rows of name and value."""
    from mesoject.protocol.rulebook import load_rules

    given = file.course.repeatability
    table = file_sha256(file.folder / given) if given else None
    return (
        ("software", software()),
        ("methods", ", ".join(METHODS.values())),
        (f"{file.path.name}, SHA-256", file_sha256(file.path) or "missing"),
        ("repeatability file, SHA-256", table or "the shipped table"),
        ("rules, SHA-256", load_rules().sha256),
    )
