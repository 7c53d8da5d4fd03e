"""What a course rests upon, as tables: visits, photographs, repeatability, provenance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from mesoject.course.result import CourseResult, PhotoResult
from mesoject.records import Reason
from mesoject.records.course import Visit
from mesoject.records.outcome import Component, Outcome
from mesoject.report.course.blocks import Cell, Table, Tone
from mesoject.report.course.tables import NOTHING, ordered
from mesoject.report.course.words import day_word
from mesoject.report.numbers import name_word, unit_word

STATUS: dict[str, tuple[str, Tone]] = {
    "measured": ("measured", ""),
    "warned": ("measured, with reservations", "warned"),
    "refused": ("refused", "worsened"),
}


def calendar_table(result: CourseResult) -> Table:
    """Visits and sessions in the order of their days."""
    course = result.course
    first = course.visits[0].date
    rows = [(v.date, 0, f"Visit {k}", _visit_words(v)) for k, v in enumerate(course.visits, 1)]
    rows += [(s.date, 1, f"Session {k}", [s.treatment, s.notes]) for k, s in enumerate(course.sessions, 1)]
    return Table(
        "Visits and treatment sessions",
        ("What", "Day", "Since first visit", "Noted"),
        (1.3, 2.0, 1.5, 6.5),
        [
            (
                Cell(what),
                Cell(day_word(day)),
                Cell(f"{(day - first).days} days".replace("-", "\u2212")),
                Cell(_joined(words)),
            )
            for day, _, what, words in sorted(rows, key=lambda row: row[:2])
        ],
    )


def _visit_words(visit: Visit) -> list[str]:
    scores = [f"{name_word(name)} {value:g}" for name, value in visit.scores.items()]
    values = [
        f"{name_word(v.quantity)} {v.value:g} ± {v.standard_error:g} {v.unit} by {v.instrument}" for v in visit.values
    ]
    girth = [f"girth {visit.girth_mm:g} mm"] if visit.girth_mm else []
    batch = [f"print {visit.print_batch}"] if visit.print_batch else []
    return [*scores, *values, *girth, *batch, visit.notes]


def _joined(words: Sequence[str]) -> str:
    return "; ".join(w for w in words if w) or NOTHING


def quality_table(result: CourseResult) -> Table:
    """Each photograph and scan: how it was, why, and what to do about it."""
    return Table(
        "Each photograph and scan",
        ("Visit", "File", "Result", "Why, and what to do"),
        (0.7, 2.6, 1.8, 5.6),
        [
            (Cell(f"{k}"), Cell(p.name, _of(p)), Cell(*_status(p)), Cell(_reasons(p.measurement.reasons)))
            for k, visit in enumerate(result.visits, 1)
            for p in visit.photos
        ],
    )


def _status(photo: PhotoResult) -> tuple[str, str, Tone]:
    words, tone = STATUS[photo.measurement.status]
    return words, "", tone


def _of(photo: PhotoResult) -> str:
    said = ["untreated control"] if photo.of == "control" else []
    said += ["outline carried over"] if photo.carried else []
    said += [] if photo.drawn else ["no outline"]
    return ", ".join(said)


def _reasons(reasons: Sequence[Reason]) -> str:
    return " ".join(f"{r.message} {r.remedy} ({r.code})" for r in reasons) or NOTHING


def repeatability_table(outcome: Outcome) -> Table:
    """How well each quantity repeats, and where that was found: once for all where it is one place."""
    found = [s.repeatability for s in ordered(outcome) if s.repeatability is not None]
    sources = list(dict.fromkeys(c.source for c in found))
    caption = "Repeatability that the verdicts rest upon: standard deviations and their degrees of freedom (df)"
    header = ("Quantity", "Photo to photo", "df", "Visit to visit", "df")
    if len(sources) == 1:
        caption = f"{caption}. From {sources[0]}"
        return Table(caption, header, (4.0, 2.0, 1.0, 2.0, 1.0), [_component(c) for c in found])
    rows = [(*_component(c), Cell(c.source)) for c in found]
    return Table(caption, (*header, "Source"), (3.0, 1.3, 0.6, 1.3, 0.6, 4.2), rows)


def _component(c: Component) -> tuple[Cell, ...]:
    photo, occasion = (Cell(_spread(c, variance)) for variance in (c.var_photo, c.var_occasion))
    return Cell(name_word(c.quantity)), photo, Cell(f"{c.df_photo:.3g}"), occasion, Cell(f"{c.df_occasion:.3g}")


def _spread(c: Component, variance: float) -> str:
    unit, factor = ("%", 100.0) if c.scale == "log" else (unit_word(c.unit), 1.0)
    return f"{sqrt(variance) * factor:.2g}\u00a0{unit}".rstrip("\u00a0")


def provenance_table(result: CourseResult) -> Table:
    """What made the report: versions, settings and hashes of the inputs."""
    known = {value for _, value in result.provenance}
    rows = [*result.provenance, *(row for row in _sources(result) if row[1] not in known)]
    return Table(
        "Provenance",
        ("What", "Value"),
        (3.2, 7.0),
        [(Cell(label), Cell(value)) for label, value in rows],
    )


def _sources(result: CourseResult) -> Iterator[tuple[str, str]]:
    sources = [p.measurement.provenance for v in result.visits for p in v.photos if p.measurement.provenance]
    for label, values in (
        ("measuring method", [s.method for s in sources]),
        ("software", [s.software for s in sources]),
        ("target, SHA-256", [s.target_sha256 or "none" for s in sources]),
        ("print profile, SHA-256", [s.print_profile_sha256 or "none" for s in sources]),
        ("raters", [s.rater or "not stated" for s in sources]),
    ):
        if values:
            yield label, ", ".join(dict.fromkeys(values))
    for k, visit in enumerate(result.visits, 1):
        for photo in visit.photos:
            if photo.measurement.provenance is not None:
                yield f"visit {k}: {photo.name}, SHA-256", photo.measurement.provenance.source_sha256 or "none"
