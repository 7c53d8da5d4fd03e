"""The report of a course as one HTML page: pictures within it, no network, and no script but a relief's."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from importlib import resources

from mesoject.report.course.blocks import (
    Block,
    Bullets,
    Cell,
    Figure,
    Heading,
    Interactive,
    Panel,
    Section,
    Table,
    Text,
    Verdict,
)  # fmt: skip
from mesoject.report.relief.view import source_hash, view_script, view_style

LINKS = {"patient": {"en": "For the patient (English)", "de": "Für Patientinnen und Patienten (Deutsch)"}}
CLINICIAN = "For the clinician"


def page(title: str, sections: Sequence[Section]) -> bytes:
    """Render all sections under one title."""
    template = (resources.files("mesoject.report") / "templates" / "course.html").read_text(encoding="utf-8")
    script = view_script() if any(isinstance(b, Interactive) for s in sections for b in s.blocks) else ""
    parts = {
        "policy": f" script-src {source_hash(script)};" if script else "",
        "style": view_style() if script else "",
        "script": f"<script>{script}</script>\n" if script else "",
        "title": html.escape(title),
        "contents": "".join(_link(k, section) for k, section in enumerate(sections)),
        "body": "".join(_section(k, section) for k, section in enumerate(sections)),
    }
    # One pass over the template: what was filled in is never searched for places to fill.
    pieces = template.split("{{")
    filled = [pieces[0]] + [parts[p.split("}}", 1)[0]] + p.split("}}", 1)[1] for p in pieces[1:]]
    return "".join(filled).encode()


def _link(k: int, section: Section) -> str:
    words = LINKS.get(section.audience, {}).get(section.language, CLINICIAN)
    return f'<li><a href="#part{k}" lang="{section.language}">{html.escape(words)}</a></li>'


def _section(k: int, section: Section) -> str:
    body = "".join(map(_block, section.blocks))
    return f'<section id="part{k}" class="{section.audience}" lang="{section.language}">{body}</section>\n'


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{html.escape(text)}</h{level}>"
        case Text(text, style):
            return f'<p class="{style}">{html.escape(text)}</p>'
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in items) + "</ul>" if items else ""
        case Verdict(word, tone, sentence, more):
            rest = "".join(f"<p>{html.escape(line)}</p>" for line in more)
            said = f'<p class="word">{html.escape(word)}</p><p>{html.escape(sentence)}</p>'
            return f'<div class="verdict {tone}">{said}{rest}</div>'
        case Table():
            return _table(block)
        case Figure() | Interactive():
            return _figure(block)


def _table(table: Table) -> str:
    """A table; the roles are said because a narrow screen sets its rows as cards."""
    if not table.rows:
        return ""
    head = "".join(f'<th scope="col" role="columnheader">{html.escape(h)}</th>' for h in table.header)
    rows = "".join(
        f'<tr role="row">{"".join(_cell(cell, k, table.header[k]) for k, cell in enumerate(row))}</tr>'
        for row in table.rows
    )
    widths = "".join(f'<col style="width:{100 * share / sum(table.shares):.1f}%">' for share in table.shares)
    caption = html.escape(table.caption)
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{caption}">'
        f'<table class="{"signs" if table.signs else "rows"}" role="table"><caption>{caption}</caption>'
        f'<colgroup>{widths}</colgroup><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _cell(cell: Cell, column: int, head: str) -> str:
    below = f"<small>{html.escape(cell.below)}</small>" if cell.below else ""
    tone = f' class="{cell.tone}"' if cell.tone else ""
    if column == 0:
        return f'<th scope="row" role="rowheader"{tone}>{html.escape(cell.text)}{below}</th>'
    return f'<td role="cell" data-head="{html.escape(head)}"{tone}><span>{html.escape(cell.text)}</span>{below}</td>'


def _figure(figure: Figure | Interactive) -> str:
    caption = f"<figcaption>{html.escape(figure.caption)}</figcaption>"
    if isinstance(figure, Interactive):
        return f"<figure>{figure.html}{caption}</figure>"
    kind = f"{figure.layout} columns{figure.columns}"
    panels = "".join(map(_panel, figure.panels))
    return f'<figure><div class="panels {kind}">{panels}</div>{caption}</figure>'


def _panel(panel: Panel) -> str:
    title = f"<p>{html.escape(panel.title)}</p>" if panel.title else ""
    width, height = (round(side * 96 / 25.4) for side in panel.size_mm)
    image = f'<img src="{_uri(panel.svg)}" alt="{html.escape(panel.alt)}" width="{width}" height="{height}">'
    if panel.narrow_svg:
        image = f'<picture><source media="(max-width: 40rem)" srcset="{_uri(panel.narrow_svg)}">{image}</picture>'
    return f'<div class="panel{" whole" if panel.whole else ""}">{title}{image}</div>'


def _uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
