"""JSON Schemas of every record that goes in or out."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from mesoject.protocol.overrides import Overrides
from mesoject.records import UsageError
from mesoject.records.diary import DiaryEntry
from mesoject.records.intake import Intake
from mesoject.records.packet import Packet, Prices
from mesoject.records.plan import Plan
from mesoject.records.session_day import SessionDay
from mesoject.records.treatment_map import TreatmentMap

RECORDS: Final[dict[str, type[BaseModel]]] = {
    "intake": Intake, "session": SessionDay, "diary": DiaryEntry, "plan": Plan, "packet": Packet, "prices": Prices,
    "overrides": Overrides, "treatment": TreatmentMap,
}  # fmt: skip


def schema_of(record: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record.

    Raises
    ------
    UsageError
        No record has this name.
    """
    if record not in RECORDS:
        raise UsageError(f"no record is called {record}; the records are {', '.join(RECORDS)}")
    written = record in ("plan", "packet")
    schema = RECORDS[record].model_json_schema(mode="serialization" if written else "validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
