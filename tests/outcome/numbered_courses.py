"""Courses made of plain numbers, for the tests of this room."""

from __future__ import annotations

from datetime import date, timedelta

from mesoject.records import ErrorPart, Measurement, Quantity
from mesoject.records.course import Course, CourseScar, Session, Visit
from mesoject.records.outcome import Component, Repeatability, VisitNumbers

START = date(2025, 1, 6)
WEEKS = 6
LOGS = {"area": "mm2", "volume_raised": "mm3", "texture_ratio": "1"}


def quantity(name, value, se=0.0, part="geometry", scope="photo"):
    scale = "log" if name in LOGS else "linear"
    parts = (ErrorPart(part=part, se=se, scope=scope),)
    return Quantity(name=name, value=value, unit=LOGS.get(name, "1"), scale=scale, parts=parts)


def measurement(**values):
    return Measurement(status="measured", quantities=tuple(quantity(n, v) for n, v in values.items()))


def course(visits=5, *, weeks=WEEKS, sessions=(), **options):
    scar = CourseScar(**{k: options.pop(k) for k in list(options) if k in CourseScar.model_fields})
    days = [START + timedelta(weeks=weeks * k) for k in range(visits)]
    held = tuple(Session(date=START + timedelta(weeks=w)) for w in sessions)
    return Course(visits=tuple(Visit(date=d) for d in days), scar=scar, sessions=held, **options)


def numbers(made, photos=2, **series):
    """Each visit with ``photos`` equal photographs; a series has one value a visit, None where it was not measured."""
    rows = []
    for k, visit in enumerate(made.visits):
        values = {n: v[k] for n, v in series.items() if v[k] is not None}
        rows.append(VisitNumbers(day=visit.date, measurements=(measurement(**values),) * photos, print_batch="b"))
    return rows


def component(name, sd_photo=0.0, sd_occasion=1.0, df=20.0, **options):
    return Component(
        quantity=name,
        scale="log" if name in LOGS else "linear",
        unit=LOGS.get(name, "1"),
        var_photo=sd_photo**2,
        df_photo=df,
        var_occasion=sd_occasion**2,
        df_occasion=df,
        source="test",
        **options,
    )


def table(*components):
    return Repeatability(title="test", components=components)
