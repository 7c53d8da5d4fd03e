"""Where the injections go: points inside the scar's outline, with a margin to its edge."""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from mesoject.records import Refused, UsageError, reason
from mesoject.records.treatment_map import MOST_POINTS, Grid, TreatmentMap

Array = NDArray[np.float64]
Region: TypeAlias = Polygon | MultiPolygon
Engine = Literal["auto", "modal", "general"]
NARROW_MM: Final = 4.0
"""In a scar narrower than this the skin beside it matters."""
ROW_OF_HEXAGONS: Final = math.sqrt(3) / 2


def points(treatment: TreatmentMap, outline: Region) -> Array:
    """Places (n, 2) of injection, [s, z] in mm, that lie inside the outline.

    Raises
    ------
    Refused
        ``no_points`` or ``too_many_points``.
    """
    if treatment.grid is not None:
        found = grid_points(treatment.grid, outline)
    else:
        found = np.array(treatment.points_mm, dtype=float).reshape(-1, 2)
        found = found[shapely.contains_xy(outline, found[:, 0], found[:, 1])]
    if not len(found):
        raise Refused([reason("no_points", f"None of the map's points lies in the outline of {outline.area:.3g} mm².")])
    return found


def width_mm(outline: Region) -> float:
    """Diameter of the largest circle that fits into the scar."""
    return 2 * float(np.max([shapely.maximum_inscribed_circle(part).length for part in shapely.get_parts(outline)]))


def check_engine(engine: str) -> None:
    """Refuse a name that is no engine's.

    Raises
    ------
    UsageError
        Unknown engine.
    """
    if engine not in get_args(Engine):
        raise UsageError(f"engine {engine!r} is not one of {', '.join(get_args(Engine))}")


def grid_points(grid: Grid, outline: Region) -> Array:
    """Points (n, 2) of a grid about the middle of the outline, none nearer to its edge than the margin.

    Raises
    ------
    Refused
        ``too_many_points``.

    Examples
    --------
    >>> from shapely import box
    >>> len(grid_points(Grid(spacing_mm=2.5, margin_mm=1.0), box(0, 0, 20, 20)))
    49
    """
    inner = outline.buffer(-grid.margin_mm) if grid.margin_mm else outline
    expected = inner.area / _cell_area_mm2(grid)
    if expected > MOST_POINTS:
        text = f"A spacing of {grid.spacing_mm:g} mm makes about {expected:.0f} points; the limit is {MOST_POINTS}."
        raise Refused([reason("too_many_points", text)])
    if inner.is_empty:
        return np.empty((0, 2))
    centre = np.array(inner.centroid.coords[0])
    reach = math.hypot(inner.bounds[2] - inner.bounds[0], inner.bounds[3] - inner.bounds[1])
    lattice = _lattice(grid, reach)
    turn = math.radians(grid.turned_deg)
    turned = lattice @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]) + centre
    kept = turned[shapely.intersects_xy(inner.buffer(1e-9), turned[:, 0], turned[:, 1])]
    return np.asarray(kept[np.lexsort((kept[:, 0], kept[:, 1]))])


def _cell_area_mm2(grid: Grid) -> float:
    return grid.spacing_mm**2 * (ROW_OF_HEXAGONS if grid.pattern == "hexagonal" else 1.0)


def _lattice(grid: Grid, reach_mm: float) -> Array:
    across = grid.spacing_mm * (ROW_OF_HEXAGONS if grid.pattern == "hexagonal" else 1.0)
    columns = np.arange(-math.ceil(reach_mm / grid.spacing_mm), math.ceil(reach_mm / grid.spacing_mm) + 1)
    rows = np.arange(-math.ceil(reach_mm / across), math.ceil(reach_mm / across) + 1)
    s, z = np.meshgrid(columns * grid.spacing_mm, rows * across)
    if grid.pattern == "hexagonal":
        s = s + (rows % 2)[:, None] * grid.spacing_mm / 2
    return np.stack([s.ravel(), z.ravel()], -1)
