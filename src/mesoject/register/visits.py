"""Two visits of one scar, registered by their skin; or refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from mesoject.records import Refused, reason
from mesoject.register.field import Field, fit_field
from mesoject.register.picture import Array, SkinPicture, skin_picture
from mesoject.register.registration import Registration
from mesoject.register.search import LEAST_SHARED_MM2, Found, search
from mesoject.register.structure import Structure, structure
from mesoject.register.suspicion import refuse_unmatched, suspicions
from mesoject.register.ties import Ties, coherent, tie_points
from mesoject.skinmap import Raster

LEAST_INLIERS = 30
LEAST_CELLS = 4
FIRST_MM, SECOND_MM = (4.0, 0.8), (1.6, 0.8)  # reach and step
FAR_SE = 3.5
ROUNDS = 5


def register(
    fixed: Raster | SkinPicture,
    moving: Raster | SkinPicture,
    *,
    fixed_scar: shapely.Geometry | None = None,
    moving_scar: shapely.Geometry | None = None,
) -> Registration:
    """Register two visits by their skin.

    Mottling, freckles and hairs in CIELAB, freed from light and shade, are correlated over every shift up to 45 mm
    and turn up to 16 degrees. Then windows of skin are found again one by one (tie points), those that their
    neighbours or all others contradict are dropped, and a smooth map is fitted to the rest; twice.

    Parameters
    ----------
    fixed, moving : Raster or SkinPicture
        Of the two visits; each must show the skin between the strips (:func:`visit_region`).
    fixed_scar, moving_scar : shapely geometry
        The scar in each visit's own mm. It changes, and is left out.

    Raises
    ------
    Refused
        ``register_failed``: too little skin, another leg, or nothing on the skin that both visits show;
        ``mirrored``, ``strip_misplaced``: it would match if it were mirrored, or turned upside down;
        ``duplicate_photo``: one photograph, or a copy of it, given as two visits.
    """
    pictures = [p if isinstance(p, SkinPicture) else skin_picture(p) for p in (fixed, moving)]
    still, moved = (structure(p, scar) for p, scar in zip(pictures, (fixed_scar, moving_scar), strict=True))
    _refuse_bare(still, moved)
    found = search(still, moved)
    refuse_unmatched(still, moved, found)
    field, ties = _fit(tie_points(still, moved, lambda mm: _affine(mm, found.matrix), *FIRST_MM), found.matrix)
    field, ties = _fit(tie_points(still, moved, field, *SECOND_MM), found.matrix)
    cells = _cells(still, ties)
    _refuse_few(ties, cells)
    result = _registration(field, ties, found, cells)
    return replace(result, reasons=suspicions(result, *pictures))


def _affine(mm: Array, matrix: Array) -> Array:
    return np.asarray(mm @ matrix[:, :2].T + matrix[:, 2])


def _refuse_bare(still: Structure, moved: Structure) -> None:
    for which, shown in (("fixed", still), ("moving", moved)):
        bare = float(shown.bands[..., 3].sum()) * shown.mm_per_px**2
        if bare < LEAST_SHARED_MM2:
            message = f"The {which} visit shows {bare:.0f} mm2 of bare skin; {LEAST_SHARED_MM2:.0f} are needed."
            raise Refused([reason("register_failed", message)])


def _fit(ties: Ties, matrix: Array) -> tuple[Field, Ties]:
    """Fit the map, dropping ties that their neighbours or all others contradict."""
    ties = coherent(ties)
    for _ in range(ROUNDS):
        _refuse_few(ties, LEAST_CELLS)
        field = fit_field(ties.fixed_mm, ties.moving_mm, matrix)
        agrees = field.unexplained(ties.moving_mm) < FAR_SE
        if agrees.all():
            break
        ties = ties.only(agrees)
    return field, ties


def _cells(still: Structure, ties: Ties) -> int:
    """How many of the nine cells of the fixed visit's skin hold ties."""
    rows, columns = np.nonzero(still.bands[..., 3] > 0)
    r, mm = still.region, still.mm_per_px
    s = np.linspace(r.s_low + columns.min() * mm, r.s_low + (columns.max() + 1) * mm, 4)
    z = np.linspace(r.z_high - (rows.max() + 1) * mm, r.z_high - rows.min() * mm, 4)
    counted, _, _ = np.histogram2d(ties.fixed_mm[:, 0], ties.fixed_mm[:, 1], bins=(s, z))
    return int((counted > 0).sum())


def _refuse_few(ties: Ties, cells: int) -> None:
    if len(ties.fixed_mm) < LEAST_INLIERS or cells < LEAST_CELLS:
        message = (
            f"{len(ties.fixed_mm)} places of skin agree, in {cells} of 9 cells; "
            f"{LEAST_INLIERS} in {LEAST_CELLS} cells are needed."
        )
        raise Refused([reason("register_failed", message)])


def _registration(field: Field, ties: Ties, found: Found, cells: int) -> Registration:
    ones = np.ones((len(ties.fixed_mm), 1))
    affine = np.linalg.lstsq(np.hstack([ties.fixed_mm, ones]), field(ties.fixed_mm), rcond=None)[0].T
    turn = float(np.degrees(np.arctan2(affine[1, 0] - affine[0, 1], affine[0, 0] + affine[1, 1])))
    middle = ties.fixed_mm.mean(axis=0)
    shift = affine @ np.append(middle, 1.0) - middle
    scale = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    return Registration(
        field, ties, found.strength, found.rival, cells, scale, turn, (float(shift[0]), float(shift[1]))
    )
