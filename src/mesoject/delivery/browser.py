"""The live answer without a server: a table for one active in one skin, and the few lines that turn it into fields.

``browser_table`` writes everything that does not depend on where the points are: wave numbers of the nodes, times,
depths, and ``w[t][n][k]``, the tissue concentration of one depot of unit dose at time t, wave number n and cell k of
the dermis. A page then needs sums and products alone; ``browser_field`` is that arithmetic, in plain Python without
arrays, and is what a page has to do, line by line. Both agree with the engine to 1e-6 of the peak.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely

from mesoject.delivery.accepted import treated_skin
from mesoject.delivery.answer import NO_CLAIM, standard_times_h
from mesoject.delivery.catalogue import ActiveData, active
from mesoject.delivery.checks import check_before
from mesoject.delivery.column import best_guess, column
from mesoject.delivery.injection import injection
from mesoject.delivery.modal import ModalSolution
from mesoject.delivery.raster import Raster
from mesoject.delivery.run import UG_PER_MM3_TO_ML
from mesoject.delivery.simulation import all_parameters
from mesoject.records.treatment_map import TreatmentMap

FORMAT: Final = "mesoject-delivery-table/1"
CELL_MM: Final = 0.1
RASTER_MM: Final = 0.3
NODES: Final = 96


def browser_table(treatment: TreatmentMap, active_data: ActiveData | None = None) -> dict[str, Any]:
    """Make the table of one active, depth and volume in one skin.

    Parameters
    ----------
    treatment : TreatmentMap
        Of injections; where its points are does not matter.
    active_data : ActiveData, optional

    Returns
    -------
    dict
        JSON-ready. ``w`` is base64 of little-endian float32 in the order [time][node][cell]; about 0.3 MB.

    Raises
    ------
    Refused, UsageError
        As ``simulate``.
    """
    solute, skin = active_data or active(treatment.active), treated_skin(treatment)
    check_before(treatment, solute, skin)
    values = best_guess(all_parameters(treatment, skin, solute))
    cut = column(values, cell_mm=CELL_MM)
    patch = shapely.box(-RASTER_MM, -RASTER_MM, RASTER_MM, RASTER_MM)
    on = Raster(np.zeros(1), np.zeros(1), np.ones((1, 1), dtype=bool), RASTER_MM)
    solution = injection(treatment, patch, np.zeros((1, 2)), values, cut, on).solution
    times_h = standard_times_h(treatment.hours)[1:]
    held = np.flatnonzero(cut.dermis)
    table = ModalSolution(cut, solution.depot, solution.box, np.zeros((1, 2)), np.ones(1), RASTER_MM, NODES)
    w = table.tabulated(times_h * 3600)[:, :, held] * UG_PER_MM3_TO_ML
    return {
        "format": FORMAT,
        "active": solute.id,
        "depth_mm": treatment.depth_mm,
        "volume_ul": treatment.volume_ul,
        "longest_per_mm": table.table.longest,
        "nodes_per_mm": table.table.nodes.tolist(),
        "times_h": times_h.tolist(),
        "cells_mm": cut.centres_mm[held].tolist(),
        "thickness_mm": cut.thickness_mm[held].tolist(),
        "shape": list(w.shape),
        "w": base64.b64encode(w.astype("<f4").tobytes()).decode("ascii"),
        "note": NO_CLAIM,
    }


def browser_field(
    table: dict[str, Any],
    size_mm: tuple[float, float],
    points_mm: Sequence[tuple[float, float]],
    dose_ug: float,
    at_mm: Sequence[tuple[float, float]],
    time: int,
    cell: int,
) -> list[float]:
    """Tissue concentration at some places, by plain arithmetic.

    1. The box runs from (0, 0) to ``size_mm``; its waves along an axis of length L are pi p / L, p = 0, 1, 2, ... up
       to ``longest_per_mm``, and only pairs whose length sqrt(ks^2 + kz^2) is no longer than that count.
    2. Amplitude of a pair: dose over the box's area, times the sum over the points of cos(ks s) cos(kz z), times 2 for
       each of p and q that is not 0.
    3. ``w`` at the pair's length is read between the nodes by barycentric weights: sign (-1)^n, halved at both ends,
       over the distance to node n; the sum of weight times ``w`` over the sum of weights.
    4. The field is the sum over pairs of amplitude times ``w`` times cos(ks s) cos(kz z).

    Parameters
    ----------
    table : dict
        Of ``browser_table``.
    size_mm : (float, float)
        Sides of the box; leave 4 mm or more of skin round the points.
    points_mm : sequence of (s, z)
        Injections, inside the box.
    dose_ug : float
        Of each injection, less what flows back.
    at_mm : sequence of (s, z)
        Where the answer is wanted.
    time, cell : int
        Indices into ``times_h`` and ``cells_mm``.

    Returns
    -------
    list of float
        µg in a mL of tissue, one for each place.
    """
    nodes, longest = table["nodes_per_mm"], table["longest_per_mm"]
    column_of_w = _column_of_w(table, time, cell)
    found = [0.0] * len(at_mm)
    p = 0
    while math.pi * p / size_mm[0] <= longest:
        ks, q = math.pi * p / size_mm[0], 0
        while math.hypot(ks, kz := math.pi * q / size_mm[1]) <= longest:
            amplitude = sum(math.cos(ks * s) * math.cos(kz * z) for s, z in points_mm)
            amplitude *= dose_ug / (size_mm[0] * size_mm[1]) * (2 if p else 1) * (2 if q else 1)
            value = amplitude * _between_nodes(nodes, column_of_w, math.hypot(ks, kz))
            for k, (s, z) in enumerate(at_mm):
                found[k] += value * math.cos(ks * s) * math.cos(kz * z)
            q += 1
        p += 1
    return found


def _column_of_w(table: dict[str, Any], time: int, cell: int) -> list[float]:
    _, nodes, cells = table["shape"]
    w = np.frombuffer(base64.b64decode(table["w"]), dtype="<f4")
    return [float(w[(time * nodes + n) * cells + cell]) for n in range(nodes)]


def _between_nodes(nodes: list[float], values: list[float], wave: float) -> float:
    above = below = 0.0
    for n, (node, value) in enumerate(zip(nodes, values, strict=True)):
        if abs(wave - node) < 1e-12 * max(nodes[-1], 1.0):
            return value
        weight = (-1) ** n * (0.5 if n in (0, len(nodes) - 1) else 1.0) / (wave - node)
        above += weight * value
        below += weight
    return above / below
