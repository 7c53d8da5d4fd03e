"""`mesoject outline` writes the page, says what to do with it, and refuses with reason and remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from mesoject.cli.outline import outline
from mesoject.records import Outline, UsageError


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(outline)
    return app


def test_it_says_where_and_what_next(app: typer.Typer, leg_photo: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(leg_photo)])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "leg.outline.html").read_bytes().startswith(b"<!doctype html>")
    assert "Wrote leg.outline.html" in result.output
    assert f"mesoject measure {leg_photo} --outline leg.outline.json" in result.output


def test_it_starts_from_an_earlier_outline(app: typer.Typer, leg_photo: Path, tmp_path: Path) -> None:
    square = ((-5.0, -5.0), (15.0, -5.0), (15.0, 12.3456), (-5.0, 15.0))
    earlier = Outline(frame="skin_mm", polygons=((square,),))
    (tmp_path / "earlier.json").write_text(earlier.model_dump_json())
    result = CliRunner().invoke(app, [str(leg_photo), "--out", "page.html", "--start", "earlier.json"])
    assert result.exit_code == 0, result.output
    assert "12.3456" in (tmp_path / "page.html").read_text()


def test_a_refusal_gives_reason_and_remedy(app: typer.Typer, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (600, 600, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.jpg")
    result = CliRunner().invoke(app, ["noise.jpg"])
    assert result.exit_code == 3
    assert result.stdout == ""
    code, remedy = result.stderr.splitlines()[:2]
    assert code.startswith("no_strips: ")
    assert remedy.startswith("  Put both strips")
    assert not list(tmp_path.glob("*.html"))


def test_a_missing_photograph_is_a_usage_error(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["missing.jpg"])
    assert isinstance(result.exception, UsageError)
    assert "missing.jpg" in str(result.exception)


def test_a_foreign_start_is_refused(app: typer.Typer, leg_photo: Path, tmp_path: Path) -> None:
    foreign = Outline(frame="skin_mm", source_sha256="0" * 64, polygons=((((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),),))
    (tmp_path / "foreign.json").write_text(foreign.model_dump_json())
    result = CliRunner().invoke(app, [str(leg_photo), "--start", "foreign.json"])
    assert result.exit_code == 3
    assert result.stderr.startswith("outline_foreign: ")
