"""A relief picture kept in a file: arrays and a few numbers, no code, the same bytes for the same relief."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import astuple
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.records import UsageError
from mesoject.records.files import write_atomically
from mesoject.skinmap.region import Region
from mesoject.skinmap.relief_picture import ReliefPicture

FORMAT: Final = "mesoject-relief/1"
ARRAYS: Final = ("height_mm", "base_mm", "up", "reference_sd_mm")
OLDEST: Final = (1980, 1, 1, 0, 0, 0)


def write_relief(path: Path, picture: ReliefPicture) -> None:
    """Write ``picture`` as NumPy's .npz, single precision.

    Raises
    ------
    UsageError
        When the file cannot be written.
    """
    arrays: dict[str, NDArray[np.generic]] = {n: getattr(picture, n).astype(np.float32) for n in ARRAYS}
    if picture.rgb8 is not None:
        arrays["rgb8"] = picture.rgb8
    about = {
        "format": FORMAT,
        "noise_mm": picture.noise_mm,
        "region": astuple(picture.region),
        "mm_per_px": picture.mm_per_px,
        "outline_mm": picture.outline_mm,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("about.json", OLDEST), json.dumps(about, sort_keys=True))
        for name, array in arrays.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", OLDEST), _npy(array), zipfile.ZIP_DEFLATED, 6)
    write_atomically(path, out.getvalue())


def read_relief(path: Path) -> ReliefPicture:
    """Read what :func:`write_relief` wrote.

    Raises
    ------
    UsageError
        When the file is not there, is broken, or holds something else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read("about.json"))
            found = {n[:-4]: _array(archive.read(n)) for n in archive.namelist() if n.endswith(".npy")}
        if about["format"] != FORMAT:
            raise ValueError(f"it is {about['format']}, not {FORMAT}")
        return ReliefPicture(
            **{n: found[n].astype(np.float64) for n in ARRAYS},
            noise_mm=float(about["noise_mm"]),
            rgb8=found["rgb8"].astype(np.uint8) if "rgb8" in found else None,
            region=Region(*about["region"]),
            mm_per_px=float(about["mm_per_px"]),
            outline_mm=tuple(tuple(tuple(map(tuple, ring)) for ring in part) for part in about["outline_mm"]),
        )
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise UsageError(f"cannot read the relief {path.name}: {error}; measure the scan again to make it") from error


def _npy(array: NDArray[np.generic]) -> bytes:
    out = io.BytesIO()
    np.save(out, array, allow_pickle=False)
    return out.getvalue()


def _array(npy: bytes) -> NDArray[np.generic]:
    return np.asarray(np.load(io.BytesIO(npy), allow_pickle=False))
