from __future__ import annotations

from pathlib import Path

import pytest

from mesoject.protocol import RuleBook, load_rules, read_answers
from mesoject.records.intake import Intake
from mesoject.records.session_day import SessionDay


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_rules()


@pytest.fixture(scope="session")
def healthy() -> Intake:
    """Complete answers of a healthy person; the first session is wished on 2027-01-11."""
    return read_answers(Path(__file__).parent / "healthy.toml", Intake)


@pytest.fixture(scope="session")
def good_day() -> SessionDay:
    """A day on which everything is in order, seven weeks after the intake."""
    return SessionDay.model_validate({
        "on": "2027-01-11",
        "today": {
            "fever": False, "tanned": False, "pregnant": False, "resuscitation_kit": True, "hyaluronidase": True,
            "last_session_on": "not_applicable", "open_adverse_event": False, "needled_skin_numbing": False,
            "cream_minutes": 90, "side_and_site_confirmed": True,
        },
        "product": {
            "actives": ["vitamin_c"], "sterile": True, "labelled_intradermal": True, "single_use": True,
            "lot_recorded": True, "expires_on": "2028-01-01",
        },
    })  # fmt: skip
