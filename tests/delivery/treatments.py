"""Treatment maps and scars that the tests share."""

from __future__ import annotations

import shapely

from mesoject.records.treatment_map import Grid, TreatmentMap

SCAR = shapely.box(0, 0, 12, 9)
ROUND = shapely.Point(5, -3).buffer(6)


def injections(**changed):
    """A map of small injections into a calf scar, with changes."""
    told = {
        "site": "calf",
        "scar_type": "flat",
        "delivery_mode": "manual_needle",
        "active": "ghk_cu",
        "outline": "scar.json",
        "depth_mm": 0.7,
        "volume_ul": 1.0,
        "concentration_ug_per_ul": 5.0,
    }
    if "points_mm" not in changed:
        told["grid"] = Grid(spacing_mm=2.5)
    return TreatmentMap(**told | changed)
