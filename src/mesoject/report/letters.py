"""Which letters the package's font can show: a PDF for screen readers may not hold one that it cannot."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TypeVar

from matplotlib.ft2font import FT2Font

from mesoject.report.lettering import FONTS

Data = TypeVar("Data")
MISSING = "\ufffd"


def shown_in_font(data: Data) -> Data:
    r"""Plain data with every letter that the font lacks replaced by the sign for that, control characters by spaces.

    Examples
    --------
    >>> shown_in_font({"a": ["Größe, Δa*", "\u6f22", 3]})
    {'a': ['Größe, Δa*', '�', 3]}
    """
    if isinstance(data, str):
        return "".join(map(_letter, unicodedata.normalize("NFC", data)))  # type: ignore[return-value]
    if isinstance(data, dict):
        return {key: shown_in_font(value) for key, value in data.items()}  # type: ignore[return-value]
    if isinstance(data, (list, tuple)):
        return [shown_in_font(value) for value in data]  # type: ignore[return-value]
    return data


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cf":  # marks that turn the direction of writing
        return ""
    return letter if ord(letter) in _covered() else MISSING


@cache
def _covered() -> frozenset[int]:
    """Letters that both weights have."""
    regular, bold = (FT2Font(str(FONTS / f"Roboto-{weight}.ttf")).get_charmap() for weight in ("Regular", "Bold"))
    return frozenset(regular.keys() & bold.keys())
