"""One photograph of a course: measured, and its skin laid flat and kept as a picture."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mesoject.course.kept import KeptPhoto, KeptPicture, file_sha256, keep, key_of, load
from mesoject.course.skin_file import rgba_png
from mesoject.records import Measurement, Reason, Refused, UsageError, reason
from mesoject.records.files import write_atomically
from mesoject.records.software import PHOTO_METHOD, software

if TYPE_CHECKING:
    from mesoject.measuring.border import Border
    from mesoject.skinmap import Raster, Region, SkinMap

FLAT_VERSION: Final = 1
MM_PER_PX: Final = 0.1
AROUND_MM: Final = 25.0
SEEN_COSINE: Final = 0.25


@dataclass(frozen=True)
class PhotoTask:
    """What is to be measured, and where it is kept."""

    photo: Path
    outline: Path | None
    rater: str | None
    target: str | Path
    bar_mm: float | None
    bar_sd_mm: float
    print_profile: Path | None
    kept: Path

    @property
    def missing(self) -> list[Path]:
        """Files that are not there."""
        given = (self.photo, self.outline, self.print_profile)
        return [path for path in given if path is not None and not path.is_file()]

    @property
    def key(self) -> str:
        """Hash of all that the result is made from."""
        made = {name: _content(value) for name, value in asdict(self).items() if name != "kept"}
        return key_of({**made, "method": PHOTO_METHOD, "flat": FLAT_VERSION, "software": software()})


def known_result(task: PhotoTask) -> KeptPhoto | None:
    """Return what is kept of this photograph, or why it cannot be measured at all; None where it is to be measured."""
    if task.missing:
        return _refused([reason("file_missing", f"{', '.join(path.name for path in task.missing)} is not there.")])
    key = task.key
    known = load(task.kept, key, KeptPhoto)
    whole = known is not None and (known.flat is None or all(p.is_file() for p in pictures_of(task.kept, key)))
    return known if whole else None


def new_result(task: PhotoTask) -> KeptPhoto:
    """Measure a photograph and keep the result; a refusal is a result too."""
    key = task.key
    result, pictures = _measured(task)
    for path, picture in zip(pictures_of(task.kept, key), pictures, strict=False):
        write_atomically(path, picture)
    keep(task.kept, key, result)
    return result


def pictures_of(kept: Path, key: str) -> tuple[Path, Path]:
    """Paths of the pictures that go with a result: the scar and its surroundings, and the skin of the whole visit."""
    return kept / f"{key}.png", kept / f"{key}.visit.png"


def _content(value: Any) -> Any:
    return file_sha256(value) if isinstance(value, Path) else value


def _refused(reasons: list[Reason] | tuple[Reason, ...]) -> KeptPhoto:
    return KeptPhoto(measurement=Measurement(status="refused", reasons=tuple(reasons)))


def _measured(task: PhotoTask) -> tuple[KeptPhoto, tuple[bytes, ...]]:
    from mesoject.capture import read_photo
    from mesoject.register import picture_of

    try:
        skin = read_photo(
            task.photo,
            target=str(task.target),
            bar_mm=task.bar_mm,
            bar_sd_mm=task.bar_sd_mm,
            print_profile=task.print_profile,
        )
    except Refused as refused:
        return _refused(refused.reasons), ()
    except UsageError as error:
        return _refused([reason("file_unusable", f"{error}.")]), ()
    measurement, found = _numbers(skin, task)
    region = _region(skin, found)
    visit = picture_of(skin)
    taken = skin.sources["taken"]
    kept = KeptPhoto(
        measurement=measurement,
        flat=_shows(region, MM_PER_PX),
        visit=_shows(visit.region, visit.mm_per_px),
        outline_mm=_on_skin(found) if found is not None else (),
        taken=None if taken is None else str(taken),
    )
    return kept, (_png(skin.raster(region, MM_PER_PX)), rgba_png(visit.srgb8, visit.usable))


def _shows(region: Region, mm_per_px: float) -> KeptPicture:
    return KeptPicture(region=(region.s_low, region.s_high, region.z_low, region.z_high), mm_per_px=mm_per_px)


def _numbers(skin: SkinMap, task: PhotoTask) -> tuple[Measurement, Border | None]:
    from mesoject.measuring import load_outline, measure
    from mesoject.measuring.border import border

    if task.outline is None:
        why = reason("no_outline", "No outline was given for this photograph.")
        return Measurement(status="refused", reasons=(why,)), None
    found = None
    try:
        outline = load_outline(skin, task.outline)
        found, _ = border(skin, outline)
        return measure(skin, outline, rater=task.rater), found
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
