"""A photograph for every test that needs one, and the command line called in this process."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before anything loads numpy; as the command line does

import cv2
import pytest
from hypothesis import HealthCheck, settings

from mesoject.capture import read_photo
from mesoject.cli import run
from mesoject.skinmap import SkinMap

collect_ignore_glob = [
    "*conftest.py"
]  # fixtures hold no doctests, and two modules of one name cannot both be collected

cv2.setNumThreads(1)
# A loaded machine is not a failing test: how long an example takes is measured elsewhere.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("calm")


@dataclass(frozen=True)
class Called:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def leg_photo() -> Path:
    """A rendered leg; tests/data/README.md says where it comes from."""
    return Path(__file__).parent / "data" / "leg.jpg"


@pytest.fixture(scope="session")
def leg(leg_photo: Path) -> SkinMap:
    return read_photo(leg_photo)


@pytest.fixture(scope="session")
def mesoject() -> Callable[..., Called]:
    """Call the command line as the console script does."""

    def call(*words: object) -> Called:
        out, err, before, sys.argv = io.StringIO(), io.StringIO(), sys.argv, ["mesoject", *map(str, words)]
        code = 0
        try:
            with redirect_stdout(out), redirect_stderr(err):
                run()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(bool(left.code))
        finally:
            sys.argv = before
        return Called(code, out.getvalue(), err.getvalue())

    return call
