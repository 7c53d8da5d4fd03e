"""The bundled course, run once for every test that looks at its results."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mesoject.course.file import open_course
from mesoject.course.run import run_course
from mesoject.demo import bundled_bench

COURSE = ("course.toml", "photos", "scans", "outlines", "prints")


def copied(folder: Path) -> Path:
    """A copy of the bundled course that may be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in COURSE:
        source = bundled_bench() / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder


@pytest.fixture(scope="session")
def course_folder(tmp_path_factory):
    return copied(tmp_path_factory.mktemp("course") / "d22")


@pytest.fixture(scope="session")
def ran(course_folder):
    return run_course(open_course(course_folder))


@pytest.fixture
def again(course_folder, ran, tmp_path):
    """A copy of the course with all its results, to be harmed."""
    return Path(shutil.copytree(course_folder, tmp_path / "d22"))
