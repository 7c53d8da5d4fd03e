"""What every room speaks: frozen records with units, refusals and provenance."""

from mesoject.records.errors import MesojectError, Refused, UsageError
from mesoject.records.measurement import Measurement, Provenance, Status
from mesoject.records.outline import Outline
from mesoject.records.quantity import ErrorPart, Quantity
from mesoject.records.reasons import REASONS, Reason, reason

__all__ = [
    "REASONS",
    "ErrorPart",
    "Measurement",
    "MesojectError",
    "Outline",
    "Provenance",
    "Quantity",
    "Reason",
    "Refused",
    "Status",
    "UsageError",
    "reason",
]
