"""Everything that is known of a quantity before it is tested: its values, how well they repeat, and its changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mesoject.outcome.change import Change, change, visit_variance
from mesoject.outcome.own_data import own_component
from mesoject.outcome.pooled import History, histories
from mesoject.outcome.repeatability import published_scores
from mesoject.records.course import Course
from mesoject.records.outcome import Component, Repeatability, VisitNumbers


@dataclass(frozen=True)
class Evidence:
    """One quantity of a course.

    Attributes
    ----------
    history : History
    component : Component or None
        How well it repeats; None for a typed value or a scan with its own stated error, or where ``unknown`` says why.
    changes : dict of int to Change
        Of each later visit against the first that has a number; empty where it cannot be judged.
    unknown : str or None
        Why it cannot be judged.
    """

    history: History
    component: Component | None
    changes: dict[int, Change]
    unknown: str | None


def evidence(course: Course, visits: Sequence[VisitNumbers], table: Repeatability) -> dict[str, Evidence]:
    """Pool every quantity over its photographs and compare its visits."""
    components = {c.quantity: c for c in (*published_scores().components, *table.components)}
    scales = {name: c.scale for name, c in components.items()}
    control = histories(visits, scales, control=True)
    return {
        name: _evidence(history, own_component(course, visits, history, control.get(name), components.get(name)))
        for name, history in histories(visits, scales).items()
    }


def _evidence(measured: History, component: Component | None) -> Evidence:
    history = _as_published(measured) if component is not None and measured.origin == "typed" else measured
    unknown = _why_not(history, component)
    first, *later = history.points
    changes = {} if unknown else {p.visit: change(first, p, component) for p in later}
    return Evidence(history, component, changes, unknown)


def _as_published(history: History) -> History:
    """A typed score whose repeatability is in the table: that is its whole error."""
    return replace(history, points=tuple(replace(p, parts={}) for p in history.points))


def _why_not(history: History, component: Component | None) -> str | None:
    if len(history.points) < 2:
        return "it has a number at one visit alone; a change needs two"
    if component is None:
        stated = history.origin != "photo" and all(visit_variance(p, None)[0] > 0 for p in history.points)
        return None if stated else "how well it repeats is not known: no table names it and no error was stated"
    if component.scale != history.scale:
        return "its table is in logarithms, and a value of 0 or less has none"
    if component.df_occasion <= 0:
        return "its table does not say how it varies from visit to visit with nothing changed"
    if component.df_photo <= 0 < component.var_photo:
        return "its table does not say how it varies from photograph to photograph"
    return None
