"""One quantity at one visit: the mean over its photographs, and what its error is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mesoject.records import Quantity
from mesoject.records.outcome import VisitNumbers
from mesoject.records.quantity import Scale

Key = tuple[str, str]
Origin = Literal["photo", "scan", "typed"]


@dataclass(frozen=True)
class Pooled:
    """A quantity at one visit, on its own scale (natural logarithm where that is log).

    Attributes
    ----------
    photos : int
        How many values were averaged.
    value : float
        Their mean.
    parts : dict of (part, scope) to float
        Standard error of the mean from each stated part: of scope ``photo`` it lessens with the photographs.
    print_batch : str or None
    carried : bool
    raters : frozenset of str
        Who outlined, as far as it was stated.
    """

    visit: int
    day: date
    photos: int
    scale: Scale
    value: float
    parts: dict[Key, float]
    print_batch: str | None
    carried: bool
    raters: frozenset[str]


@dataclass(frozen=True)
class History:
    """A quantity over all visits at which it was measured; ``origin`` says what gave it.

    A typed value and a scan's state their own whole error, a photograph's does not: its repeatability is wanted.
    """

    name: str
    unit: str
    scale: Scale
    origin: Origin
    points: tuple[Pooled, ...]


def histories(
    visits: Sequence[VisitNumbers], scales: Mapping[str, Scale], *, control: bool = False
) -> dict[str, History]:
    """Every quantity that was measured, in order of first appearance; of the control where that is asked for.

    ``scales`` are those on which quantities are compared; others keep their own. A value of 0 or less has no logarithm:
    such a quantity stays linear.
    """
    taken = [_values(visit, control) for visit in visits]
    names = dict.fromkeys(name for values in taken for name in values)
    found = {}
    for name in names:
        rows = [values.get(name, []) for values in taken]
        every = [q for row in rows for q, _ in row]
        scale = scales.get(name, every[0].scale) if min(q.value for q in every) > 0 else "linear"
        points = tuple(_pooled(k, v, r, scale) for k, (v, r) in enumerate(zip(visits, rows, strict=True)) if r)
        found[name] = History(name, every[0].unit, scale, _origin(name, visits, control), points)
    return found


def to_scale(value: float, scale: Scale) -> float:
    """A value on the scale on which it is averaged and compared."""
    return math.log(value) if scale == "log" else value


def from_scale(value: float, scale: Scale) -> float:
    """The inverse of :func:`to_scale`."""
    return math.exp(value) if scale == "log" else value


def relative(change: float, scale: Scale) -> float:
    """A difference on the scale as it is reported: relative (-0.3 is 30 % less) where the scale is log."""
    return math.expm1(change) if scale == "log" else change


def _values(visit: VisitNumbers, control: bool) -> dict[str, list[tuple[Quantity, str | None]]]:
    """The values of a visit by name, each with its rater; a typed value does not mix with measured ones."""
    found: dict[str, list[tuple[Quantity, str | None]]] = {}
    for m in visit.control if control else visit.measurements:
        for q in m.quantities:
            found.setdefault(q.name, []).append((q, m.provenance.rater if m.provenance else None))
    if not control:
        for q in visit.typed:
            found.setdefault(q.name, [(q, None)])
    return found


def _origin(name: str, visits: Sequence[VisitNumbers], control: bool) -> Origin:
    every = (m for v in visits for m in (v.control if control else v.measurements))
    gave = [m.provenance for m in every if any(q.name == name for q in m.quantities)]
    if not gave:
        return "typed"
    return "scan" if all(p is not None and p.scan_sha256 is not None for p in gave) else "photo"


def _pooled(visit: int, numbers: VisitNumbers, rows: list[tuple[Quantity, str | None]], scale: Scale) -> Pooled:
    values = [to_scale(q.value, scale) for q, _ in rows]
    keys = dict.fromkeys((p.part, p.scope) for q, _ in rows for p in q.parts)
    return Pooled(
        visit=visit,
        day=numbers.day,
        photos=len(rows),
        scale=scale,
        value=math.fsum(values) / len(values),
        parts={key: _part(key, [q for q, _ in rows], scale) for key in keys},
        print_batch=numbers.print_batch,
        carried=numbers.carried,
        raters=frozenset(rater for _, rater in rows if rater is not None),
    )


def _part(key: Key, quantities: Sequence[Quantity], scale: Scale) -> float:
    """Standard error of the mean from one part: independent photographs lessen it, everything else is shared."""
    each = [
        math.hypot(*(p.se for p in q.parts if (p.part, p.scope) == key)) / (q.value if scale == "log" else 1.0)
        for q in quantities
    ]
    return math.hypot(*each) / len(each) if key[1] == "photo" else math.fsum(each) / len(each)
