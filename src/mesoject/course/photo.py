"""One photograph or scan of a course: measured, and its skin laid flat and kept as pictures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mesoject.batch import Request, open_skin
from mesoject.course.kept import KeptPhoto, KeptPicture, file_sha256, keep, key_of, load
from mesoject.course.skin_file import rgba_png
from mesoject.records import Measurement, Reason, Refused, UsageError, reason
from mesoject.records.files import write_atomically
from mesoject.records.software import PHOTO_METHOD, SCAN_METHOD, software

if TYPE_CHECKING:
    from mesoject.measuring.border import Border
    from mesoject.skinmap import Raster, Region, SkinMap

FLAT_VERSION: Final = 1
MM_PER_PX: Final = 0.1
AROUND_MM: Final = 25.0
SEEN_COSINE: Final = 0.25
METHODS: Final = {"photo": PHOTO_METHOD, "scan": SCAN_METHOD}


@dataclass(frozen=True)
class Task:
    """What is to be measured, and the folder that the result is kept in."""

    request: Request
    kept: Path

    @property
    def missing(self) -> list[Path]:
        """Files that are not there."""
        given = (self.request.photo, self.request.outline, self.request.print_profile)
        return [path for path in given if path is not None and not path.is_file()]

    @property
    def key(self) -> str:
        """Hash of all that the result is made from."""
        made = {name: _content(value) for name, value in asdict(self.request).items()}
        made["target"] = file_sha256(Path(self.request.target)) or self.request.target
        return key_of({**made, "by": METHODS[self.request.source], "flat": FLAT_VERSION, "software": software()})


def known_result(task: Task) -> KeptPhoto | None:
    """Return what is kept of this photograph, or why it cannot be measured at all; None where it is to be measured."""
    if task.missing:
        return _refused([_why_missing(task)])
    known = load(task.kept, task.key, KeptPhoto)
    whole = known is not None and all(path.is_file() for path in Beside(task).of(known))
    return known if whole else None


def new_result(task: Task) -> KeptPhoto:
    """Measure a photograph or scan and keep the result; a refusal is a result too."""
    result = _measured(task.request, Beside(task))
    keep(task.kept, task.key, result)
    return result


class Beside:
    """Paths of the pictures that go with a result.

    Attributes
    ----------
    flat : Path
        The scar and its surroundings, PNG.
    visit : Path
        The skin of the whole visit, PNG.
    relief : Path
        A scan's heights, NPZ.
    """

    def __init__(self, task: Task) -> None:
        key = task.key
        self.flat = task.kept / f"{key}.png"
        self.visit = task.kept / f"{key}.visit.png"
        self.relief = task.kept / f"{key}.relief.npz"

    def of(self, result: KeptPhoto) -> list[Path]:
        """Those that this result has."""
        given = ((self.flat, result.flat), (self.visit, result.visit), (self.relief, result.relief))
        return [path for path, has in given if has]


def _why_missing(task: Task) -> Reason:
    outline = task.request.outline
    page = None if outline is None else outline.with_name(f"{outline.name.removesuffix('.json')}.html")
    if page is not None and task.missing == [outline] and page.is_file():
        return reason("not_drawn", f"{page.name} waits to be drawn in and saved as {task.missing[0].name}.")
    return reason("file_missing", f"{', '.join(path.name for path in task.missing)} is not there.")


def _content(value: Any) -> Any:
    return file_sha256(value) if isinstance(value, Path) else value


def _refused(reasons: list[Reason] | tuple[Reason, ...]) -> KeptPhoto:
    return KeptPhoto(measurement=Measurement(status="refused", reasons=tuple(reasons)))


def _measured(request: Request, beside: Beside) -> KeptPhoto:
    """Measure, and write the pictures; the result names those that were written."""
    try:
        skin = open_skin(request)
    except Refused as refused:
        return _refused(refused.reasons)
    except UsageError as error:
        return _refused([reason("file_unusable", f"{error}.")])
    measurement, found = _numbers(skin, request)
    region = _region(skin, found)
    write_atomically(beside.flat, _png(skin.raster(region, MM_PER_PX)))
    taken = skin.sources.get("taken")
    return KeptPhoto(
        measurement=measurement,
        flat=_shows(region, MM_PER_PX),
        visit=_visit(skin, beside.visit) if request.source == "photo" else None,
        relief=measurement.status != "refused" and _relief(skin, found, beside.relief),
        outline_mm=_on_skin(found) if found is not None else (),
        taken=None if taken is None else str(taken),
    )


def _visit(skin: SkinMap, path: Path) -> KeptPicture:
    from mesoject.register import picture_of

    picture = picture_of(skin)
    write_atomically(path, rgba_png(picture.srgb8, picture.usable))
    return _shows(picture.region, picture.mm_per_px)


def _relief(skin: SkinMap, found: Border | None, path: Path) -> bool:
    """Keep a scan's relief; whether there is one."""
    if skin.relief is None or found is None:
        return False
    from mesoject.measuring.relief.picture import relief_picture
    from mesoject.skinmap.relief_file import write_relief

    write_relief(path, relief_picture(skin, found))
    return True


def _shows(region: Region, mm_per_px: float) -> KeptPicture:
    return KeptPicture(region=(region.s_low, region.s_high, region.z_low, region.z_high), mm_per_px=mm_per_px)


def _numbers(skin: SkinMap, request: Request) -> tuple[Measurement, Border | None]:
    from mesoject.measuring import load_outline, measure
    from mesoject.measuring.border import border

    if request.outline is None:
        why = reason("no_outline", "No outline was given for it.")
        return Measurement(status="refused", reasons=(why,)), None
    found = None
    try:
        outline = load_outline(skin, request.outline)
        found, _ = border(skin, outline)
        return measure(skin, outline, rater=request.rater), found
    except Refused as refused:
        return Measurement(status="refused", reasons=refused.reasons), found


def _region(skin: SkinMap, found: Border | None) -> Region:
    from mesoject.skinmap import Region

    if found is None:
        return Region(*skin.trusted_mm)
    s_low, z_low, s_high, z_high = found.area_mm.bounds
    return Region(s_low, s_high, z_low, z_high).grown(AROUND_MM)


def _on_skin(found: Border) -> Any:
    from mesoject.measuring.polygons import from_shapely

    return from_shapely(found.area_mm)


def _png(raster: Raster) -> bytes:
    from mesoject.records.cielab import srgb8_from_linear

    seen = ~raster.covered & ~raster.clipped & (raster.cosine > SEEN_COSINE)
    return rgba_png(srgb8_from_linear(raster.linear), seen)
