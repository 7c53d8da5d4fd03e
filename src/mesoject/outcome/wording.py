"""Numbers in a sentence."""

from __future__ import annotations

from mesoject.outcome.pooled import relative
from mesoject.records.quantity import Scale


def amount(change: float, scale: Scale) -> str:
    """A change on its scale, as it is read: in per cent where the scale is log.

    Examples
    --------
    >>> amount(-0.356675, "log"), amount(1.204, "linear")
    ('−30.0 %', '+1.20')
    """
    text = f"{100 * relative(change, scale):+.1f} %" if scale == "log" else f"{change:+.2f}"
    return text.replace("-", "\u2212")


def p_text(p: float) -> str:
    """A p-value with two digits, or below what it lies.

    Examples
    --------
    >>> p_text(0.0421), p_text(2e-7)
    ('p = 0.042', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def sessions_text(count: int) -> str:
    """How many sessions lie between two visits."""
    return {0: "no session between the visits", 1: "after 1 session"}.get(count, f"after {count} sessions")
