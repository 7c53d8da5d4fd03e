"""Outlines for new photographs: the last visit's, carried over on the skin, for a person to accept or to redraw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mesoject.course.file import open_course
from mesoject.course.write import OUTLINES, NewPhoto, NewVisit
from mesoject.records import Outline, Refused, UsageError
from mesoject.records.record_file import RecordError

if TYPE_CHECKING:
    from shapely import MultiPolygon

    from mesoject.records.course import Course, CoursePhoto
    from mesoject.register import SkinPicture
    from mesoject.skinmap import SkinMap

Page = Callable[["SkinMap", Path, "Outline | None", str], None]
"""Writes the page in which an outline is drawn: skin map, path, outline to start from, name of the photograph."""


@dataclass(frozen=True)
class Drawn:
    """The last outline of the course: its skin and its area there."""

    picture: SkinPicture
    area_mm: MultiPolygon
    source: str


def proposed(path: Path, visit: NewVisit, page: Page) -> tuple[NewVisit, list[str]]:
    """Write, for every photograph of a visit that has no outline, the page in which it is drawn.

    The page opens with the outline of the newest visit that has one, carried over by the skin, where that succeeds.
    It is a proposal: nothing is measured before a person has saved it as ``outlines/NAME.outline.json``.

    Returns
    -------
    NewVisit
        Without the photographs that cannot be measured at all; the others name the outline that will be saved.
    list of str
        What to do, a sentence each.
    """
    open_photos = [photo for photo in visit.photos if photo.outline is None]
    last = _last_outline(path) if open_photos else None
    kept, said = [], []
    for photo in visit.photos:
        if photo.outline is not None:
            kept.append(photo)
            continue
        try:
            found, lines = _one(photo, visit, last, page)
        except Refused as refused:
            why = refused.reasons[0]
            said.append(f"{photo.file.name} was not added: {why.message} {why.remedy}")
            continue
        kept.append(found)
        said += lines
    return replace(visit, photos=tuple(kept)), said


def _one(photo: NewPhoto, visit: NewVisit, last: Drawn | None, page: Page) -> tuple[NewPhoto, list[str]]:
    from mesoject.capture import read_photo

    skin = read_photo(photo.file, bar_mm=visit.keys.get("bar_mm"))
    start, why = _carried(skin, last)
    stem = photo.file.stem
    folder = photo.file.parent.parent / OUTLINES
    folder.mkdir(exist_ok=True)
    html, outline = folder / f"{stem}.outline.html", folder / f"{stem}.outline.json"
    page(skin, html, start, stem)
    lines = [why, f"Open {html}, {'correct' if start else 'draw'} the outline, and save it as {outline}."]
    return replace(photo, outline=outline, carried=start is not None), lines


def _carried(skin: SkinMap, last: Drawn | None) -> tuple[Outline | None, str]:
    """The last outline laid on this photograph's skin, and a sentence about it."""
    if last is None:
        return None, "No earlier outline can be carried over."
    from mesoject.measuring.polygons import from_shapely
    from mesoject.register import carry_outline, picture_of, register

    try:
        found = register(last.picture, picture_of(skin), fixed_scar=last.area_mm)
    except Refused as refused:
        why = refused.reasons[0]
        return None, f"The outline of {last.source} could not be carried over: {why.message} {why.remedy}"
    drawn = Outline(frame="skin_mm", polygons=from_shapely(last.area_mm))
    proposal = carry_outline(found, drawn, source_sha256=skin.source_sha256)
    notes = " ".join(why.message for why in (*found.reasons, *proposal.reasons))
    return proposal.outline, f"The outline of {last.source} is proposed. {notes}"


def _last_outline(path: Path) -> Drawn | None:
    """Skin and outline of the newest photograph of the scar that has an outline."""
    try:
        file = open_course(path)
    except RecordError:  # a course without a visit yet
        return None
    for day, photo, bar_mm in _newest_first(file.course):
        try:
            return _drawn(file.folder, photo, bar_mm, f"{day}, {Path(photo.file).name}")
        except (Refused, UsageError):
            continue
    return None


def _newest_first(course: Course) -> Iterator[tuple[date, CoursePhoto, float | None]]:
    for visit in reversed(course.visits):
        for photo in visit.photos:
            if photo.outline is not None and photo.of == "scar":
                yield visit.date, photo, visit.bar_mm


def _drawn(folder: Path, photo: CoursePhoto, bar_mm: float | None, source: str) -> Drawn:
    from mesoject.capture import read_photo
    from mesoject.measuring import load_outline
    from mesoject.measuring.border import border
    from mesoject.register import picture_of

    skin = read_photo(folder / photo.file, bar_mm=bar_mm)
    found, _ = border(skin, load_outline(skin, folder / (photo.outline or "")))
    return Drawn(picture_of(skin), found.area_mm, source)
