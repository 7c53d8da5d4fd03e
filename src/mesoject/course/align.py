"""Each visit laid over the first one, to show where the skin changed and to see that it is the same leg."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from mesoject.course.kept import keep, key_of, load
from mesoject.course.result import Alignment, Flat, VisitResult
from mesoject.course.skin_file import read_skin, rgba_png
from mesoject.records import Refused
from mesoject.records.files import write_atomically
from mesoject.records.software import software

if TYPE_CHECKING:
    import shapely

    from mesoject.register import Registration, SkinPicture

VERSION: Final = 1
LIMITS: Final = {"delta_a": 8.0, "delta_l": 12.0}


class KeptAlignment(BaseModel):
    """What is kept of two visits laid over each other."""

    model_config = ConfigDict(frozen=True)

    residual_mm: float | None = None
    inliers: int = 0
    failed: str | None = None
    notes: tuple[str, ...] = ()


def aligned(
    visits: Sequence[VisitResult], kept: Path, shows: str, told: Callable[[str], None]
) -> tuple[VisitResult, ...]:
    """Return the visits with their alignment to the first one that has a picture.

    Parameters
    ----------
    visits : sequence of VisitResult
    kept : Path
        Folder of kept results.
    shows : {'delta_a', 'delta_l'}
        What the map of change shows.
    told : callable
        Is given a line for each pair that is laid over each other anew.
    """
    first = next((k for k, visit in enumerate(visits) if _best(visit) is not None), None)
    if first is None:
        return tuple(visits)
    ground = _best(visits[first])
    assert ground is not None
    return tuple(
        replace(visit, alignment=_alignment(k, ground, visit, kept, shows, told)) if k > first else visit
        for k, visit in enumerate(visits)
    )


def _best(visit: VisitResult) -> Flat | None:
    """The visit's first measured photograph of the scar, or else its first with a picture."""
    photos = sorted((p for p in visit.photos if p.of == "scar"), key=lambda photo: not photo.measurement.quantities)
    flats = [photo.flat for photo in photos if photo.flat is not None and photo.flat.visit is not None]
    return flats[0] if flats else None


def _alignment(
    number: int, ground: Flat, visit: VisitResult, kept: Path, shows: str, told: Callable[[str], None]
) -> Alignment:
    flat = _best(visit)
    limit = LIMITS[shows]
    if flat is None:
        return Alignment(number, None, 0, None, shows, limit, "The visit has no photograph of the scar to show.")
    key = key_of(
        {"fixed": ground.picture.stem, "moving": flat.picture.stem, "shows": shows, "v": VERSION, "by": software()}
    )
    found = load(kept, key, KeptAlignment)
    change = kept / f"{key}.change.png"
    if found is None or (found.failed is None and not change.is_file()):
        found = _new(ground, flat, change, shows, limit)
        keep(kept, key, found)
        told(f"{visit.day}: {found.failed or 'laid over the first visit'}")
    return Alignment(
        visit=number,
        residual_mm=found.residual_mm,
        inliers=found.inliers,
        change=None if found.failed else change,
        shows=shows,
        limit=limit,
        failed=found.failed,
        notes=found.notes,
        unlike=found.failed is not None,
    )


def _new(ground: Flat, flat: Flat, change: Path, shows: str, limit: float) -> KeptAlignment:
    from mesoject.register import register

    try:
        found = register(_visit(ground), _visit(flat), fixed_scar=_area(ground), moving_scar=_area(flat))
    except Refused as refused:
        why = refused.reasons[0]
        return KeptAlignment(failed=f"{why.message} {why.remedy}")
    write_atomically(change, _change(ground, flat, found, shows, limit))
    notes = tuple(f"{why.message} {why.remedy}" for why in found.reasons)
    return KeptAlignment(residual_mm=found.residual_mm, inliers=found.inliers, notes=notes)


def _visit(flat: Flat) -> SkinPicture:
    assert flat.visit is not None
    assert flat.visit_region is not None
    return read_skin(flat.visit, flat.visit_region, flat.visit_mm_per_px)


def _area(flat: Flat) -> shapely.Geometry | None:
    from mesoject.measuring.polygons import to_shapely

    return to_shapely(flat.outline_mm) if flat.outline_mm else None


def _change(ground: Flat, flat: Flat, found: Registration, shows: str, limit: float) -> bytes:
    """PNG of the change on the first visit's flat skin, clear where it cannot be told."""
    import numpy as np

    from mesoject.register import change_map
    from mesoject.skinmap.change_colours import change_colours

    fixed = read_skin(ground.picture, ground.region, ground.mm_per_px)
    moving = read_skin(flat.picture, flat.region, flat.mm_per_px)
    change = change_map(fixed, moving, found, fixed_scar=_area(ground))
    values = np.nan_to_num(change.delta_l if shows == "delta_l" else change.delta_a)
    return rgba_png(change_colours(values, limit), change.known)
