"""Repeat readings as pairs and tables: photographs of a visit, visits of a scar, raters of a photograph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING, Final

from mesoject.outcome.agreement import Icc, intraclass
from mesoject.outcome.bland_altman import FEWEST, Agreement, limits_of_agreement

if TYPE_CHECKING:
    from mesoject.outcome.repeat_study import Reading

PHOTOS: Final = "photographs of a visit"
VISITS: Final = "visits of a scar"
RATERS: Final = "raters"
Cells = dict[Hashable, dict[Hashable, float]]
Key = Callable[["Reading"], Hashable]
Pair = tuple[float, float, Hashable]


def correlations(readings: Sequence[Reading]) -> dict[str, tuple[Icc, ...]]:
    """Intraclass correlations over photographs, visits and raters, as far as complete tables can be made of them.

    A scar gives one row: the photographs of its first visit that has two, its visits (means over photographs), or its
    first photograph that every rater outlined. Photographs of a visit have no order, so they have ICC(1,1) alone.
    """
    found: dict[str, tuple[Icc, ...]] = {}
    for name, rows in (
        (PHOTOS, _one_a_scar(_cells(readings, _scar_visit_rater, lambda r: r.photo))),
        (VISITS, _one_a_scar(_cells(readings, lambda r: (r.scar, r.rater), lambda r: r.visit))),
        (RATERS, _one_a_scar(_cells(readings, _scar_visit_photo, lambda r: r.rater))),
    ):
        table = _complete(rows, aligned=name == RATERS)
        if len(table) >= 2:
            one, agreement, consistency = intraclass(table)
            found[name] = (one,) if name == PHOTOS else (one, agreement, consistency)
    return found


def agreements(readings: Sequence[Reading], *, logs: bool) -> dict[str, Agreement]:
    """Bland-Altman: later photographs of a visit with its first, later visits with the first, two raters."""
    pairs = {
        PHOTOS: _against_first(_cells(readings, _scar_visit_rater, lambda r: r.photo)),
        VISITS: _against_first(_cells(readings, lambda r: (r.scar, r.rater), lambda r: r.visit)),
    }
    by_rater = _cells(readings, _scar_visit_photo, lambda r: r.rater)
    for one, other in combinations(sorted({r.rater for r in readings}), 2):
        pairs[f"{RATERS} {one} and {other}"] = [
            (row[one], row[other], _scar(key)) for key, row in by_rater.items() if one in row and other in row
        ]
    return {
        name: limits_of_agreement([p[0] for p in rows], [p[1] for p in rows], [p[2] for p in rows], logs=logs)
        for name, rows in pairs.items()
        if len(rows) >= FEWEST and len({p[2] for p in rows}) >= 2
    }


def _scar_visit_rater(r: Reading) -> Hashable:
    return r.scar, r.visit, r.rater


def _scar_visit_photo(r: Reading) -> Hashable:
    return r.scar, r.visit, r.photo


def _cells(readings: Sequence[Reading], row: Key, column: Key) -> Cells:
    """Mean reading of every row and column, a known change of the scar taken off."""
    start: dict[str, float] = {}
    found: dict[Hashable, dict[Hashable, list[float]]] = {}
    for r in readings:
        steady = r.value - r.known + start.setdefault(r.scar, r.known)
        found.setdefault(row(r), {}).setdefault(column(r), []).append(steady)
    return {key: {c: fmean(values) for c, values in cells.items()} for key, cells in found.items()}


def _scar(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else key


def _one_a_scar(cells: Cells) -> list[dict[Hashable, float]]:
    """The first row of each scar that has two columns at least."""
    first: dict[Hashable, dict[Hashable, float]] = {}
    for key, row in cells.items():
        if len(row) >= 2:
            first.setdefault(_scar(key), row)
    return list(first.values())


def _complete(rows: Sequence[dict[Hashable, float]], *, aligned: bool) -> list[list[float]]:
    """Rows of one length: that which most rows have; by name of the column where columns are the same for all."""
    if not rows:
        return []
    if aligned:
        names = Counter(frozenset(row) for row in rows).most_common(1)[0][0]
        ordered = sorted(names, key=str)
        return [[row[c] for c in ordered] for row in rows if names <= set(row)]
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    return [list(row.values())[:width] for row in rows if len(row) >= width]


def _against_first(cells: Cells) -> list[Pair]:
    found: list[Pair] = []
    for key, row in cells.items():
        first, *later = row.values()
        found += [(first, value, _scar(key)) for value in later]
    return found
