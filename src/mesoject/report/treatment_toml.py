"""A TreatmentMap as TOML that a person edits: each value with its unit, what is allowed, and why it stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from mesoject.records.skin_thickness import SKIN_THICKNESS
from mesoject.records.treatment_map import TreatmentMap

_HEAD: Final = """\
# One active, brought into one scar once; `mesoject deliver FILE` shows where it goes and what is lost.
# It says what the skin does to the active, not what the active does to the scar: no effect is claimed.
# A unit stands at the end of each name. Lines that begin with # are comments.
"""

_MEANT: Final = {
    "format": "",
    "site": " | ".join(SKIN_THICKNESS),
    "skin_thickness_mm": "epidermis and dermis beside the scar by ultrasound; replaces the table of the site",
    "skin_thickness_sd_mm": "standard deviation of that reading",
    "scar_type": "flat | atrophic | hypertrophic",
    "scar_thickness_mm": "epidermis and dermis of the scar itself by ultrasound",
    "maturity": "immature (red) | mature | unknown",
    "delivery_mode": "manual_needle | mesogun_single_needle | powered_microneedle (needle-free ones are refused)",
    "active": "`mesoject deliver actives` lists all",
    "outline": "mesoject-outline/1 in frame skin_mm, from this file's folder",
    "points_mm": "places of injection, [s, z] on the outline's SkinMap",
    "depth_mm": "vertical depth of the middle of each depot",
    "volume_ul": "of each injection; 0.05 mL are 50 µL",
    "concentration_ug_per_ul": "µg/µL is the same as mg/mL",
    "backflow": "share of each injection that flows back out",
    "backflow_band": "least and most that it could be",
    "threshold_ug_per_ml": "concentration that you ask about; no active has a sourced target",
    "hours": "how long the answer looks ahead",
    "spacing_mm": "between neighbours",
    "pattern": "square | hexagonal",
    "turned_deg": "direction of the rows, from s towards z",
    "margin_mm": "no point nearer to the scar's border",
    "per_cm2": "punctures in a square centimetre, all passes together",
    "needle_mm": "length set on the device; the open channel is much shorter",
    "layer_um": "thickness of the product on the skin",
    "layer_ug_per_ul": "concentration in it; µg/µL is the same as mg/mL",
    "closing_h": "time in which the open area falls to 1/e",
    "occluded": "covered with a film; closing_h counts it",
}
_EXAMPLES: Final = {
    "skin_thickness_mm": 1.35,
    "skin_thickness_sd_mm": 0.05,
    "scar_thickness_mm": 1.5,
    "threshold_ug_per_ml": 10.0,
}


def treatment_toml(treatment: TreatmentMap, why: Mapping[str, str] | None = None) -> str:
    """Write a treatment map as commented TOML.

    Parameters
    ----------
    treatment : TreatmentMap
    why : mapping of str to str, optional
        For a value's name (``grid.spacing_mm`` inside a table) where it comes from.

    Returns
    -------
    str
        Reads back as the same map; values that may be given and are not stand there as comments.
    """
    why = why or {}
    tables = [name for name, value in treatment if isinstance(value, BaseModel)]
    left_out = (*tables, *(("backflow", "backflow_band") if treatment.channels else ()))
    plain = [line for name, value in treatment if name not in left_out for line in _lines(name, name, value, why)]
    parts = [_HEAD, *plain]
    for table in tables:
        parts.append(f"\n[{table}]")
        inside = getattr(treatment, table)
        parts += [line for name, value in inside for line in _lines(name, f"{table}.{name}", value, why)]
    return "\n".join(parts) + "\n"


def _lines(name: str, full_name: str, value: object, why: Mapping[str, str]) -> Iterator[str]:
    if value is None and name not in _EXAMPLES:
        return
    written = f"# {name} = {_EXAMPLES[name]}" if value is None else f"{name} = {_value(value)}"
    meant = _MEANT[name]
    if full_name in why:
        yield f"# {why[full_name]}:"
    yield f"{written:<40}  # {meant}" if meant else written


def _value(value: object) -> str:
    """A value as TOML; its strings, numbers and lists are written as in JSON."""
    return json.dumps(value, ensure_ascii=False)
