"""The photographs of a bench as a study of repeat photographs: the folder that `mesoject repeatability` reads.

The truth of every visit goes into the table, so that what the scar itself did is taken off. Where a quantity has no
truth, only scars that nothing happened to are used.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.course_numbers import KNOWN
from benchmarks.dataset import Shot, shots
from mesoject.study.table import NEEDED

UNKNOWN = "texture_ratio"


def write_study(root: Path, folder: Path) -> None:
    """Write ``study.csv`` and true outlines; only photographs that are to be accepted take part."""
    (folder / "outlines").mkdir(parents=True, exist_ok=True)
    good = [shot for shot in shots(root) if shot.accept]
    names = (*KNOWN, "delta_e")
    still = _unchanged(good)
    with (folder / "study.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*NEEDED, *(f"known_{n}" for n in (*names, UNKNOWN))])
        for shot in good:
            outline = shot.request(folder / "outlines").outline
            paths = [os.path.relpath(p, folder) for p in (shot.file, outline, shot.profile)]
            truth = shot.quantities()
            known = [f"{truth[n]:.6f}" for n in names]
            line = [paths[0], paths[1], shot.case, shot.visit, "truth", shot.bar_mm, paths[2], *known]
            writer.writerow([*line, "1" if shot.case in still else ""])


def _unchanged(good: list[Shot]) -> set[str]:
    """Cases whose course plans nothing, and cases of one visit."""
    found: dict[str, set[int]] = defaultdict(set)
    for shot in good:
        found[shot.case].add(shot.visit)
    plans = {c: json.loads((good[0].root / "truth" / f"{c}.json").read_text()).get("plan") for c in found}
    return {case for case, visits in found.items() if len(visits) == 1 or not plans[case]}


if __name__ == "__main__":
    write_study(Path(sys.argv[1]), Path(sys.argv[2]))
