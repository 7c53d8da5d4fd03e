"""Both sheets, printed once for all tests."""

from __future__ import annotations

import pypdfium2
import pytest
from printed_sheet import DPI, Print

from mesoject.capture.target import load_target
from mesoject.report.strips import Paper, sheet, write_strips


@pytest.fixture(scope="session", params=["a4", "letter"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Print:
    paper: Paper = request.param
    path = tmp_path_factory.mktemp("strips") / "strips.pdf"
    write_strips(path, paper=paper)
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=DPI / 72, rev_byteorder=True).to_numpy().copy() for page in document]
    return Print(path, sheet(load_target("strips"), paper), pages)
