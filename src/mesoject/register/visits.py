"""Two visits of one scar, registered by their skin; or refused."""

from __future__ import annotations

import cv2
import numpy as np
import shapely

from mesoject.records import Reason, Refused, reason
from mesoject.register.field import Field, fit_field
from mesoject.register.picture import Array, SkinPicture, skin_picture
from mesoject.register.registration import Registration
from mesoject.register.search import Found, search
from mesoject.register.structure import Structure, structure
from mesoject.register.ties import Ties, tie_points
from mesoject.skinmap import Raster

LEAST_STRENGTH = 7.0  # SDs; chance reaches 4 to 5.5 over all places tried
LEAST_OVER_RIVAL = 1.5
LEAST_INLIERS = 30
LEAST_CELLS = 4
AGREE_MM = 1.0
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
    and turn up to 16 degrees; then windows of skin are found again one by one (tie points), wrong ones dropped
    (MAGSAC, Barath 2020, doi:10.1109/CVPR42600.2020.00138, and leave-one-out), and a smooth map fitted to the rest.

    Parameters
    ----------
    fixed, moving : Raster or SkinPicture
        Of the two visits; each must show the skin between the strips (:func:`visit_region`).
    fixed_scar, moving_scar : shapely geometry
        The scar in each visit's own mm. It changes, and is left out.

    Raises
    ------
    Refused
        ``register_failed``: too little skin, another leg, or nothing on the skin that both visits show.
    """
    pictures = [p if isinstance(p, SkinPicture) else skin_picture(p) for p in (fixed, moving)]
    still, moved = (structure(p, scar) for p, scar in zip(pictures, (fixed_scar, moving_scar), strict=True))
    found = search(still, moved)
    _refuse_chance(found)
    ties = _agreeing(tie_points(still, moved, lambda mm: _affine(mm, found.matrix), 4.0, 0.8))
    field, ties = _fit(ties, found.matrix)
    cells = _cells(still, ties)
    _refuse_few(ties, cells)
    return _registration(field, ties, found, cells, ())


def _affine(mm: Array, matrix: Array) -> Array:
    return np.asarray(mm @ matrix[:, :2].T + matrix[:, 2])


def _refuse_chance(found: Found) -> None:
    if found.strength < max(LEAST_STRENGTH, LEAST_OVER_RIVAL * found.rival):
        raise Refused(
            [
                reason(
                    "register_failed",
                    f"The best match stands {found.strength:.1f} SDs above chance; {LEAST_STRENGTH:g} are needed.",
                )
            ]
        )


def _agreeing(ties: Ties) -> Ties:
    """Ties that lie within a millimetre of one affine map."""
    if len(ties.fixed_mm) < LEAST_INLIERS:
        _refuse_few(ties, LEAST_CELLS)
    _, inlier = cv2.estimateAffine2D(
        ties.fixed_mm, ties.moving_mm, method=cv2.USAC_MAGSAC, ransacReprojThreshold=AGREE_MM
    )
    keep = np.zeros(len(ties.fixed_mm), bool) if inlier is None else inlier[:, 0] > 0
    kept = ties.only(keep)
    _refuse_few(kept, LEAST_CELLS)
    return kept


def _fit(ties: Ties, matrix: Array) -> tuple[Field, Ties]:
    """Fit the map, dropping ties that the others contradict."""
    field = fit_field(ties.fixed_mm, ties.moving_mm, matrix)
    for _ in range(ROUNDS):
        agrees = field.unexplained(ties.moving_mm) < FAR_SE
        if agrees.all():
            break
        ties = ties.only(agrees)
        _refuse_few(ties, LEAST_CELLS)
        field = fit_field(ties.fixed_mm, ties.moving_mm, matrix)
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


def _registration(field: Field, ties: Ties, found: Found, cells: int, reasons: tuple[Reason, ...]) -> Registration:
    middle = ties.fixed_mm.mean(0)
    around = middle + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    affine = np.linalg.lstsq(np.c_[ties.fixed_mm, np.ones(len(ties.fixed_mm))], field(ties.fixed_mm), rcond=None)[0].T
    del around
    turn = float(np.degrees(np.arctan2(affine[1, 0] - affine[0, 1], affine[0, 0] + affine[1, 1])))
    shift = _affine(middle[None], affine)[0] - middle
    scale = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    return Registration(
        field, ties, found.strength, found.rival, cells, scale, turn, (float(shift[0]), float(shift[1])), reasons
    )
