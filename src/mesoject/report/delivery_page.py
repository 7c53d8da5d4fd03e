"""The live answer as one page: to be filled."""

from __future__ import annotations

from pathlib import Path

from mesoject.report.delivery_numbers import Numbers


def write_delivery_page(numbers: Numbers, path: Path) -> None:
    """Write."""
    raise NotImplementedError
