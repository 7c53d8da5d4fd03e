"""One photograph of a course: measured, and its skin laid flat and kept as a picture."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mesoject.course.kept import KeptFlat, KeptPhoto, file_sha256, keep, key_of, load
from mesoject.records import Measurement, Reason, Refused, UsageError, reason
from mesoject.records.files import write_atomically
from mesoject.records.software import PHOTO_METHOD, software

if TYPE_CHECKING:
    from mesoject.measuring.border import Border
    from mesoject.skinmap import Raster, Region, SkinMap

FLAT_VERSION: Final = 1
MM_PER_PX: Final = 0.1
AROUND_MM: Final = 25.0


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
    return known if known is not None and (known.flat is None or picture_of(task.kept, key).is_file()) else None


def new_result(task: PhotoTask) -> KeptPhoto:
    """Measure a photograph and keep the result; a refusal is a result too."""
    result, picture = _measured(task)
    if picture is not None:
        write_atomically(picture_of(task.kept, task.key), picture)
    keep(task.kept, task.key, result)
    return result


def picture_of(kept: Path, key: str) -> Path:
    """Path of the picture that goes with a result."""
    return kept / f"{key}.png"


def _content(value: Any) -> Any:
    return file_sha256(value) if isinstance(value, Path) else value


def _refused(reasons: list[Reason] | tuple[Reason, ...]) -> KeptPhoto:
    return KeptPhoto(measurement=Measurement(status="refused", reasons=tuple(reasons)), flat=None, taken=None)


def _measured(task: PhotoTask) -> tuple[KeptPhoto, bytes | None]:
    from mesoject.capture import read_photo

    try:
        skin = read_photo(
            task.photo,
            target=str(task.target),
            bar_mm=task.bar_mm,
            bar_sd_mm=task.bar_sd_mm,
            print_profile=task.print_profile,
        )
    except Refused as refused:
        return _refused(refused.reasons), None
    except UsageError as error:
        return _refused([reason("file_unusable", f"{error}.")]), None
    measurement, found = _numbers(skin, task)
    region = _region(skin, found)
    raster = skin.raster(region, MM_PER_PX)
    flat = KeptFlat(
        region=(region.s_low, region.s_high, region.z_low, region.z_high),
        mm_per_px=MM_PER_PX,
        outline_mm=_on_skin(found) if found is not None else (),
    )
    taken = skin.sources["taken"]
    kept = KeptPhoto(measurement=measurement, flat=flat, taken=None if taken is None else str(taken))
    return kept, _png(raster)


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
    """Calibrated sRGB with skin in view opaque and all else clear."""
    import numpy as np
    from PIL import Image

    from mesoject.records.cielab import srgb_from_linear

    colour = (srgb_from_linear(raster.linear) * 255 + 0.5).astype(np.uint8)
    seen = ~raster.covered & ~raster.clipped & (raster.cosine > 0.25)
    rgba = np.dstack([colour, np.where(seen, 255, 0).astype(np.uint8)])
    out = io.BytesIO()
    Image.fromarray(rgba, "RGBA").save(out, "PNG", compress_level=3)
    return out.getvalue()
