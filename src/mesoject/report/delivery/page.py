"""The live answer as one page: depth, spacing, volume and concentration under sliders, computed in the browser."""

from __future__ import annotations

import base64
import html
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib import colormaps

from mesoject.delivery import COLUMNS, NO_CLAIM, SPACING_NOTE, Delivery
from mesoject.delivery.answer import standard_times_h
from mesoject.delivery.checks import starts_late
from mesoject.delivery.column import RATES, Column, best_guess, column
from mesoject.delivery.depth_checks import CLEAR_OF_FAT_MM, SHORTEST_MM, SMALLER_VOLUME, check_depth, room_mm
from mesoject.delivery.injection import EDGE_OF_CELL
from mesoject.delivery.lattice import FINEST_MM, Lattice
from mesoject.delivery.layout import NARROW_MM, width_mm
from mesoject.delivery.simulation import all_parameters
from mesoject.delivery.skin import DERMIS, LAYERS, LegSkin
from mesoject.records import UsageError
from mesoject.records.files import write_atomically
from mesoject.records.intended_use import INTENDED_USE
from mesoject.records.reasons import REASONS
from mesoject.report.delivery.numbers import Numbers, outside, told_times
from mesoject.report.delivery.ranges import ranges, start, substitution
from mesoject.report.delivery.style import HEAT, LEDGER_COLOURS
from mesoject.report.delivery.table import Rows, hours_rows, own_threshold, percent
from mesoject.report.single_page import single_page

CELL_MM: Final = 0.1
PLACES_ACROSS: Final = 8
START_H: Final = 1.0
ROUTES: Final = ("cleared_capillary", "cleared_lymph", "degraded")
TOLD_LIVE: Final = ("depth_below_skin", "depot_too_large", "depot_at_surface", "depot_in_fat")
"""Warnings that the page itself makes of the sliders, in the command's own words."""

_TEMPLATES: Final = Path(__file__).parents[1] / "templates" / "delivery"
_SCRIPTS: Final = ("model", "chart", "warnings", "main")


def write_delivery_page(numbers: Numbers, path: Path) -> None:
    """Write one self-contained HTML file that answers while a slider moves.

    It holds this skin and this active as a table (about 0.8 MB), best guess, for an endless square grid of injections;
    beside it stand the bands of the map that it was written for. Nothing is sent anywhere.

    Parameters
    ----------
    numbers : Numbers
        Of injections.
    path : Path
        Destination; an existing file is replaced, in one step.

    Raises
    ------
    UsageError
        The treatment is of micro-channels, or ``path`` cannot be written.
    """
    delivery, skin = numbers.delivery, numbers.delivery.skin
    if delivery.treatment.channels is not None:
        raise UsageError("a page with sliders is written for injections; this treatment is of micro-channels")
    parts = {
        "active": html.escape(delivery.active.title),
        "skin": html.escape(f"{skin.scar_type}, {skin.site}, {_thickness(skin)}"),
        "tiles": html.escape(_tiles(delivery)),
        "band": _banded(numbers),
        "sure": html.escape(f"{outside(numbers)} {numbers.bands.note}".strip()),
        "no_claim": html.escape(NO_CLAIM),
        "spacing_note": html.escape(SPACING_NOTE),
        "warnings": _unmoved(numbers),
        "intended_use": html.escape(INTENDED_USE),
    }
    write_atomically(path, single_page(_TEMPLATES, _SCRIPTS, _data(delivery), parts).encode())


def _data(delivery: Delivery) -> dict[str, Any]:
    times_h = standard_times_h(delivery.treatment.hours)
    ramp = np.round(colormaps[HEAT](np.arange(256))[:, :3] * 255).astype(int)
    return {
        "skin": skin_table(delivery, times_h),
        "ledger": [{"name": n, "colour": c, "words": COLUMNS[n]} for n, c in LEDGER_COLOURS.items() if n != "donor"],
        "colours": ramp.tolist(),
        "ranges": ranges(delivery),
        "limits": _limits(delivery),
        "start": _start(delivery, times_h),
    }


