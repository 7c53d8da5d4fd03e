"""A repeatability study as one offline page, with its figures and tables as files beside it."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from mesoject.outcome.repeat_study import QuantityStudy
from mesoject.records import Reason
from mesoject.records.files import write_atomically
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.repeatability.figures import agreement_plots
from mesoject.report.repeatability.tables import Sheet, sheets

Refusals = Sequence[tuple[str, Sequence[Reason]]]
PAGE = "repeatability.html"


def write_repeatability(
    folder: Path,
    title: str,
    studies: Sequence[QuantityStudy],
    refused: Refusals,
    left_out: Sequence[tuple[str, str]],
) -> Path:
    """Write ``repeatability.html``, a CSV a table and an SVG a figure; the page's path is returned.

    Parameters
    ----------
    folder : Path
    title : str
        Where the photographs come from.
    studies : sequence of QuantityStudy
    refused : sequence of (name, reasons)
        Photographs without numbers.
    left_out : sequence of (quantity, why)

    Raises
    ------
    UsageError
        When the folder cannot be written to.
    """
    tables = [sheet for sheet in sheets(studies) if sheet.rows]
    figures = _figures(studies)
    for sheet in tables:
        write_atomically(folder / f"repeatability-{sheet.name}.csv", _csv(sheet).encode())
    for name, _, svg in figures:
        write_atomically(folder / f"repeatability-{name}.svg", svg.encode())
    parts = {
        "title": html.escape(title),
        "design": _design(studies),
        "tables": "".join(_table(k, sheet) for k, sheet in enumerate(tables, 1)),
        "figures": "".join(_figure(k, *figure) for k, figure in enumerate(figures, 1)),
        "refused": _refused(refused),
        "left_out": _left_out(left_out),
        "intended_use": html.escape(INTENDED_USE),
    }
    page = (resources.files("mesoject.report") / "templates" / "repeatability.html").read_text(encoding="utf-8")
    for key, text in parts.items():
        page = page.replace(f"{{{{{key}}}}}", text)
    write_atomically(folder / PAGE, page.encode())
    return folder / PAGE


def _figures(studies: Sequence[QuantityStudy]) -> list[tuple[str, str, str]]:
    """File name, what is compared, and SVG of every comparison that some quantity has."""
    comparisons = dict.fromkeys(name for s in studies for name in s.agreement)
    return [(f"figure-{k}", name, agreement_plots(studies, name)) for k, name in enumerate(comparisons, 1)]


def _design(studies: Sequence[QuantityStudy]) -> str:
    most = max((s.design for s in studies), key=lambda d: d.readings)
    counts = (most.scars, "scar"), (most.visits, "visit"), (most.photos, "photograph"), (most.raters, "rater")
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)


def _table(number: int, sheet: Sheet) -> str:
    head = "".join(f"<th scope='col'>{html.escape(cell)}</th>" for cell in sheet.header)
    body = "".join(
        f"<tr><th scope='row'{_repeated(sheet, k)}>{html.escape(row[0])}</th>{''.join(map(_cell, row[1:]))}</tr>"
        for k, row in enumerate(sheet.rows)
    )
    caption = f"<caption><b>Table {number}.</b> {html.escape(sheet.caption)}</caption>"
    return f"<div class='wide'><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _repeated(sheet: Sheet, row: int) -> str:
    """A name that stands in the row above is read aloud but not shown again."""
    return " class='again'" if row and sheet.rows[row - 1][0] == sheet.rows[row][0] else ""


def _cell(text: str) -> str:
    """A value with its interval below it."""
    return f"<td>{html.escape(text).replace(' (', '<br>(')}</td>"


def _figure(number: int, name: str, comparison: str, svg: str) -> str:
    words = html.escape(comparison)
    label = f"role='img' aria-label='Bland-Altman plots, {words}, one panel a quantity; the numbers stand in the table'"
    caption = (
        f"<b>Figure {number}.</b> {words[0].upper() + words[1:]}: differences against means. Solid line: bias; dashed: "
        f"95 % limits of agreement; bands: their 95 % intervals. (repeatability-{name}.svg)"
    )
    return f"<figure>{svg.replace('<svg', f'<svg {label}', 1)}<figcaption>{caption}</figcaption></figure>"


def _refused(refused: Refusals) -> str:
    if not refused:
        return "<p>No photograph was refused.</p>"
    items = "".join(
        f"<li>{html.escape(name)}: {html.escape(' '.join(r.message for r in reasons if r.fatal))} "
        f"<code>{html.escape(' '.join(r.code for r in reasons if r.fatal))}</code></li>"
        for name, reasons in refused
    )
    return f"<p>{len(refused)} refused, without numbers:</p><ul>{items}</ul>"


def _left_out(left_out: Sequence[tuple[str, str]]) -> str:
    items = "".join(f"<li>{html.escape(name)}: {html.escape(why)}</li>" for name, why in left_out)
    return f"<p>Quantities left out:</p><ul>{items}</ul>" if items else ""


def _csv(sheet: Sheet) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([sheet.header, *sheet.rows])
    return out.getvalue()
