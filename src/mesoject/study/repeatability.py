"""A study of repeat photographs from its table to its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mesoject.batch import Request, Result, run
from mesoject.outcome.repeat_study import QuantityStudy, Reading, study_quantity
from mesoject.records import Quantity, UsageError
from mesoject.records.outcome import Repeatability
from mesoject.records.quantity import Scale
from mesoject.study.table import Row

FEWEST = 3
Watch = Callable[[Iterator[Result], int], Iterable[Result]]


@dataclass(frozen=True)
class RepeatStudy:
    """What a study found.

    Attributes
    ----------
    table : Repeatability
        To judge courses by.
    quantities : tuple of QuantityStudy
    refused : tuple of (Row, Result)
        Photographs without numbers; they are counted and named.
    left_out : tuple of (str, str)
        Quantities of which too little is known, and why.
    """

    title: str
    rows: tuple[Row, ...]
    table: Repeatability
    quantities: tuple[QuantityStudy, ...]
    refused: tuple[tuple[Row, Result], ...]
    left_out: tuple[tuple[str, str], ...]


def run_study(rows: Sequence[Row], *, title: str, exact_outlines: bool, jobs: int, watch: Watch) -> RepeatStudy:
    """Measure every photograph and analyse every quantity.

    Parameters
    ----------
    rows : sequence of Row
    title : str
        Where the photographs come from; every table that is made of them says so.
    exact_outlines : bool
        The outlines are known (a phantom, a rendering), not drawn: the drawing's error is not in the repeats.
    jobs : int
    watch : callable
        Passes the results on, and may report progress.

    Raises
    ------
    UsageError
        When no quantity has three readings.
    """
    requests = [
        Request(r.photo, r.outline, bar_mm=r.bar_mm, print_profile=r.print_profile, rater=r.rater) for r in rows
    ]
    results = list(watch(run(requests, jobs), len(requests)))
    _refuse_copies(rows, results)
    measured = [(row, q) for row, one in zip(rows, results, strict=True) for q in one.measurement.quantities]
    groups: dict[str, list[tuple[Row, Quantity]]] = {}
    for row, q in measured:
        groups.setdefault(q.name, []).append((row, q))
    found, left_out = _studied(groups, title, exact_outlines)
    if not found:
        raise UsageError(
            "no quantity has three readings with a repeat among them; nothing can be said of repeatability"
        )
    return RepeatStudy(
        title=title,
        rows=tuple(rows),
        table=Repeatability(title=title, components=tuple(q.component for q in found)),
        quantities=tuple(found),
        refused=tuple(
            (row, one) for row, one in zip(rows, results, strict=True) if one.measurement.status == "refused"
        ),
        left_out=tuple(left_out),
    )


def _refuse_copies(rows: Sequence[Row], results: Sequence[Result]) -> None:
    """A copy of a photograph repeats perfectly and proves nothing."""
    first: dict[str | None, Row] = {}
    for row, one in zip(rows, results, strict=True):
        if one.measurement.provenance is not None:
            same = first.setdefault(one.measurement.provenance.source_sha256, row)
            if same.photo != row.photo:
                raise UsageError(
                    f"study.csv line {row.line}: {row.photo.name} is a copy of {same.photo.name} (line {same.line}); "
                    "give each photograph once"
                )


def _studied(
    groups: dict[str, list[tuple[Row, Quantity]]], title: str, exact_outlines: bool
) -> tuple[list[QuantityStudy], list[tuple[str, str]]]:
    found, left_out = [], []
    for name, pairs in groups.items():
        scale = pairs[0][1].scale
        readings = [_reading(row, q, scale) for row, q in pairs if row.known.get(name, 0.0) is not None]
        if len(readings) < FEWEST or len({r.scar for r in readings}) == len(readings):
            left_out.append((name, "fewer than three readings, or no scar with a repeat"))
            continue
        shows = shown_parts([q for _, q in pairs], exact_outlines)
        found.append(study_quantity(name, readings, unit=pairs[0][1].unit, scale=scale, shows=shows, source=title))
    return found, left_out


def _reading(row: Row, q: Quantity, scale: Scale) -> Reading:
    known = row.known.get(q.name)
    stated = math.fsum(p.se**2 for p in q.parts if p.scope == "photo")
    logs = scale == "log"
    if logs and known is not None and known <= 0:
        raise UsageError(f"study.csv line {row.line}: known_{q.name} is {known}; it must be above 0")
    return Reading(
        scar=row.scar,
        visit=row.visit,
        photo=str(row.photo),
        rater=row.rater,
        value=math.log(q.value) if logs else q.value,
        known=0.0 if known is None else math.log(known) if logs else known,
        stated=stated / q.value**2 if logs else stated,
    )


def shown_parts(quantities: Sequence[Quantity], exact_outlines: bool) -> tuple[str, ...]:
    """Error parts that repeat photographs show: those that vary with photograph or visit, and drawn outlines."""
    parts = {p.part for q in quantities for p in q.parts if p.scope in ("photo", "visit")}
    drawn = {p.part for q in quantities for p in q.parts if p.part == "outline"}
    return tuple(sorted(parts - {"outline"} | (set() if exact_outlines else drawn)))
