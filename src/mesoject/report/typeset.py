"""Typst behind one function: a template and its data become a tagged PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Typeset ``templates/<template>.typ``, which reads ``data`` from ``sys.inputs.data``, as PDF/UA-1.

    Typst tags every colour as sRGB, so a nominal value means the same to every reader and printer.
    Only the fonts of the package are used, so that the same data give the same bytes on every machine.
    """
    return typst.compile(
        _HERE / "templates" / f"{template}.typ",
        root=_HERE,
        font_paths=[_HERE / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards="ua-1",
    )
