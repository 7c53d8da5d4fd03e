"""What was found once and is kept: a result lies under the key of all that made it, and is whole or not there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mesoject.records import Measurement
from mesoject.records.files import write_atomically
from mesoject.records.outline import Polygons

R = TypeVar("R", bound=BaseModel)


class KeptPicture(BaseModel):
    """What a picture of flat skin shows; ``region`` is s low and high, z low and high in mm."""

    model_config = ConfigDict(frozen=True)

    region: tuple[float, float, float, float]
    mm_per_px: float


class KeptPhoto(BaseModel):
    """The result of one photograph or scan.

    Attributes
    ----------
    measurement : Measurement
    flat : KeptPicture or None
        The scar and what lies around it, finely; None where there is no SkinMap.
    visit : KeptPicture or None
        All skin between the strips, coarsely, to lay visits over each other.
    outline_mm : polygons
        The scar's outline on the flat skin; empty where none could be used.
    relief : bool
        A scan's relief is kept beside it.
    taken : str or None
        When the photograph says it was taken.
    """

    model_config = ConfigDict(frozen=True)

    measurement: Measurement
    flat: KeptPicture | None = None
    visit: KeptPicture | None = None
    outline_mm: Polygons = ()
    relief: bool = False
    taken: str | None = None


def key_of(made_from: dict[str, Any]) -> str:
    """Key of a result: a hash of everything that it was made from."""
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:32]


def file_sha256(path: Path) -> str | None:
    """Hash of a file; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def load(folder: Path, key: str, model: type[R]) -> R | None:
    """Return the result kept under ``key``; None where it is not there or broken."""
    try:
        return model.model_validate_json((folder / f"{key}.json").read_bytes())
    except (OSError, ValidationError):
        return None


def keep(folder: Path, key: str, result: BaseModel) -> None:
    """Keep a result under ``key``."""
    write_atomically(folder / f"{key}.json", result.model_dump_json().encode())
