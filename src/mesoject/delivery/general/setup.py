"""From a treatment to a run of the general engine."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from mesoject.delivery.column import Values, column
from mesoject.delivery.general.run import Array, GeneralRun, framed, on_cells_of
from mesoject.delivery.injection import injection, margin_mm
from mesoject.delivery.layout import Region
from mesoject.delivery.raster import raster
from mesoject.records.treatment_map import TreatmentMap

FINEST_MM: Final = 0.1
COARSEST_MM: Final = 0.2
CELLS_ACROSS: Final = 20
MOST_CELLS: Final = 3_000_000
CELL_MM: Final = 0.1


def general_run(
    treatment: TreatmentMap, outline: Region, points_mm: Array, values: Values, width_mm: float, times_s: Array
) -> GeneralRun:
    """Lay a treatment out on a grid, with the scar's tissue inside the outline and normal skin outside.

    Parameters
    ----------
    treatment : TreatmentMap
        Of injections.
    outline : Polygon or MultiPolygon
    points_mm : (n, 2) array
    values : mapping
        As ``best_guess`` returns.
    width_mm : float
        Of the scar: cells are a twentieth of it, 0.1 to 0.2 mm, larger only where they would be over three million.
    times_s : (n,) array
        Moments to keep, the first 0.
    """
    scar = column(values, cell_mm=CELL_MM)
    beside = on_cells_of(column(values, cell_mm=CELL_MM, scar=False), scar)
    low_s, low_z, high_s, high_z = outline.bounds
    reach = 2 * 8.0
    ground = (high_s - low_s + reach) * (high_z - low_z + reach) * len(scar.layer)
    step = max(float(np.clip(width_mm / CELLS_ACROSS, FINEST_MM, COARSEST_MM)), math.sqrt(ground / MOST_CELLS))
    laid = injection(treatment, outline, points_mm, values, scar, raster(outline, step))
    margin = max(margin_mm(laid.solution.depot, c, treatment.hours) for c in (scar, beside))
    box, inside = framed(laid.raster, margin)
    return GeneralRun(
        column=scar,
        beside=beside,
        raster=laid.raster,
        start=replace(laid.solution, box=box),
        inside=inside,
        dose_ug=laid.dose_ug,
        backflow=laid.backflow,
        times_s=times_s,
    )
