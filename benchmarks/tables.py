"""Figures as rows: what was measured, what was to be reached, and whether it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def heading(text: str) -> None:
    """Print a section's heading."""
    print(f"\n{text}\n{'-' * len(text)}")


def row(name: str, value: str, goal: str = "", reached: bool | None = None) -> None:
    """Print one figure."""
    mark = "" if reached is None else ("  reached" if reached else "  MISSED")
    print(f"  {name:<58} {value:>26}  {goal:<26}{mark}")


def percentile(values: ArrayLike, q: float) -> float:
    """Percentile of the absolute values."""
    return float(np.percentile(np.abs(values), q))


def rms(values: ArrayLike) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(values))))
