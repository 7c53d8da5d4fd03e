"""Measurements as one HTML page: picture, numbers with errors, and what was wrong."""

from __future__ import annotations

import html
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from mesoject.records import Measurement, Quantity
from mesoject.records.files import write_atomically
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.numbers import ERROR_WORDS, NAME_WORDS, by_part, plus_minus, written

STATUS_WORDS = {"measured": "measured", "warned": "measured, with reservations", "refused": "refused"}


def write_gallery(rows: Sequence[tuple[str, Measurement]], folder: Path, *, title: str) -> None:
    """Write ``folder/index.html``; overlays named ``STEM.overlay.jpg`` beside it are shown.

    Raises
    ------
    UsageError
        When the folder cannot be written to.
    """
    template = (resources.files("mesoject.report") / "templates" / "gallery.html").read_text(encoding="utf-8")
    body = "\n".join(_section(name, m, folder) for name, m in rows)
    page = template.replace("{{title}}", html.escape(title)).replace("{{body}}", body)
    write_atomically(folder / "index.html", page.replace("{{intended_use}}", html.escape(INTENDED_USE)).encode())


def _section(name: str, m: Measurement, folder: Path) -> str:
    overlay = f"{Path(name).stem}.overlay.jpg"
    picture = f'<img src="{html.escape(overlay)}" alt="Outline, strips and grid on {html.escape(name)}" loading="lazy">'
    return (
        f'<section class="{m.status}"><h2>{html.escape(name)} <span>{STATUS_WORDS[m.status]}</span></h2>'
        f"{picture if (folder / overlay).exists() and m.quantities else ''}{_reasons(m)}{_table(m)}</section>"
    )


def _reasons(m: Measurement) -> str:
    items = "".join(
        f"<li><b>{html.escape(r.message)}</b> {html.escape(r.remedy)} <code>{r.code}</code></li>" for r in m.reasons
    )
    return f"<ul>{items}</ul>" if items else ""


def _table(m: Measurement) -> str:
    if not m.quantities:
        return ""
    rows = "".join(
        f"<tr><th scope='row'>{NAME_WORDS.get(q.name, q.name)}</th>"
        f"<td>{plus_minus(q)}</td>"
        f"<td>{written(q.interval()[0], q.standard_error)} to {written(q.interval()[1], q.standard_error)}</td>"
        f"<td>{_sources(q)}</td></tr>"
        for q in m.quantities
    )
    head = "<tr><th scope='col'>Quantity</th><th scope='col'>Value ± standard error</th>"
    head += "<th scope='col'>95 % interval</th><th scope='col'>Error from, greatest first</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _sources(q: Quantity) -> str:
    """Where the error comes from, greatest first."""
    shares = sorted(by_part(q).items(), key=lambda item: -item[1])
    return ", ".join(ERROR_WORDS[part] for part, se in shares if se > 0)