def skin_table(delivery: Delivery, times_h: np.ndarray) -> dict[str, Any]:
    """Everything that the page's arithmetic needs of one active in one skin, best guess.

    Parameters
    ----------
    delivery : Delivery
        Of injections; where its points are, how deep and how large does not matter.
    times_h : (t,) array
        Hours at which the page answers.

    Returns
    -------
    dict
        JSON-ready: the column's cells, and its operator diagonalised at each node of wave number. ``vectors`` is base64
        of little-endian float64 in the order [node][cell][eigenvector].
    """
    t = delivery.treatment
    values = best_guess(all_parameters(t, delivery.skin, delivery.active))
    cut = column(values, cell_mm=CELL_MM)
    lattice = Lattice(cut, times_h)
    weights = cut.thickness_mm[cut.dermis] / cut.thickness_mm[cut.dermis].sum()
    return {
        "timesH": times_h.tolist(),
        "nodes": lattice.table.nodes.tolist(),
        "decay": lattice.eigen.decay.ravel().tolist(),
        "vectors": base64.b64encode(lattice.eigen.vectors.astype("<f8").tobytes()).decode("ascii"),
        "root": lattice.eigen.root.tolist(),
        "rates": cut.rates.tolist(),
        "routes": [ROUTES[k] for k in range(len(RATES))],
        "thickness": cut.thickness_mm.tolist(),
        "faces": cut.faces_mm.tolist(),
        "bound": cut.bound.tolist(),
        "places": _places(cut),
        "dermis": np.flatnonzero(cut.dermis).tolist(),
        "weights": weights.tolist(),
        "roomMm": list(room_mm(delivery.skin)),
        "skinMm": cut.skin_mm,
        "porosity": values["depot_porosity"],
        "backflow": values["backflow"],
        "edgeMm": EDGE_OF_CELL * FINEST_MM,
        "placesAcross": PLACES_ACROSS,
        "columns": list(COLUMNS),
    }


def _places(cut: Column) -> list[str]:
    """Column of the ledger for what is free in each cell; on an endless grid all dermis is scar."""
    names = {LAYERS.index(name): "scar_dermis" for name in DERMIS} | {LAYERS.index("subcutis"): "subcutis"}
    return [names.get(int(layer), "other_skin") for layer in cut.layer]


def _limits(delivery: Delivery) -> dict[str, Any]:
    """What the page warns against: thickness with its band, and from which concentration on clearance starts late."""
    mm = delivery.skin.scar_mm
    return {
        "skinMm": {"low": mm.low, "value": mm.value, "high": mm.high},
        "clearOfFatMm": CLEAR_OF_FAT_MM,
        "shortestMm": SHORTEST_MM,
        "remedies": {code: REASONS[code].remedy for code in TOLD_LIVE},
        "smallerVolume": SMALLER_VOLUME,
        "lagAbove": delivery.active.lag_above_ug_per_ul,
        "startsLate": starts_late(delivery.treatment, delivery.active),
    }


def _start(delivery: Delivery, times_h: np.ndarray) -> dict[str, float | int | None]:
    t = delivery.treatment
    return {
        **start(delivery),
        "threshold": t.threshold_ug_per_ml,
        "time": int(np.abs(times_h - min(START_H, t.hours)).argmin()),
    }


def _banded(numbers: Numbers) -> str:
    """How sure the numbers are, as rows of HTML: shown beside the sliders, which move best guesses alone."""
    best, band = numbers.best_ledger.held["scar_dermis"], numbers.held_shares["scar_dermis"]
    rows: Rows = []
    for time in told_times(numbers.delivery.treatment.hours):
        k = numbers.at(time)
        told = percent(np.array([best[k], best[k], best[k]])).split(" ")[0]
        rows.append((f"In the scar's dermis at {time:g} h, % of the dose", told, percent(band[:, k])))
        own = own_threshold(numbers)
        if own is not None:
            covered = percent(np.full(3, numbers.best_coverage[own, k])).split(" ")[0]
            rows.append(
                (f"Above the threshold at {time:g} h, % of the dermis", covered, percent(numbers.coverage[:, own, k]))
            )
    rows += [(f"Hours above the threshold, {row[0]}", *row[1:]) for row in hours_rows(numbers)[1:]]
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in told) for _, *told in rows)
    return "".join(
        f'<tr><th scope="row">{html.escape(name)}</th>{told}</tr>' for (name, *_), told in zip(rows, cells, strict=True)
    )


def _thickness(skin: LegSkin) -> str:
    mm = skin.scar_mm
    ground = "assumed" if mm.mark == "assumed" else "measured" if skin.measured else "mean of other people"
    return f"scar {mm.value:.2f} mm thick ({ground})"


def _tiles(delivery: Delivery) -> str:
    """What the numbers over the sliders are of, and what they are not."""
    wide = width_mm(delivery.outline)
    if wide < NARROW_MM:
        told = (
            f"These tiles do not hold for your scar: it is {wide:.1f} mm wide, under {NARROW_MM:g} mm, and they are of "
            "the middle of a large scar on an endless square grid. The table below is of yours."
        )
    else:
        told = "Middle of a large scar, endless square grid; at the borders of yours it is less: see the table."
    return f"{told} {substitution(delivery)}".strip()


def _unmoved(numbers: Numbers) -> str:
    """What holds wherever the sliders stand, as items of HTML; what depends on them the page tells itself."""
    delivery = numbers.delivery
    live = check_depth(delivery.treatment, delivery.skin)
    warnings = [f"{w.message} {w.remedy}" for w in delivery.warnings if w not in live]
    return "".join(f"<li>{html.escape(words)}</li>" for words in warnings)
