"""`mesoject strips` writes the sheet and says what to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mesoject.cli.strips import strips


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(strips)
    return app


def test_it_says_where_and_what_next(app: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "strips.pdf"
    result = CliRunner().invoke(app, ["--out", str(out), "--paper", "letter"])
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF")
    assert str(out) in result.output
    assert "100 %" in result.output
    assert "bar" in result.output


def test_other_paper_is_refused(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--out", str(tmp_path / "strips.pdf"), "--paper", "a3"])
    assert result.exit_code == 2
    assert not list(tmp_path.iterdir())
