"""Courses made of plain numbers and drawn skin: every awkward case that a report must carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from course_results import judged, refused_photo
from PIL import Image

from mesoject.course.result import Alignment, CourseResult, Flat, PhotoResult, Stop, VisitResult
from mesoject.records import ErrorPart, Measurement, Provenance, Quantity, reason
from mesoject.records.course import Control, Course, CourseScar, Session, Visit
from mesoject.records.outcome import Attribution, Outcome
from mesoject.skinmap import Region

START = date(2025, 1, 7)
EVIL = '<script>alert("1")</script>{{body}}#panic("x")$x$*b*_i_\\`'
SHRINKING = {"area": (450.0, 420.0, 330.0), "delta_a": (6.0, 5.1, 3.2), "delta_l": (-8.0, -7.0, -4.0)}
NAMES = (
    "area", "length", "width", "perimeter", "delta_l", "delta_a", "delta_b", "delta_e", "erythema_difference",
    "melanin_difference", "skin_ita", "texture_ratio", "height_mean", "height_p98", "depth_p98", "volume_raised",
    "volume_sunken", "volume", "sa", "sq", "sz", "sdr",
)  # fmt: skip


def drawn_course(
    folder: Path,
    values: Mapping[str, Sequence[float]] = SHRINKING,
    *,
    size_mm: tuple[float, float] = (12.0, 38.0),
    days: int = 42,
    sessions: Sequence[int] = (14, 35),
    scar: CourseScar | None = None,
) -> CourseResult:
    """A course with one drawn photograph a visit; a value a visit for each quantity."""
    count = len(next(iter(values.values())))
    dates = [START + timedelta(days=days * k) for k in range(count)]
    course = Course(
        code="P-17",
        scar=scar or CourseScar(site="shin", side="right", closed_on=date(2024, 9, 1), profile="flat"),
        visits=tuple(Visit(date=day, print_batch="b1") for day in dates),
        sessions=tuple(Session(date=START + timedelta(days=d), treatment="needling") for d in sessions),
    )
    visits = tuple(
        VisitResult(day, (_photo(folder, k, {n: v[k] for n, v in values.items()}, size_mm),), None)
        for k, day in enumerate(dates)
    )
    empty = Outcome(primary="area", primary_because="", word="cannot be judged", because="", series=(),
                    attribution=Attribution(rung="L0", sentence="", because=()), repeatability="")  # fmt: skip
    stop = Stop(True, "After three sessions without a change beyond the measurement error, no fourth.", "rule Z03")
    return judged(CourseResult(course, "Course P-17: right shin", visits, empty, stop, (), (("mesoject", "0.1.0"),)))


def _photo(folder: Path, visit: int, values: Mapping[str, float], size_mm: tuple[float, float]) -> PhotoResult:
    quantities = tuple(_quantity(name, value) for name, value in values.items())
    source = Provenance(
        photo_sha256=f"{visit:064x}", target_sha256="ab" * 32, method="photo-1", software="mesoject 0.1.0"
    )
    measurement = Measurement(status="measured", quantities=quantities, provenance=source)
    return PhotoResult(
        f"photo{visit}.jpg", "scar", measurement, _flat(folder, visit, size_mm), drawn=True, carried=False
    )


def _quantity(name: str, value: float) -> Quantity:
    log = name in ("area", "texture_ratio", "volume_raised", "volume_sunken")
    unit = {"area": "mm2", "volume_raised": "mm3", "volume_sunken": "mm3", "volume": "mm3"}.get(name, "1")
    unit = "mm" if name in ("length", "width", "perimeter", "height_mean", "height_p98", "depth_p98") else unit
    return Quantity(name=name, value=value, unit=unit, scale="log" if log else "linear",
                    parts=(ErrorPart(part="geometry", se=0.02 * abs(value) + 0.01, scope="photo"),))  # fmt: skip


def _flat(folder: Path, visit: int, size_mm: tuple[float, float], mm_per_px: float = 0.5) -> Flat:
    """Skin with an elliptic scar that shifts a little from visit to visit; a corner was not seen."""
    across, along = size_mm
    region = Region(-across / 2 - 25 + visit, across / 2 + 25 + visit, -along / 2 - 25, along / 2 + 25)
    columns, rows = round((across + 50) / mm_per_px), round((along + 50) / mm_per_px)
    y, x = np.mgrid[0:rows, 0:columns] * mm_per_px
    inside = ((x - across / 2 - 25) / (across / 2)) ** 2 + ((y - along / 2 - 25) / (along / 2)) ** 2 < 1
    rgba = np.full((rows, columns, 4), (214, 180, 156, 255), np.uint8)
    rgba[inside] = (176, 96, 88, 255)
    rgba[x + y < 15] = 0
    path = folder / f"flat{visit}.png"
    Image.fromarray(rgba).save(path)
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    ring = tuple((float(visit + across / 2 * np.cos(t)), float(along / 2 * np.sin(t))) for t in turn)
    return Flat(path, region, mm_per_px, ((ring,),))


def cases(folder: Path) -> dict[str, CourseResult]:
    """Each awkward case by name."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = drawn_course(_sub(folder, "plain"))
    return {
        "plain": plain,
        "one visit": drawn_course(_sub(folder, "one"), {n: v[:1] for n, v in SHRINKING.items()}, sessions=()),
        "everything refused": everything_refused(plain),
        "no photographs": no_photographs(plain),
        "no alignment": no_alignment(plain),
        "control": controlled(plain, folder),
        "twelve visits": drawn_course(
            _sub(folder, "twelve"), {"area": np.linspace(450, 280, 12), "delta_a": np.linspace(7, 2, 12)}, days=28
        ),
        "many quantities": drawn_course(_sub(folder, "many"), dict.fromkeys(NAMES, (8.0, 7.5, 5.0))),
        "long notes": long_notes(plain),
        "tiny": drawn_course(_sub(folder, "tiny"), size_mm=(3.0, 2.0)),
        "long": drawn_course(_sub(folder, "long"), size_mm=(9.0, 200.0)),
        "round the limb": drawn_course(_sub(folder, "round"), size_mm=(120.0, 15.0)),
        "worse": drawn_course(
            _sub(folder, "worse"), {"area": (300.0, 330.0, 450.0), "delta_a": (3.0, 4.0, 6.5)},
            scar=CourseScar(profile="raised", closed_on=date(2024, 9, 1)),
        ),
        "mixed": drawn_course(_sub(folder, "mixed"), {"area": (450.0, 400.0, 300.0), "delta_a": (3.0, 4.0, 7.5)}),
        "no change": drawn_course(_sub(folder, "same"), {"area": (450.0, 453.0, 449.0), "delta_a": (6.0, 5.9, 6.1)}),
        "evil": evil(plain),
    }  # fmt: skip


