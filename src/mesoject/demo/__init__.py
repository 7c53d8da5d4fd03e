"""The photographs that come with mesoject."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path

from mesoject.batch import Request


def bundled_bench() -> Path:
    """Folder of the bundled photographs, in the form of a bench (index, photographs, truth, prints)."""
    return Path(str(resources.files("mesoject.demo") / "data"))


def bundled_course(into: Path) -> Path:
    """Copy the bundled course (course file, photographs, scans, outlines, print profile) into a folder and return that.

    Results that lie there already stay, and are used again.
    """
    source = bundled_bench()
    into.mkdir(parents=True, exist_ok=True)
    shutil.copy(source / "course.toml", into / "course.toml")
    for part in ("photos", "scans", "outlines", "prints"):
        shutil.copytree(source / part, into / part, dirs_exist_ok=True)
    return into


def demo_requests() -> list[Request]:
    """A request for each bundled photograph, with its outline, print profile and bar."""
    root = bundled_bench()
    cases = json.loads((root / "index.json").read_text(encoding="utf-8"))["cases"]
    return [
        Request(
            photo=root / photo["file"],
            outline=root / "outlines" / f"{photo['photo']}.json",
            bar_mm=case["print_bar_mm"],
            print_profile=root / "prints" / f"{case['print_batch']}.json",
        )
        for case in cases
        for visit in case["visits"]
        for photo in visit["photos"]
    ]
