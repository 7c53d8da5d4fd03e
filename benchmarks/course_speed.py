"""Time of a whole course: five visits of two 12-megapixel photographs, to PDF, and a second run without changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from benchmarks.tables import heading, row
from mesoject.demo import bundled_course

FACTOR = 2  # 2016 x 1512 to 4032 x 3024


def course_speed(jobs: int) -> None:
    """Print both times of the bundled course, photographs enlarged and scans left out, in processes of their own."""
    heading("Five visits of two 12-megapixel photographs (the bundled course, enlarged), to PDF")
    with tempfile.TemporaryDirectory() as folder:
        course = bundled_course(Path(folder) / "course")
        _without_scans(course / "course.toml")
        for photo in sorted((course / "photos").glob("d22_*.jpg")):
            _enlarge(photo, course / "outlines" / f"{photo.stem}.json")
        first, second = (_seconds(course, jobs) for _ in range(2))
    row("from photographs to report", f"{first:.1f} s", "at most 30 s", first <= 30)
    row("again, nothing changed", f"{second:.1f} s", "at most 2 s", second <= 2)


def _without_scans(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    parts = text.split("[[visits.scans]]\n")
    file.write_text(parts[0] + "".join(p.split("\n", 3)[3] for p in parts[1:]), encoding="utf-8")


def _enlarge(photo: Path, outline: Path) -> None:
    """Enlarge a photograph with its EXIF, and its outline with it; pixel centres lie at whole numbers."""
    with Image.open(photo) as image:
        large = image.resize((image.width * FACTOR, image.height * FACTOR), Image.Resampling.BICUBIC)
        large.save(photo, quality=92, exif=image.info["exif"])
    data = json.loads(outline.read_text())
    data["source_sha256"] = None
    data["polygons"] = [
        [[[(v + 0.5) * FACTOR - 0.5 for v in point] for point in ring] for ring in polygon]
        for polygon in data["polygons"]
    ]
    outline.write_text(json.dumps(data))


def _seconds(course: Path, jobs: int) -> float:
    command = shutil.which("mesoject", path=str(Path(sys.executable).parent))
    assert command is not None
    start = time.perf_counter()
    subprocess.run([command, "course", "report", str(course), "--jobs", str(jobs)], check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    course_speed(2)
