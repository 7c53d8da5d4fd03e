"""GHK-Cu through skin: permeability fitted to one laboratory, flux through micro-channels in another predicted."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from mesoject.delivery.catalogue import active
from mesoject.delivery.channel import Entry, channel_parameters
from mesoject.delivery.column import Column, column, parameters
from mesoject.delivery.modal.eigen import exchange
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.skin import leg_skin
from mesoject.delivery.verification.case import Case
from mesoject.records.treatment_map import Channels

Array = NDArray[np.float64]
DRAWS: Final = 200
SEED: Final = 12
HOURS: Final = 9.0
PEPTIDE_NMOL: Final = 134.0
COPPER_NMOL: Final = 705.0
HOSTYNEK_UG_PER_CM2: Final = 136.0
HOSTYNEK_H: Final = 48.0
KP_CM_PER_H: Final = 2.43e-4
COPPER_DA: Final = 63.55
SLICE_MM: Final = (0.3, 0.5)
ARRAY: Final = (100.0, 400.0)  # channels under the cell: not in the abstract
CELL_CM2: Final = (0.64, 1.77)  # usual Franz cells: not in the abstract
NEEDLE_MM: Final = (0.5, 0.8)  # not in the abstract
ENDLESS: Final = 1e9


def copper_peptide() -> Case:
    """Micro-channel flux of Li 2015 (Pharm Res), out of sample.

    Hostynek 2010 (PMC2945467) gives the permeability of dermatomed skin and with it, from 136 µg copper through a cm2
    in 48 h, the strength of that donor. Li 2015 let 134 nmol of peptide and 705 nmol of copper through needled skin
    in 9 h. The strength of its donor, its cell and its array could not be read (abstract only): the donor of Hostynek
    is taken for it and the rest drawn over what is usual.
    """
    # µg/cm3 over Da is µmol/cm3, which is nmol/mm3 and mmol/L
    donor_nmol_per_mm3 = HOSTYNEK_UG_PER_CM2 / (KP_CM_PER_H * HOSTYNEK_H) / COPPER_DA
    predicted = np.array([_through(row) for row in qmc.LatinHypercube(_SIZE + 4, seed=SEED).random(DRAWS)])
    nmol = predicted * donor_nmol_per_mm3
    low, middle, high = np.percentile(nmol, (5, 50, 95))
    inside = [bool(low <= datum <= high) for datum in (PEPTIDE_NMOL, COPPER_NMOL)]
    needed = PEPTIDE_NMOL / np.percentile(predicted, (95, 5))
    told = (
        f"predicted {middle:.3g} ({low:.3g} to {high:.3g}) nmol in 9 h with Hostynek's donor "
        f"({donor_nmol_per_mm3:.0f} mmol/L); measured 134 peptide, 705 copper"
    )
    if not inside[0]:
        told += (
            f"; not covered: a donor of {needed[0]:.2g} to {needed[1]:.2g} mmol/L would give the peptide, and the "
            "strength that Li 2015 used was not in the text that could be read"
        )
    if not all(inside):
        told += "; copper leaves the peptide and travels apart, which one solute cannot show"
    return Case(
        "V11",
        "GHK-Cu through micro-channels (Li 2015)",
        None,
        None,
        "band covers 134 nmol",
        inside[0],
        "out of sample",
        told,
    )


def _known() -> dict[str, Parameter]:
    solute = active("ghk_cu")
    return {**parameters(leg_skin("thigh"), solute), **channel_parameters(solute)}


_SIZE: Final = len(_known())


def _through(row: Array) -> float:
    """Amount in the receptor after 9 h for a donor of 1 nmol/mm3, nmol."""
    values = {n: p.at(float(q)) for (n, p), q in zip(_known().items(), row, strict=False)}
    thick, channels, area, needle = (
        low * (high / low) ** q for (low, high), q in zip((SLICE_MM, ARRAY, CELL_CM2, NEEDLE_MM), row[-4:], strict=True)
    )
    values["scar_mm"] = values["skin_mm"] = thick
    values["active.k_capillary"] = values["active.k_lymph"] = values["active.k_degradation"] = 0.0
    whole = column(values, cell_mm=0.05, scar=False)
    told = Channels(
        per_cm2=channels / area, needle_mm=needle, layer_um=1000, layer_ug_per_ul=1, closing_h=100, occluded=True
    )
    entry = Entry.of(told, active("ghk_cu").mw_da, values, whole)
    return float(_receptor(whole, entry) * area * 100)


def _receptor(whole: Column, entry: Entry) -> float:
    """Amount for each mm2 through epidermis and dermis into a stirred receptor."""
    skin = np.flatnonzero(whole.layer < 3)
    n = len(skin)
    room = np.concatenate([[ENDLESS], (whole.thickness_mm * whole.capacity)[skin], [ENDLESS]])
    half = whole.thickness_mm[skin] / (2 * whole.capacity[skin] * whole.d_across[skin])
    flux = np.zeros((n + 2, n + 2))
    cells = np.arange(1, n)
    flux[cells, cells + 1] = whole.conductance[skin][:-1]
    flux[0, 1] += 1 / (1 / entry.intact_mm_per_s + half[0])
    flux[n, n + 1] = 1 / half[-1]
    foot = min(1 + int(np.searchsorted(whole.faces_mm, entry.depth_mm, "right") - 1), n)
    seconds = HOURS * 3600
    flux[0, foot] += entry.through_channels(0.0, seconds)
    start = np.zeros((1, n + 2))
    start[0, 0] = ENDLESS
    return float(exchange(flux + flux.T, room, np.zeros((3, n + 2))).masses(start, np.array([seconds]))[0, 0, -1])
