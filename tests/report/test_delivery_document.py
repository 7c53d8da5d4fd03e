"""docs/delivery.md is written from the catalogue; it fails here when the two part."""

from __future__ import annotations

from pathlib import Path

from mesoject.delivery import ACTIVES_DATA
from mesoject.report.delivery.parameters import actives_listed, delivery_document

DOCS = Path(__file__).parents[2] / "docs" / "delivery.md"


def test_the_document():
    assert DOCS.read_text(encoding="utf-8") == delivery_document(), "run `make docs`"


def test_every_active_and_what_it_leaves_out_is_there():
    text = delivery_document()
    for data in ACTIVES_DATA.values():
        assert f"| `{data.id}` | diffusivity in normal dermis |" in text
        assert data.left_out in text


def test_every_row_has_value_band_mark_and_source():
    rows = [line for line in delivery_document().splitlines() if line.startswith("|") and " to " in line]
    assert len(rows) > 100
    assert all(any(f" {mark} " in row for mark in ("measured", "derived", "assumed")) for row in rows)


def test_it_claims_nothing():
    assert "It does not say that an active helps a scar" in delivery_document()


def test_the_list_of_actives_has_them_all():
    assert [row[0] for row in actives_listed()] == list(ACTIVES_DATA)
