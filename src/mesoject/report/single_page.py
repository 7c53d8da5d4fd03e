"""One HTML file that needs no network: style, scripts and data inside, and a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def single_page(templates: Path, scripts: Sequence[str], data: Mapping[str, Any], parts: Mapping[str, str]) -> str:
    """Put a page together.

    Parameters
    ----------
    templates : Path
        Folder with ``page.html``, ``style.css`` and a ``.js`` for each script.
    scripts : sequence of str
        In the order in which they run, inside one function of their own.
    data : mapping
        What the scripts work on; they find it as JSON in the element ``#data``.
    parts : mapping of str to str
        HTML for the other names that stand in double braces in ``page.html``.
    """
    style = _read(templates, "style.css")
    script = '(() => {\n"use strict";\n' + "\n".join(_read(templates, f"{part}.js") for part in scripts) + "})();\n"
    own = {
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "data": json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
    }
    return _filled(_read(templates, "page.html"), own | dict(parts))


def _read(templates: Path, name: str) -> str:
    return (templates / name).read_text(encoding="utf-8")


def _filled(template: str, parts: Mapping[str, str]) -> str:
    """Put each part where its name stands in double braces; what parts contain is left as it is."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)


def _policy(style: str, script: str) -> str:
    """Content-Security-Policy (W3C, level 3) that knows this style and this script and nothing else."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
