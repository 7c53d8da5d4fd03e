"""Photographs with known truth. The program sees what index.json says and an outline; the scorer sees all."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from mesoject.batch import Request
from mesoject.records.cielab import ciede2000


@dataclass(frozen=True)
class Shot:
    """One photograph of a bench."""

    root: Path
    case: str
    visit: int
    name: str
    file: Path
    bar_mm: float
    profile: Path
    truth_photo: Path
    truth_visit: Path

    @property
    def truth(self) -> dict[str, Any]:
        """What the renderer knows of the picture."""
        return json.loads(self.truth_photo.read_text())

    @cached_property
    def scar(self) -> dict[str, Any]:
        """What the renderer knows of the scar."""
        return json.loads(self.truth_visit.read_text())["scar"]

    @property
    def accept(self) -> bool:
        """Whether the picture is to be measured."""
        return bool(self.truth["expect"]["accept"])

    def quantities(self) -> dict[str, float]:
        """True values by quantity name; colour against the skin that no strip covers."""
        colour = self.scar["colour"]
        scar, skin = np.array(colour["scar"]["lab"]), np.array(colour["skin_uncovered"]["lab"])
        red, green = (np.array([colour[k]["rgb_linear"][c] for k in ("scar", "skin_uncovered")]) for c in (0, 1))
        indices = np.diff(100 * np.log10([green / red, red]))[:, 0]
        difference = dict(zip(("delta_l", "delta_a", "delta_b"), (scar - skin).tolist(), strict=True))
        sizes = {"area": "area_mm2", "length": "length_mm", "width": "width_mm", "perimeter": "perimeter_mm"}
        return (
            {name: self.scar[key] for name, key in sizes.items()}
            | difference
            | {"delta_e": float(ciede2000(scar, skin))}
            | {"erythema_difference": float(indices[0]), "melanin_difference": float(indices[1])}
            | {"skin_ita": math.degrees(math.atan2(skin[0] - 50, skin[2]))}
        )

    def request(self, outlines: Path, **options: Any) -> Request:
        """The photograph with its true outline, written to ``outlines`` as a file."""
        px = self.truth.get("outline_px")
        outline = None
        if px:
            outline = outlines / f"{self.name}.json"
            data = {"format": "mesoject-outline/1", "frame": "photo_px", "polygons": [[px]]}
            outline.write_text(json.dumps(data))
        return Request(
            self.file,
            outline,
            only_check=outline is None,
            bar_mm=self.bar_mm,
            bar_sd_mm=0.0,
            print_profile=self.profile,
            **options,
        )


def shots(root: Path) -> Iterator[Shot]:
    """Every photograph of a bench, in the order of its index."""
    index = json.loads((root / "index.json").read_text())
    for case in index["cases"]:
        for visit in case["visits"]:
            for photo in visit["photos"]:
                yield Shot(
                    root,
                    case["case"],
                    visit["visit"],
                    photo["photo"],
                    root / photo["file"],
                    case["print_bar_mm"],
                    root / "prints" / f"{case['print_batch']}.json",
                    root / photo["truth"],
                    root / visit["truth"],
                )
