"""Intervals to other treatments: the table of the reference, each row at its boundary, before and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from intakes import changed

from mesoject.protocol.combination import conflicts

SESSION = date(2027, 1, 11)
TABLE = {
    "silicone": (0, 3), "pressure_garment": (0, 7), "massage": (0, 7), "triamcinolone": (28, 28),
    "fluorouracil": (28, 28), "bleomycin_verapamil": (28, 28), "cryotherapy": (42, 28), "vascular_laser": (28, 28),
    "non_ablative_fractional": (28, 28), "ablative_fractional": (56, 42), "fully_ablative": (180, 90),
    "rf_microneedling": (42, 42), "microneedling": (28, 28), "superficial_peel": (14, 14), "medium_peel": (42, 28),
    "filler": (28, 14), "botulinum": (14, 3), "surgery": (42, 28), "subcision": (28, 28), "fat_graft": (90, 90),
    "retinoid_or_acid": (7, 7), "hydroquinone": (3, 7), "shaving": (1, 7), "clipping": (0, 7), "wax": (14, 14),
    "laser_hair_removal": (28, 28), "sun_or_sunbed": (28, 28), "self_tanner": (14, 14), "tattoo": (0, 28),
    "thigh_vaccination": (7, 7), "compression_stockings": (0, 0), "isotretinoin": (0, 0),
}  # fmt: skip


def found(healthy, book, kind: str, gap_days: int) -> list:
    """Conflicts of one treatment ``gap_days`` before the session (negative: after it)."""
    treated = [{"kind": kind, "on": str(SESSION - timedelta(days=gap_days))}]
    return list(conflicts(changed(healthy, {"goals.other_treatments": treated}), book, [SESSION]))


@pytest.mark.parametrize("kind", TABLE)
def test_a_treatment_before_a_session(kind, healthy, book):
    before = TABLE[kind][0]
    assert found(healthy, book, kind, max(before, 1)) == []
    if before:
        assert [hit.earliest for hit in found(healthy, book, kind, before - 1)] == [SESSION + timedelta(days=1)]


@pytest.mark.parametrize("kind", [k for k in TABLE if TABLE[k][1]])
def test_a_treatment_after_a_session(kind, healthy, book):
    after = TABLE[kind][1]
    assert found(healthy, book, kind, -after) == []
    assert [hit.earliest for hit in found(healthy, book, kind, 1 - after)] == [SESSION + timedelta(days=after)]


def test_radiotherapy_is_never_combined(healthy, book):
    assert [c.earliest for c in found(healthy, book, "radiotherapy", 4000)] == [None]


def test_every_row_is_tested(book):
    assert {entry.kind for entry in book.combinations} == TABLE.keys() | {"radiotherapy"}


def test_the_table_is_the_reference(book):
    rows = {e.kind: (e.before_days, e.after_days) for e in book.combinations if e.kind != "radiotherapy"}
    assert rows == TABLE


def test_what_a_doctor_ordered_moves_the_session(healthy, book):
    treated = [{"kind": "retinoid_or_acid", "on": "2027-01-12", "prescribed": True}]
    text = conflicts(changed(healthy, {"goals.other_treatments": treated}), book, [SESSION])[0].text
    assert "the session moves" in text
