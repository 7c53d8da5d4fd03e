"""Photographs in, results out: one or many, and a bad one never stops the rest."""

from mesoject.batch.request import Request
from mesoject.batch.run import Draw, Result, run

__all__ = ["Draw", "Request", "Result", "run"]
