"""A course's own photographs as repeat data, where there are enough of them."""

from __future__ import annotations

from collections.abc import Sequence

from mesoject.outcome.components import effective_photos, occasion_and_photo, variance_components
from mesoject.outcome.pooled import History, to_scale
from mesoject.records.course import Course
from mesoject.records.outcome import Component, VisitNumbers

ENOUGH = 20
OWN = "this course's own photographs"
Row = tuple[str, int, float]


def own_component(
    course: Course,
    visits: Sequence[VisitNumbers],
    history: History,
    control: History | None,
    table: Component | None,
) -> Component | None:
    """The table's component, each of its variances replaced by the course's own where that has 20 degrees of freedom.

    Photographs of one visit give the photo variance. Visits before the first session, and an untreated control that
    is declared comparable, give the occasion variance: there nothing is meant to change.
    """
    rows = _rows(visits, history, of_control=False)
    others = _rows(visits, control, of_control=True) if control is not None else []
    found = _with_own_photo([*rows, *others], table)
    still = [
        *_before_treatment(course, visits, rows),
        *(others if course.control and course.control.comparable else []),
    ]
    return _with_own_occasion(still, history, found)


def _rows(visits: Sequence[VisitNumbers], history: History, *, of_control: bool) -> list[Row]:
    """Subject, visit and value on the quantity's scale of every photograph."""
    return [
        ("control" if of_control else "scar", k, to_scale(q.value, history.scale))
        for k, visit in enumerate(visits)
        for m in (visit.control if of_control else visit.measurements)
        for q in m.quantities
        if q.name == history.name
    ]


def _before_treatment(course: Course, visits: Sequence[VisitNumbers], rows: Sequence[Row]) -> list[Row]:
    start = min((session.date for session in course.sessions), default=None)
    return [row for row in rows if start is not None and visits[row[1]].day <= start]


def _with_own_photo(rows: Sequence[Row], table: Component | None) -> Component | None:
    df = len(rows) - len({row[:2] for row in rows})
    if table is None or df < ENOUGH:
        return table
    by_visit = variance_components([row[2] for row in rows], [row[:2] for row in rows], {})
    source = f"{OWN} ({df} degrees of freedom); occasion: {table.source}"
    return table.model_copy(update={"var_photo": by_visit["residual"], "df_photo": float(df), "source": source})


def _with_own_occasion(still: Sequence[Row], history: History, table: Component | None) -> Component | None:
    """Both variances from visits at which nothing was meant to change; every photograph was outlined by itself."""
    df = len({row[:2] for row in still}) - len({row[0] for row in still})
    if df < ENOUGH:
        return table
    subjects, occasions = [row[0] for row in still], [row[:2] for row in still]
    found = variance_components([row[2] for row in still], subjects, {"occasion": occasions})
    df_photo = len(still) - len(set(occasions))
    occasion, photo = occasion_and_photo(found, df_photo)
    return Component(
        quantity=history.name,
        scale=history.scale,
        unit=history.unit,
        var_photo=photo,
        df_photo=df_photo,
        var_occasion=occasion,
        df_occasion=df,
        photos_per_visit=effective_photos(subjects, occasions),
        shows=("colour", "geometry", "outline"),
        source=f"{OWN} of visits at which nothing was meant to change ({df} degrees of freedom)",
    )
