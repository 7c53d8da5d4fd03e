"""The page of a repeatability study: figures and tables say what the numbers say."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from mesoject.outcome.repeat_study import Reading, study_quantity
from mesoject.records import reason
from mesoject.report.repeatability.figures import agreement_plots
from mesoject.report.repeatability.page import write_repeatability
from mesoject.report.repeatability.tables import sheets


def readings(raters=("A",), logs=False):
    r = np.random.default_rng(1)
    for scar in range(6):
        for visit in range(2):
            for photo in range(2):
                for rater in raters:
                    error = (0.01 if logs else 0.3) * r.standard_normal()
                    level = np.log(200 + 40 * scar) if logs else 2.0 * scar
                    yield Reading(f"s{scar}", f"v{visit}", f"s{scar}v{visit}p{photo}", rater, level + error, 0, 0.0)


@pytest.fixture(scope="module")
def studies():
    area = study_quantity(
        "area", list(readings(("A", "B"), logs=True)), unit="mm2", scale="log", shows=("geometry",), source="t"
    )
    red = study_quantity("delta_a", list(readings()), unit="1", scale="linear", shows=("colour",), source="t")
    return area, red


def test_every_quantity_has_its_lines_in_every_table(studies):
    for sheet in sheets(studies):
        assert {row[0] for row in sheet.rows} == {"Area", "Redness against own skin, Δa*"}
        assert {len(row) for row in sheet.rows} == {len(sheet.header)}


def test_shares_are_in_per_cent_and_differences_in_their_unit(studies):
    components, detectable, _, agreement = sheets(studies)
    area, red = (next(row for row in detectable.rows if row[0].startswith(name)) for name in ("Area", "Redness"))
    assert area[3] == f"{100 * studies[0].smallest[0].fall:.3g} %"
    assert red[3] == f"{studies[1].smallest[0].fall:.3g}"
    assert "SD, rater" in components.header
    assert any(row[1] == "raters A and B" for row in agreement.rows)
    assert not any("-" in cell for row in agreement.rows for cell in row[3:])  # a minus sign is a minus sign


def test_a_figure_has_a_panel_a_quantity_and_is_the_same_every_time(studies):
    svg = agreement_plots(studies, "visits of a scar")
    assert svg == agreement_plots(studies, "visits of a scar")
    assert svg.count('id="axes_') == 2 or svg.count('id="axes_') == 3  # an empty place may be kept
    assert agreement_plots(studies, "raters A and C") == ""


def test_the_page_is_whole_and_the_same_every_time(studies, tmp_path):
    refused = [("<b>.jpg", [reason("blur", "The strips are out of focus.")])]
    pages = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        path = write_repeatability(tmp_path / name, "ours & theirs", studies, refused, [("perimeter", "two few")])
        pages.append({file.name: file.read_bytes() for file in path.parent.iterdir()})
    assert pages[0] == pages[1]
    text = pages[0]["repeatability.html"].decode()
    assert "&lt;b&gt;.jpg" in text
    assert "<b>.jpg" not in text
    assert "ours &amp; theirs" in text
    assert "Table 4." in text
    assert "Figure 3." in text  # photographs, visits, raters
    assert {"repeatability-icc.csv", "repeatability-figure-3.svg"} <= set(pages[0])
    rows = list(csv.reader(pages[0]["repeatability-icc.csv"].decode().splitlines()))
    assert rows[0] == ["Quantity", "Over", "Kind", "ICC", "95 % interval"]