def _sub(folder: Path, name: str) -> Path:
    (folder / name).mkdir(exist_ok=True)
    return folder / name


def everything_refused(result: CourseResult) -> CourseResult:
    visits = tuple(replace(v, photos=(refused_photo("a.jpg"), refused_photo("b.jpg"))) for v in result.visits)
    return judged(result, visits=visits)


def no_photographs(result: CourseResult) -> CourseResult:
    """The first visit has none, the last one was refused."""
    first, middle, last = result.visits
    return judged(
        result, visits=(replace(first, photos=()), middle, replace(last, photos=(refused_photo("late.jpg"),)))
    )


def no_alignment(result: CourseResult) -> CourseResult:
    why = "12 points of skin agree; at least 30 are needed. The leg may be another one."
    first, *later = result.visits
    return replace(result, visits=(first, *(
        replace(v, alignment=Alignment(k, None, 12, None, "delta_a", 4.0, why)) for k, v in enumerate(later, 1)
    )))  # fmt: skip


def controlled(result: CourseResult, folder: Path) -> CourseResult:
    """An untreated scar beside it that hardly changed."""
    beside = drawn_course(_sub(folder, "beside"), {"area": (420.0, 418.0, 405.0), "delta_a": (6.2, 6.0, 5.8)})
    visits = tuple(
        replace(v, photos=(*v.photos, *(replace(p, of="control", name=f"control-{p.name}") for p in w.photos)))
        for v, w in zip(result.visits, beside.visits, strict=True)
    )
    control = Control(kind="scar", comparable=True, randomised=True, blinded=True)
    return judged(result, visits=visits, course=result.course.model_copy(update={"control": control}))


def long_notes(result: CourseResult) -> CourseResult:
    notes = "The leg was warm and the lamp was changed between the photographs. " * 60
    visits = tuple(v.model_copy(update={"notes": notes[:4000]}) for v in result.course.visits)
    return replace(result, course=result.course.model_copy(update={"visits": visits}))


def evil(result: CourseResult) -> CourseResult:
    """Everything that a person can type tries to be markup."""
    visits = tuple(v.model_copy(update={"notes": EVIL, "girth_mm": 371.0}) for v in result.course.visits)
    sessions = tuple(
        s.model_copy(update={"treatment": EVIL, "notes": "漢字 😀 \u202eabc"}) for s in result.course.sessions
    )
    course = result.course.model_copy(update={"visits": visits, "sessions": sessions})
    bad = PhotoResult(f"{EVIL}.jpg", "scar", Measurement(status="refused", reasons=(reason("blur", EVIL),)), None,
                      drawn=False, carried=True)  # fmt: skip
    shown = tuple(replace(v, photos=(*v.photos, bad)) for v in result.visits)
    return replace(result, title=EVIL, course=course, visits=shown, notes=(EVIL,), provenance=((EVIL, EVIL),),
                   stop=Stop(True, EVIL, EVIL))  # fmt: skip
