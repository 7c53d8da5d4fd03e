"""Treatment map to where each active goes in the skin, for how long, and what is lost. It claims no effect."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mesoject.delivery.answer import NO_CLAIM, SPACING_NOTE, Delivery, Map, Section
    from mesoject.delivery.bands import DOMINATE, Bands, ensemble
    from mesoject.delivery.browser import browser_field, browser_table
    from mesoject.delivery.catalogue import ACTIVES_DATA, ActiveData, active, active_by_weight
    from mesoject.delivery.comparison import Comparison, compare
    from mesoject.delivery.ledger import COLUMNS, HELD, Ledger
    from mesoject.delivery.parameter import Parameter
    from mesoject.delivery.pareto import Design, Limits, ParetoFront, optimise
    from mesoject.delivery.simulation import simulate
    from mesoject.delivery.skin import LegSkin, leg_skin
    from mesoject.delivery.verification import Case, verify

_HOMES = {
    "NO_CLAIM": "answer",
    "SPACING_NOTE": "answer",
    "Delivery": "answer",
    "Map": "answer",
    "Section": "answer",
    "ACTIVES_DATA": "catalogue",
    "ActiveData": "catalogue",
    "active": "catalogue",
    "active_by_weight": "catalogue",
    "COLUMNS": "ledger",
    "HELD": "ledger",
    "Ledger": "ledger",
    "Parameter": "parameter",
    "simulate": "simulation",
    "LegSkin": "skin",
    "leg_skin": "skin",
    "DOMINATE": "bands",
    "Bands": "bands",
    "ensemble": "bands",
    "browser_field": "browser",
    "browser_table": "browser",
    "Comparison": "comparison",
    "compare": "comparison",
    "Design": "pareto",
    "Limits": "pareto",
    "ParetoFront": "pareto",
    "optimise": "pareto",
    "Case": "verification",
    "verify": "verification",
}

__all__ = [
    "ACTIVES_DATA",
    "COLUMNS",
    "DOMINATE",
    "HELD",
    "NO_CLAIM",
    "SPACING_NOTE",
    "ActiveData",
    "Bands",
    "Case",
    "Comparison",
    "Delivery",
    "Design",
    "Ledger",
    "LegSkin",
    "Limits",
    "Map",
    "Parameter",
    "ParetoFront",
    "Section",
    "active",
    "active_by_weight",
    "browser_field",
    "browser_table",
    "compare",
    "ensemble",
    "leg_skin",
    "optimise",
    "simulate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"mesoject.delivery.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'mesoject.delivery' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
