"""What a print batch really looks like: the measured CIELAB of its patches."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mesoject.records import UsageError
from mesoject.records.cielab import linear_from_lab
from mesoject.records.errors import first_fault

Lightness = Annotated[float, Field(ge=0, le=110)]  # fluorescent paper passes 100
Chromatic = Annotated[float, Field(ge=-200, le=200)]


class _Patch(BaseModel):
    model_config = ConfigDict(frozen=True)
    lab: tuple[Lightness, Chromatic, Chromatic]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True)
    patches: dict[str, _Patch] = Field(min_length=6)


@dataclass(frozen=True)
class PrintProfile:
    """Linear sRGB reflectance of each patch key (``PA0`` to ``DB5``)."""

    linear: dict[str, NDArray[np.float64]]
    sha256: str

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Read a JSON file: ``patches`` holds, by key, ``lab``: CIELAB (D65, 2 degrees, against a perfect white).

        Raises
        ------
        UsageError
            When the file is missing or not of that form.
        """
        try:
            data = Path(path).read_bytes()
            table = _File.model_validate(json.loads(data))
        except OSError as error:
            raise UsageError(f"cannot read the print profile {path}: {error.strerror or error}") from error
        except (ValueError, ValidationError) as error:
            raise UsageError(f"{path} is not a print profile: {first_fault(error)}") from error
        linear = {key: linear_from_lab(np.array(patch.lab)) for key, patch in table.patches.items()}
        return cls(linear, hashlib.sha256(data).hexdigest())
