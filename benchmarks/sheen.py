"""The light that rendered skin mirrors: measured minus true reflectance, which sets a floor to colour accuracy."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.dataset import shots
from benchmarks.tables import heading, row
from mesoject.capture import read_photo
from mesoject.measuring import load_outline
from mesoject.measuring.border import border
from mesoject.measuring.skin import find_parts


def sheen(root: Path) -> None:
    """Print the mean and spread over photographs, of skin and scar, as a share of a perfect white."""
    heading("Mirrored light: measured minus true reflectance, before anything is taken off")
    lifted: dict[str, list[float]] = {"skin_uncovered": [], "scar": []}
    with tempfile.TemporaryDirectory() as folder:
        for shot in (s for s in shots(root) if s.accept):
            request = shot.request(Path(folder))
            skin = read_photo(shot.file, bar_mm=shot.bar_mm, bar_sd_mm=0.0, print_profile=shot.profile)
            assert request.outline is not None
            parts, _ = find_parts(skin, border(skin, load_outline(skin, request.outline))[0], 0.3)
            for name, mask in (("skin_uncovered", parts.skin), ("scar", parts.scar)):
                true = np.array(shot.scar["colour"][name]["rgb_linear"])
                lifted[name].append(float((parts.raster.linear[mask].mean(0) - true).mean()))
    for name, values in lifted.items():
        row(f"{name}: mean, SD over photographs", f"{np.mean(values):.3f}, {np.std(values):.3f}", "0.020 is taken off")
    apart = np.subtract(lifted["scar"], lifted["skin_uncovered"])
    row("scar minus skin: SD (what no common figure can mend)", f"{np.std(apart):.3f}")
