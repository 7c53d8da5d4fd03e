"""Courses for the report: the bundled photographs of five visits, and every awkward case made from them.

The measurements are real, or made of plain numbers; the outcome is always the one that is judged from them. The maps
of change are invented: the report draws what it is given.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from bundled import ROOT, SHOTS, skin_of
from mesoject.course.result import Alignment, CourseResult, Flat, PhotoResult, Stop, VisitResult
from mesoject.measuring import load_outline, measure
from mesoject.measuring.border import border
from mesoject.outcome import judge
from mesoject.records import ErrorPart, Measurement, Quantity, Refused, reason
from mesoject.records.course import Course, CoursePhoto, CourseScar, Session, Visit
from mesoject.records.outcome import VisitNumbers
from mesoject.report.overlay import displayed
from mesoject.skinmap import Region
from mesoject.skinmap.change_colours import change_colours

MM_PER_PX = 0.2


def bundled_course(folder: Path, visits: int = 5) -> CourseResult:
    """The bundled course d22, its first ``visits`` visits, with two photographs each."""
    shots = [[SHOTS[f"d22_v{k}_p{p}"] for p in (0, 1)] for k in range(visits)]
    days = [day for case in json.loads((ROOT / "index.json").read_text())["cases"] if case["case"] == "d22"
            for day in (date.fromisoformat(v["date"]) for v in case["visits"])][:visits]  # fmt: skip
    photos = [tuple(_photo(shot, folder) for shot in pair) for pair in shots]
    course = Course(
        code="D22",
        scar=CourseScar(site="calf", side="left", cause="surgery", closed_on=date(2024, 6, 3), profile="raised",
                        colour="red"),
        visits=tuple(
            Visit(date=day, photos=tuple(CoursePhoto(file=p.name, outline=f"{Path(p.name).stem}.json") for p in pair),
                  print_batch="b11", bar_mm=100, girth_mm=371.0, notes="Leg rested for ten minutes.")
            for day, pair in zip(days, photos, strict=True)
        ),
        sessions=tuple(
            Session(date=day, treatment="needling, 1.0 mm, without an active")
            for day in (date(2025, 2, 17), date(2025, 3, 17), date(2025, 4, 14))
        ),
    )  # fmt: skip
    found = tuple(
        VisitResult(day, pair, _alignment(k, photos[0][0], pair[0], folder) if k else None)
        for k, (day, pair) in enumerate(zip(days, photos, strict=True))
    )
    return CourseResult(
        course=course,
        title="Course D22: left calf",
        visits=found,
        outcome=judge(course, numbers(course, found)),
        stop=Stop(
            False, "Three sessions brought a change beyond the measurement error: the rule does not speak.", "Z03"
        ),
        notes=(),
        provenance=(("mesoject", "0.1.0"), ("course file, SHA-256", "5e" * 32), ("Repeatability table", "shipped")),
    )


@cache
def _measured(name: str) -> tuple[Measurement, Flat | None, np.ndarray | None]:
    shot = SHOTS[name]
    try:
        skin = skin_of(shot)
        outline = load_outline(skin, shot.outline)
        measurement = measure(skin, outline)
    except Refused as refused:
        return Measurement(status="refused", reasons=refused.reasons), None, None
    found, _ = border(skin, outline)
    s_low, z_low, s_high, z_high = found.area_mm.bounds
    region = Region(s_low, s_high, z_low, z_high).grown(25.0)
    raster = skin.raster(region, MM_PER_PX)
    alpha = np.where(raster.covered | raster.clipped | (raster.cosine < 0.3), 0, 255).astype(np.uint8)
    rings = tuple((tuple((float(s), float(z)) for s, z in ring),) for ring in found.rings_mm)
    rgba = np.concatenate([displayed(raster), alpha[..., None]], -1)
    return measurement, Flat(Path(), region, MM_PER_PX, rings), rgba


def _photo(shot, folder: Path) -> PhotoResult:
    measurement, flat, rgba = _measured(shot.name)
    if flat is not None:
        path = folder / f"{shot.name}.png"
        Image.fromarray(rgba).save(path)
        flat = replace(flat, picture=path)
    return PhotoResult(shot.photo.name, "scar", measurement, flat, drawn=True, carried=False)


def _alignment(visit: int, first: PhotoResult, photo: PhotoResult, folder: Path) -> Alignment:
    """A smooth invented map on the first visit's region: the report draws what it is given."""
    with Image.open(first.flat.picture) as image:
        alpha = np.asarray(image)[..., 3]
    rows, columns = alpha.shape
    y, x = np.mgrid[0:rows, 0:columns]
    bump = np.exp(-(((x - columns / 2) / 60) ** 2 + ((y - rows / 2) / 90) ** 2))
    change = -visit * bump + 0.5 * np.sin(x / 37) * np.cos(y / 41)
    path = folder / f"change{visit}.png"
    Image.fromarray(np.dstack([change_colours(change, 4.0), alpha])).save(path)
    return Alignment(visit, 0.31, 84, path, "delta_a", 4.0, None)


def numbers(course: Course, visits: Sequence[VisitResult]) -> list[VisitNumbers]:
    """What the visits give to the outcome."""
    return [
        VisitNumbers(
            day=found.day,
            measurements=tuple(p.measurement for p in found.photos if p.of == "scar"),
            control=tuple(p.measurement for p in found.photos if p.of == "control"),
            print_batch=visit.print_batch,
            typed=tuple(
                Quantity(name=name, value=value, unit="1",
                         parts=(ErrorPart(part="method", se=0.1 * max(value, 1.0), scope="visit"),))
                for name, value in visit.scores.items()
            ),
        )
        for visit, found in zip(course.visits, visits, strict=True)
    ]  # fmt: skip


def judged(result: CourseResult, **changed) -> CourseResult:
    """The result with parts replaced, judged anew."""
    result = replace(result, **changed)
    return replace(result, outcome=judge(result.course, numbers(result.course, result.visits)))


def refused_photo(name: str) -> PhotoResult:
    found = Measurement(
        status="refused", reasons=(reason("blur", "Marker edges are 2.4 mm wide; 2.0 mm is the limit."),)
    )
    return PhotoResult(name, "scar", found, None, drawn=True, carried=False)
