"""A page of its own for the reliefs of scans: one file, no network, and a policy that knows its script alone."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from mesoject.records.files import write_atomically
from mesoject.records.intended_use import INTENDED_USE
from mesoject.report.relief.view import Shown, filled, relief_view, source_hash, template, view_script, view_style


def write_relief_page(path: Path, shown: Sequence[Shown], *, title: str) -> None:
    """Write a page of its own with one view.

    Raises
    ------
    UsageError
        When ``path`` cannot be written.
    """
    style = (
        "body { margin: 0; background: #fff; color: #1f2d3a; font: 1rem/1.5 system-ui, sans-serif }\n"
        "main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem } h1 { font-size: 1.3rem; margin: 0 }\n"
        "footer { margin-top: 1.5rem; color: #55626e; font-size: .8rem }\n" + view_style()
    )
    script = view_script()
    policy = (
        f"default-src 'none'; style-src {source_hash(style)}; script-src {source_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "title": html.escape(title),
        "style": style,
        "view": relief_view(shown),
        "intended_use": html.escape(INTENDED_USE),
        "script": script,
    }
    write_atomically(path, filled(template("page.html"), parts).encode())
