"""Outlines for new photographs: the last visit's, carried over on the skin, for a person to accept or to redraw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mesoject.course.file import open_course
from mesoject.course.write import OUTLINES, NewPhoto, NewScan, NewVisit, Shot, outline_stem
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
    """Write, for every photograph and scan of a visit that has no outline, the page in which it is drawn.

    A photograph's page opens with the outline of the newest visit that has one, carried over by the skin, where that
    succeeds; scans are not matched with each other, and theirs opens empty. It is a proposal: nothing is measured
    before a person has saved it as ``outlines/NAME.outline.json``.

    Returns
    -------
    NewVisit
        Without the scans, and the photographs without an outline, that cannot be measured at all; the others name the
        outline to be saved.
    list of str
        What to do, a sentence each.
    """
    open_photos = [photo for photo in visit.photos if photo.outline is None]
    last = _last_outline(path) if open_photos else None
    said: list[str] = []
    photos = _each(visit.photos, said, lambda photo: _photo(photo, visit, last, page))
    scans = _each(visit.scans, said, lambda scan: _scan(scan, page))
    return replace(visit, photos=photos, scans=scans), said


def _each(shots: Sequence[Shot], said: list[str], one: Callable[[Shot], tuple[Shot, list[str]]]) -> tuple[Shot, ...]:
    """Those that have an outline, or get a page for one; what there is to say goes to ``said``."""
    kept = []
    for shot in shots:
        try:
            found, lines = one(shot)
        except Refused as refused:
            why = refused.reasons[0]
            said.append(f"{shot.file.name} was not added: {why.message} {why.remedy}")
            continue
        kept.append(found)
        said += lines
    return tuple(kept)


def _photo(photo: NewPhoto, visit: NewVisit, last: Drawn | None, page: Page) -> tuple[NewPhoto, list[str]]:
    if photo.outline is not None:
        return photo, []
    from mesoject.capture import read_photo

    skin = read_photo(photo.file, bar_mm=visit.keys.get("bar_mm"))
    start, why = _carried(skin, last)
    outline, line = _drawn_later(photo.file, skin, start, page)
    return replace(photo, outline=outline, carried=start is not None), [why, line]


def _scan(scan: NewScan, page: Page) -> tuple[NewScan, list[str]]:
    from mesoject.capture.scan import read_scan
    from mesoject.measuring import load_outline
    from mesoject.measuring.border import border

    skin = read_scan(scan.file, unit=scan.unit)
    if scan.outline is not None:
        border(skin, load_outline(skin, scan.outline))
        return scan, []
    outline, line = _drawn_later(scan.file, skin, None, page)
    return replace(scan, outline=outline), [line]


def _drawn_later(file: Path, skin: SkinMap, start: Outline | None, page: Page) -> tuple[Path, str]:
    """Write the page; where its outline will lie, and what to do."""
    stem = outline_stem(file)
    folder = file.parent.parent / OUTLINES
    folder.mkdir(exist_ok=True)
    html, outline = folder / f"{stem}.outline.html", folder / f"{stem}.outline.json"
    page(skin, html, start, stem)
    return outline, f"Open {html}, {'correct' if start else 'draw'} the outline, and save it as {outline}."


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
