"""Treatment map to where each active goes in the skin, for how long, and what is lost. It claims no effect."""

from mesoject.delivery.answer import Delivery, Map, Section
from mesoject.delivery.catalogue import ACTIVES_DATA, ActiveData, active, active_by_weight
from mesoject.delivery.ledger import Ledger
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.simulate import simulate
from mesoject.delivery.skin import LegSkin, leg_skin

__all__ = [
    "ACTIVES_DATA",
    "ActiveData",
    "Delivery",
    "Ledger",
    "LegSkin",
    "Map",
    "Parameter",
    "Section",
    "active",
    "active_by_weight",
    "leg_skin",
    "simulate",
]
