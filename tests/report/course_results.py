"""Courses for the report: the bundled photographs of five visits, and every awkward case made from them.

The outcome here is a fixture with plausible numbers, computed simply; whether a verdict is right is tested elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from bundled import ROOT, SHOTS, skin_of
from PIL import Image

from mesoject.course.result import Alignment, CourseResult, Flat, PhotoResult, Stop, VisitResult
from mesoject.measuring import load_outline, measure
from mesoject.measuring.border import border
from mesoject.records import Measurement, Refused, reason
from mesoject.records.course import Course, CoursePhoto, CourseScar, Session, Visit
from mesoject.records.outcome import Attribution, Component, Estimate, Outcome, Point, Series, Trend, Verdict, Word
from mesoject.report.overlay import displayed
from mesoject.skinmap import Region
from mesoject.skinmap.change_colours import change_colours

MM_PER_PX = 0.2
T95 = 1.96
SENTENCES = {
    "L0": "The scar was younger than 18 months and there was no control: the change cannot be separated from natural "
    "maturation.",
}


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
        outcome=plausible_outcome(found),
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


def plausible_outcome(visits: Sequence[VisitResult], primary: str = "area") -> Outcome:
    """Means, differences and words from the measurements, with round detectable changes."""
    names = dict.fromkeys(q.name for v in visits for p in v.photos for q in p.measurement.quantities)
    series = tuple(_series(name, visits) for name in names)
    word = next((s.verdicts[-1].word for s in series if s.quantity == primary and s.verdicts), "cannot be judged")
    return Outcome(
        primary=primary,
        primary_because="No primary was declared and neither height nor volume was measured, so the area decides.",
        word=word,
        because="The primary quantity decides." if series else "Nothing was measured.",
        series=series,
        attribution=Attribution(
            rung="L0",
            sentence="Improvement observed; it cannot be separated from natural maturation.",
            because=("There is no untreated control.", "The scar was 8 months old at the first visit."),
        ),
        repeatability="The shipped table: rendered photographs with exact outlines.",
    )


def _series(name: str, visits: Sequence[VisitResult]) -> Series:
    found = [[p.measurement[name] for p in v.photos if any(q.name == name for q in p.measurement.quantities)]
             for v in visits]  # fmt: skip
    scale = next(q.scale for visit in found for q in visit)
    unit = next(q.unit for visit in found for q in visit)
    points = tuple(
        Point(**estimate(float(np.mean([q.value for q in quantities])), sem(name, quantities)).model_dump(), visit=k,
              day=visits[k].day, photos=len(quantities))
        for k, quantities in enumerate(found) if quantities
    )  # fmt: skip
    return Series(
        quantity=name, unit=unit, scale=scale, points=points,
        verdicts=tuple(verdict(name, scale, points[0], p) for p in points[1:]),
        trend=_trend(points) if len(points) > 2 else None,
        repeatability=Component(quantity=name, scale=scale, unit=unit, var_photo=1e-4, df_photo=30, var_occasion=3e-4,
                                df_occasion=22, shows=("geometry",), source="rendered photographs, exact outlines"),
    )  # fmt: skip


def sem(name: str, quantities) -> float:
    return max(1e-3, quantities[0].standard_error / 2.5)


def estimate(value: float, se: float) -> Estimate:
    return Estimate(value=value, standard_error=se, low=value - T95 * se, high=value + T95 * se)


def verdict(name: str, scale: str, first: Point, after: Point) -> Verdict:
    unit = first.value if scale == "log" else 1.0
    change = (after.value - first.value) / unit
    se = float(np.hypot(first.standard_error, after.standard_error)) / abs(unit)
    least = 2.1 * se
    moved = abs(change) > 2.5 * se
    nearer = abs(after.value) < abs(first.value)
    word: Word = "no change beyond measurement error" if not moved else "improved" if nearer else "worsened"
    return Verdict(
        quantity=name, visit=after.visit, day=after.day,
        before=Estimate(**first.model_dump(include=set(Estimate.model_fields))),
        after=Estimate(**after.model_dump(include=set(Estimate.model_fields))),
        change=change, low=change - T95 * se, high=change + T95 * se, adjusted_low=change - 2.5 * se,
        adjusted_high=change + 2.5 * se, detectable_fall=-least, detectable_rise=least, detectable_low=0.8 * least,
        detectable_high=1.4 * least, degrees_of_freedom=22, p=0.01, p_adjusted=0.03, tested=True,
        exceeds=abs(change) > least, reliable_change=change / se, adverse=False, word=word,
        why="The adjusted interval excludes no change, and the change exceeds the smallest detectable one." if moved
        else "The change does not exceed the smallest detectable one.",
    )  # fmt: skip


def _trend(points: Sequence[Point]) -> Trend:
    t = np.array([(p.day - points[0].day).days / 7 for p in points])
    y = np.array([p.value for p in points])
    slope, level = np.polyfit(t, y, 1)
    line = tuple((p.day, float(level + slope * w), 0.0, 0.0) for p, w in zip(points, t, strict=True))
    return Trend(per_week=float(slope), low=float(slope) - 0.1, high=float(slope) + 0.1, line=line)


def refused_photo(name: str) -> PhotoResult:
    found = Measurement(
        status="refused", reasons=(reason("blur", "Marker edges are 2.4 mm wide; 2.0 mm is the limit."),)
    )
    return PhotoResult(name, "scar", found, None, drawn=True, carried=False)
