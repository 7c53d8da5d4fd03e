"""The bundled photographs with their truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from mesoject.capture import read_photo
from mesoject.capture.photo import Photo, open_photo
from mesoject.demo import bundled_bench
from mesoject.skinmap import SkinMap

ROOT = bundled_bench()


@dataclass(frozen=True)
class Shot:
    """One bundled photograph: what a program may know, and the truth."""

    name: str
    visit: str
    photo: Path
    outline: Path
    bar_mm: float
    profile: Path

    @cached_property
    def truth(self) -> dict[str, Any]:
        return json.loads((ROOT / "truth" / f"{self.name}.json").read_text())

    @cached_property
    def scar(self) -> dict[str, Any]:
        return json.loads((ROOT / "truth" / f"{self.visit}.json").read_text())["scar"]

    @property
    def accept(self) -> bool:
        return self.truth["expect"]["accept"]


def _shots() -> dict[str, Shot]:
    cases = json.loads((ROOT / "index.json").read_text())["cases"]
    return {
        photo["photo"]: Shot(
            photo["photo"],
            f"{case['case']}_v{visit['visit']}",
            ROOT / photo["file"],
            ROOT / "outlines" / f"{photo['photo']}.json",
            case["print_bar_mm"],
            ROOT / "prints" / f"{case['print_batch']}.json",
        )
        for case in cases
        for visit in case["visits"]
        for photo in visit["photos"]
    }


SHOTS = _shots()
GOOD = SHOTS["d22_v1_p1"]
OTHER = SHOTS["d22_v4_p0"]
GLARE = SHOTS["d10_v0_p0"]
ONE_STRIP = SHOTS["d15_v0_p0"]


@cache
def skin_of(shot: Shot) -> SkinMap:
    """The shot's SkinMap with everything given that the bench gives."""
    return read_photo(shot.photo, bar_mm=shot.bar_mm, bar_sd_mm=0.0, print_profile=shot.profile)


@cache
def photo_of(shot: Shot) -> Photo:
    """The shot, decoded."""
    return open_photo(shot.photo)
