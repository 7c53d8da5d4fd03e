"""A kind of reason: what it means, and what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of reason, as the documentation lists it."""

    meaning: str
    remedy: str
    fatal: bool
