"""The verification suite: does the program solve its equations? Published data, kept apart, ask whether they fit."""

from mesoject.delivery.verification.case import Case
from mesoject.delivery.verification.suite import verify

__all__ = ["Case", "verify"]
