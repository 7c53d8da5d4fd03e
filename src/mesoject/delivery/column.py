"""A column of tissue cut into cells: what the engines compute with, made from skin, active and one set of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.catalogue import ActiveData
from mesoject.delivery.parameter import Parameter
from mesoject.delivery.skin import DERMIS, LAYERS, LegSkin

Array = NDArray[np.float64]
Values = Mapping[str, float]
M2_TO_MM2: Final = 1e6
FAT_GROWTH: Final = 1.2
FAT_COARSEST_MM: Final = 0.5
RATES: Final = ("capillary", "lymph", "degraded")


@dataclass(frozen=True)
class Column:
    """Cells from the surface down.

    Attributes
    ----------
    thickness_mm : (n,) array
    d_across, d_along : (n,) arrays
        Apparent diffusivity through the skin and along it, mm2/s.
    capacity : (n,) array
        Tissue concentration over the concentration of what is free in the fluid.
    rates : (3, n) array
        First-order losses of the tissue concentration to capillaries, lymph and degradation, 1/s.
    bound : (n,) array
        Share of the tissue concentration that is bound.
    layer : (n,) array of int
        Index into ``LAYERS``.
    """

    thickness_mm: Array
    d_across: Array
    d_along: Array
    capacity: Array
    rates: Array
    bound: Array
    layer: NDArray[np.int64]

    @property
    def faces_mm(self) -> Array:
        """Depth (n + 1,) of the cells' borders."""
        return np.concatenate([[0.0], np.cumsum(self.thickness_mm)])

    @property
    def centres_mm(self) -> Array:
        """Depth (n,) of the cells' middles."""
        faces = self.faces_mm
        return (faces[1:] + faces[:-1]) / 2

    @property
    def dermis(self) -> NDArray[np.bool_]:
        """Which cells (n,) are dermis."""
        return np.isin(self.layer, [LAYERS.index(name) for name in DERMIS])

    @property
    def skin_mm(self) -> float:
        """Thickness of epidermis and dermis."""
        return float(self.thickness_mm[self.layer < LAYERS.index("subcutis")].sum())

    @property
    def dermis_mm(self) -> tuple[float, float]:
        """Depth at which the dermis begins and ends."""
        faces, inside = self.faces_mm, np.flatnonzero(self.dermis)
        return float(faces[inside[0]]), float(faces[inside[-1] + 1])

    @property
    def room_mm(self) -> tuple[float, float, float]:
        """Depths at which the dermis begins, the dermis ends, and the computed fat ends: the room of a depot."""
        return (*self.dermis_mm, float(self.faces_mm[-1]))

    @property
    def conductance(self) -> Array:
        """Flux (n - 1,) between neighbouring cells for each unit of difference of what is free, mm/s."""
        half = self.thickness_mm / (2 * self.capacity * self.d_across)
        return 1 / (half[:-1] + half[1:])


def parameters(skin: LegSkin, active: ActiveData) -> dict[str, Parameter]:
    """Every number that the column is made of, by name."""
    return skin.parameters | {f"active.{name}": p for name, p in active.parameters.items()}


def best_guess(known: Mapping[str, Parameter]) -> dict[str, float]:
    """The middle value of each parameter."""
    return {name: p.value for name, p in known.items()}


def column(values: Values, *, cell_mm: float = 0.05, scar: bool = True) -> Column:
    """Cut the skin into cells with faces on the borders of the layers.

    Parameters
    ----------
    values : mapping of str to float
        As ``best_guess`` returns; every name of ``parameters``.
    cell_mm : float
        Size of cells in skin; below it they grow.
    scar : bool
        The scar's dermis, or that of the skin beside it.

    Returns
    -------
    Column
    """
    cells = [_cells(name, mm, cell_mm) for name, mm in zip(LAYERS, thicknesses_mm(values, scar=scar), strict=True)]
    layer = np.repeat(np.arange(len(LAYERS)), [len(c) for c in cells])
    binding = values["active.binding_factor"]
    across = np.array([_diffusivity(name, values, scar) for name in LAYERS]) * M2_TO_MM2 / binding
    along = across * [values[f"{name}.anisotropy"] for name in LAYERS]
    capacity = np.array([_accessible(name, values, scar) for name in LAYERS]) * binding
    rates = np.array([_rates(name, values, scar) for name in LAYERS]).T / binding
    return Column(
        thickness_mm=np.concatenate(cells),
        d_across=across[layer],
        d_along=along[layer],
        capacity=capacity[layer],
        rates=rates[:, layer],
        bound=np.full(len(layer), 1 - 1 / binding),
        layer=layer,
    )


def thicknesses_mm(values: Values, *, scar: bool = True) -> tuple[float, ...]:
    """Thickness of each of ``LAYERS``; they share a thin skin in proportion, so that some reticular dermis is left."""
    whole = values["scar_mm" if scar else "skin_mm"]
    top, papillary = values["epidermis.thickness_mm"], values["papillary_dermis.thickness_mm"]
    shrunk = min(1.0, 0.6 * whole / (top + papillary))
    top, papillary = top * shrunk, papillary * shrunk
    return top, papillary, whole - top - papillary, values["subcutis.thickness_mm"]


def _cells(name: str, thickness_mm: float, cell_mm: float) -> Array:
    if name != "subcutis":
        count = max(1, round(thickness_mm / cell_mm))
        return np.full(count, thickness_mm / count)
    sizes, size = [cell_mm], cell_mm
    while sum(sizes) < thickness_mm:
        size = min(size * FAT_GROWTH, FAT_COARSEST_MM)
        sizes.append(size)
    return np.array(sizes) * thickness_mm / sum(sizes)


def _diffusivity(name: str, values: Values, scar: bool) -> float:
    factor = values["scar_diffusivity_factor"] if scar and name in DERMIS else 1.0
    return values["active.diffusivity"] * values[f"{name}.diffusivity_factor"] * factor


def _accessible(name: str, values: Values, scar: bool) -> float:
    return values["scar_accessible"] if scar and name in DERMIS else values[f"{name}.accessible"]


def _rates(name: str, values: Values, scar: bool) -> tuple[float, float, float]:
    factor = values["scar_clearance_factor"] if scar and name in DERMIS else 1.0
    return (
        values["active.k_capillary"] * values[f"{name}.capillary_factor"] * factor,
        values["active.k_lymph"] * values[f"{name}.lymph_factor"] * factor,
        values["active.k_degradation"],
    )
