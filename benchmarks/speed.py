"""Time and memory of a whole measurement of a 12-megapixel JPEG on one core."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.dataset import shots
from benchmarks.tables import heading, row

RUNS = 7


def speed(root: Path) -> None:
    """Print seconds, multiples of decoding, and memory, each photograph in a process of its own."""
    heading(f"Speed on one core, warm, photographs in {root.name}")
    with tempfile.TemporaryDirectory() as folder:
        for shot in shots(root):
            request = shot.request(Path(folder))
            told = [str(shot.file), str(request.outline), str(shot.bar_mm), str(shot.profile)]
            answer = subprocess.run(
                [sys.executable, "-m", "benchmarks.speed", *told], capture_output=True, text=True, check=True
            )
            seconds, decode, rss = json.loads(answer.stdout)
            row(
                f"{shot.name}: whole measurement, median of {RUNS}", f"{seconds:.2f} s", "at most 1.2 s", seconds <= 1.2
            )
            row(f"{shot.name}: multiple of decoding the JPEG", f"{seconds / decode:.1f}")
            row(f"{shot.name}: peak memory", f"{rss:.0f} MB", "at most 500 MB", rss <= 500)
    _help()


def _help() -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "from mesoject.cli import run; run()", "--help"], capture_output=True, check=True
        )
        times.append(time.perf_counter() - start)
    median = sorted(times)[2]
    row("mesoject --help, median of 5", f"{median:.2f} s", "under 0.6 s", median < 0.6)


def _one(photo: str, outline: str, bar_mm: str, profile: str) -> None:
    import os
    import resource

    import cv2

    from mesoject import measure, read_photo

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cv2.setNumThreads(1)

    def whole() -> None:
        measure(read_photo(photo, bar_mm=float(bar_mm), print_profile=profile), outline)

    whole()
    rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    data = Path(photo).read_bytes()
    print(json.dumps([_median(whole), _median(lambda: _decode(data)), rss_mb]))


def _decode(data: bytes) -> None:
    from PIL import Image

    Image.open(io.BytesIO(data)).load()


def _median(work: object) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return sorted(times)[RUNS // 2]


if __name__ == "__main__":
    _one(*sys.argv[1:])
