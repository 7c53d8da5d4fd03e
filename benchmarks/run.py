"""`make bench`: every accuracy and speed figure, in one run."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.accuracy import accuracy
from benchmarks.alignment import alignment
from benchmarks.assisted_outline import assisted
from benchmarks.charts import charts
from benchmarks.course_speed import course_speed
from benchmarks.courses import courses
from benchmarks.relief import relief
from benchmarks.scenes import scenes
from benchmarks.sheen import sheen
from benchmarks.speed import speed
from mesoject.demo import bundled_bench


def main() -> None:
    """Run the parts that there is input for."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--bench", type=Path, help="folder of photographs with truth; not given: the bundled ones")
    told.add_argument("--large", type=Path, help="the same with 12-megapixel photographs")
    told.add_argument("--charts", type=Path, help="folder of chart photographs, mini-*.jpg and full-*.jpg")
    told.add_argument("--scenes", type=int, default=2000)
    told.add_argument("--scans", type=int, default=2000, help="number of computed scans")
    told.add_argument("--only-scans", action="store_true", help="leave photographs out")
    told.add_argument("--jobs", type=int, default=2)
    given = told.parse_args()
    if given.bench is None:
        print("No BENCH given: these are the photographs that come with mesoject.")
    bench = given.bench or bundled_bench()
    if not given.only_scans:
        _photographs(given, bench)
    relief(bench, given.scans, given.jobs)


def _photographs(given: argparse.Namespace, bench: Path) -> None:
    if given.large:
        speed(given.large)
    else:
        print("No LARGE given: speed is not measured.")
    accuracy(bench, given.jobs)
    sheen(bench)
    assisted(bench)
    courses(bench, given.jobs)
    alignment(bench, given.jobs)
    course_speed(given.jobs)
    if given.charts:
        charts(given.charts)
    else:
        print("No CHARTS given: real chart photographs are not measured.")
    scenes(given.scenes, given.jobs)


if __name__ == "__main__":
    main()
