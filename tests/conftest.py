"""One photograph for every test that needs one; tests/data/README.md says where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mesoject.capture.assemble import read_photo
from mesoject.skinmap import SkinMap

collect_ignore_glob = [
    "*conftest.py"
]  # fixtures hold no doctests, and two modules of one name cannot both be collected


@pytest.fixture(scope="session")
def leg_photo() -> Path:
    return Path(__file__).parent / "data" / "leg.jpg"


@pytest.fixture(scope="session")
def leg(leg_photo: Path) -> SkinMap:
    return read_photo(leg_photo)


# A loaded machine is not a failing test: how long an example takes is measured elsewhere.
settings.register_profile("mesoject", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("mesoject")
